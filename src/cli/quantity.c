/* Numbers and times in words. */
#include "cli/quantity.h"

#include <stdio.h>

void quantity_count(struct buffer *out, int64_t count) {
  char digits[24];
  int length = snprintf(digits, sizeof digits, "%lld", (long long)count);
  for (int i = 0; i < length; i++) {
    buffer_bytes(out, digits + i, 1);
    int left = length - 1 - i;
    if (left > 0 && left % 3 == 0 && digits[i] != '-') buffer_text(out, ",");
  }
}

void quantity_time(struct buffer *out, double seconds) {
  if (seconds < 99.5)
    buffer_format(out, "%.0f s", seconds);
  else if (seconds < 99.5 * 60)
    buffer_format(out, "%.0f min", seconds / 60);
  else if (seconds < 99.5 * 3600)
    buffer_format(out, "%.0f h", seconds / 3600);
  else
    buffer_format(out, "%.0f days", seconds / 86400);
}

/* Lengths of time in words. */
#include "cli/duration.h"

#include <stdint.h>

static const struct {
  int64_t seconds;
  const char *name;
} units[] = {{86400, "d"}, {3600, "h"}, {60, "min"}, {1, "s"}};

enum { UNITS = sizeof units / sizeof *units };

void duration_write(struct buffer *out, double seconds) {
  const double longest = 1e15; /* nothing that is measured comes near */
  if (!(seconds > 0)) seconds = 0;
  int64_t left = (int64_t)((seconds < longest ? seconds : longest) + 0.5);
  size_t unit = 0;
  while (unit + 1 < UNITS && left < units[unit].seconds)
    unit++;
  buffer_format(out, "%lld %s", (long long)(left / units[unit].seconds),
                units[unit].name);
  left %= units[unit].seconds;
  if (unit + 1 == UNITS || left < units[unit + 1].seconds) return;
  buffer_format(out, " %lld %s", (long long)(left / units[unit + 1].seconds),
                units[unit + 1].name);
}

/* Checking UTF-8, eight ASCII characters at a time. */
#include "base/utf8.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static size_t announced_length(unsigned char first) {
  if (first < 0x80) return 1;
  if (first < 0xC2) return 0; /* inside a character, or overlong */
  if (first < 0xE0) return 2;
  if (first < 0xF0) return 3;
  return first < 0xF5 ? 4 : 0;
}

size_t utf8_character(const char *bytes, size_t length) {
  const unsigned char *text = (const unsigned char *)bytes;
  size_t count = announced_length(text[0]);
  if (count > length) return 0;
  for (size_t i = 1; i < count; i++)
    if ((text[i] & 0xC0) != 0x80) return 0;
  bool overlong =
      (text[0] == 0xE0 && text[1] < 0xA0) || (text[0] == 0xF0 && text[1] < 0x90);
  bool surrogate = text[0] == 0xED && text[1] > 0x9F;
  bool outside = text[0] == 0xF4 && text[1] > 0x8F;
  return overlong || surrogate || outside ? 0 : count;
}

/* Are these eight bytes ASCII, and none of them zero? Subtracting one from each sets a
** high bit where there is a zero, and otherwise only where there is one already. */
static bool are_plain(const char *bytes) {
  const uint64_t ones = UINT64_C(0x0101010101010101), highs = ones << 7;
  uint64_t word = 0;
  memcpy(&word, bytes, sizeof word);
  return (((word - ones) | word) & highs) == 0;
}

size_t utf8_clean(const char *bytes, size_t length) {
  size_t done = 0;
  for (;;) {
    while (length - done >= 8 && are_plain(bytes + done))
      done += 8;
    if (done == length || bytes[done] == '\0') return done;
    size_t count = utf8_character(bytes + done, length - done);
    if (count == 0) return done;
    done += count;
  }
}

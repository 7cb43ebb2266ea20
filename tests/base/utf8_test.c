/* What is UTF-8 and what is not: every character there is, and all that is none. */
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* RFC 3629, section 3. */
static size_t encode(uint32_t point, char *bytes) {
  if (point < 0x80) {
    bytes[0] = (char)point;
    return 1;
  }
  size_t length = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  static const unsigned char marks[] = {0, 0, 0xC0, 0xE0, 0xF0};
  for (size_t i = length - 1; i > 0; i--) {
    bytes[i] = (char)(0x80 | (point & 0x3F));
    point >>= 6;
  }
  bytes[0] = (char)(marks[length] | point);
  return length;
}

static void every_character_is_one(void **state) {
  (void)state;
  for (uint32_t point = 0; point < 0x110000; point++) {
    char bytes[4];
    size_t length = encode(point, bytes);
    bool surrogate = point >= 0xD800 && point <= 0xDFFF;
    assert_int_equal(utf8_character(bytes, 4), surrogate ? 0 : length);
    if (length > 1) assert_int_equal(utf8_character(bytes, length - 1), 0);
  }
}

static void nothing_else_is(void **state) {
  (void)state;
  static const char *const wrong[] = {"\x80",
                                      "\xBF",
                                      "\xC0\x80",
                                      "\xC1\xBF",
                                      "\xE0\x9F\xBF",
                                      "\xE9",
                                      "\xE9g",
                                      "\xC3(",
                                      "\xF0\x8F\xBF\xBF",
                                      "\xF4\x90\x80\x80",
                                      "\xF5\x80",
                                      "\xE2\x82\x28",
                                      "\xFE",
                                      "\xFF",
                                      "\xED\xA0\x80"};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    char text[32] = "0123456789 ";
    assert_int_equal(utf8_character(wrong[i], 4), 0);
    strncat(text, wrong[i], 5);
    assert_int_equal(utf8_clean(text, strlen(text)), 11);
  }
}

/* One byte that is not plain, at any place of a word. */
static void clean_text_ends_where_it_is_not(void **state) {
  (void)state;
  for (size_t length = 0; length < 40; length++) {
    char text[40];
    memset(text, 'a', sizeof text);
    assert_int_equal(utf8_clean(text, length), length);
    for (size_t at = 0; at < length; at++) {
      text[at] = '\0';
      assert_int_equal(utf8_clean(text, length), at);
      text[at] = '\x7F';
      assert_int_equal(utf8_clean(text, length), length);
      text[at] = '\x81';
      assert_int_equal(utf8_clean(text, length), at);
      text[at] = '\x01';
      assert_int_equal(utf8_clean(text, length), length);
      text[at] = 'a';
    }
  }
  const char *cut = "na\xC3\xAFve caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80!";
  assert_int_equal(utf8_clean(cut, strlen(cut)), strlen(cut));
  assert_int_equal(utf8_clean(cut, strlen(cut) - 2), strlen(cut) - 5);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_character_is_one),
      cmocka_unit_test(nothing_else_is),
      cmocka_unit_test(clean_text_ends_where_it_is_not),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

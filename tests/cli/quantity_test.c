/* Numbers and times in words. */
#include "cli/quantity.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void expect_count(int64_t count, const char *expected) {
  struct buffer out = {0};
  quantity_count(&out, count);
  assert_string_equal(out.bytes, expected);
  buffer_release(&out);
}

static void expect_time(double seconds, const char *expected) {
  struct buffer out = {0};
  quantity_time(&out, seconds);
  assert_string_equal(out.bytes, expected);
  buffer_release(&out);
}

static void counts_have_a_comma_at_every_third_digit(void **state) {
  (void)state;
  expect_count(0, "0");
  expect_count(999, "999");
  expect_count(1000, "1,000");
  expect_count(1234567, "1,234,567");
  expect_count(-123, "-123");
  expect_count(-1234, "-1,234");
  expect_count(INT64_MAX, "9,223,372,036,854,775,807");
}

static void times_have_two_digits(void **state) {
  (void)state;
  expect_time(0, "0 s");
  expect_time(99.4, "99 s");
  expect_time(99.6, "2 min");
  expect_time(90 * 60, "90 min");
  expect_time(100 * 60, "2 h");
  expect_time(99 * 3600, "99 h");
  expect_time(10 * 86400, "10 days");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(counts_have_a_comma_at_every_third_digit),
      cmocka_unit_test(times_have_two_digits),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

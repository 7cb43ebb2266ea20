/* Lengths of time in words. */
#include "cli/duration.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void expect(double seconds, const char *expected) {
  struct buffer out = {0};
  duration_write(&out, seconds);
  assert_false(buffer_failed(&out));
  assert_string_equal(out.bytes, expected);
  buffer_release(&out);
}

static void the_two_largest_units_are_said(void **state) {
  (void)state;
  expect(15, "15 s");
  expect(59.4, "59 s");
  expect(200, "3 min 20 s");
  expect(7500, "2 h 5 min");
  expect(4 * 86400 + 3 * 3600 + 59, "4 d 3 h");
}

static void a_unit_of_which_there_is_none_is_left_out(void **state) {
  (void)state;
  expect(0, "0 s");
  expect(59.6, "1 min");
  expect(3600, "1 h");
  expect(3659, "1 h");
  expect(86400, "1 d");
}

static void what_is_no_length_does_no_harm(void **state) {
  (void)state;
  expect(-3, "0 s");
  expect((double)NAN, "0 s");
  expect(1e300, "11574074074 d 1 h");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_two_largest_units_are_said),
      cmocka_unit_test(a_unit_of_which_there_is_none_is_left_out),
      cmocka_unit_test(what_is_no_length_does_no_harm),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Errors in words. */
#include "cli/complaint.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void expect(const struct runner_error *error, bool full,
                   const struct palette *palette, const char *expected) {
  struct buffer out = {0};
  complaint_write(&out, error, full, palette);
  assert_string_equal(out.bytes, expected);
  buffer_release(&out);
}

static void everything_known_is_said(void **state) {
  (void)state;
  struct runner_error error = RUNNER_ERROR_INIT;
  error_set(&error, RUNNER_FAILED, "no such column: dya");
  error_place(&error, "a.lua", 7);
  error_in_revision(&error, "a1");
  error_statement(&error, "SELECT 1,\n  dya", 12, 1);
  error_hint(&error, "look");
  error_traceback(&error, "stack:\n\tf\n");
  expect(&error, false, &palette_none,
         "runner: error: no such column: dya\n  at a.lua:7\n  in revision a1\n"
         "      dya\n      ^\nhint: look\n");
  expect(&error, true, &palette_none,
         "runner: error: no such column: dya\n  at a.lua:7\n  in revision a1\n"
         "    SELECT 1,\n      dya\n      ^\n  stack:\n  \tf\nhint: look\n");
  runner_error_clear(&error);
}

static void what_is_not_known_is_left_out(void **state) {
  (void)state;
  const struct palette palette = {"<", "", "[", "", ">"};
  struct runner_error error = RUNNER_ERROR_INIT;
  error_set(&error, RUNNER_USAGE, "no");
  expect(&error, true, &palette_none, "runner: error: no\n");
  error_place(&error, "a.lua", 0);
  error_hint(&error, "yes");
  expect(&error, false, &palette, "<runner: error:> no\n  at a.lua\n[hint:> yes\n");
  runner_error_clear(&error);
}

static void no_memory_is_said_without_any(void **state) {
  (void)state;
  struct runner_error error = RUNNER_ERROR_INIT;
  error_no_memory(&error);
  expect(&error, false, &palette_none, "runner: error: out of memory\n");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(everything_known_is_said),
      cmocka_unit_test(what_is_not_known_is_left_out),
      cmocka_unit_test(no_memory_is_said_without_any),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Errors: filled once, added to from the inside out, released whole. */
#include "base/error.h"

#include "support/failing_allocator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static runner_status fill(void *user, struct runner_error *error) {
  (void)user;
  runner_status status = error_set(error, RUNNER_USAGE, "%s is %d", "x", 7);
  error_hint(error, "try %s", "y");
  error_place(error, "file.lua", 3);
  error_in_revision(error, "abc");
  error_statement(error, "SELECT 1", 4, 19);
  error_traceback(error, "stack");
  return status;
}

static void an_error_holds_all_it_is_given(void **state) {
  (void)state;
  struct runner_error error = RUNNER_ERROR_INIT;
  assert_int_equal(fill(NULL, &error), RUNNER_USAGE);
  assert_int_equal(error.status, RUNNER_USAGE);
  assert_string_equal(error.message, "x is 7");
  assert_string_equal(error.hint, "try y");
  assert_string_equal(error.file, "file.lua");
  assert_int_equal(error.line, 3);
  assert_string_equal(error.revision, "abc");
  assert_string_equal(error.sql, "SELECT 1");
  assert_int_equal(error.offset, 4);
  assert_int_equal(error.sqlite_code, 19);
  assert_string_equal(error.traceback, "stack");
  runner_error_clear(&error);
  assert_int_equal(error.status, RUNNER_DONE);
  assert_null(error.message);
  assert_int_equal(error.offset, -1);
}

static void the_innermost_place_wins(void **state) {
  (void)state;
  struct runner_error error = RUNNER_ERROR_INIT;
  fill(NULL, &error);
  error_hint(&error, "other");
  error_place(&error, "other", 9);
  error_in_revision(&error, "other");
  error_statement(&error, "other", 9, 9);
  error_traceback(&error, "other");
  assert_string_equal(error.hint, "try y");
  assert_string_equal(error.file, "file.lua");
  assert_int_equal(error.line, 3);
  assert_string_equal(error.revision, "abc");
  assert_string_equal(error.sql, "SELECT 1");
  assert_string_equal(error.traceback, "stack");
  runner_error_clear(&error);
}

static void what_is_not_known_is_left_out(void **state) {
  (void)state;
  struct runner_error error = RUNNER_ERROR_INIT;
  error_place(&error, NULL, 9);
  error_in_revision(&error, NULL);
  error_traceback(&error, NULL);
  error_statement(&error, NULL, -1, 5);
  assert_null(error.file);
  assert_int_equal(error.line, 0);
  assert_null(error.revision);
  assert_null(error.sql);
  assert_int_equal(error.sqlite_code, 5);
  runner_error_clear(&error);
}

static void setting_again_forgets_the_first(void **state) {
  (void)state;
  struct runner_error error = RUNNER_ERROR_INIT;
  fill(NULL, &error);
  error_set(&error, RUNNER_BUSY, "new");
  assert_string_equal(error.message, "new");
  assert_null(error.hint);
  assert_null(error.sql);
  assert_int_equal(error_no_memory(&error), RUNNER_FAILED);
  assert_int_equal(error.status, RUNNER_FAILED);
  assert_null(error.message);
}

static void nobody_need_listen(void **state) {
  (void)state;
  assert_int_equal(fill(NULL, NULL), RUNNER_USAGE);
  assert_int_equal(error_no_memory(NULL), RUNNER_FAILED);
  runner_error_clear(NULL);
}

static void moving_empties_the_source(void **state) {
  (void)state;
  struct runner_error from = RUNNER_ERROR_INIT, to = RUNNER_ERROR_INIT;
  fill(NULL, &from);
  error_set(&to, RUNNER_BUSY, "old");
  error_move(&to, &from);
  assert_string_equal(to.message, "x is 7");
  assert_null(from.message);
  assert_int_equal(from.offset, -1);
  error_move(NULL, &to);
  assert_null(to.message);
}

static void without_memory_the_status_stays(void **state) {
  (void)state;
  failing_allocator_loop(fill, NULL, RUNNER_USAGE, FAILING_STRICT);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(an_error_holds_all_it_is_given),
      cmocka_unit_test(the_innermost_place_wins),
      cmocka_unit_test(what_is_not_known_is_left_out),
      cmocka_unit_test(setting_again_forgets_the_first),
      cmocka_unit_test(nobody_need_listen),
      cmocka_unit_test(moving_empties_the_source),
      cmocka_unit_test(without_memory_the_status_stays),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* `runner lua`: arguments, exit codes, errors. */
#include "fixture.h"
#include "support/failing_allocator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static runner_status run(struct fixture *fixture, const char *text, int *exit_code) {
  char first[] = "a", second[] = "b c";
  char *arguments[] = {(char *)fixture_write(fixture, "main.lua", text), first, second};
  runner_error_clear(&fixture->error);
  return script_main(3, arguments, exit_code, &fixture->error);
}

static void check_exit(struct fixture *fixture, const char *text, int expected) {
  int exit_code = -1;
  runner_status status = run(fixture, text, &exit_code);
  if (status != RUNNER_DONE) print_error("%s\n", fixture->error.message);
  assert_int_equal(status, RUNNER_DONE);
  assert_int_equal(exit_code, expected);
}

static void arguments_are_there_in_both_ways(void **state) {
  check_exit(
      *state,
      "local a, b = ...\nassert(a == 'a' and b == 'b c' and select('#', ...) == 2)\n"
      "assert(arg[1] == 'a' and arg[2] == 'b c' and #arg == 2)\n"
      "assert(arg[0]:find('main.lua') and arg[-1] == 'lua')",
      0);
}

static void the_whole_library_is_there(void **state) {
  check_exit(
      *state,
      "#!/usr/bin/env lua\n"
      "assert(io.open and os.execute and debug.getinfo and load('return 1')() == 1)\n"
      "assert(package.path and string.dump)\n"
      "assert(require('runner.template.name').render)\n"
      "local sqlite = require('runner.sqlite')\n"
      "local db <close> = sqlite.open(':memory:')\n"
      "assert(db:value('SELECT 41 + 1') == 42)",
      0);
}

static void the_exit_code_is_what_the_script_says(void **state) {
  check_exit(*state, "return 3", 3);
  check_exit(*state, "return true", 0);
  check_exit(*state, "return false", 1);
  check_exit(*state, "return 'text'", 0);
  check_exit(*state, "os.exit(4)", 4);
  check_exit(*state, "os.exit(true)", 0);
  check_exit(*state, "os.exit(false)", 1);
  check_exit(*state, "os.exit()", 0);
}

static void nothing_runs_after_exit(void **state) {
  check_exit(*state, "pcall(os.exit, 5)\nos.exit(6)", 5);
  check_exit(*state, "while true do pcall(function() os.exit(5) end) end", 5);
  check_exit(*state, "coroutine.wrap(function() pcall(os.exit, 7) os.exit(8) end)()", 7);
  check_exit(*state, "xpcall(os.exit, function() while true do end end, 9)", 9);
}

static void errors_have_place_and_traceback(void **state) {
  struct fixture *fixture = *state;
  int exit_code = -1;
  assert_int_equal(
      run(fixture, "\nlocal function f() error('boom') end\nf()", &exit_code),
      RUNNER_FAILED);
  assert_string_equal(fixture->error.message, "boom");
  assert_int_equal(fixture->error.line, 2);
  assert_non_null(strstr(fixture->error.traceback, "main.lua:3:"));
  assert_int_equal(run(fixture, "x = = 1", &exit_code), RUNNER_FAILED);
  assert_int_equal(fixture->error.line, 1);
  assert_int_equal(exit_code, -1);
}

static void a_missing_file_is_wrong_usage(void **state) {
  struct fixture *fixture = *state;
  char path[] = "/nowhere/x.lua";
  char *arguments[] = {path};
  int exit_code = -1;
  assert_int_equal(script_main(1, arguments, &exit_code, &fixture->error), RUNNER_USAGE);
  assert_non_null(strstr(fixture->error.message, "/nowhere/x.lua"));
  assert_int_equal(script_main(0, arguments, &exit_code, &fixture->error), RUNNER_USAGE);
}

static runner_status run_file(void *user, struct runner_error *error) {
  char *arguments[] = {user};
  int exit_code = 0;
  runner_status status = script_main(1, arguments, &exit_code, error);
  return status == RUNNER_DONE && exit_code != 3 ? RUNNER_NEGATIVE : status;
}

static void nothing_leaks_when_memory_runs_out(void **state) {
  const char *path = fixture_write(*state, "main.lua", "return 3");
  failing_allocator_loop(run_file, (void *)path, RUNNER_DONE, FAILING_LENIENT);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(arguments_are_there_in_both_ways, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(the_whole_library_is_there, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(the_exit_code_is_what_the_script_says,
                                      fixture_setup, fixture_teardown),
      cmocka_unit_test_setup_teardown(nothing_runs_after_exit, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(errors_have_place_and_traceback, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(a_missing_file_is_wrong_usage, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(nothing_leaks_when_memory_runs_out, fixture_setup,
                                      fixture_teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

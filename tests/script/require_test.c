/* The `require` of scripts: the project's lib/, runner's own modules, nothing else. */
#include "fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void files_and_folders_of_lib_are_found(void **state) {
  struct fixture *fixture = *state;
  fixture_write(fixture, "lib/days.lua", "return { name = ..., path = select(2, ...) }");
  fixture_write(fixture, "lib/deep/er/init.lua", "return 'inner'");
  fixture_write(fixture, "lib/silent.lua", "side = 1");
  fixture_check(fixture,
                "local days = require('days')\n"
                "assert(days.name == 'days' and days.path:find('/lib/days.lua'))\n"
                "assert(days == require('days'))\n"
                "assert(require('deep.er') == 'inner')\n"
                "assert(require('silent') == true and side == nil)");
}

static void modules_run_in_the_sandbox_with_the_words(void **state) {
  struct fixture *fixture = *state;
  fixture_write(fixture, "lib/tables.lua",
                "return { make = function(name)\n"
                "  op.create_table(name, { { 'a', 'TEXT' } })\n"
                "  log('%s %s', context.revision, db:value('SELECT 1')) end,\n"
                "  escape = function() return io end }");
  fixture_check(fixture, "require('tables').make('t')");
  assert_string_equal(fixture->log.bytes, "info: x 1\n");
  assert_int_equal(fixture_run(fixture, "require('tables').escape()"), RUNNER_FAILED);
  assert_string_equal(fixture->error.message, "`io` is not available to scripts");
  assert_int_equal(fixture->error.line, 4);
}

static void errors_in_modules_are_placed_there(void **state) {
  struct fixture *fixture = *state;
  fixture_write(fixture, "lib/bad.lua", "\nlocal x = nil + 1");
  fixture_write(fixture, "lib/worse.lua", "\n\nx = = 1");
  for (int i = 0; i < 2; i++) { /* the second time too: it was not half loaded */
    assert_int_equal(fixture_run(fixture, "require('bad')"), RUNNER_FAILED);
    assert_string_equal(fixture->error.message,
                        "attempt to perform arithmetic on a nil value");
    assert_int_equal(fixture->error.line, 2);
    assert_non_null(strstr(fixture->error.file, "/lib/bad.lua"));
  }
  assert_int_equal(fixture_run(fixture, "require('worse')"), RUNNER_FAILED);
  assert_string_equal(fixture->error.message, "unexpected symbol near '='");
  assert_int_equal(fixture->error.line, 3);
}

static void a_circle_is_an_error(void **state) {
  struct fixture *fixture = *state;
  fixture_write(fixture, "lib/a.lua", "return require('b')");
  fixture_write(fixture, "lib/b.lua", "return require('a')");
  assert_int_equal(fixture_run(fixture, "require('a')"), RUNNER_FAILED);
  assert_string_equal(fixture->error.message,
                      "module 'a' requires itself, over others perhaps");
}

static void names_do_not_lead_out_of_lib(void **state) {
  struct fixture *fixture = *state;
  static const char *const names[] = {"../x", "/etc/x", "..x", "a..b", "x.", "", "a/b"};
  fixture_write(fixture, "x.lua", "return 1");
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    const char *body = arena_format(fixture->arena, "require('%s')", names[i]);
    assert_int_equal(fixture_run(fixture, body), RUNNER_FAILED);
    assert_non_null(strstr(fixture->error.message, "a name is made of words"));
  }
}

static void installed_modules_need_trust(void **state) {
  struct fixture *fixture = *state;
  fixture_write(fixture, "installed/outside.lua", "return io ~= nil");
  assert_int_equal(fixture_run(fixture, "require('outside')"), RUNNER_FAILED);
  assert_non_null(strstr(fixture->error.message, "module 'outside' not found"));
  assert_non_null(strstr(fixture->error.hint, "trust = { \"package\" }"));
  fixture_trust(fixture, "package");
  fixture_check(fixture, arena_format(fixture->arena,
                                      "package.path = '%s/installed/?.lua'\n"
                                      "assert(require('outside') == true)",
                                      (char *)fixture->folder));
}

static void our_own_modules_are_read_only(void **state) {
  struct fixture *fixture = *state;
  fixture_check(fixture, "local name = require('runner.template.name')\n"
                         "assert(name.slug('A b', 40) == 'a_b')\n"
                         "assert(not pcall(function() name.slug = nil end))");
  fixture_check_failure(
      fixture, "require('runner.op.table').create_table.run = print", RUNNER_FAILED,
      "`runner.op.table` is read-only, it belongs to all scripts: `run` cannot be set",
      2);
}

/* Lua would look for them in the current folder, and run them with all its libraries. */
static void names_of_ours_are_not_searched_for(void **state) {
  struct fixture *fixture = *state;
  fixture_write(fixture, "runner/evil.lua", "return io.open");
  char *before = getcwd(NULL, 0);
  assert_int_equal(chdir(fixture->folder), 0);
  fixture_check_failure(fixture, "require('runner.evil')", RUNNER_FAILED,
                        "there is no module 'runner.evil' for scripts", 2);
  fixture_check_failure(fixture, "require('runner.sqlite')", RUNNER_FAILED,
                        "there is no module 'runner.sqlite' for scripts", 2);
  assert_int_equal(chdir(before), 0);
  free(before);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(files_and_folders_of_lib_are_found, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(modules_run_in_the_sandbox_with_the_words,
                                      fixture_setup, fixture_teardown),
      cmocka_unit_test_setup_teardown(errors_in_modules_are_placed_there, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(a_circle_is_an_error, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(names_do_not_lead_out_of_lib, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(installed_modules_need_trust, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(names_of_ours_are_not_searched_for, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(our_own_modules_are_read_only, fixture_setup,
                                      fixture_teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

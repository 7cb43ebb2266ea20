/* What `op` is given to work with: the settings of a session. */
#include "script/session.h"

#include "fixture.h"
#include "script/host.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <lauxlib.h>

/* From here on `op` is the table of settings itself. */
static int show_settings(void **state) {
  if (fixture_setup(state) != 0) return -1;
  struct fixture *fixture = *state;
  return luaL_dostring(fixture->script->L, "package.loaded['runner.op'] = {\n"
                                           "new = function(db, settings)\n"
                                           "  settings.db = db\n"
                                           "  return settings\n"
                                           "end }");
}

static void op_is_given_the_settings(void **state) {
  struct fixture *fixture = *state;
  struct script_alteration alteration = {.rebuild = "swap"};
  script_set_alteration(fixture->script, &alteration);
  fixture_check(fixture, "assert(op.db == db and op.rebuild == 'swap')\n"
                         "assert(op.naming == nil and op.offline == false)");
}

static void the_patterns_are_those_of_the_file(void **state) {
  struct fixture *fixture = *state;
  struct script_alteration alteration = {.rebuild = "documented"};
  const char *path = fixture_write(fixture, "n.lua", "return { index = 'ix_{columns}' }");
  assert_int_equal(
      script_read_table(fixture->script, path, &alteration.naming, &fixture->error),
      RUNNER_DONE);
  script_set_alteration(fixture->script, &alteration);
  fixture_check(fixture, "assert(op.rebuild == 'documented')\n"
                         "assert(op.naming.index == 'ix_{columns}')\n"
                         "assert(op.naming.unique == nil)");
}

static void a_report_goes_to_the_log(void **state) {
  struct fixture *fixture = *state;
  fixture_check(fixture, "op.report('tickets: rebuilt') log('next')");
  assert_string_equal(fixture->log.bytes, "alteration: tickets: rebuilt\ninfo: next\n");
  fixture_check_failure(fixture, "op.report({})", RUNNER_FAILED,
                        "bad argument #1 to 'report' (string expected, got table)", 2);
}

static void forget(void *user, const char *sql) {
  (void)user;
  (void)sql;
}

static void op_knows_that_it_is_written_down(void **state) {
  struct fixture *fixture = *state;
  connection_record(fixture->connection, forget, NULL);
  fixture_check(fixture, "assert(op.offline == true)");
  connection_record(fixture->connection, NULL, NULL);
  fixture_check(fixture, "assert(op.offline == false)");
}

static void op_knows_whose_tables_are_not_the_authors(void **state) {
  struct fixture *fixture = *state;
  const char *names[] = {"versions", "runner_history"};
  struct script_alteration alteration = {.own_tables = {names, 2}};
  script_set_alteration(fixture->script, &alteration);
  fixture_check(fixture, "assert(table.concat(op.own_tables, ' ') == "
                         "'versions runner_history')");
}

static void a_script_knows_that_it_is_rehearsed(void **state) {
  struct fixture *fixture = *state;
  struct script_context context = {.upgrade = true, .rehearsal = true};
  fixture_read(fixture, "revision = 'x' function upgrade()\n"
                        "assert(context.rehearsal == true and not context.offline) end");
  assert_int_equal(script_run_revision(fixture->script, &fixture->revision, &context,
                                       fixture->connection, &fixture->error),
                   RUNNER_DONE);
  fixture_check(fixture, "assert(context.rehearsal == false)");
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, show_settings, fixture_teardown)
  const struct CMUnitTest tests[] = {
      CASE(op_is_given_the_settings),
      CASE(the_patterns_are_those_of_the_file),
      CASE(a_report_goes_to_the_log),
      CASE(op_knows_that_it_is_written_down),
      CASE(op_knows_whose_tables_are_not_the_authors),
      CASE(a_script_knows_that_it_is_rehearsed),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

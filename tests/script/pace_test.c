/* runner.pace: transactions of a revision that runs outside one, and rests. */
#include "script/pace_module.h"

#include "db_text.h"
#include "fixture.h"
#include "script/db.h"
#include "script/failure.h"

#include <lauxlib.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Run a text as an embedded module would: it gets `db` and `pace`. */
static void run_text(enum connection_mode mode, const char *text) {
  struct runner_error error = RUNNER_ERROR_INIT;
  struct connection *connection = NULL;
  assert_int_equal(db_text_open(&connection, NULL), RUNNER_DONE);
  assert_int_equal(connection_execute(connection, "CREATE TABLE t(a)", NULL),
                   RUNNER_DONE);
  connection_set_mode(connection, mode);
  lua_State *L = luaL_newstate();
  lua_pushcfunction(L, db_text_open_state);
  assert_int_equal(failure_call(L, 0, 0, RUNNER_FAILED, NULL), RUNNER_DONE);
  assert_int_equal(luaL_loadbuffer(L, text, strlen(text), "@test.lua"), LUA_OK);
  db_push(L, connection, false);
  pace_open_module(L);
  lua_pushvalue(L, -2);
  lua_insert(L, 1);
  if (failure_call(L, 2, 0, RUNNER_FAILED, &error) != RUNNER_DONE)
    fail_msg("line %d: %s", error.line, error.message);
  db_detach(L, 1);
  lua_close(L);
  connection_close(connection);
}

static void a_transaction_is_kept_or_undone(void **state) {
  (void)state;
  run_text(CONNECTION_SCRIPT_LOOSE,
           "local db, pace = ...\n"
           "local a, b = pace.transaction(db, function(waited)\n"
           "  assert(waited == 0)\n"
           "  db:exec('INSERT INTO t VALUES (1)')\n"
           "  return 'x', nil\n"
           "end)\n"
           "assert(a == 'x' and b == nil)\n"
           "local done, problem = pcall(pace.transaction, db, function()\n"
           "  db:exec('INSERT INTO t VALUES (2)')\n"
           "  error('no', 0)\n"
           "end)\n"
           "assert(not done and problem.message == 'no')\n"
           "assert(db:value('SELECT count(*) FROM t') == 1)\n"
           "db:exec([[CREATE TRIGGER g BEFORE INSERT ON t BEGIN\n"
           "  SELECT RAISE(ROLLBACK, 'all'); END]])\n"
           "assert(not pace.is_inside(db))\n"
           "pcall(pace.transaction, db, function()\n"
           "  assert(pace.is_inside(db))\n"
           "  pcall(db.exec, db, 'INSERT INTO t VALUES (3)')\n"
           "  ended = not pace.is_inside(db)\n"
           "end)\n"
           "assert(ended)\n"
           "pace.checkpoint(db)\n");
}

static void it_needs_a_loose_revision_and_nothing_open(void **state) {
  (void)state;
  static const char refused[] =
      "local db, pace = ...\n"
      "local done, problem = pcall(pace.transaction, db, print)\n"
      "assert(not done and not pace.is_loose(db))\n"
      "assert(problem.message:find('outside a transaction', 1, true))\n";
  run_text(CONNECTION_SCRIPT, refused);
  run_text(CONNECTION_ENGINE, refused);
  run_text(CONNECTION_SCRIPT_LOOSE,
           "local db, pace = ...\n"
           "local function refuse(text)\n"
           "  local done, problem = pcall(pace.transaction, db, print)\n"
           "  assert(not done and problem.message:find(text, 1, true), problem.message)\n"
           "end\n"
           "db:savepoint(function() refuse('inside db:savepoint') end)\n"
           "for _ in db:rows('SELECT 1') do refuse('a statement is not done') end\n"
           "pace.transaction(db, function() refuse('inside') end)\n");
}

static void it_sleeps_and_tells_the_time(void **state) {
  (void)state;
  run_text(CONNECTION_SCRIPT_LOOSE, "local db, pace = ...\n"
                                    "local before = pace.now()\n"
                                    "pace.sleep(0.05)\n"
                                    "pace.sleep(-1)\n"
                                    "assert(pace.now() - before >= 0.05)\n");
}

static void scripts_cannot_require_it(void **state) {
  fixture_check_failure(*state, "require('runner.pace')", RUNNER_FAILED,
                        "there is no module 'runner.pace' for scripts", 2);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_transaction_is_kept_or_undone),
      cmocka_unit_test(it_needs_a_loose_revision_and_nothing_open),
      cmocka_unit_test(it_sleeps_and_tells_the_time),
      cmocka_unit_test_setup_teardown(scripts_cannot_require_it, fixture_setup,
                                      fixture_teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

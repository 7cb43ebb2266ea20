/* runner.catalogue over the connection of a script: what it may, what is written down. */
#include "script/catalogue_module.h"

#include "base/buffer.h"
#include "fixture.h"
#include "script/db.h"
#include "script/db_text.h"
#include "script/failure.h"
#include "sqlite/watch.h"
#include "support/failing_allocator.h"

#include <lauxlib.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Run a text as an embedded module would: it gets `db` and `catalogue`. */
static runner_status try_text(struct connection *connection, const char *text,
                              struct runner_error *error) {
  lua_State *L = luaL_newstate();
  assert_non_null(L);
  lua_pushcfunction(L, db_text_open_state);
  assert_int_equal(failure_call(L, 0, 0, RUNNER_FAILED, NULL), RUNNER_DONE);
  assert_int_equal(luaL_loadbuffer(L, text, strlen(text), "@test.lua"), LUA_OK);
  db_push(L, connection, false);
  catalogue_open_module(L);
  lua_pushvalue(L, -2);
  lua_insert(L, 1);
  runner_status status = failure_call(L, 2, 0, RUNNER_FAILED, error);
  db_detach(L, 1);
  lua_close(L);
  return status;
}

static void run_text(struct connection *connection, const char *text) {
  struct runner_error error = RUNNER_ERROR_INIT;
  if (try_text(connection, text, &error) != RUNNER_DONE)
    fail_msg("line %d: %s", error.line, error.message);
}

static struct connection *open_database(const char *sql) {
  struct connection *connection = NULL;
  assert_int_equal(db_text_open(&connection, NULL), RUNNER_DONE);
  assert_int_equal(connection_execute(connection, sql, NULL), RUNNER_DONE);
  return connection;
}

static void scripts_cannot_require_it(void **state) {
  fixture_check_failure(*state, "require('runner.catalogue')", RUNNER_FAILED,
                        "there is no module 'runner.catalogue' for scripts", 2);
}

static void it_may_what_scripts_may_not(void **state) {
  (void)state;
  struct connection *connection =
      open_database("CREATE TABLE t(a NOT NULL); CREATE TABLE reserved(a)");
  static const char *const reserved[] = {"reserved"};
  connection_reserve(connection, reserved, 1);
  connection_set_mode(connection, CONNECTION_SCRIPT);
  run_text(connection,
           "local db, catalogue = ...\n"
           "assert(not pcall(db.exec, db, 'SAVEPOINT x'))\n"
           "catalogue.exec(db, 'SAVEPOINT x')\n"
           "catalogue.exec(db, 'RELEASE x')\n"
           "assert(not pcall(db.exec, db, 'INSERT INTO reserved VALUES (1)'))\n"
           "catalogue.exec(db, 'INSERT INTO reserved VALUES (1)')\n"
           "assert(catalogue.rows(db, 'SELECT a FROM reserved')[1][1] == 1)\n"
           "catalogue.edit(db, { { type = 'table', name = 't', sql = 'CREATE TABLE t(a)' "
           "} })\n"
           "db:exec('INSERT INTO t VALUES (NULL)')\n"
           "assert(not pcall(catalogue.exec, db, 'UPDATE sqlite_schema SET sql = 1'))\n"
           "assert(not pcall(db.exec, db, 'SAVEPOINT x'))\n");
  assert_false(connection_rows_were_read(connection));
  connection_close(connection);
}

static void keep(void *user, const char *sql) {
  buffer_format(user, "%s\n", sql);
}

static void it_is_written_down(void **state) {
  (void)state;
  struct buffer text = {0};
  struct connection *connection = open_database(
      "CREATE TABLE t(a); CREATE TABLE u(a); CREATE TRIGGER tr AFTER INSERT "
      "ON t BEGIN SELECT 1; END");
  connection_record(connection, keep, &text);
  connection_set_mode(connection, CONNECTION_SCRIPT);
  run_text(connection, "local db, catalogue = ...\n"
                       "assert(catalogue.recording(db))\n"
                       "catalogue.rows(db, 'SELECT 1')\n"
                       "catalogue.exec(db, 'PRAGMA legacy_alter_table = ON')\n"
                       "catalogue.exec(db, 'INSERT INTO t VALUES (?)', \"it's\")\n"
                       "catalogue.guard(db, 'all is well', '1')\n"
                       "assert(not pcall(catalogue.without_triggers, db, print))\n");
  connection_set_mode(connection, CONNECTION_ENGINE);
  connection_record(connection, NULL, NULL);
  assert_string_equal(
      text.bytes,
      "PRAGMA legacy_alter_table = ON\n"
      "INSERT INTO t VALUES ('it''s')\n"
      "CREATE TEMP TABLE runner_guard (holds, CONSTRAINT \"all is well\" CHECK (holds IS "
      "TRUE))\n"
      "INSERT INTO temp.runner_guard SELECT 1\n"
      "DROP TABLE temp.runner_guard\n"
      "PRAGMA foreign_keys = 0\n"
      "PRAGMA legacy_alter_table = 0\n"
      "PRAGMA recursive_triggers = 0\n"
      "PRAGMA ignore_check_constraints = 0\n"
      "PRAGMA reverse_unordered_selects = 0\n"
      "PRAGMA case_sensitive_like = 0\n"
      "PRAGMA synchronous = FULL\n"
      "PRAGMA locking_mode = NORMAL\n"
      "PRAGMA secure_delete = FAST\n");
  buffer_release(&text);
  connection_close(connection);
}

static void the_watch_is_told(void **state) {
  (void)state;
  static const char rebuild[] =
      "local db, catalogue = ...\n"
      "catalogue.touch(db, 'p')\n"
      "catalogue.exec(db, 'CREATE TABLE n(id INTEGER PRIMARY KEY); DROP TABLE p; ALTER "
      "TABLE n RENAME TO p')\n";
  struct connection *connection =
      open_database("CREATE TABLE p(id INTEGER PRIMARY KEY); CREATE TABLE c(p REFERENCES "
                    "p); INSERT INTO p VALUES (1); INSERT INTO c VALUES (1)");
  assert_int_equal(connection_begin(connection, NULL), RUNNER_DONE);
  assert_int_equal(watch_start(connection, NULL), RUNNER_DONE);
  connection_set_mode(connection, CONNECTION_SCRIPT);
  run_text(connection, rebuild);
  connection_set_mode(connection, CONNECTION_ENGINE);
  assert_int_equal(watch_verify(connection, NULL), RUNNER_FAILED);
  connection_close(connection);
}

/* A transaction that was taken away by an error is gone for catalogue too. */
static void it_stops_when_the_transaction_is_gone(void **state) {
  (void)state;
  struct runner_error error = RUNNER_ERROR_INIT;
  struct connection *connection =
      open_database("CREATE TABLE t(a UNIQUE); INSERT INTO t VALUES (1)");
  assert_int_equal(connection_begin(connection, NULL), RUNNER_DONE);
  assert_int_equal(
      try_text(connection,
               "local db, catalogue = ...\n"
               "pcall(catalogue.exec, db, 'INSERT OR ROLLBACK INTO t VALUES (1)')\n"
               "catalogue.edit(db, { { type = 'table', name = 't', sql = 'x' } })\n",
               &error),
      RUNNER_FAILED);
  assert_string_equal(error.message,
                      "the transaction was rolled back by an error before: "
                      "UNIQUE constraint failed: t.a");
  runner_error_clear(&error);
  connection_close(connection);
}

static void without_memory(void **state) {
  (void)state;
  static const char text[] =
      "local catalogue = require('runner.catalogue')\n"
      "catalogue.exec(db, 'CREATE TABLE t(a NOT NULL); CREATE VIEW v AS SELECT b FROM "
      "t')\n"
      "catalogue.exec(db, 'INSERT INTO t VALUES (?)', 1)\n"
      "catalogue.edit(db, { { type = 'table', name = 't', sql = 'CREATE TABLE t(a)' } "
      "})\n"
      "same(catalogue.rows(db, 'SELECT a, NULL FROM t')[1][2], null)\n"
      "same(catalogue.broken(db)[1].name, 'v')\n"
      "local scratch <close> = catalogue.scratch()\n"
      "same(catalogue.without_triggers(db, function() return 5 end), 5)\n";
  failing_allocator_loop(db_text_attempt, (void *)text, RUNNER_DONE, FAILING_LENIENT);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(scripts_cannot_require_it, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test(it_may_what_scripts_may_not),
      cmocka_unit_test(it_is_written_down),
      cmocka_unit_test(the_watch_is_told),
      cmocka_unit_test(it_stops_when_the_transaction_is_gone),
      cmocka_unit_test(without_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Errors and interrupts: which of them end a transaction, and what is left then. */
#include "sqlite/connection.h"

#include "sqlite/connection_state.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <sqlite3.h>

static const char FIRST_ERROR_HINT[] =
    "nothing more can run in it: let the first error through";

/* ---- poison ---- */

/* `sql` fails and takes the transaction with it. */
static void assert_poisons(struct world *world, const char *sql, const char *message) {
  char after[300];
  snprintf(after, sizeof after, "the transaction was rolled back by an error before: %s",
           message);
  begin(world);
  script(world, "INSERT INTO t VALUES (100)");
  assert_int_equal(try_script(world, CONNECTION_SCRIPT, sql), RUNNER_FAILED);
  assert_error(world, message, NULL);
  assert_int_equal(try_script(world, CONNECTION_SCRIPT, "SELECT 1"), RUNNER_FAILED);
  assert_error(world, after, FIRST_ERROR_HINT);
  assert_int_equal(try_verify(world), RUNNER_DONE); /* nothing is watched any more */
  bool unknown = true;
  assert_int_equal(connection_commit(world->connection, &unknown, &world->error),
                   RUNNER_FAILED);
  assert_error(world, after, FIRST_ERROR_HINT);
  assert_false(unknown);
  assert_int_equal(number(world, "SELECT count(*) FROM t WHERE a = 100"), 0);
}

static void raise_rollback_poisons(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE t(a); CREATE TRIGGER tr BEFORE INSERT ON t WHEN new.a = 1 "
             "BEGIN SELECT RAISE(ROLLBACK, 'not one'); END");
  assert_poisons(world, "INSERT INTO t VALUES (1)", "not one");
}

static void or_rollback_poisons(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE t(a UNIQUE); INSERT INTO t VALUES (1)");
  assert_poisons(world, "INSERT OR ROLLBACK INTO t VALUES (1)",
                 "UNIQUE constraint failed: t.a");
}

static void a_held_statement_is_stopped_too(void **state) {
  struct world *world = *state;
  static const char sql[] = "INSERT INTO t VALUES (2)";
  struct statement *held = NULL;
  run(world, "CREATE TABLE t(a UNIQUE); INSERT INTO t VALUES (1)");
  begin(world);
  assert_int_equal(
      statement_prepare(world->connection, sql, sizeof sql - 1, &held, NULL, NULL),
      RUNNER_DONE);
  assert_int_equal(
      try_script(world, CONNECTION_SCRIPT, "INSERT OR ROLLBACK INTO t VALUES (1)"),
      RUNNER_FAILED);
  runner_error_clear(&world->error);
  assert_int_equal(statement_run(held, &world->error), RUNNER_FAILED);
  assert_error_contains(world, "the transaction was rolled back by an error before");
  statement_release(held);
  rollback(world);
  assert_int_equal(number(world, "SELECT count(*) FROM t"), 1);
}

static void a_constraint_alone_does_not_poison(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE t(a UNIQUE)");
  begin(world);
  script(world, "INSERT INTO t VALUES (1)");
  assert_int_equal(try_script(world, CONNECTION_SCRIPT, "INSERT INTO t VALUES (1)"),
                   RUNNER_FAILED);
  assert_int_equal(world->error.sqlite_code, SQLITE_CONSTRAINT_UNIQUE);
  assert_string_equal(world->error.sql, "INSERT INTO t VALUES (1)");
  assert_error(world, "UNIQUE constraint failed: t.a", NULL);
  commit(world);
  assert_int_equal(number(world, "SELECT count(*) FROM t"), 1);
}

static void a_full_database_says_so(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE t(a); PRAGMA max_page_count = 20");
  begin(world);
  assert_int_equal(
      try_script(world, CONNECTION_SCRIPT, "INSERT INTO t VALUES (zeroblob(1000000))"),
      RUNNER_FAILED);
  assert_int_equal(world->error.sqlite_code, SQLITE_FULL);
  assert_string_equal(world->error.hint, "free some space, then run the command again");
  assert_error_contains(world, "no room left to write ");
  rollback(world);
  assert_int_equal(number(world, "SELECT count(*) FROM t"), 0);
}

/* ---- interrupt ---- */

/* The SQL function `interrupt`: a statement is interrupted in its own midst. */
static void interrupt(sqlite3_context *context, int count, sqlite3_value **values) {
  (void)count;
  (void)values;
  connection_interrupt(sqlite3_user_data(context));
}

static void may_interrupt(struct world *world) {
  assert_int_equal(sqlite3_create_function(world->connection->handle, "interrupt", 0,
                                           SQLITE_UTF8, world->connection, interrupt,
                                           NULL, NULL),
                   SQLITE_OK);
}

/* Numbers without end; behind the hundred thousandth of them it is interrupted. */
#define ENDLESS                                                                          \
  "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i <> 100000 "  \
  "OR interrupt() IS NULL) "

static void an_interrupted_write_is_rolled_back(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE t(a)");
  begin(world);
  script(world, "INSERT INTO t VALUES (0)");
  may_interrupt(world);
  assert_int_equal(try_script(world, CONNECTION_SCRIPT,
                              ENDLESS "INSERT INTO t SELECT i FROM n WHERE i % 1000 = 0"),
                   RUNNER_INTERRUPTED);
  assert_error(world, "interrupted", NULL);
  bool unknown = true;
  assert_int_equal(connection_commit(world->connection, &unknown, &world->error),
                   RUNNER_INTERRUPTED);
  assert_error(world, "the transaction was rolled back by an error before: interrupted",
               FIRST_ERROR_HINT);
  assert_int_equal(number(world, "SELECT count(*) FROM t"), 0);
}

static void an_interrupted_read_keeps_the_transaction(void **state) {
  struct world *world = *state;
  begin(world);
  script(world, "CREATE TABLE t(a)");
  may_interrupt(world);
  assert_int_equal(try_script(world, CONNECTION_SCRIPT, ENDLESS "SELECT sum(i) FROM n"),
                   RUNNER_INTERRUPTED);
  assert_error(world, "interrupted", NULL);
  assert_true(connection_in_transaction(world->connection));
  rollback(world);
}

static void an_interrupt_between_statements_is_not_lost(void **state) {
  struct world *world = *state;
  begin(world);
  connection_interrupt(world->connection);
  assert_int_equal(try_script(world, CONNECTION_SCRIPT, "SELECT 1"), RUNNER_INTERRUPTED);
  assert_error(world, "interrupted", NULL);
  bool unknown = true;
  assert_int_equal(connection_commit(world->connection, &unknown, &world->error),
                   RUNNER_INTERRUPTED);
  assert_false(unknown);
  assert_false(connection_in_transaction(world->connection));
  runner_error_clear(&world->error);
  connection_interrupt(world->connection);
  assert_int_equal(connection_begin(world->connection, &world->error),
                   RUNNER_INTERRUPTED);
  rollback(world);
  begin(world);
  commit(world);
}

static void a_pending_interrupt_does_not_stop_the_rollback(void **state) {
  struct world *world = *state;
  static const char sql[] = "SELECT a FROM t";
  struct statement *reading = NULL;
  bool row = false;
  run(world, "CREATE TABLE t(a); INSERT INTO t VALUES (1), (2)");
  begin(world);
  script(world, "DELETE FROM t WHERE a = 2; INSERT INTO t VALUES (3)");
  assert_int_equal(
      statement_prepare(world->connection, sql, sizeof sql - 1, &reading, NULL, NULL),
      RUNNER_DONE);
  assert_int_equal(statement_step(reading, &row, NULL), RUNNER_DONE);
  connection_interrupt(world->connection);
  rollback(world);
  assert_false(connection_in_transaction(world->connection));
  assert_int_equal(number(world, "SELECT sum(a) FROM t"), 3);
  statement_release(reading);
}

static bool interrupt_waiting(void *user, int waited_ms, int timeout_ms) {
  (void)waited_ms;
  (void)timeout_ms;
  connection_interrupt(*(struct connection **)user);
  return true;
}

static void an_interrupt_ends_the_wait(void **state) {
  struct world *world = *state;
  struct connection *second = NULL;
  struct connection_options options = {.path = world->path,
                                       .timeout_ms = 600000,
                                       .waiting = interrupt_waiting,
                                       .user = &second};
  run(world, "CREATE TABLE t(a)");
  assert_int_equal(connection_open(&options, &second, NULL), RUNNER_DONE);
  begin(world);
  assert_int_equal(connection_begin(second, &world->error), RUNNER_INTERRUPTED);
  assert_error_contains(world, "interrupted while waiting for the lock of ");
  connection_close(second);
  commit(world);
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)
  const struct CMUnitTest tests[] = {
      CASE(raise_rollback_poisons),
      CASE(or_rollback_poisons),
      CASE(a_held_statement_is_stopped_too),
      CASE(a_constraint_alone_does_not_poison),
      CASE(a_full_database_says_so),
      CASE(an_interrupted_write_is_rolled_back),
      CASE(an_interrupted_read_keeps_the_transaction),
      CASE(an_interrupt_between_statements_is_not_lost),
      CASE(a_pending_interrupt_does_not_stop_the_rollback),
      CASE(an_interrupt_ends_the_wait),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

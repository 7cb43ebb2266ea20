/* Transactions: begin, commit, roll back; when they end by themselves; waiting. */
#include "sqlite/connection.h"

#include "base/clock.h"
#include "sqlite/connection_state.h"
#include "support/failing_allocator.h"
#include "world.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

static const char FIRST_ERROR_HINT[] =
    "nothing more can run in it: let the first error through";

/* ---- begin, commit, roll back ---- */

static void a_commit_keeps_and_a_rollback_undoes(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE t(a)");
  assert_false(connection_in_transaction(world->connection));
  begin(world);
  assert_true(connection_in_transaction(world->connection));
  script(world, "INSERT INTO t VALUES (1)");
  commit(world);
  assert_false(connection_in_transaction(world->connection));
  begin(world);
  script(world, "INSERT INTO t VALUES (2); CREATE TABLE u(a)");
  rollback(world);
  assert_int_equal(number(world, "SELECT sum(a) FROM t"), 1);
  connection_rollback(world->connection); /* nothing open is fine */
}

static void transactions_do_not_nest(void **state) {
  struct world *world = *state;
  bool unknown = true;
  begin(world);
  assert_int_equal(connection_begin(world->connection, &world->error), RUNNER_FAILED);
  assert_error(world, "a transaction is open already", NULL);
  assert_true(connection_in_transaction(world->connection));
  commit(world);
  assert_int_equal(connection_commit(world->connection, &unknown, &world->error),
                   RUNNER_FAILED);
  assert_error(world, "there is no transaction to commit", NULL);
  assert_false(unknown);
}

static void closing_rolls_back(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE t(a)");
  begin(world);
  script(world, "INSERT INTO t VALUES (1)");
  world_reopen(world, &(struct connection_options){.path = world->path});
  assert_int_equal(number(world, "SELECT count(*) FROM t"), 0);
}

static void a_loop_that_is_still_open_does_not_hinder(void **state) {
  struct world *world = *state;
  static const char sql[] = "INSERT INTO t VALUES (1), (2) RETURNING a";
  struct statement *insert = NULL;
  bool row = false;
  run(world, "CREATE TABLE t(a)");
  for (int keep = 0; keep <= 1; keep++) {
    begin(world);
    assert_int_equal(
        statement_prepare(world->connection, sql, sizeof sql - 1, &insert, NULL, NULL),
        RUNNER_DONE);
    assert_int_equal(statement_step(insert, &row, NULL), RUNNER_DONE);
    assert_true(row);
    if (keep)
      commit(world);
    else
      rollback(world);
    statement_release(insert);
  }
  assert_int_equal(number(world, "SELECT count(*) FROM t"), 2);
}

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

static struct connection *to_interrupt;

static void on_alarm(int number_of_signal) {
  (void)number_of_signal;
  connection_interrupt(to_interrupt);
}

static void interrupt_after(struct world *world, long milliseconds) {
  struct sigaction action = {.sa_handler = on_alarm};
  struct itimerval timer = {.it_value = {.tv_usec = milliseconds * 1000}};
  to_interrupt = world->connection;
  sigaction(SIGALRM, &action, NULL);
  setitimer(ITIMER_REAL, &timer, NULL);
}

static const char ENDLESS[] = "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 "
                              "FROM n) INSERT INTO t SELECT i FROM n WHERE i % 1000 = 0";

static void an_interrupted_write_is_rolled_back(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE t(a)");
  begin(world);
  script(world, "INSERT INTO t VALUES (0)");
  interrupt_after(world, 50);
  assert_int_equal(try_script(world, CONNECTION_SCRIPT, ENDLESS), RUNNER_INTERRUPTED);
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
  interrupt_after(world, 50);
  assert_int_equal(try_script(world, CONNECTION_SCRIPT,
                              "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 "
                              "FROM n) SELECT sum(i) FROM n"),
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

/* ---- a commit that fails ---- */

static int refuse_commit(void *user) {
  (void)user;
  return 1;
}

static void a_commit_that_ends_the_transaction_leaves_the_outcome_open(void **state) {
  struct world *world = *state;
  sqlite3 *handle = NULL;
  struct connection *connection = NULL;
  struct connection_options options = {.timeout_ms = 10};
  bool unknown = false;
  sqlite3_open(world->path, &handle);
  assert_int_equal(connection_adopt(handle, &options, &connection, NULL), RUNNER_DONE);
  sqlite3_commit_hook(handle, refuse_commit, NULL);
  assert_int_equal(connection_begin(connection, NULL), RUNNER_DONE);
  assert_int_equal(connection_execute(connection, "CREATE TABLE t(a)", NULL),
                   RUNNER_DONE);
  assert_int_equal(connection_commit(connection, &unknown, &world->error), RUNNER_FAILED);
  assert_true(unknown);
  runner_error_clear(&world->error);
  connection_close(connection);
  sqlite3_close(handle);
}

/* ---- waiting ---- */

static void a_lock_of_another_is_waited_for(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE t(a)");
  begin(world);
  struct connection *second = world_second(world, 200);
  double start = clock_seconds();
  assert_int_equal(connection_begin(second, &world->error), RUNNER_BUSY);
  assert_true(clock_seconds() - start >= 0.2);
  assert_string_equal(world->error.hint,
                      "wait until that program is done, or allow more time");
  assert_error_contains(world, "test.db is locked by another program: waited 0.2 s to "
                               "write to it");
  commit(world);
  assert_int_equal(connection_begin(second, &world->error), RUNNER_DONE);
  connection_close(second);
}

static void without_time_nothing_is_waited_for(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE t(a)");
  begin(world);
  struct connection *second = world_second(world, 0);
  double start = clock_seconds();
  assert_int_equal(connection_begin(second, &world->error), RUNNER_BUSY);
  assert_true(clock_seconds() - start < 0.2);
  assert_error_contains(world, " is locked by another program: waited 0.0 s ");
  connection_close(second);
  commit(world);
}

static void a_reader_holds_up_the_commit(void **state) {
  struct world *world = *state;
  static const char sql[] = "SELECT a FROM t";
  struct statement *reading = NULL;
  bool row = false, unknown = true;
  run(world, "CREATE TABLE t(a); INSERT INTO t VALUES (1), (2)");
  struct connection *second = world_second(world, 0);
  assert_int_equal(statement_prepare(second, sql, sizeof sql - 1, &reading, NULL, NULL),
                   RUNNER_DONE);
  assert_int_equal(statement_step(reading, &row, NULL), RUNNER_DONE);
  begin(world);
  script(world, "INSERT INTO t VALUES (3)");
  assert_int_equal(connection_commit(world->connection, &unknown, &world->error),
                   RUNNER_BUSY);
  assert_error_contains(world, " for its readers to finish");
  assert_false(unknown);
  assert_false(connection_in_transaction(world->connection));
  statement_release(reading);
  connection_close(second);
  assert_int_equal(number(world, "SELECT sum(a) FROM t"), 3);
}

static void a_writer_holds_up_a_reader(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE t(a)");
  struct connection *second = world_second(world, 50);
  run(world, "BEGIN EXCLUSIVE");
  int64_t value = 0;
  assert_int_equal(connection_integer(second, "SELECT a FROM t", &value, &world->error),
                   RUNNER_BUSY);
  assert_error_contains(world, " to read it");
  connection_close(second);
}

struct patience {
  int calls;
  int give_up_at;
  int last_waited;
};

static bool be_patient(void *user, int waited_ms, int timeout_ms) {
  struct patience *patience = user;
  assert_int_equal(timeout_ms, 5000);
  assert_true(waited_ms >= patience->last_waited);
  patience->last_waited = waited_ms;
  return ++patience->calls < patience->give_up_at;
}

static void whoever_waits_is_asked_and_may_give_up(void **state) {
  struct world *world = *state;
  struct patience patience = {.give_up_at = 2};
  struct connection_options options = {
      .path = world->path, .timeout_ms = 5000, .waiting = be_patient, .user = &patience};
  struct connection *second = NULL;
  run(world, "CREATE TABLE t(a)");
  assert_int_equal(connection_open(&options, &second, NULL), RUNNER_DONE);
  begin(world);
  assert_int_equal(connection_begin(second, &world->error), RUNNER_BUSY);
  assert_int_equal(patience.calls, 2);
  assert_in_range(patience.last_waited, 1500, 3000);
  assert_error_contains(world, ": gave up after ");
  commit(world);
  connection_close(second);
}

static void an_interrupt_ends_the_wait(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE t(a)");
  struct connection *second = world_second(world, 60000);
  begin(world);
  to_interrupt = second;
  struct connection *first = world->connection;
  world->connection = second;
  interrupt_after(world, 50);
  world->connection = first;
  assert_int_equal(connection_begin(second, &world->error), RUNNER_INTERRUPTED);
  assert_error_contains(world, "interrupted while waiting for the lock of ");
  connection_close(second);
  commit(world);
}

/* ---- many at once ---- */

enum { PROGRAMS = 16, ROUNDS = 5 };

static int add_in_rounds(void *user) {
  struct connection_options options = {.path = user, .create = true, .timeout_ms = 60000};
  struct connection *connection = NULL;
  if (connection_open(&options, &connection, NULL) != RUNNER_DONE) return 1;
  for (int i = 0; i < ROUNDS; i++) {
    bool unknown = false;
    int64_t value = 0;
    if (connection_begin(connection, NULL) != RUNNER_DONE) return 2;
    if (connection_execute(connection, "CREATE TABLE IF NOT EXISTS t(a)", NULL) !=
            RUNNER_DONE ||
        connection_integer(connection, "SELECT max(a) FROM t", &value, NULL) !=
            RUNNER_DONE)
      return 3;
    char sql[60];
    snprintf(sql, sizeof sql, "INSERT INTO t VALUES (%d)", (int)value + 1);
    if (connection_execute(connection, sql, NULL) != RUNNER_DONE) return 4;
    if (connection_commit(connection, &unknown, NULL) != RUNNER_DONE) return 5;
  }
  connection_close(connection);
  return 0;
}

static void contend(struct world *world) {
  pid_t programs[PROGRAMS];
  for (int i = 0; i < PROGRAMS; i++) {
    programs[i] = fork();
    if (programs[i] == 0) _exit(add_in_rounds(world->path));
    assert_true(programs[i] > 0);
  }
  for (int i = 0; i < PROGRAMS; i++) {
    int status = -1;
    waitpid(programs[i], &status, 0);
    assert_int_equal(status, 0);
  }
  assert_int_equal(number(world, "PRAGMA integrity_check"), 0);
  world_reopen(world, &(struct connection_options){.path = world->path});
  assert_int_equal(number(world, "SELECT count(DISTINCT a) FROM t"), PROGRAMS * ROUNDS);
  assert_int_equal(number(world, "SELECT max(a) FROM t"), PROGRAMS * ROUNDS);
}

static void sixteen_programs_all_get_through(void **state) {
  contend(*state); /* the file is missing at first */
}

static void sixteen_programs_all_get_through_a_wal(void **state) {
  struct world *world = *state;
  run(world, "PRAGMA journal_mode = WAL; CREATE TABLE t(a)");
  connection_close(world->connection);
  world->connection = NULL;
  struct connection_options options = {.path = world->path};
  world_reopen(world, &options);
  contend(world);
}

/* ---- memory ---- */

static runner_status whole_transaction(void *user, struct runner_error *error) {
  struct connection *connection = user;
  bool unknown = false;
  runner_status status = connection_begin(connection, error);
  if (status == RUNNER_DONE)
    status = connection_execute(connection, "INSERT INTO t VALUES (1)", error);
  if (status == RUNNER_DONE)
    status = connection_commit(connection, &unknown, error);
  else
    connection_rollback(connection);
  assert_false(connection_in_transaction(connection));
  cache_clear(connection);
  return status;
}

static runner_status poisoned_transaction(void *user, struct runner_error *error) {
  struct connection *connection = user;
  runner_status status = connection_begin(connection, error);
  if (status == RUNNER_DONE)
    connection_execute(connection, "INSERT OR ROLLBACK INTO u VALUES (1)", NULL);
  status = connection_execute(connection, "SELECT 1", error);
  connection_rollback(connection);
  cache_clear(connection);
  return status;
}

static void transactions_without_memory(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE t(a); CREATE TABLE u(a UNIQUE); INSERT INTO u VALUES (1)");
  cache_clear(world->connection);
  failing_allocator_loop(whole_transaction, world->connection, RUNNER_DONE,
                         FAILING_STRICT);
  failing_allocator_loop(poisoned_transaction, world->connection, RUNNER_FAILED,
                         FAILING_LENIENT);
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)
  const struct CMUnitTest tests[] = {
      CASE(a_commit_keeps_and_a_rollback_undoes),
      CASE(transactions_do_not_nest),
      CASE(closing_rolls_back),
      CASE(a_loop_that_is_still_open_does_not_hinder),
      CASE(raise_rollback_poisons),
      CASE(or_rollback_poisons),
      CASE(a_held_statement_is_stopped_too),
      CASE(a_constraint_alone_does_not_poison),
      CASE(a_full_database_says_so),
      CASE(an_interrupted_write_is_rolled_back),
      CASE(an_interrupted_read_keeps_the_transaction),
      CASE(an_interrupt_between_statements_is_not_lost),
      CASE(a_pending_interrupt_does_not_stop_the_rollback),
      CASE(a_commit_that_ends_the_transaction_leaves_the_outcome_open),
      CASE(a_lock_of_another_is_waited_for),
      CASE(without_time_nothing_is_waited_for),
      CASE(a_reader_holds_up_the_commit),
      CASE(a_writer_holds_up_a_reader),
      CASE(whoever_waits_is_asked_and_may_give_up),
      CASE(an_interrupt_ends_the_wait),
      CASE(sixteen_programs_all_get_through),
      CASE(sixteen_programs_all_get_through_a_wal),
      CASE(transactions_without_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

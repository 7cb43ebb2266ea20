/* Waiting for the locks of others, and many programs at once. */
#include "sqlite/connection.h"

#include "base/clock.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

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
  assert_non_null(strstr(world->error.message, " s to write to it"));
  assert_error_contains(world, "test.db is locked by another program: waited ");
  commit(world);
  assert_int_equal(connection_begin(second, &world->error), RUNNER_DONE);
  connection_close(second);
}

static void without_time_nothing_is_waited_for(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE t(a)");
  begin(world);
  struct connection *second = world_second(world, 0);
  assert_int_equal(connection_begin(second, &world->error), RUNNER_BUSY);
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
  assert_int_equal(timeout_ms, 300000);
  assert_true(waited_ms >= patience->last_waited);
  patience->last_waited = waited_ms;
  return ++patience->calls < patience->give_up_at;
}

static void whoever_waits_is_asked_and_may_give_up(void **state) {
  struct world *world = *state;
  struct patience patience = {.give_up_at = 2};
  struct connection_options options = {.path = world->path,
                                       .timeout_ms = 300000,
                                       .waiting = be_patient,
                                       .user = &patience};
  struct connection *second = NULL;
  run(world, "CREATE TABLE t(a)");
  assert_int_equal(connection_open(&options, &second, NULL), RUNNER_DONE);
  begin(world);
  assert_int_equal(connection_begin(second, &world->error), RUNNER_BUSY);
  assert_int_equal(patience.calls, 2);
  assert_in_range(patience.last_waited, 1500, 300000);
  assert_error_contains(world, ": gave up after ");
  commit(world);
  connection_close(second);
}

/* ---- many at once ---- */

enum { PROGRAMS = 16, ROUNDS = 5 };

static int add_in_rounds(void *user) {
  struct connection_options options = {
      .path = user, .create = true, .timeout_ms = 600000};
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

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)
  const struct CMUnitTest tests[] = {
      CASE(a_lock_of_another_is_waited_for),
      CASE(without_time_nothing_is_waited_for),
      CASE(a_reader_holds_up_the_commit),
      CASE(a_writer_holds_up_a_reader),
      CASE(whoever_waits_is_asked_and_may_give_up),
      CASE(sixteen_programs_all_get_through),
      CASE(sixteen_programs_all_get_through_a_wal),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

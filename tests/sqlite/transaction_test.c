/* Transactions: begin, commit, roll back. */
#include "sqlite/connection.h"
#include "sqlite/connection_state.h"

#include "support/failing_allocator.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sqlite3.h>

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
      CASE(a_commit_that_ends_the_transaction_leaves_the_outcome_open),
      CASE(transactions_without_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Memory that runs out anywhere: the tally is right, or its end fails. */
#include "sqlite/watch.h"

#include "support/failing_allocator.h"
#include "support/failing_sqlite.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char setup[] =
    "CREATE TABLE t(a INTEGER PRIMARY KEY, b UNIQUE); CREATE TABLE u(a); CREATE TABLE "
    "w(a);"
    "INSERT INTO t VALUES (1, 1), (2, 2), (3, 3), (4, 4); INSERT INTO u VALUES (1);"
    "INSERT INTO w VALUES (1), (2), (3);"
    "CREATE TRIGGER tr AFTER INSERT ON u BEGIN DELETE FROM w WHERE a = new.a; END";

/* Of the script's; the words of savepoints are the engine's. */
static const char *const steps[] = {
    "DELETE FROM t WHERE a = 4",
    "SAVEPOINT one",
    "INSERT INTO u VALUES (2)",
    "DELETE FROM t RETURNING a",
    "SAVEPOINT two",
    "ALTER TABLE t RENAME TO s",
    "CREATE TABLE n(a)",
    "RELEASE two",
    "ROLLBACK TO one",
    "RELEASE one",
    "ALTER TABLE u RENAME TO v",
    "REPLACE INTO t VALUES (2, 3)",
    "DROP TABLE v",
};

static bool is_savepoint(const char *sql) {
  return strstr(sql, "SAVEPOINT") != NULL || strstr(sql, "RELEASE") != NULL ||
         strstr(sql, "ROLLBACK") != NULL;
}

static runner_status run_step(struct connection *connection, const char *sql,
                              struct runner_error *error) {
  struct statement *statement = NULL;
  if (is_savepoint(sql)) return connection_execute(connection, sql, error);
  connection_set_mode(connection, CONNECTION_SCRIPT);
  runner_status status =
      statement_prepare(connection, sql, strlen(sql), &statement, NULL, error);
  if (status == RUNNER_DONE) status = statement_run(statement, error);
  statement_release(statement);
  connection_set_mode(connection, CONNECTION_ENGINE);
  return status;
}

static bool is_loss(const struct watch_loss *loss, const char *table, int64_t before,
                    int64_t after) {
  return strcmp(loss->table, table) == 0 && loss->before == before &&
         loss->after == after && loss->dropped == (after == 0);
}

static runner_status compare(struct connection *connection, struct runner_error *error) {
  struct watch_losses losses = {0};
  struct arena *arena = arena_create();
  if (arena == NULL) return error_no_memory(error);
  runner_status status = watch_losses(connection, arena, &losses, error);
  if (status == RUNNER_DONE) {
    assert_int_equal(losses.count, 2);
    assert_true(is_loss(&losses.items[0], "t", 4, 2));
    assert_true(is_loss(&losses.items[1], "v", 1, 0));
    assert_string_equal(losses.items[1].renamed_from, "u");
    assert_int_equal(losses.unknown.count, 1);
  }
  arena_destroy(arena);
  return status;
}

static runner_status attempt(void *user, struct runner_error *error) {
  static const char *names[] = {"none"};
  static const struct runner_texts announced = {names, 1};
  struct connection_options options = {.path = ":memory:"};
  struct connection *connection = NULL;
  (void)user;
  runner_status status = connection_open(&options, &connection, error);
  if (status == RUNNER_DONE) status = connection_execute(connection, setup, error);
  if (status == RUNNER_DONE) status = connection_begin(connection, error);
  if (status == RUNNER_DONE) status = watch_start(connection, error);
  if (status == RUNNER_DONE) status = watch_tally(connection, &announced, error);
  for (size_t i = 0; i < sizeof steps / sizeof *steps && status == RUNNER_DONE; i++)
    status = run_step(connection, steps[i], error);
  if (status == RUNNER_DONE) status = compare(connection, error);
  if (connection != NULL) watch_end(connection);
  connection_close(connection);
  return status;
}

static void our_memory_runs_out(void **state) {
  (void)state; /* a count that fails is tried in another way, so it may get through */
  failing_allocator_loop(attempt, NULL, RUNNER_DONE, FAILING_LENIENT);
}

static void the_memory_of_sqlite_runs_out(void **state) {
  (void)state;
  bool fired = true;
  for (int left = 1; fired; left += 1 + left / 50) {
    struct runner_error error = RUNNER_ERROR_INIT;
    failing_sqlite_arm(left, true);
    runner_status status = attempt(NULL, &error);
    fired = failing_sqlite_disarm();
    if (!fired) assert_int_equal(status, RUNNER_DONE);
    runner_error_clear(&error);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(our_memory_runs_out),
      cmocka_unit_test(the_memory_of_sqlite_runs_out),
  };
  return cmocka_run_group_tests(tests, failing_sqlite_install, NULL);
}

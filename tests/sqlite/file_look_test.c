/* Instructions of SQLite that take long by themselves: they are told of, and end. */
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

struct told {
  int count;
  char what[100];
  struct connection *interrupt; /* at the first word; NULL: not */
};

static void note(void *user, const struct progress *progress) {
  struct told *told = user;
  if (progress->what == NULL || progress->undoing) return;
  told->count++;
  snprintf(told->what, sizeof told->what, "%s", progress->what);
  if (told->interrupt != NULL) connection_interrupt(told->interrupt);
}

/* A table of more pages than SQLite's cache takes, in a few thousand instructions. */
static struct told *open_telling(struct world *world, const char *mode) {
  static struct told told;
  struct connection_options options = {
      .path = world->path, .create = true, .progress = note, .user = &told};
  told = (struct told){0};
  world_reopen(world, &options);
  run(world, mode);
  run(world,
      "CREATE TABLE t (id INTEGER PRIMARY KEY, x);"
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 9000) "
      "INSERT INTO t SELECT i, zeroblob(1000) FROM n");
  world_reopen(world, &options); /* nothing is in the cache */
  told = (struct told){0};
  return &told;
}

static const char *const modes[] = {"PRAGMA journal_mode = DELETE",
                                    "PRAGMA journal_mode = WAL"};
static const char *const statements[] = {"DROP TABLE t", "DELETE FROM t"};

static void expect_all_rows(struct world *world) {
  assert_int_equal(number(world, "SELECT count(*) FROM t WHERE x = zeroblob(1000)"),
                   9000);
  assert_int_equal(
      number(world, "SELECT integrity_check = 'ok' FROM pragma_integrity_check"), 1);
}

static void it_is_told_of(void **state) {
  struct world *world = *state;
  for (int i = 0; i < 4; i++) {
    struct told *told = open_telling(world, modes[i / 2]);
    run(world, statements[i % 2]);
    assert_true(told->count >= 1);
    assert_string_equal(told->what, statements[i % 2]);
    run(world, "DROP TABLE IF EXISTS t");
  }
}

static void an_interrupt_ends_it(void **state) {
  struct world *world = *state;
  for (int i = 0; i < 4; i++) {
    struct told *told = open_telling(world, modes[i / 2]);
    begin(world);
    told->interrupt = world->connection;
    assert_int_equal(try_run(world, statements[i % 2]), RUNNER_INTERRUPTED);
    assert_int_equal(told->count, 1);
    told->interrupt = NULL;
    rollback(world);
    expect_all_rows(world);
    run(world, "DROP TABLE t");
  }
}

static void so_does_one_without_a_transaction_around(void **state) {
  struct world *world = *state;
  struct told *told = open_telling(world, modes[0]);
  told->interrupt = world->connection;
  assert_int_equal(try_run(world, "DROP TABLE t"), RUNNER_INTERRUPTED);
  told->interrupt = NULL;
  connection_rollback(world->connection);
  expect_all_rows(world);
}

static void a_lent_connection_is_given_back_as_it_was(void **state) {
  struct world *world = *state;
  struct told *told = open_telling(world, modes[1]);
  sqlite3 *handle = NULL;
  struct connection *lent = NULL;
  struct connection_options options = {.progress = note, .user = told};
  assert_int_equal(sqlite3_open(world->path, &handle), SQLITE_OK);
  assert_int_equal(connection_adopt(handle, &options, &lent, NULL), RUNNER_DONE);
  connection_close(lent);
  assert_int_equal(sqlite3_exec(handle, "DROP TABLE t", NULL, NULL, NULL), SQLITE_OK);
  assert_int_equal(told->count, 0);
  sqlite3_close(handle);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(it_is_told_of),
      CASE(an_interrupt_ends_it),
      CASE(so_does_one_without_a_transaction_around),
      CASE(a_lent_connection_is_given_back_as_it_was),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

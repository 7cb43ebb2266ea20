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

/* ---- a rollback that reads ---- */

static void interrupt(void *user, struct function_call *call) {
  connection_interrupt(user);
  function_answer_integer(call, 1);
}

/* After the interrupt the value of so many pages is read, and again to free them, before
** SQLite hears of it. */
static void expect_undone(struct world *world, int pages) {
  char sql[200];
  snprintf(sql, sizeof sql, "UPDATE large SET x = zeroblob(%d)", pages * 4092);
  run(world, sql);
  run(world, "PRAGMA cache_size = 10; PRAGMA wal_checkpoint(TRUNCATE)");
  begin(world);
  run(world, "CREATE TABLE other (x); UPDATE small SET x = 2");
  assert_int_equal(try_run(world, "UPDATE large SET n = stop(), y = 1"),
                   RUNNER_INTERRUPTED);
  rollback(world);
  assert_int_equal(number(world, "SELECT count(*) FROM sqlite_schema"), 2);
  assert_int_equal(number(world, "SELECT x FROM small"), 1);
  assert_int_equal(number(world, "SELECT n FROM large"), 0);
}

/* With a write-ahead log it reads the first page again: for one of these sizes that is the
** read that fails. Then nothing that is in the cache may be trusted. */
static void a_rollback_that_cannot_read_leaves_nothing_behind(void **state) {
  struct world *world = *state;
  open_telling(world, modes[1]);
  run(world, "DROP TABLE t; CREATE TABLE small (x); INSERT INTO small VALUES (1);"
             "CREATE TABLE large (n, x, y); INSERT INTO large VALUES (0, NULL, NULL)");
  connection_define(world->connection, "stop", 0, interrupt, world->connection, NULL,
                    NULL);
  for (int pages = 490; pages <= 510; pages++)
    expect_undone(world, pages);
}

static void a_lent_connection_is_left_alone(void **state) {
  struct world *world = *state;
  struct told *told = open_telling(world, modes[1]);
  sqlite3 *handle = NULL;
  sqlite3_file *file = NULL;
  struct connection *lent = NULL;
  struct connection_options options = {.progress = note, .user = told};
  assert_int_equal(sqlite3_open(world->path, &handle), SQLITE_OK);
  sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  const sqlite3_io_methods *methods = file->pMethods;
  assert_int_equal(connection_adopt(handle, &options, &lent, NULL), RUNNER_DONE);
  assert_ptr_equal(file->pMethods, methods);
  connection_close(lent);
  sqlite3_close(handle);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(it_is_told_of),
      CASE(an_interrupt_ends_it),
      CASE(so_does_one_without_a_transaction_around),
      CASE(a_rollback_that_cannot_read_leaves_nothing_behind),
      CASE(a_lent_connection_is_left_alone),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What is told of a rollback. The threshold is none at all here, so every one is told of
** that reads a journal. */
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

struct told {
  int rollbacks, over;
  struct progress last;         /* of a rollback */
  struct connection *interrupt; /* as soon as a statement is told of; NULL: not */
};

static void note(void *user, const struct progress *progress) {
  struct told *told = user;
  if (progress->what == NULL) told->over++;
  if (progress->what != NULL && !progress->undoing && told->interrupt != NULL)
    connection_interrupt(told->interrupt);
  if (progress->what == NULL || !progress->undoing) return;
  assert_string_equal(progress->what, "rolling back");
  assert_true(progress->bytes);
  assert_in_range(progress->done, 0, progress->total);
  told->rollbacks++;
  told->last = *progress;
}

/* A table of some megabytes, more than SQLite's cache takes. */
static struct told *open_telling(struct world *world, const char *journal, double after) {
  static struct told told;
  struct connection_options options = {.path = world->path,
                                       .create = true,
                                       .progress = note,
                                       .progress_after = after,
                                       .user = &told};
  world_reopen(world, &options);
  run(world, journal);
  run(world,
      "CREATE TABLE t (id INTEGER PRIMARY KEY, x);"
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 6000) "
      "INSERT INTO t SELECT i, zeroblob(1000) FROM n");
  told = (struct told){0};
  return &told;
}

static const char change[] = "UPDATE t SET x = randomblob(1000)";

static void expect_unchanged(struct world *world) {
  assert_int_equal(number(world, "SELECT count(*) FROM t WHERE x <> zeroblob(1000)"), 0);
  assert_int_equal(
      number(world, "SELECT integrity_check = 'ok' FROM pragma_integrity_check"), 1);
}

static void change_and_roll_back(struct world *world) {
  begin(world);
  run(world, change);
  rollback(world);
}

static void a_rollback_says_how_far_it_is(void **state) {
  struct world *world = *state;
  struct told *told = open_telling(world, "PRAGMA journal_mode = DELETE", 0);
  change_and_roll_back(world);
  assert_true(told->rollbacks >= 1);
  assert_in_range(told->last.total, 6000000, 9000000);
  expect_unchanged(world);
}

static void it_says_when_it_is_over(void **state) {
  struct world *world = *state;
  struct told *told = open_telling(world, "PRAGMA journal_mode = DELETE", 0);
  begin(world);
  run(world, change);
  told->over = 0;
  rollback(world);
  assert_true(told->over >= 1);
  expect_unchanged(world);
}

/* SQLite rolls back before the statement returns. */
static void so_does_one_within_a_statement(void **state) {
  struct world *world = *state;
  struct told *told = open_telling(world, "PRAGMA journal_mode = DELETE", 0);
  begin(world);
  run(world, "UPDATE t SET x = randomblob(1000) WHERE id < 4000");
  told->interrupt = world->connection;
  assert_int_equal(try_run(world, change), RUNNER_INTERRUPTED);
  assert_true(told->rollbacks >= 1);
  told->interrupt = NULL;
  rollback(world);
  expect_unchanged(world);
}

/* The journal may be used again, or be kept open. */
static void each_kind_of_journal_does(void **state) {
  static const char *const kinds[] = {
      "PRAGMA journal_mode = TRUNCATE", "PRAGMA journal_mode = PERSIST",
      "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = PERSIST"};
  struct world *world = *state;
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    struct told *told = open_telling(world, kinds[i], 0);
    for (int turn = 0; turn < 2; turn++) {
      told->rollbacks = 0;
      change_and_roll_back(world);
      assert_true(told->rollbacks >= 1);
    }
    expect_unchanged(world);
    run(world, "DROP TABLE t");
  }
}

/* The cache overflows, so the journal is synchronized again and again. */
static void what_is_committed_tells_of_none(void **state) {
  struct world *world = *state;
  struct told *told = open_telling(world, "PRAGMA journal_mode = PERSIST", 0);
  for (int turn = 0; turn < 2; turn++) {
    begin(world);
    run(world, change);
    run(world, "UPDATE t SET x = zeroblob(1000)");
    assert_int_equal(told->rollbacks, 0);
    commit(world);
  }
  expect_unchanged(world);
}

static void without_a_journal_there_is_nothing_to_tell(void **state) {
  static const char *const kinds[] = {"PRAGMA journal_mode = WAL",
                                      "PRAGMA journal_mode = MEMORY"};
  struct world *world = *state;
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    struct told *told = open_telling(world, kinds[i], 0);
    change_and_roll_back(world);
    assert_int_equal(told->rollbacks, 0);
    expect_unchanged(world);
    run(world, "DROP TABLE t; PRAGMA journal_mode = DELETE");
  }
}

static void what_is_quick_is_not_told_of(void **state) {
  struct world *world = *state;
  struct told *told = open_telling(world, "PRAGMA journal_mode = DELETE", 3600);
  change_and_roll_back(world);
  assert_int_equal(told->rollbacks + told->over, 0);
  expect_unchanged(world);
}

/* That of a savepoint reads the journal, too, and the transaction goes on. */
static void a_savepoint_is_undone_and_work_goes_on(void **state) {
  struct world *world = *state;
  struct told *told = open_telling(world, "PRAGMA journal_mode = DELETE", 0);
  begin(world);
  run(world, "UPDATE t SET x = zeroblob(1000) WHERE id = 1");
  run(world, "SAVEPOINT s");
  run(world, change);
  run(world, "ROLLBACK TO s; RELEASE s");
  assert_true(told->rollbacks >= 1);
  told->rollbacks = 0;
  run(world, "UPDATE t SET x = zeroblob(1000)");
  assert_int_equal(told->rollbacks, 0);
  commit(world);
  expect_unchanged(world);
}

/* What a lent connection keeps open is the application's own again. */
static void a_lent_connection_is_given_back_as_it_was(void **state) {
  struct world *world = *state;
  struct told *told = open_telling(world, "PRAGMA journal_mode = DELETE", 0);
  sqlite3 *handle = NULL;
  struct connection *lent = NULL;
  struct connection_options options = {.progress = note, .user = told};
  assert_int_equal(sqlite3_open(world->path, &handle), SQLITE_OK);
  sqlite3_exec(handle, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = PERSIST",
               NULL, NULL, NULL);
  assert_int_equal(connection_adopt(handle, &options, &lent, NULL), RUNNER_DONE);
  assert_int_equal(connection_begin(lent, NULL), RUNNER_DONE);
  assert_int_equal(connection_execute(lent, change, NULL), RUNNER_DONE);
  bool unknown = false;
  assert_int_equal(connection_commit(lent, &unknown, NULL), RUNNER_DONE);
  connection_close(lent);
  told->rollbacks = 0;
  assert_int_equal(sqlite3_exec(handle,
                                "BEGIN; UPDATE t SET x = 1; ROLLBACK; "
                                "UPDATE t SET x = zeroblob(1000)",
                                NULL, NULL, NULL),
                   SQLITE_OK);
  assert_int_equal(told->rollbacks, 0);
  sqlite3_close(handle);
  expect_unchanged(world);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(a_rollback_says_how_far_it_is),
      CASE(it_says_when_it_is_over),
      CASE(so_does_one_within_a_statement),
      CASE(each_kind_of_journal_does),
      CASE(what_is_committed_tells_of_none),
      CASE(without_a_journal_there_is_nothing_to_tell),
      CASE(what_is_quick_is_not_told_of),
      CASE(a_savepoint_is_undone_and_work_goes_on),
      CASE(a_lent_connection_is_given_back_as_it_was),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

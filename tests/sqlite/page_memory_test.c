/* How many changed pages wait in memory for COMMIT. */
#include "sqlite/connection.h"

#include "support/faulty_vfs.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sqlite3.h>

/* 5 MiB, more than SQLite's default. */
static void fill(struct world *world) {
  run(world, "CREATE TABLE t(a, b);"
             "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1500) "
             "INSERT INTO t SELECT i, zeroblob(3500) FROM n");
}

static void widen(struct world *world) {
  assert_int_equal(connection_widen(world->connection, &world->error), RUNNER_DONE);
}

/* What SQLite was told, in KiB; it counts in pages, which take a little more than their
** size. */
static int64_t limit_of(struct world *world) {
  return number(world, "PRAGMA cache_spill") * number(world, "PRAGMA page_size") / 1024;
}

static void changed_pages_wait_for_commit(void **state) {
  static const struct fault none = {.kind = FAULT_NONE};
  struct world *world = *state;
  fill(world);
  begin(world);
  widen(world);
  faulty_vfs_arm(&none);
  run(world, "UPDATE t SET a = a + 1");
  int before = faulty_vfs_steps(); /* 1,500 pages: three appends to the journal each */
  assert_in_range(before, 3 * 1500, 3 * 1500 + 100);
  commit(world);
  assert_true(faulty_vfs_steps() - before > 1500);
}

static void there_is_a_limit(void **state) {
  struct world *world = *state;
  fill(world);
  int64_t usual = limit_of(world);
  begin(world);
  widen(world);
  int64_t limit = limit_of(world);
  assert_in_range(limit, 7000, 8192);
  connection_narrow(world->connection);
  assert_int_equal(limit_of(world), usual);
  widen(world);
  assert_int_equal(limit_of(world), limit);
  connection_narrow(world->connection);
  rollback(world);
}

static void in_a_large_file_the_notes_of_its_pages_count(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE t(a); PRAGMA page_size = 512; VACUUM");
  begin(world);
  widen(world);
  int64_t limit = limit_of(world);
  run(world, "INSERT INTO t VALUES (zeroblob(246016 * 508))");
  commit(world);
  assert_true(number(world, "PRAGMA page_count") > 246016);
  begin(world);
  widen(world);
  int64_t in_large = limit_of(world);
  assert_true(in_large > 0);
  assert_in_range(limit * (8192 - 3844) / 8192 - in_large, 0, 1);
  rollback(world);
  run(world, "DELETE FROM t; VACUUM");
  begin(world);
  widen(world);
  assert_int_equal(limit_of(world), limit);
  rollback(world);
}

static void an_adopted_connection_keeps_its_own(void **state) {
  struct world *world = *state;
  fill(world);
  connection_close(world->connection);
  world->connection = NULL;
  sqlite3 *handle = NULL;
  assert_int_equal(sqlite3_open(world->path, &handle), SQLITE_OK);
  sqlite3_exec(handle, "PRAGMA cache_size = 50; PRAGMA cache_spill = 70", NULL, NULL,
               NULL);
  struct connection_options options = {.timeout_ms = 10};
  assert_int_equal(connection_adopt(handle, &options, &world->connection, &world->error),
                   RUNNER_DONE);
  begin(world);
  widen(world);
  assert_int_equal(number(world, "PRAGMA cache_spill"), 70);
  connection_narrow(world->connection);
  assert_int_equal(number(world, "PRAGMA cache_spill"), 70);
  rollback(world);
  connection_close(world->connection);
  world->connection = NULL;
  sqlite3_close(handle);
}

static int group_setup(void **state) {
  (void)state;
  faulty_vfs_install();
  return 0;
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)
  const struct CMUnitTest tests[] = {
      CASE(changed_pages_wait_for_commit),
      CASE(there_is_a_limit),
      CASE(in_a_large_file_the_notes_of_its_pages_count),
      CASE(an_adopted_connection_keeps_its_own),
  };
  return cmocka_run_group_tests(tests, group_setup, NULL);
}

/* The layer that gathers what is written to the rollback journal: fewer writes, and the
** same files whenever the process or the machine stops. */
#include "sqlite/connection.h"

#include "support/faulty_vfs.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

/* A row fills a page, so 100 pages are changed. With room for 10 of them in memory, pages
** are written, and the journal synced, all through the statement. */
#define ROWS "100"
#define SMALL_CACHE "PRAGMA cache_size = 10;"
#define CHANGE "UPDATE t SET a = a + 1;"

static const struct fault none = {.kind = FAULT_NONE};

static void fill(struct world *world) {
  run(world, "DROP TABLE IF EXISTS t; CREATE TABLE t(id INTEGER PRIMARY KEY, a, b);"
             "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT " ROWS
             ") INSERT INTO t SELECT i, 0, zeroblob(3500) FROM n");
}

static void reopen(struct world *world) {
  struct connection_options options = {.path = world->path};
  world_reopen(world, &options);
}

/* Every row has the same a, which is returned, and the file is sound. */
static int64_t state_of(struct world *world) {
  assert_int_equal(number(world, "SELECT count(*) FROM t WHERE length(b) = 3500"),
                   atoi(ROWS));
  assert_int_equal(number(world, "SELECT count(*) FROM pragma_integrity_check "
                                 "WHERE integrity_check <> 'ok'"),
                   0);
  assert_int_equal(number(world, "SELECT count(DISTINCT a) FROM t"), 1);
  return number(world, "SELECT max(a) FROM t");
}

/* ---- what it is for ---- */

static void many_pages_are_few_writes(void **state) {
  struct world *world = *state;
  fill(world);
  faulty_vfs_arm(&none);
  run(world, CHANGE);
  int steps = faulty_vfs_steps();
  assert_true(steps >= 100);     /* the pages themselves */
  assert_true(steps < 100 + 25); /* three pieces each would be 300 more */
  assert_int_equal(state_of(world), 1);
}

static void pages_that_leave_memory_do_not_part_it(void **state) {
  struct world *world = *state;
  fill(world);
  run(world, SMALL_CACHE);
  faulty_vfs_arm(&none);
  run(world, CHANGE);
  int steps = faulty_vfs_steps();
  assert_true(steps >= 100);
  assert_true(steps <
              100 + 100); /* a sync for every 10 pages: four steps, and the rest */
  assert_int_equal(state_of(world), 1);
}

/* ---- taking back ---- */

static void what_was_changed_is_taken_back(void **state) {
  struct world *world = *state;
  fill(world);
  run(world, SMALL_CACHE "BEGIN;" CHANGE "ROLLBACK");
  assert_int_equal(state_of(world), 0);
  run(world, "BEGIN;" CHANGE "SAVEPOINT s;" CHANGE CHANGE "ROLLBACK TO s; COMMIT");
  reopen(world);
  assert_int_equal(state_of(world), 1);
}

static void a_statement_that_fails_is_taken_back(void **state) {
  struct world *world = *state;
  fill(world);
  run(world, SMALL_CACHE "CREATE UNIQUE INDEX i ON t(a, id); BEGIN");
  assert_int_not_equal(
      try_run(world, "UPDATE t SET a = a + 1, id = CASE id WHEN 90 THEN 1 ELSE id END"),
      RUNNER_DONE);
  run(world, "COMMIT");
  reopen(world);
  assert_int_equal(state_of(world), 0);
}

/* ---- a process that dies ---- */

struct death {
  struct world *world;
  const char *before, *statements;
};

static int die_after(void *user) {
  struct death *death = user;
  struct connection_options options = {.path = death->world->path};
  struct connection *connection = NULL;
  runner_status status = connection_open(&options, &connection, NULL);
  if (status == RUNNER_DONE) status = connection_execute(connection, death->before, NULL);
  if (status == RUNNER_DONE)
    status = connection_execute(connection, death->statements, NULL);
  _exit((int)status); /* nothing is closed, nothing that waits in memory is written */
}

static const char *const journals[] = {"DELETE", "TRUNCATE", "PERSIST"};
static const char *const syncs[] = {"OFF", "NORMAL", "FULL", "EXTRA"};
static const char *const locks[] = {"NORMAL", "EXCLUSIVE"}; /* keeps the journal open */

static void die_in_mode(struct world *world, const char *before, const char *statements,
                        int64_t expected) {
  fill(world);
  connection_close(world->connection);
  world->connection = NULL;
  struct death death = {world, before, statements};
  assert_int_equal(in_child(die_after, &death), RUNNER_DONE);
  reopen(world);
  if (state_of(world) != expected) fail_msg("not %d after %s", (int)expected, before);
}

/* Let a process die after the statements, for every way to keep a journal; afterwards the
** rows must be in the state `expected`. */
static void die_in_all_modes(struct world *world, const char *statements,
                             int64_t expected) {
  for (int mode = 0; mode < 3 * 4 * 2; mode++) {
    char before[200];
    snprintf(before, sizeof before,
             SMALL_CACHE "PRAGMA locking_mode = %s; PRAGMA journal_mode = %s;" CHANGE
                         "PRAGMA synchronous = %s",
             locks[mode % 2], journals[mode / 2 % 3], syncs[mode / 6]);
    die_in_mode(world, before, statements, expected);
  }
}

static void a_death_before_commit_leaves_the_old_rows(void **state) {
  die_in_all_modes(*state, "BEGIN;" CHANGE, 1);
}

static void a_death_after_commit_leaves_the_new_rows(void **state) {
  die_in_all_modes(*state, "BEGIN;" CHANGE "COMMIT", 2);
}

/* ---- faults of the disk ---- */

static const struct fault faults[] = {
    {.kind = FAULT_KILL},  {.kind = FAULT_TORN}, {.kind = FAULT_POWER},
    {.kind = FAULT_IOERR}, {.kind = FAULT_FULL}, {.kind = FAULT_IOERR, .forever = true},
};

/* Change the rows with the fault; returns whether it struck. */
static bool strike(struct world *world, const struct fault *fault) {
  reopen(world);
  run(world, SMALL_CACHE);
  int64_t before = state_of(world);
  faulty_vfs_arm(fault);
  runner_status status = try_run(world, CHANGE);
  bool struck = faulty_vfs_struck();
  connection_close(world->connection);
  world->connection = NULL;
  faulty_vfs_arm(&none);
  runner_error_clear(&world->error);
  reopen(world);
  bool changed = state_of(world) == before + 1;
  bool alive = fault->kind >= FAULT_IOERR;
  if (!struck) assert_true(status == RUNNER_DONE && changed);
  if (alive && status == RUNNER_DONE) assert_true(changed);
  return struck;
}

static void a_fault_is_all_or_nothing(void **state) {
  struct world *world = *state;
  fill(world);
  for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
    struct fault fault = faults[i];
    for (fault.step = 1; strike(world, &fault); fault.step++) {
    }
    assert_true(fault.step > 100);
  }
}

static int group_setup(void **state) {
  (void)state;
  faulty_vfs_install();
  return 0;
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)
  const struct CMUnitTest tests[] = {
      CASE(many_pages_are_few_writes),
      CASE(pages_that_leave_memory_do_not_part_it),
      CASE(what_was_changed_is_taken_back),
      CASE(a_statement_that_fails_is_taken_back),
      CASE(a_death_before_commit_leaves_the_old_rows),
      CASE(a_death_after_commit_leaves_the_new_rows),
      CASE(a_fault_is_all_or_nothing),
  };
  return cmocka_run_group_tests(tests, group_setup, NULL);
}

/* Opening what a crash left: an unfinished transaction in the file. */
#include "sqlite/connection.h"

#include "opening.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <cmocka.h>
#include <sqlite3.h>

/* Leave a transaction in the file as a program does that dies after it began to write. */
static int die_in_transaction(void *path) {
  sqlite3 *handle = NULL;
  sqlite3_open(path, &handle);
  sqlite3_exec(handle, "BEGIN; INSERT INTO t VALUES (1); DROP TABLE u", NULL, NULL, NULL);
  return sqlite3_db_cacheflush(handle);
}

static void leave_transaction(struct world *world) {
  run(world, "CREATE TABLE t(a); CREATE TABLE u(a)");
  connection_close(world->connection);
  world->connection = NULL;
  assert_int_equal(in_child(die_in_transaction, world->path), SQLITE_OK);
  char *journal = path_in(world, "test.db-journal");
  assert_true(exists(journal));
  free(journal);
}

static void looking_rolls_back_what_a_crash_left(void **state) {
  struct world *world = *state;
  leave_transaction(world);
  struct connection_options options = {.path = world->path, .read_only = true};
  world_reopen(world, &options);
  assert_true(connection_read_only(world->connection));
  assert_int_equal(number(world, "SELECT count(*) FROM t"), 0);
  assert_int_equal(number(world, "SELECT count(*) FROM u"), 0);
}

static void what_a_crash_left_needs_the_right_to_write(void **state) {
  struct world *world = *state;
  leave_transaction(world);
  char *journal = path_in(world, "test.db-journal");
  chmod(world->folder, 0755);
  chmod(world->path, 0444);
  chmod(journal, 0444);
  drop_privileges();
  runner_status status = try_open(world, world->path, true, false);
  restore_privileges();
  assert_true(exists(journal));
  free(journal);
  assert_int_equal(status, RUNNER_USAGE);
  assert_path_error(world,
                    "%s holds an unfinished transaction that must be rolled back first, "
                    "and it cannot be written",
                    world->path, "open it once with the right to write");
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)
  const struct CMUnitTest tests[] = {
      CASE(looking_rolls_back_what_a_crash_left),
      CASE(what_a_crash_left_needs_the_right_to_write),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

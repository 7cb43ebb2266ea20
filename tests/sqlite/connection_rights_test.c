/* Opening without the right to write, or to read: files, folders, logs. */
#include "sqlite/connection.h"

#include "opening.h"
#include "support/failing_allocator.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <cmocka.h>
#include <sqlite3.h>

static const char RIGHTS_HINT[] =
    "look at the owner and the permissions of the file and of its folder";

/* So that the tear-down can empty it. */
static void open_folders(struct world *world) {
  char *folder = path_in(world, "a b?c#d%e");
  chmod(world->folder, 0755);
  chmod(folder, 0755);
  free(folder);
}

/* ---- files and folders ---- */

static void a_folder_without_the_right_to_write_is_an_error(void **state) {
  struct world *world = *state;
  assert_int_equal(chmod(world->folder, 0555), 0);
  drop_privileges();
  runner_status status = try_open(world, world->path, false, true);
  restore_privileges();
  open_folders(world);
  assert_int_equal(status, RUNNER_USAGE);
  assert_error_contains(world, ": Permission denied");
}

static void a_read_only_connection_refuses_to_write(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE t(a)");
  world_reopen(world,
               &(struct connection_options){.path = world->path, .read_only = true});
  assert_true(connection_read_only(world->connection));
  assert_int_equal(connection_begin(world->connection, &world->error), RUNNER_USAGE);
  assert_path_error(world, "%s cannot be written: it is read-only", world->path,
                    RIGHTS_HINT);
  assert_int_equal(try_run(world, "INSERT INTO t VALUES (1)"), RUNNER_USAGE);
  assert_path_error(world, "%s cannot be written: it is read-only", world->path,
                    RIGHTS_HINT);
}

static void a_read_only_file_can_be_read(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE t(a)");
  assert_int_equal(chmod(world->path, 0444), 0);
  assert_int_equal(chmod(world->folder, 0755), 0);
  drop_privileges();
  world_reopen(world, &(struct connection_options){.path = world->path});
  restore_privileges();
  assert_true(connection_read_only(world->connection));
  assert_int_equal(connection_begin(world->connection, &world->error), RUNNER_USAGE);
  assert_path_error(world, "%s cannot be written: it is read-only", world->path,
                    RIGHTS_HINT);
}

static void a_file_that_may_not_be_read_is_an_error(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE t(a)");
  assert_int_equal(chmod(world->path, 0), 0);
  assert_int_equal(chmod(world->folder, 0755), 0);
  drop_privileges();
  runner_status status = try_open(world, world->path, false, false);
  restore_privileges();
  assert_int_equal(status, RUNNER_USAGE);
  assert_path_error(world, "cannot open %s or a file beside it: Permission denied",
                    world->path, RIGHTS_HINT);
}

/* ---- write-ahead logs ---- */

/* A database in WAL mode, in a folder whose name is hard on URIs, without the right to
** write there. */
static char *wal_in_closed_folder(struct world *world, const char *leave) {
  char *folder = path_in(world, "a b?c#d%e");
  char *path = path_in(world, "a b?c#d%e/wal.db");
  assert_int_equal(mkdir(folder, 0755), 0);
  sqlite3 *handle = NULL;
  sqlite3_open(path, &handle);
  sqlite3_exec(handle, "PRAGMA journal_mode = WAL; CREATE TABLE t(a)", NULL, NULL, NULL);
  if (leave != NULL) { /* a log that is not empty, as a crash leaves it */
    char command[1000];
    snprintf(command, sizeof command, "cp '%s-wal' '%s'", path, leave);
    assert_int_equal(system(command), 0);
    sqlite3_close(handle);
    snprintf(command, sizeof command, "mv '%s' '%s-wal'", leave, path);
    assert_int_equal(system(command), 0);
  } else {
    sqlite3_close(handle);
  }
  assert_int_equal(chmod(path, 0444), 0);
  assert_int_equal(chmod(folder, 0555), 0);
  assert_int_equal(chmod(world->folder, 0755), 0);
  free(folder);
  return path;
}

static void a_wal_database_in_a_closed_folder_can_be_read(void **state) {
  struct world *world = *state;
  char *path = wal_in_closed_folder(world, NULL);
  drop_privileges();
  world_reopen(world, &(struct connection_options){.path = path, .read_only = true});
  assert_int_equal(number(world, "SELECT count(*) FROM sqlite_schema"), 1);
  assert_true(connection_read_only(world->connection));
  restore_privileges();
  open_folders(world);
  free(path);
}

static void a_log_that_cannot_be_read_is_named(void **state) {
  struct world *world = *state;
  char *kept = path_in(world, "kept");
  char *path = wal_in_closed_folder(world, kept);
  drop_privileges();
  runner_status status = try_open(world, path, true, false);
  restore_privileges();
  open_folders(world);
  assert_int_equal(status, RUNNER_USAGE);
  assert_error_contains(world, "wal.db has a write-ahead log that cannot be read: its "
                               "folder cannot be written");
  free(path);
  free(kept);
}

/* ---- memory ---- */

static void opening_what_cannot_be_written_without_memory(void **state) {
  struct world *world = *state;
  char *path = wal_in_closed_folder(world, NULL);
  struct connection_options options = {.path = path, .read_only = true};
  drop_privileges();
  /* the message of the first attempt, which is not shown, may be lost */
  failing_allocator_loop(open_and_close, &options, RUNNER_DONE, FAILING_LENIENT);
  restore_privileges();
  open_folders(world);
  free(path);
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)
  const struct CMUnitTest tests[] = {
      CASE(a_folder_without_the_right_to_write_is_an_error),
      CASE(a_read_only_connection_refuses_to_write),
      CASE(a_read_only_file_can_be_read),
      CASE(a_file_that_may_not_be_read_is_an_error),
      CASE(a_wal_database_in_a_closed_folder_can_be_read),
      CASE(a_log_that_cannot_be_read_is_named),
      CASE(opening_what_cannot_be_written_without_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

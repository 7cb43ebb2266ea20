/* Opening: when the file is made, and what cannot be opened. */
#include "sqlite/connection.h"

#include "opening.h"
#include "support/failing_allocator.h"
#include "support/folder.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

/* ---- a file that is not there yet ---- */

static void looking_does_not_make_the_file(void **state) {
  struct world *world = *state;
  assert_int_equal(number(world, "SELECT count(*) FROM sqlite_schema"), 0);
  bool table = true;
  assert_int_equal(connection_has_table(world->connection, "t", &table, NULL),
                   RUNNER_DONE);
  assert_false(table);
  assert_false(connection_read_only(world->connection));
  assert_false(exists(world->path));
}

static void the_first_transaction_makes_the_file(void **state) {
  struct world *world = *state;
  begin(world);
  assert_true(exists(world->path));
  script(world, "CREATE TABLE t(a)");
  commit(world);
  assert_int_equal(number(world, "SELECT count(*) FROM sqlite_schema"), 1);
}

static void the_first_change_makes_the_file(void **state) {
  struct world *world = *state;
  static const char sql[] = "SELECT count(*) FROM sqlite_schema";
  struct statement *before = NULL;
  assert_int_equal(
      statement_prepare(world->connection, sql, sizeof sql - 1, &before, NULL, NULL),
      RUNNER_DONE);
  run(world, "CREATE TABLE t(a)");
  assert_true(exists(world->path));
  statement_release(before);
  assert_int_equal(number(world, sql), 1);
}

static void a_file_made_meanwhile_is_taken_as_it_is(void **state) {
  struct world *world = *state;
  assert_int_equal(number(world, "SELECT count(*) FROM sqlite_schema"), 0);
  sqlite3 *other = NULL;
  sqlite3_open(world->path, &other);
  assert_int_equal(sqlite3_exec(other, "CREATE TABLE t(a)", NULL, NULL, NULL), 0);
  sqlite3_close(other);
  begin(world);
  assert_int_equal(number(world, "SELECT count(*) FROM sqlite_schema"), 1);
  commit(world);
}

static void a_file_that_cannot_be_made_after_all_is_an_error(void **state) {
  struct world *world = *state;
  assert_int_equal(mkdir(world->path, 0777), 0);
  for (int i = 0; i < 2; i++) {
    assert_int_equal(connection_begin(world->connection, &world->error), RUNNER_USAGE);
    assert_error_contains(world, "cannot open ");
    assert_int_equal(number(world, "SELECT count(*) FROM sqlite_schema"), 0);
  }
  assert_int_equal(rmdir(world->path), 0);
  begin(world);
  commit(world);
}

/* ---- what cannot be opened ---- */

static void a_missing_file_is_an_error(void **state) {
  struct world *world = *state;
  assert_int_equal(try_open(world, world->path, false, false), RUNNER_USAGE);
  assert_path_error(world, "there is no database %s", world->path, "check the path");
  assert_int_equal(try_open(world, world->path, true, true), RUNNER_USAGE);
  assert_path_error(world, "there is no database %s", world->path, "check the path");
  assert_false(exists(world->path));
}

static void a_missing_folder_is_an_error(void **state) {
  struct world *world = *state;
  char *path = path_in(world, "none/a.db");
  assert_int_equal(try_open(world, path, false, true), RUNNER_USAGE);
  assert_error_contains(world, ": there is no folder ");
  free(path);
}

static void what_is_no_file_is_an_error(void **state) {
  struct world *world = *state;
  assert_int_equal(try_open(world, world->folder, false, true), RUNNER_USAGE);
  assert_path_error(world, "%s is a folder, not a database", world->folder,
                    "check the path");
  assert_int_equal(try_open(world, "/dev/null", false, true), RUNNER_USAGE);
  assert_error(world, "/dev/null is not a regular file, not a database",
               "check the path");
  char *path = path_in(world, "file/a.db"), *file = path_in(world, "file");
  folder_write(file, "x", 1);
  assert_int_equal(try_open(world, path, false, true), RUNNER_USAGE);
  assert_error_contains(world, ": Not a directory");
  free(path);
  free(file);
}

static void what_is_no_database_is_an_error(void **state) {
  struct world *world = *state;
  char text[4096];
  memset(text, 'x', sizeof text);
  folder_write(world->path, text, sizeof text);
  assert_int_equal(try_open(world, world->path, false, false), RUNNER_DATABASE);
  assert_int_equal(world->error.sqlite_code, SQLITE_NOTADB);
  assert_path_error(world, "%s is not a SQLite database", world->path,
                    "check the path; an encrypted database looks like this too");
}

static void a_truncated_database_is_an_error(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE t(a); INSERT INTO t VALUES (zeroblob(100000))");
  assert_int_equal(truncate(world->path, 5000), 0);
  assert_int_equal(try_open(world, world->path, false, false), RUNNER_DATABASE);
  assert_path_error(world, "%s is damaged: database disk image is malformed", world->path,
                    "restore a backup, or save what can be read with the sqlite3 "
                    "shell's .recover");
}

static void a_schema_that_cannot_be_read_is_an_error(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE t(a)");
  sqlite3 *other = NULL;
  sqlite3_open(world->path, &other);
  sqlite3_exec(other, "PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = 'no'",
               NULL, NULL, NULL);
  sqlite3_close(other);
  assert_int_equal(try_open(world, world->path, false, false), RUNNER_DATABASE);
  assert_error_contains(world, " is damaged: malformed database schema (t)");
}

/* ---- what holds no tables yet ---- */

static void an_empty_file_is_an_empty_database(void **state) {
  struct world *world = *state;
  folder_write(world->path, "", 0);
  assert_int_equal(try_open(world, world->path, true, false), RUNNER_DONE);
}

static void databases_without_file(void **state) {
  struct world *world = *state;
  assert_int_equal(try_open(world, ":memory:", false, false), RUNNER_DONE);
  world_reopen(world, &(struct connection_options){.path = ""});
  run(world, "CREATE TABLE t(a)");
  assert_string_equal(connection_path(world->connection), "");
}

/* ---- memory ---- */

static void opening_without_memory(void **state) {
  struct world *world = *state;
  struct connection_options options = {.path = world->path, .create = true};
  failing_allocator_loop(open_and_close, &options, RUNNER_DONE, FAILING_STRICT);
  run(world, "CREATE TABLE t(a)");
  failing_allocator_loop(open_and_close, &options, RUNNER_DONE, FAILING_STRICT);
  options.path = world->folder;
  failing_allocator_loop(open_and_close, &options, RUNNER_USAGE, FAILING_STRICT);
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)
  const struct CMUnitTest tests[] = {
      CASE(looking_does_not_make_the_file),
      CASE(the_first_transaction_makes_the_file),
      CASE(the_first_change_makes_the_file),
      CASE(a_file_made_meanwhile_is_taken_as_it_is),
      CASE(a_file_that_cannot_be_made_after_all_is_an_error),
      CASE(a_missing_file_is_an_error),
      CASE(a_missing_folder_is_an_error),
      CASE(what_is_no_file_is_an_error),
      CASE(what_is_no_database_is_an_error),
      CASE(a_truncated_database_is_an_error),
      CASE(a_schema_that_cannot_be_read_is_an_error),
      CASE(an_empty_file_is_an_empty_database),
      CASE(databases_without_file),
      CASE(opening_without_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Opening, adopting, closing; what a connection knows about itself. */
#include "sqlite/connection.h"

#include "support/failing_allocator.h"
#include "support/folder.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

static const char RIGHTS_HINT[] =
    "look at the owner and the permissions of the file and of its folder";

static bool exists(const char *path) {
  return access(path, F_OK) == 0;
}

/* Try to open `path`; on success close it again. */
static runner_status try_open(struct world *world, const char *path, bool read_only,
                              bool create) {
  struct connection_options options = {
      .path = path, .read_only = read_only, .create = create};
  struct connection *connection = NULL;
  runner_status status = connection_open(&options, &connection, &world->error);
  if (status != RUNNER_DONE) assert_null(connection);
  connection_close(connection);
  return status;
}

static char *path_in(struct world *world, const char *name) {
  return folder_path(&world->folder, name);
}

/* The message with the path in it. */
static void assert_path_error(struct world *world, const char *format, const char *path,
                              const char *hint) {
  size_t size = strlen(format) + strlen(path) + 1;
  char *message = malloc(size);
  snprintf(message, size, format, path); /* NOLINT: the formats are below */
  assert_error(world, message, hint);
  free(message);
}

/* So that the tear-down can empty it. */
static void open_folders(struct world *world) {
  char *folder = path_in(world, "a b?c#d%e");
  chmod(world->folder, 0755);
  chmod(folder, 0755);
  free(folder);
}

/* ---- opening ---- */

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

static void an_empty_file_is_an_empty_database(void **state) {
  struct world *world = *state;
  folder_write(world->path, "", 0);
  assert_int_equal(try_open(world, world->path, true, false), RUNNER_DONE);
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

static void databases_without_file(void **state) {
  struct world *world = *state;
  assert_int_equal(try_open(world, ":memory:", false, false), RUNNER_DONE);
  world_reopen(world, &(struct connection_options){.path = ""});
  run(world, "CREATE TABLE t(a)");
  assert_string_equal(connection_path(world->connection), "");
}

/* ---- settings ---- */

static void the_settings_hold(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE t(a)");
  assert_int_equal(number(world, "PRAGMA foreign_keys"), 0);
  assert_int_equal(number(world, "PRAGMA secure_delete"), 2);
  assert_int_equal(number(world, "PRAGMA trusted_schema"), 0);
  run(world, "PRAGMA writable_schema = ON");
  assert_int_equal(try_run(world, "DELETE FROM sqlite_schema"), RUNNER_FAILED);
  assert_error(world, "table sqlite_master may not be modified", NULL);
  assert_int_equal(try_run(world, "SELECT \"no column\" FROM t"), RUNNER_FAILED);
  assert_error(world, "no such column: no column", NULL);
  assert_int_equal(try_run(world, "CREATE INDEX i ON t(\"no column\")"), RUNNER_FAILED);
  assert_error(world, "no such column: no column", NULL);
  assert_int_equal(try_run(world, "SELECT load_extension('x')"), RUNNER_FAILED);
  assert_error(world, "not authorized", NULL);
}

/* ---- adopting ---- */

static void no_body(void *user, struct function_call *call) {
  (void)user;
  function_answer_null(call);
}

static int switch_of(sqlite3 *handle, int option) {
  int value = -1;
  sqlite3_db_config(handle, option, -1, &value);
  return value;
}

static int as_number(void *user, int count, char **values, char **names) {
  (void)count;
  (void)names;
  *(int *)user = atoi(values[0]);
  return 0;
}

static int ask(sqlite3 *handle, const char *sql) {
  int value = -1;
  assert_int_equal(sqlite3_exec(handle, sql, as_number, &value, NULL), SQLITE_OK);
  return value;
}

static sqlite3 *application(struct world *world) {
  sqlite3 *handle = NULL;
  assert_int_equal(sqlite3_open(world->path, &handle), SQLITE_OK);
  sqlite3_busy_timeout(handle, 1234);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 1, NULL);
  sqlite3_exec(handle, "PRAGMA secure_delete = ON", NULL, NULL, NULL);
  return handle;
}

static void an_adopted_connection_is_given_back_as_it_was(void **state) {
  struct world *world = *state;
  sqlite3 *handle = application(world);
  sqlite3_stmt *own = NULL;
  sqlite3_prepare_v2(handle, "SELECT 1", -1, &own, NULL);
  struct connection *connection = NULL;
  struct connection_options options = {.timeout_ms = 10};
  assert_int_equal(connection_adopt(handle, &options, &connection, &world->error),
                   RUNNER_DONE);
  assert_string_equal(strrchr(connection_path(connection), '/'), "/test.db");
  assert_int_equal(switch_of(handle, SQLITE_DBCONFIG_DEFENSIVE), 1);
  assert_int_equal(switch_of(handle, SQLITE_DBCONFIG_ENABLE_FKEY), 0);
  assert_int_equal(ask(handle, "PRAGMA secure_delete"), 1);
  assert_int_equal(connection_define(connection, "f", 0, no_body, NULL, NULL, NULL),
                   RUNNER_DONE);
  assert_int_equal(connection_begin(connection, NULL), RUNNER_DONE);
  connection_close(connection);
  assert_int_equal(sqlite3_get_autocommit(handle), 1);
  assert_int_equal(switch_of(handle, SQLITE_DBCONFIG_DEFENSIVE), 0);
  assert_int_equal(switch_of(handle, SQLITE_DBCONFIG_ENABLE_FKEY), 1);
  assert_int_equal(switch_of(handle, SQLITE_DBCONFIG_DQS_DML), 1);
  assert_int_equal(ask(handle, "PRAGMA busy_timeout"), 1234);
  assert_int_equal(sqlite3_exec(handle, "SELECT f()", NULL, NULL, NULL), SQLITE_ERROR);
  assert_int_equal(sqlite3_step(own), SQLITE_ROW);
  sqlite3_finalize(own);
  assert_int_equal(sqlite3_close(handle), SQLITE_OK);
}

static void a_connection_in_a_transaction_is_not_adopted(void **state) {
  struct world *world = *state;
  sqlite3 *handle = application(world);
  sqlite3_exec(handle, "BEGIN", NULL, NULL, NULL);
  struct connection *connection = NULL;
  struct connection_options options = {.timeout_ms = 10};
  assert_int_equal(connection_adopt(handle, &options, &connection, &world->error),
                   RUNNER_USAGE);
  assert_null(connection);
  assert_error(world, "the application's connection is inside a transaction",
               "commit it or roll it back before the connection is handed over");
  sqlite3_close(handle);
}

static void an_adopted_connection_without_file(void **state) {
  (void)state;
  sqlite3 *handle = NULL;
  sqlite3_open(":memory:", &handle);
  struct connection *connection = NULL;
  struct connection_options options = {.timeout_ms = 10};
  assert_int_equal(connection_adopt(handle, &options, &connection, NULL), RUNNER_DONE);
  assert_string_equal(connection_path(connection), ":memory:");
  connection_close(connection);
  sqlite3_close(handle);
}

/* ---- after a crash ---- */

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

/* ---- questions ---- */

static void has_table(void **state) {
  struct world *world = *state;
  static const struct {
    const char *name;
    bool there;
  } cases[] = {{"t", true},  {"T", true},  {"v", false},
               {"i", false}, {"x", false}, {"a\"b", true}};
  run(world, "CREATE TABLE t(a); CREATE VIEW v AS SELECT 1; CREATE INDEX i ON t(a);"
             "CREATE TABLE \"a\"\"b\"(x); CREATE TEMP TABLE x(y)");
  for (size_t n = 0; n < sizeof cases / sizeof *cases; n++) {
    bool there = !cases[n].there;
    assert_int_equal(connection_has_table(world->connection, cases[n].name, &there, NULL),
                     RUNNER_DONE);
    assert_int_equal(there, cases[n].there);
  }
}

static void has_table_sees_what_others_made(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE t(a)");
  struct connection *second = world_second(world, 0);
  bool there = true;
  assert_int_equal(connection_has_table(second, "u", &there, NULL), RUNNER_DONE);
  assert_false(there);
  run(world, "CREATE TABLE u(a); DROP TABLE t");
  assert_int_equal(connection_has_table(second, "u", &there, NULL), RUNNER_DONE);
  assert_true(there);
  assert_int_equal(connection_has_table(second, "t", &there, NULL), RUNNER_DONE);
  assert_false(there);
  connection_close(second);
}

static void counters(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE t(id INTEGER PRIMARY KEY); INSERT INTO t VALUES (7), (8)");
  assert_int_equal(connection_changes(world->connection), 2);
  assert_int_equal(connection_last_rowid(world->connection), 8);
  run(world, "DELETE FROM t WHERE id = 8");
  assert_int_equal(connection_changes(world->connection), 1);
  assert_int_equal(connection_total_changes(world->connection), 3);
}

static void integer_of_what_is_no_integer(void **state) {
  struct world *world = *state;
  assert_int_equal(number(world, "SELECT 1 WHERE 0"), 0);
  assert_int_equal(number(world, "SELECT NULL"), 0);
  assert_int_equal(number(world, "SELECT 9223372036854775807"), INT64_MAX);
  assert_int_equal(number(world, "-- nothing"), 0);
}

static void the_library_is_named(void **state) {
  (void)state;
  assert_string_equal(connection_library_version(), sqlite3_libversion());
}

/* ---- memory ---- */

static runner_status open_and_close(void *user, struct runner_error *error) {
  struct connection *connection = NULL;
  runner_status status = connection_open(user, &connection, error);
  connection_close(connection);
  return status;
}

static void opening_without_memory(void **state) {
  struct world *world = *state;
  struct connection_options options = {.path = world->path, .create = true};
  failing_allocator_loop(open_and_close, &options, RUNNER_DONE, FAILING_STRICT);
  run(world, "CREATE TABLE t(a)");
  failing_allocator_loop(open_and_close, &options, RUNNER_DONE, FAILING_STRICT);
  options.path = world->folder;
  failing_allocator_loop(open_and_close, &options, RUNNER_USAGE, FAILING_STRICT);
}

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

static runner_status adopt_and_close(void *user, struct runner_error *error) {
  struct connection_options options = {.timeout_ms = 10};
  struct connection *connection = NULL;
  runner_status status = connection_adopt(user, &options, &connection, error);
  connection_close(connection);
  return status;
}

static void adopting_without_memory(void **state) {
  struct world *world = *state;
  sqlite3 *handle = application(world);
  failing_allocator_loop(adopt_and_close, handle, RUNNER_DONE, FAILING_STRICT);
  assert_int_equal(ask(handle, "PRAGMA busy_timeout"), 1234);
  sqlite3_close(handle);
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
      CASE(a_folder_without_the_right_to_write_is_an_error),
      CASE(what_is_no_database_is_an_error),
      CASE(an_empty_file_is_an_empty_database),
      CASE(a_truncated_database_is_an_error),
      CASE(a_schema_that_cannot_be_read_is_an_error),
      CASE(a_read_only_connection_refuses_to_write),
      CASE(a_read_only_file_can_be_read),
      CASE(a_file_that_may_not_be_read_is_an_error),
      CASE(a_wal_database_in_a_closed_folder_can_be_read),
      CASE(a_log_that_cannot_be_read_is_named),
      CASE(looking_rolls_back_what_a_crash_left),
      CASE(what_a_crash_left_needs_the_right_to_write),
      CASE(databases_without_file),
      CASE(the_settings_hold),
      CASE(an_adopted_connection_is_given_back_as_it_was),
      CASE(a_connection_in_a_transaction_is_not_adopted),
      CASE(an_adopted_connection_without_file),
      CASE(has_table),
      CASE(has_table_sees_what_others_made),
      CASE(counters),
      CASE(integer_of_what_is_no_integer),
      CASE(the_library_is_named),
      CASE(opening_without_memory),
      CASE(opening_what_cannot_be_written_without_memory),
      CASE(adopting_without_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

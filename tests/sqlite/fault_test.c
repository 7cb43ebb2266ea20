/* Faults below SQLite: its own memory runs out, the disk refuses, the file disappears. */
#include "sqlite/connection.h"

#include "base/memory.h"
#include "sqlite/watch.h"
#include "support/failing_sqlite.h"
#include "world.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

/* ---- one migration, whole ---- */

static void answer(void *user, struct function_call *call) {
  (void)user;
  function_answer_integer(call, function_argument_integer(call, 0) + 1);
}

static void drop(void *user, const char *sql) {
  *(size_t *)user += strlen(sql);
}

static runner_status run_script(struct connection *connection,
                                struct runner_error *error) {
  const char *sql = "CREATE TABLE n(a, p REFERENCES p(id)); INSERT INTO n VALUES (1, 1);"
                    "SELECT plus(p) FROM c; UPDATE c SET p = p + 1 WHERE p = 1;"
                    "ALTER TABLE c ADD COLUMN x;"
                    "CREATE VIEW v AS SELECT * FROM n; DROP VIEW old;"
                    "CREATE TRIGGER tr AFTER INSERT ON n BEGIN DELETE FROM c; END";
  runner_status status = RUNNER_DONE;
  while (sql != NULL && status == RUNNER_DONE) {
    struct statement *statement = NULL;
    status = statement_prepare(connection, sql, strlen(sql), &statement, &sql, error);
    if (statement != NULL) status = statement_run(statement, error);
    statement_release(statement);
  }
  return status;
}

static runner_status insert_values(struct connection *connection,
                                   struct runner_error *error) {
  static const char sql[] = "INSERT INTO n(a) VALUES (?) RETURNING a";
  struct statement *insert = NULL;
  size_t length = 0;
  bool row = false;
  runner_status status =
      statement_prepare(connection, sql, sizeof sql - 1, &insert, NULL, error);
  if (status == RUNNER_DONE)
    status = statement_bind_text(insert, 1, "a text that needs memory", 24, error);
  if (status == RUNNER_DONE) status = statement_step(insert, &row, error);
  if (row)
    assert_string_equal(statement_column_text(insert, 0, &length),
                        "a text that needs memory");
  statement_release(insert);
  return status;
}

/* Returns RUNNER_DONE exactly if it was committed. */
static runner_status migrate(const char *path, struct runner_error *error) {
  struct connection_options options = {.path = path};
  struct connection *connection = NULL;
  size_t recorded = 0;
  bool unknown = false;
  runner_status status = connection_open(&options, &connection, error);
  if (status != RUNNER_DONE) return status;
  connection_record(connection, drop, &recorded);
  status = connection_define(connection, "plus", 1, answer, NULL, NULL, error);
  if (status == RUNNER_DONE) status = connection_begin(connection, error);
  if (status == RUNNER_DONE) status = watch_start(connection, error);
  connection_set_mode(connection, CONNECTION_SCRIPT);
  if (status == RUNNER_DONE) status = run_script(connection, error);
  if (status == RUNNER_DONE) status = insert_values(connection, error);
  connection_set_mode(connection, CONNECTION_ENGINE);
  if (status == RUNNER_DONE) status = watch_verify(connection, error);
  if (status == RUNNER_DONE) status = connection_commit(connection, &unknown, error);
  if (unknown) status = RUNNER_DATABASE; /* told apart from a clean failure */
  connection_close(connection);
  return status;
}

static void old_database(const char *path) {
  sqlite3 *handle = NULL;
  remove(path);
  sqlite3_open(path, &handle);
  assert_int_equal(
      sqlite3_exec(handle,
                   "PRAGMA synchronous = OFF; BEGIN; CREATE TABLE p(id INTEGER PRIMARY "
                   "KEY); CREATE TABLE c(p REFERENCES p(id)); INSERT INTO p VALUES (1), "
                   "(2); INSERT INTO c VALUES (1); CREATE VIEW old AS SELECT * FROM c;"
                   "COMMIT",
                   NULL, NULL, NULL),
      SQLITE_OK);
  sqlite3_close(handle);
}

static int found(void *user, int count, char **values, char **names) {
  (void)count;
  (void)names;
  *(int *)user = atoi(values[0]); /* NOLINT: a number of SQLite's */
  return 0;
}

static int ask(const char *path, const char *sql) {
  sqlite3 *handle = NULL;
  int value = -1;
  sqlite3_open(path, &handle);
  assert_int_equal(sqlite3_exec(handle, sql, found, &value, NULL), SQLITE_OK);
  sqlite3_close(handle);
  return value;
}

/* All of the migration is in the file, or nothing. */
static bool is_migrated(const char *path) {
  int objects = ask(path, "SELECT count(*) FROM sqlite_schema");
  int rows = ask(path, "SELECT count(*) FROM c WHERE p = 2");
  assert_true((objects == 3 && rows == 0) || (objects == 5 && rows == 0) ||
              (objects == 5 && rows == 1));
  return objects == 5;
}

/* Did an allocation fail? */
static bool try_with_countdown(struct world *world, int left, bool forever) {
  struct runner_error error = RUNNER_ERROR_INIT;
  failing_sqlite_arm(left, forever);
  runner_status status = migrate(world->path, &error);
  bool fired = failing_sqlite_disarm();
  if (!fired) assert_int_equal(status, RUNNER_DONE);
  if (status == RUNNER_DONE) assert_true(is_migrated(world->path));
  if (status == RUNNER_FAILED) assert_false(is_migrated(world->path));
  runner_error_clear(&error);
  assert_int_equal(sqlite3_memory_used(), 0);
  return fired;
}

static void sqlite_without_memory_is_all_or_nothing(void **state) {
  struct world *world = *state;
  connection_close(world->connection);
  world->connection = NULL;
  for (int forever = 0; forever <= 1; forever++) {
    int tries = 0;
    bool fired = true;
    while (fired) {
      old_database(world->path);
      tries += tries < 60 ? 1 : 1 + tries / 40; /* all at first, then ever wider apart */
      fired = try_with_countdown(world, tries, forever != 0);
    }
    assert_true(tries > 300);
  }
}

/* ---- the disk ---- */

static void a_write_that_fails_names_file_and_reason(void **state) {
  struct world *world = *state;
  struct rlimit limit, small = {.rlim_cur = 100000};
  run(world, "CREATE TABLE t(a)");
  getrlimit(RLIMIT_FSIZE, &limit);
  small.rlim_max = limit.rlim_max;
  signal(SIGXFSZ, SIG_IGN);
  begin(world);
  script(world, "INSERT INTO t VALUES (zeroblob(1000000))");
  setrlimit(RLIMIT_FSIZE, &small);
  bool unknown = false;
  runner_status status = connection_commit(world->connection, &unknown, &world->error);
  setrlimit(RLIMIT_FSIZE, &limit);
  assert_int_equal(status, RUNNER_FAILED);
  assert_string_equal(world->error.hint,
                      "check the disk and the system's log before running it again");
  assert_int_equal(world->error.sqlite_code & 0xff, SQLITE_IOERR);
  assert_error_contains(world, "test.db failed: File too large");
  assert_false(connection_in_transaction(world->connection));
  world_reopen(world, &(struct connection_options){.path = world->path});
  assert_int_equal(number(world, "SELECT count(*) FROM t"), 0);
}

/* SQLite leaves it to the next program that reads: the file stays as large as it became,
** and its journal beside it, on a disk that is full. */
static void what_was_written_before_a_full_disk_is_taken_back(void **state) {
  struct world *world = *state;
  struct rlimit limit, small = {.rlim_cur = 2000000};
  struct stat before, after;
  run(world, "CREATE TABLE t(a); INSERT INTO t VALUES (1)");
  assert_int_equal(stat(world->path, &before), 0);
  getrlimit(RLIMIT_FSIZE, &limit);
  small.rlim_max = limit.rlim_max;
  signal(SIGXFSZ, SIG_IGN);
  begin(world);
  setrlimit(RLIMIT_FSIZE, &small);
  runner_status status = try_run(
      world, "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000) "
             "INSERT INTO t SELECT zeroblob(1000) FROM n");
  connection_rollback(world->connection);
  setrlimit(RLIMIT_FSIZE, &limit);
  assert_int_equal(status, RUNNER_FAILED);
  assert_int_equal(world->error.sqlite_code & 0xff, SQLITE_IOERR);
  assert_int_equal(stat(world->path, &after), 0);
  assert_int_equal(after.st_size, before.st_size);
  char *journal = memory_format("%s-journal", world->path);
  assert_int_equal(access(journal, F_OK), -1);
  memory_release(journal);
  assert_int_equal(number(world, "SELECT a FROM t"), 1);
}

static void a_file_that_disappeared_is_not_written(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE t(a)");
  assert_int_equal(unlink(world->path), 0);
  assert_int_equal(try_run(world, "INSERT INTO t VALUES (1)"), RUNNER_DATABASE);
  assert_int_equal(world->error.sqlite_code, SQLITE_READONLY_DBMOVED);
  assert_string_equal(world->error.hint, "put the file back, then run the command again");
  assert_error_contains(world, "test.db was moved or deleted while it was open");
}

static void damage_found_later_is_named(void **state) {
  struct world *world = *state;
  char zeroes[4096] = {0};
  run(world, "CREATE TABLE t(a); INSERT INTO t VALUES (1)");
  world_reopen(world, &(struct connection_options){.path = world->path});
  FILE *file = fopen(world->path, "r+b");
  fseek(file, 4096, SEEK_SET); /* the page of t; the schema stays */
  assert_int_equal(fwrite(zeroes, 1, sizeof zeroes, file), sizeof zeroes);
  fclose(file);
  assert_int_equal(try_run(world, "SELECT * FROM t"), RUNNER_DATABASE);
  assert_error_contains(world, "test.db is damaged: database disk image is malformed");
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)
  const struct CMUnitTest tests[] = {
      CASE(sqlite_without_memory_is_all_or_nothing),
      CASE(a_write_that_fails_names_file_and_reason),
      CASE(what_was_written_before_a_full_disk_is_taken_back),
      CASE(a_file_that_disappeared_is_not_written),
      CASE(damage_found_later_is_named),
  };
  return cmocka_run_group_tests(tests, failing_sqlite_install, NULL);
}

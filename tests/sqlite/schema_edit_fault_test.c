/* Edits that are interrupted, run out of memory, or lose the disk: all or nothing, and the
** window is closed again. */
#include "sqlite/schema_edit.h"

#include "support/failing_allocator.h"
#include "support/failing_sqlite.h"
#include "support/faulty_vfs.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

static const struct schema_change changes[] = {
    {.type = "table",
     .name = "t",
     .set_sql = true,
     .sql = "CREATE TABLE t(a, b CHECK (b <> 9))"},
    {.type = "view",
     .name = "v",
     .set_sql = true,
     .sql = "CREATE VIEW v AS SELECT a FROM t"},
};
enum { CHANGES = sizeof changes / sizeof *changes };

static void old_database(const char *path) {
  sqlite3 *handle = NULL;
  remove(path);
  sqlite3_open(path, &handle);
  assert_int_equal(sqlite3_exec(handle,
                                "PRAGMA synchronous = OFF; BEGIN; CREATE TABLE t(a NOT "
                                "NULL, b); INSERT INTO t VALUES (1, 9); CREATE VIEW v AS "
                                "SELECT * FROM t; COMMIT",
                                NULL, NULL, NULL),
                   SQLITE_OK);
  sqlite3_close(handle);
}

static int as_number(void *user, int count, char **values, char **names) {
  (void)count;
  (void)names;
  *(int *)user = atoi(values[0]); /* NOLINT: a number of SQLite's */
  return 0;
}

static int ask(sqlite3 *handle, const char *sql) {
  int value = -1;
  assert_int_equal(sqlite3_exec(handle, sql, as_number, &value, NULL), SQLITE_OK);
  return value;
}

/* Is the edit in the file? Fails if half of it is, or anything else is wrong. */
static bool is_edited(const char *path) {
  sqlite3 *handle = NULL;
  sqlite3_open(path, &handle);
  int edited = ask(handle, "SELECT count(*) FROM sqlite_schema WHERE sql IN ('CREATE "
                           "TABLE t(a, b CHECK (b <> 9))', 'CREATE VIEW v AS SELECT a "
                           "FROM t')");
  assert_int_equal(ask(handle, "SELECT count(*) FROM sqlite_schema"), 2);
  assert_true(edited == 0 || edited == 2);
  int rows = ask(handle, "SELECT count(*) FROM t");
  assert_true(rows == 1 || rows == 2);
  sqlite3_close(handle);
  return edited == 2;
}

/* A revision that edits; RUNNER_DONE exactly if it was committed. */
static runner_status migrate(const char *path, struct runner_error *error) {
  struct connection_options options = {.path = path};
  struct connection *connection = NULL;
  bool unknown = false;
  runner_status status = connection_open(&options, &connection, error);
  if (status != RUNNER_DONE) return status;
  status = connection_begin(connection, error);
  if (status == RUNNER_DONE)
    status = connection_execute(connection, "INSERT INTO t VALUES (2, 2)", error);
  if (status == RUNNER_DONE) status = schema_edit(connection, changes, CHANGES, error);
  if (status == RUNNER_DONE) status = connection_commit(connection, &unknown, error);
  if (unknown) status = RUNNER_DATABASE; /* told apart from a clean failure */
  connection_close(connection);
  return status;
}

/* ---- an interrupt at each instruction ---- */

static int countdown;

static int stop_at_zero(void *user) {
  (void)user;
  return --countdown == 0;
}

/* What is left on a connection after an edit that failed. */
static void assert_unedited(struct connection *connection, sqlite3 *handle) {
  int defensive = -1;
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, -1, &defensive);
  assert_int_equal(defensive, 1);
  assert_int_equal(ask(handle, "PRAGMA writable_schema"), 0);
  if (connection_in_transaction(connection)) {
    assert_int_equal(ask(handle, "SELECT count(*) FROM t"), 2);
    assert_int_equal(ask(handle, "SELECT count(*) FROM sqlite_schema"), 2);
  } else {
    assert_int_equal(connection_execute(connection, "SELECT 1", NULL),
                     RUNNER_INTERRUPTED); /* poisoned */
    connection_rollback(connection);
    assert_int_equal(ask(handle, "SELECT count(*) FROM t"), 1);
  }
  assert_int_equal(ask(handle, "SELECT sql = 'CREATE TABLE t(a NOT NULL, b)' FROM "
                               "sqlite_schema WHERE name = 't'"),
                   1);
  assert_int_equal(sqlite3_exec(handle, "INSERT INTO t VALUES (NULL, 1)", 0, 0, 0),
                   SQLITE_CONSTRAINT);
}

/* One edit that is interrupted after `instructions`; true if it was done before. With
** `reading` a statement is in the middle of its rows meanwhile. */
static bool interrupted_edit(sqlite3 *handle, int instructions, bool reading) {
  struct connection *connection = NULL;
  struct statement *reader = NULL;
  bool row = false;
  static const struct connection_options options = {0};
  static const char sql[] = "VALUES (1), (2)";
  assert_int_equal(connection_adopt(handle, &options, &connection, NULL), RUNNER_DONE);
  assert_int_equal(connection_begin(connection, NULL), RUNNER_DONE);
  connection_execute(connection, "INSERT INTO t VALUES (2, 2)", NULL);
  if (reading) {
    statement_prepare(connection, sql, sizeof sql - 1, &reader, NULL, NULL);
    statement_step(reader, &row, NULL);
  }
  countdown = instructions;
  sqlite3_progress_handler(handle, 1, stop_at_zero, NULL);
  runner_status status = schema_edit(connection, changes, CHANGES, NULL);
  sqlite3_progress_handler(handle, 0, NULL, NULL);
  assert_true(status == RUNNER_DONE || status == RUNNER_INTERRUPTED);
  if (status != RUNNER_DONE) assert_unedited(connection, handle);
  statement_release(reader);
  connection_close(connection);
  return status == RUNNER_DONE;
}

static void an_interrupt_anywhere_leaves_nothing(void **state) {
  struct world *world = *state;
  for (int reading = 0; reading <= 1; reading++) {
    sqlite3 *handle = NULL;
    old_database(world->path);
    sqlite3_open(world->path, &handle);
    int instructions = 1;
    while (!interrupted_edit(handle, instructions, reading != 0))
      instructions++;
    assert_true(instructions > 50);
    sqlite3_close(handle);
    assert_false(is_edited(world->path));
  }
}

/* An interrupt that comes between two statements of the edit stays. */
static void a_pending_interrupt_refuses_the_edit(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE t(a NOT NULL, b); CREATE VIEW v AS SELECT 1");
  begin(world);
  connection_interrupt(world->connection);
  assert_int_equal(schema_edit(world->connection, changes, CHANGES, &world->error),
                   RUNNER_INTERRUPTED);
  assert_error(world, "interrupted", NULL);
  rollback(world);
}

/* ---- memory ---- */

static runner_status migrate_anew(void *user, struct runner_error *error) {
  struct world *world = user;
  old_database(world->path);
  runner_status status = migrate(world->path, error);
  assert_int_equal(is_edited(world->path), status == RUNNER_DONE);
  return status;
}

static void drop(void *user, const char *sql) {
  *(size_t *)user += strlen(sql);
}

/* Written down and taken back; and what does not work is looked for. */
static runner_status record_anew(void *user, struct runner_error *error) {
  const struct world *world = user;
  struct connection_options options = {.path = world->path};
  struct connection *connection = NULL;
  struct broken_object *items = NULL;
  size_t count = 0, written = 0;
  struct arena *arena = arena_create();
  if (arena == NULL) return error_no_memory(error);
  runner_status status = connection_open(&options, &connection, error);
  if (status == RUNNER_DONE) status = connection_begin(connection, error);
  if (status == RUNNER_DONE) {
    connection_record(connection, drop, &written);
    status = schema_edit(connection, changes, CHANGES, error);
  }
  if (status == RUNNER_DONE)
    status = schema_broken(connection, arena, &items, &count, error);
  if (status == RUNNER_DONE) assert_true(count == 1 && written > 500);
  connection_close(connection);
  arena_destroy(arena);
  return status;
}

static void without_memory_of_our_own(void **state) {
  struct world *world = *state;
  failing_allocator_loop(migrate_anew, world, RUNNER_DONE, FAILING_STRICT);
  old_database(world->path);
  world_reopen(world, &(struct connection_options){.path = world->path});
  run(world, "CREATE VIEW broken AS SELECT x FROM t");
  failing_allocator_loop(record_anew, world, RUNNER_DONE, FAILING_STRICT);
}

static void without_memory_for_sqlite(void **state) {
  struct world *world = *state;
  connection_close(world->connection);
  world->connection = NULL;
  for (int forever = 0; forever <= 1; forever++) {
    int tries = 0;
    bool fired = true;
    while (fired) {
      struct runner_error error = RUNNER_ERROR_INIT;
      old_database(world->path);
      failing_sqlite_arm(++tries, forever != 0);
      runner_status status = migrate(world->path, &error);
      fired = failing_sqlite_disarm();
      if (!fired) assert_int_equal(status, RUNNER_DONE);
      bool edited = is_edited(world->path);
      if (status != RUNNER_DATABASE) assert_int_equal(edited, status == RUNNER_DONE);
      runner_error_clear(&error);
    }
    assert_true(tries > 100);
  }
  assert_int_equal(sqlite3_memory_used(), 0);
}

/* ---- the disk ---- */

static const struct fault faults[] = {
    {.kind = FAULT_KILL},  {.kind = FAULT_TORN}, {.kind = FAULT_POWER},
    {.kind = FAULT_IOERR}, {.kind = FAULT_FULL}, {.kind = FAULT_IOERR, .forever = true},
};

static bool strike(struct world *world, const struct fault *fault) {
  static const struct fault none = {.kind = FAULT_NONE};
  old_database(world->path);
  faulty_vfs_arm(fault);
  runner_status status = migrate(world->path, NULL);
  bool struck = faulty_vfs_struck();
  faulty_vfs_arm(&none);
  bool edited = is_edited(world->path);
  if (!struck) assert_true(status == RUNNER_DONE && edited);
  bool alive = fault->kind >= FAULT_IOERR;
  if (struck && alive && status == RUNNER_DONE) assert_true(edited);
  if (struck && alive && status == RUNNER_FAILED) assert_false(edited);
  return struck;
}

static void a_fault_of_the_disk_is_all_or_nothing(void **state) {
  struct world *world = *state;
  faulty_vfs_install();
  for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
    struct fault fault = faults[i];
    for (fault.step = 1; strike(world, &fault); fault.step++) {
    }
    assert_true(fault.step > 10);
  }
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)
  const struct CMUnitTest tests[] = {
      CASE(an_interrupt_anywhere_leaves_nothing),
      CASE(a_pending_interrupt_refuses_the_edit),
      CASE(without_memory_of_our_own),
      CASE(without_memory_for_sqlite),
      CASE(a_fault_of_the_disk_is_all_or_nothing),
  };
  return cmocka_run_group_tests(tests, failing_sqlite_install, NULL);
}

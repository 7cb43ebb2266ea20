/* An edit of the stored schema: who sees it when, what is refused, what is left. */
#include "sqlite/schema_edit.h"

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

static const char OLD[] = "CREATE TABLE t(a NOT NULL, b)";
static const char NEW[] = "CREATE TABLE t(a, b CHECK (b <> 9))";

static const struct schema_change loosen = {
    .type = "table", .name = "T", .set_sql = true, .sql = NEW};

static void make(struct world *world) {
  run(world, OLD);
  run(world, "INSERT INTO t VALUES (1, 2)");
}

static runner_status try_edit(struct world *world, const struct schema_change *change) {
  return schema_edit(world->connection, change, 1, &world->error);
}

static void edit(struct world *world, const struct schema_change *change) {
  if (try_edit(world, change) != RUNNER_DONE) fail_msg("%s", world->error.message);
}

static bool runs(struct connection *connection, const char *sql) {
  return connection_execute(connection, sql, NULL) == RUNNER_DONE;
}

/* Rows are taken back, so that the question changes nothing. */
static bool takes(struct connection *connection, const char *sql) {
  assert_true(runs(connection, "SAVEPOINT asking"));
  bool taken = runs(connection, sql);
  assert_true(runs(connection, "ROLLBACK TO asking; RELEASE asking"));
  return taken;
}

/* Enforced and stored are two things. */
static void assert_old(struct connection *connection) {
  int64_t stored = 0;
  assert_false(takes(connection, "INSERT INTO t VALUES (NULL, 1)"));
  assert_true(takes(connection, "INSERT INTO t VALUES (1, 9)"));
  connection_integer(connection,
                     "SELECT sql = 'CREATE TABLE t(a NOT NULL, b)' FROM sqlite_schema "
                     "WHERE name = 't'",
                     &stored, NULL);
  assert_int_equal(stored, 1);
}

static void assert_new(struct connection *connection) {
  int64_t stored = 0;
  assert_true(takes(connection, "INSERT INTO t VALUES (NULL, 1)"));
  assert_false(takes(connection, "INSERT INTO t VALUES (1, 9)"));
  connection_integer(connection,
                     "SELECT sql = 'CREATE TABLE t(a, b CHECK (b <> 9))' FROM "
                     "sqlite_schema WHERE name = 't'",
                     &stored, NULL);
  assert_int_equal(stored, 1);
}

/* The window is closed: nobody can write the schema, and nothing of the edit's is left. */
static void assert_closed(struct world *world) {
  assert_int_equal(number(world, "PRAGMA writable_schema"), 0);
  assert_false(runs(world->connection, "PRAGMA writable_schema = ON; "
                                       "UPDATE sqlite_schema SET sql = sql"));
  run(world, "PRAGMA writable_schema = OFF");
  assert_int_equal(
      number(world, "SELECT count(*) FROM sqlite_schema WHERE name = 'runner_edit'"), 0);
}

static void assert_sound(struct world *world) {
  assert_int_equal(number(world, "SELECT integrity_check = 'ok' FROM "
                                 "pragma_integrity_check"),
                   1);
}

/* ---- who sees it when ---- */

static void it_holds_at_once_and_after_commit(void **state) {
  struct world *world = *state;
  make(world);
  begin(world);
  edit(world, &loosen);
  assert_new(world->connection);
  assert_closed(world);
  commit(world);
  assert_new(world->connection);
  assert_sound(world);
  world_reopen(world, &(struct connection_options){.path = world->path});
  assert_new(world->connection);
}

static void other_connections_see_it_after_commit(void **state) {
  struct world *world = *state;
  make(world);
  run(world, "PRAGMA journal_mode = WAL");
  struct connection *other = world_second(world, 0);
  assert_true(runs(other, "SELECT * FROM t"));
  begin(world);
  edit(world, &loosen);
  int64_t rows = 0;
  assert_int_equal(connection_integer(other, "SELECT count(*) FROM t", &rows, NULL),
                   RUNNER_DONE);
  commit(world);
  assert_new(other);
  connection_close(other);
}

static void a_rollback_takes_it_back(void **state) {
  struct world *world = *state;
  make(world);
  struct connection *other = world_second(world, 0);
  assert_old(other);
  begin(world);
  edit(world, &loosen);
  assert_new(world->connection);
  rollback(world);
  assert_old(other);
  connection_close(other);
  assert_old(world->connection);
  assert_closed(world);
}

/* Another connection may raise the version to the one that was rolled back. */
static void a_rollback_is_not_mistaken_for_another_change(void **state) {
  struct world *world = *state;
  for (int changes = 1; changes < 5; changes++) {
    run(world, "DROP TABLE IF EXISTS t");
    make(world);
    begin(world);
    edit(world, &loosen);
    rollback(world);
    struct connection *other = world_second(world, 0);
    for (int i = 0; i < changes; i++)
      assert_true(runs(other, i % 2 == 0 ? "CREATE TABLE u(a)" : "DROP TABLE u"));
    connection_close(other);
    assert_old(world->connection);
    run(world, "DROP TABLE IF EXISTS u");
  }
}

static void a_savepoint_takes_it_back(void **state) {
  struct world *world = *state;
  make(world);
  begin(world);
  run(world, "CREATE TABLE kept(a); SAVEPOINT part");
  edit(world, &loosen);
  assert_new(world->connection);
  run(world, "ROLLBACK TO part; RELEASE part");
  assert_old(world->connection);
  edit(world, &loosen);
  commit(world);
  assert_new(world->connection);
  assert_int_equal(number(world, "SELECT count(*) FROM kept"), 0);
}

static void prepared_statements_follow(void **state) {
  struct world *world = *state;
  make(world);
  begin(world);
  static const char sql[] = "INSERT INTO t(a) VALUES (NULL)";
  struct statement *held = prepare(world, sql);
  assert_false(takes(world->connection, sql)); /* now it is in the cache */
  edit(world, &loosen);
  finish(world, held);
  assert_true(takes(world->connection, sql));
  edit(world, &(struct schema_change){
                  .type = "table", .name = "t", .set_sql = true, .sql = OLD});
  assert_false(takes(world->connection, sql));
  rollback(world);
}

static void a_reading_statement_goes_on(void **state) {
  struct world *world = *state;
  make(world);
  run(world, "INSERT INTO t VALUES (2, 3), (3, 4)");
  begin(world);
  struct statement *reading = prepare(world, "SELECT a FROM t");
  assert_true(step(world, reading));
  edit(world, &loosen);
  assert_true(step(world, reading));
  assert_true(step(world, reading));
  assert_int_equal(statement_column_integer(reading, 0), 3);
  assert_false(step(world, reading));
  statement_release(reading);
  commit(world);
}

static void it_needs_no_transaction_around_it(void **state) {
  struct world *world = *state;
  make(world);
  edit(world, &loosen);
  assert_false(connection_in_transaction(world->connection));
  assert_new(world->connection);
}

static void several_rows_change_in_one_edit(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE t(a, UNIQUE (a)); INSERT INTO t VALUES (1), (2)");
  const struct schema_change changes[] = {
      {.type = "table", .name = "t", .set_sql = true, .sql = "CREATE TABLE t(a)"},
      {.type = "index",
       .name = "sqlite_autoindex_t_1",
       .new_name = "plain",
       .set_sql = true,
       .sql = "CREATE UNIQUE INDEX plain ON t(a)"},
  };
  begin(world);
  assert_int_equal(schema_edit(world->connection, changes, 2, &world->error),
                   RUNNER_DONE);
  assert_false(takes(world->connection, "INSERT INTO t VALUES (2)"));
  run(world, "DROP INDEX plain");
  assert_true(takes(world->connection, "INSERT INTO t VALUES (2)"));
  const struct schema_change back[] = {
      {.type = "table", .name = "t", .set_sql = true, .sql = "CREATE TABLE t(a UNIQUE)"},
      {.type = "index",
       .name = "other",
       .new_name = "sqlite_autoindex_t_1",
       .set_sql = true,
       .sql = NULL},
  };
  run(world, "CREATE UNIQUE INDEX other ON t(a)");
  assert_int_equal(schema_edit(world->connection, back, 2, &world->error), RUNNER_DONE);
  assert_false(takes(world->connection, "INSERT INTO t VALUES (2)"));
  commit(world);
  assert_sound(world);
}

static void root_pages_can_be_exchanged(void **state) {
  struct world *world = *state;
  make(world);
  run(world, "CREATE TABLE u(a, b); INSERT INTO u VALUES (7, 7), (8, 8)");
  int64_t first = number(world, "SELECT rootpage FROM sqlite_schema WHERE name = 't'");
  int64_t second = number(world, "SELECT rootpage FROM sqlite_schema WHERE name = 'u'");
  const struct schema_change changes[] = {
      {.type = "table", .name = "t", .root_page = second},
      {.type = "table", .name = "u", .root_page = first},
  };
  assert_int_equal(schema_edit(world->connection, changes, 2, &world->error),
                   RUNNER_DONE);
  assert_int_equal(number(world, "SELECT sum(a) FROM t"), 15);
  assert_int_equal(number(world, "SELECT sum(a) FROM u"), 1);
}

/* ---- what is refused ---- */

/* The edit fails with the message, and all else of the transaction stays. */
static void assert_refused(struct world *world, const struct schema_change *changes,
                           size_t count, const char *message) {
  begin(world);
  run(world, "CREATE TABLE kept(a); INSERT INTO kept VALUES (5)");
  assert_int_equal(schema_edit(world->connection, changes, count, &world->error),
                   RUNNER_FAILED);
  assert_error(world, message, NULL);
  assert_true(connection_in_transaction(world->connection));
  assert_old(world->connection);
  assert_closed(world);
  edit(world, &loosen); /* the next one works */
  assert_new(world->connection);
  rollback(world);
  assert_old(world->connection);
}

static void a_text_that_sqlite_cannot_read_is_refused(void **state) {
  struct world *world = *state;
  make(world);
  const struct schema_change changes[] = {
      loosen,
      {.type = "table", .name = "t", .set_sql = true, .sql = "CREATE TABLE t(a,,b)"},
  };
  assert_refused(world, changes, 2,
                 "SQLite cannot read the edited schema: malformed database schema (t) - "
                 "near \",\": syntax error");
  assert_refused(world, changes + 1, 1,
                 "SQLite cannot read the edited schema: malformed database schema (t) - "
                 "near \",\": syntax error");
}

static void an_index_that_nothing_makes_is_refused(void **state) {
  struct world *world = *state;
  make(world);
  run(world, "CREATE INDEX i ON t(b)");
  assert_refused(
      world, &(struct schema_change){.type = "index", .name = "i", .set_sql = true}, 1,
      "SQLite cannot read the edited schema: malformed database schema (i) - "
      "orphan index");
}

static void a_row_that_is_missing_is_refused(void **state) {
  struct world *world = *state;
  make(world);
  const struct schema_change changes[] = {
      loosen,
      {.type = "index", .name = "t", .set_sql = true, .sql = "CREATE INDEX t ON t(a)"},
  };
  assert_refused(world, changes, 2, "there is no index t in the schema");
}

static void a_row_that_is_there_twice_is_refused(void **state) {
  struct world *world = *state;
  make(world);
  run(world, "CREATE TABLE u(a UNIQUE)");
  sqlite3 *handle = NULL;
  sqlite3_open(world->path, &handle);
  assert_int_equal(sqlite3_exec(handle,
                                "PRAGMA writable_schema = ON; INSERT INTO sqlite_schema "
                                "SELECT type, upper(name), tbl_name, rootpage, sql FROM "
                                "sqlite_schema WHERE type = 'index'",
                                NULL, NULL, NULL),
                   SQLITE_OK);
  sqlite3_close(handle);
  assert_refused(world,
                 &(struct schema_change){
                     .type = "index", .name = "sqlite_autoindex_u_1", .table_name = "t"},
                 1, "the schema holds 2 definitions of the index sqlite_autoindex_u_1");
}

static void a_view_of_the_edits_name_stands_in_the_way(void **state) {
  struct world *world = *state;
  make(world);
  run(world, "CREATE TABLE runner_edit(a)");
  assert_int_equal(try_edit(world, &loosen), RUNNER_FAILED);
  assert_error(world, "table runner_edit already exists", NULL);
  assert_old(world->connection);
}

static void no_change_is_no_edit(void **state) {
  struct world *world = *state;
  make(world);
  int64_t version = number(world, "PRAGMA schema_version");
  assert_int_equal(schema_edit(world->connection, NULL, 0, &world->error), RUNNER_DONE);
  assert_int_equal(number(world, "PRAGMA schema_version"), version);
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)
  const struct CMUnitTest tests[] = {
      CASE(it_holds_at_once_and_after_commit),
      CASE(other_connections_see_it_after_commit),
      CASE(a_rollback_takes_it_back),
      CASE(a_rollback_is_not_mistaken_for_another_change),
      CASE(a_savepoint_takes_it_back),
      CASE(prepared_statements_follow),
      CASE(a_reading_statement_goes_on),
      CASE(it_needs_no_transaction_around_it),
      CASE(several_rows_change_in_one_edit),
      CASE(root_pages_can_be_exchanged),
      CASE(a_text_that_sqlite_cannot_read_is_refused),
      CASE(an_index_that_nothing_makes_is_refused),
      CASE(a_row_that_is_missing_is_refused),
      CASE(a_row_that_is_there_twice_is_refused),
      CASE(a_view_of_the_edits_name_stands_in_the_way),
      CASE(no_change_is_no_edit),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

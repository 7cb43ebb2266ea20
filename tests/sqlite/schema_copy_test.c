/* A schema without its rows: every text as it was, over sound empty tables. */
#include "sqlite/schema_copy.h"

#include "base/memory.h"
#include "sqlite/connection_state.h"

#include "support/failing_allocator.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct connection *open_scratch(void) {
  struct connection_options options = {.path = ":memory:", .create = true};
  struct connection *scratch = NULL;
  assert_int_equal(connection_open(&options, &scratch, NULL), RUNNER_DONE);
  return scratch;
}

/* Make the world's connection one to a copy, that of the file is closed. */
static void move_to_copy(struct world *world) {
  struct connection *scratch = open_scratch();
  if (schema_copy(world->connection, scratch, &world->error) != RUNNER_DONE)
    fail_msg("%s", world->error.message);
  connection_close(world->connection);
  world->connection = scratch;
}

/* Definitions that are in a file although they could not be run as statements. */
static void plant(struct world *world, const char *sql) {
  sqlite3 *handle = world->connection->handle;
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
  run(world, "PRAGMA writable_schema = ON");
  run(world, sql);
  run(world, "PRAGMA writable_schema = RESET");
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
}

static char *texts_of(struct world *world) {
  struct statement *statement =
      prepare(world, "SELECT group_concat(t, char(10)) FROM (SELECT quote(type) || "
                     "quote(name) || quote(tbl_name) || quote(sql) AS t "
                     "FROM sqlite_schema ORDER BY type, name)");
  size_t length = 0;
  step(world, statement);
  char *texts = memory_text(statement_column_text(statement, 0, &length));
  statement_release(statement);
  return texts;
}

static const char desk[] =
    "CREATE TABLE p -- who\n(id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT COLLATE NOCASE "
    "UNIQUE,\n  [b c] REAL DEFAULT (1+1) CHECK (\"b c\" > 0), g AS (a || 'x'));"
    "CREATE TABLE w (x INT, y TEXT, u ANY UNIQUE, PRIMARY KEY (y DESC, x)) WITHOUT ROWID,"
    " STRICT;"
    "CREATE TABLE c (p REFERENCES p ON DELETE CASCADE, UNIQUE (p, p));"
    "CREATE INDEX i ON p (lower(a), [b c] DESC) WHERE a IS NOT NULL;"
    "CREATE VIEW v AS SELECT * FROM p JOIN c ON c.p = p.id;"
    "CREATE TRIGGER t INSTEAD OF INSERT ON v BEGIN SELECT 1; END;"
    "CREATE TRIGGER t2 AFTER DELETE ON p BEGIN DELETE FROM c WHERE p = old.id; END;"
    "INSERT INTO p (a, [b c]) VALUES ('one', 1); INSERT INTO c VALUES (1); ANALYZE;"
    "CREATE VIRTUAL TABLE f USING fts5(a, content='p', content_rowid='id');"
    "INSERT INTO f (f) VALUES ('rebuild');"
    "PRAGMA user_version = 7; PRAGMA application_id = 77";

static void every_text_is_the_same(void **state) {
  struct world *world = *state;
  run(world, desk);
  char *before = texts_of(world);
  move_to_copy(world);
  char *after = texts_of(world);
  assert_string_equal(after, before);
  memory_release(before);
  memory_release(after);
  assert_int_equal(number(world, "PRAGMA user_version"), 7);
  assert_int_equal(number(world, "PRAGMA application_id"), 77);
}

static void the_tables_are_empty_and_sound(void **state) {
  struct world *world = *state;
  run(world, desk);
  move_to_copy(world);
  assert_int_equal(number(world, "SELECT (SELECT count(*) FROM p) + (SELECT count(*) FROM"
                                 " c) + (SELECT count(*) FROM sqlite_sequence) + "
                                 "(SELECT count(*) FROM sqlite_stat1)"),
                   0);
  run(world, "INSERT INTO p (a) VALUES ('one'); INSERT INTO c VALUES (1);"
             "INSERT INTO w VALUES (1, 'y', 'u'); DELETE FROM p; INSERT INTO p (a) VALUES"
             " ('two'); INSERT INTO f (f) VALUES ('rebuild')");
  assert_int_equal(number(world, "SELECT id FROM p"), 2);
  assert_int_equal(number(world, "SELECT count(*) FROM c"), 0);
  assert_int_equal(number(world, "SELECT count(*) FROM f WHERE f MATCH 'two'"), 1);
  assert_int_equal(number(world, "SELECT integrity_check = 'ok' FROM "
                                 "pragma_integrity_check"),
                   1);
  assert_int_equal(try_run(world, "INSERT INTO p (a) VALUES ('TWO')"), RUNNER_FAILED);
  assert_error(world, "UNIQUE constraint failed: p.a", NULL);
}

/* As statements they would be refused: the string in double quotes, the functions and the
** collation that are not there. The shell of an application may have made them. */
static void what_only_a_file_may_say_is_copied(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE a (x); CREATE TABLE b (x); CREATE INDEX i ON a (x)");
  plant(world, "UPDATE sqlite_schema SET sql = CASE name WHEN 'a' THEN "
               "'CREATE TABLE a (x DEFAULT \"d\" CHECK (x <> \"y\"))' WHEN 'b' THEN "
               "'CREATE TABLE b (x CHECK (regexp(''a'', x)) COLLATE german)' ELSE "
               "'CREATE INDEX i ON a (own(x))' END");
  char *before = texts_of(world);
  move_to_copy(world);
  char *after = texts_of(world);
  assert_string_equal(after, before);
  memory_release(before);
  memory_release(after);
}

static void a_virtual_table_without_its_module_is_there_in_name(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE a (x); CREATE TABLE m_data (x)");
  plant(world, "INSERT INTO sqlite_schema VALUES ('table', 'm', 'm', 0, "
               "'CREATE VIRTUAL TABLE m USING absent(x)')");
  char *before = texts_of(world);
  move_to_copy(world);
  char *after = texts_of(world);
  assert_string_equal(after, before);
  memory_release(before);
  memory_release(after);
  assert_int_equal(try_run(world, "SELECT * FROM m"), RUNNER_FAILED);
  assert_error(world, "no such module: absent", NULL);
}

static void the_copy_is_defensive_again(void **state) {
  struct world *world = *state;
  run(world, desk);
  move_to_copy(world);
  run(world, "PRAGMA writable_schema = ON");
  assert_int_equal(try_run(world, "DELETE FROM sqlite_schema"), RUNNER_FAILED);
  assert_error(world, "table sqlite_master may not be modified", NULL);
}

static void the_original_is_only_read(void **state) {
  struct world *world = *state;
  run(world, desk);
  world_reopen(world,
               &(struct connection_options){.path = world->path, .read_only = true});
  move_to_copy(world);
  assert_int_equal(number(world, "SELECT count(*) FROM sqlite_schema WHERE name = 'p'"),
                   1);
}

static void the_copy_trusts_its_definitions_as_the_original_does(void **state) {
  struct world *world = *state;
  move_to_copy(world);
  assert_int_equal(number(world, "PRAGMA trusted_schema"), 0);
  world_reopen(world,
               &(struct connection_options){.path = world->path, .trust_schema = true});
  move_to_copy(world);
  assert_int_equal(number(world, "PRAGMA trusted_schema"), 1);
}

static runner_status copy_once(void *user, struct runner_error *error) {
  struct world *world = user;
  struct connection_options options = {.path = ":memory:", .create = true};
  struct connection *scratch = NULL;
  cache_clear(world->connection);
  runner_status status = connection_open(&options, &scratch, error);
  if (status == RUNNER_DONE) status = schema_copy(world->connection, scratch, error);
  connection_close(scratch);
  cache_clear(world->connection);
  return status;
}

static void running_out_of_memory_is_reported_and_leaks_nothing(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE a (x UNIQUE); CREATE VIEW v AS SELECT 1;"
             "CREATE VIRTUAL TABLE f USING fts5(x)");
  cache_clear(world->connection);
  failing_allocator_loop(copy_once, world, RUNNER_DONE, FAILING_STRICT);
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)
  const struct CMUnitTest tests[] = {
      CASE(every_text_is_the_same),
      CASE(the_tables_are_empty_and_sound),
      CASE(what_only_a_file_may_say_is_copied),
      CASE(a_virtual_table_without_its_module_is_there_in_name),
      CASE(the_copy_is_defensive_again),
      CASE(the_original_is_only_read),
      CASE(the_copy_trusts_its_definitions_as_the_original_does),
      CASE(running_out_of_memory_is_reported_and_leaks_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

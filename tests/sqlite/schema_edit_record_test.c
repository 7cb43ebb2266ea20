/* An edit that is written down: the text, and the sqlite3 shell that runs it. */
#include "sqlite/schema_edit.h"

#include "base/buffer.h"
#include "support/folder.h"
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

/* As --sql writes it. */
static void write_line(void *user, const char *sql) {
  buffer_format(user, "%s%s\n", sql, sql[0] == '.' ? "" : ";");
}

static runner_status record_edit(struct world *world, struct buffer *text,
                                 const struct schema_change *change) {
  connection_record(world->connection, write_line, text);
  runner_status status = schema_edit(world->connection, change, 1, &world->error);
  connection_record(world->connection, NULL, NULL);
  return status;
}

static const struct schema_change loosen = {.type = "table",
                                            .name = "t",
                                            .set_sql = true,
                                            .sql = "CREATE TABLE t(a, -- it's\n b)"};

static void the_text_says_each_step(void **state) {
  struct world *world = *state;
  struct buffer text = {0};
  run(world, "CREATE TABLE t(a NOT NULL, b)");
  assert_int_equal(record_edit(world, &text, &loosen), RUNNER_DONE);
  assert_string_equal(
      text.bytes,
      "SAVEPOINT runner_edit;\n"
      "CREATE VIEW main.runner_edit AS SELECT 1;\n"
      ".dbconfig defensive off\n"
      "PRAGMA writable_schema = ON;\n"
      "CREATE TEMP TABLE runner_guard (holds, CONSTRAINT \"the table t is defined as "
      "this text expects\" CHECK (holds IS TRUE));\n"
      "INSERT INTO temp.runner_guard SELECT count(*) = 1 FROM main.sqlite_schema WHERE "
      "type = 'table' AND name = 't' COLLATE NOCASE AND sql IS 'CREATE TABLE t(a NOT "
      "NULL, b)';\n"
      "DROP TABLE temp.runner_guard;\n"
      "UPDATE main.sqlite_schema SET sql = 'CREATE TABLE t(a, -- it''s\n b)' WHERE type "
      "= 'table' AND name = 't' COLLATE NOCASE;\n"
      "PRAGMA writable_schema = RESET;\n"
      "DROP VIEW main.runner_edit;\n"
      ".dbconfig defensive on\n"
      "RELEASE runner_edit;\n");
  buffer_release(&text);
}

/* ---- the shell ---- */

/* Run the text in the sqlite3 shell as `runner --sql` frames it; returns its exit status.
** `messages` is where its errors go. */
static int shell(const struct world *world, const char *database, const char *text,
                 const char *messages) {
  char command[600];
  void *folder = world->folder;
  char *file = folder_path(&folder, "text.sql");
  struct buffer whole = {0};
  buffer_format(&whole, ".bail on\n.dbconfig defensive on\nBEGIN IMMEDIATE;\n%sCOMMIT;\n",
                text);
  folder_write(file, whole.bytes, whole.length);
  int length = snprintf(command, sizeof command, "sqlite3 '%s' < '%s' > '%s' 2>&1",
                        database, file, messages);
  assert_true(length > 0 && (size_t)length < sizeof command);
  int status = system(command); /* NOLINT: the shell is what is tested */
  buffer_release(&whole);
  free(file);
  return status;
}

static void assert_file_contains(const char *path, const char *part) {
  char text[500] = {0};
  FILE *file = fopen(path, "r");
  assert_non_null(file);
  size_t length = fread(text, 1, sizeof text - 1, file);
  fclose(file);
  text[length] = '\0';
  if (strstr(text, part) == NULL) fail_msg("'%s' is not in '%s'", part, text);
}

/* Make another database like that of the world. */
static char *other_database(struct world *world, const char *sql) {
  char *path = folder_path(&world->folder, "other.db");
  sqlite3 *handle = NULL;
  remove(path);
  assert_int_equal(sqlite3_open(path, &handle), SQLITE_OK);
  assert_int_equal(sqlite3_exec(handle, sql, NULL, NULL, NULL), SQLITE_OK);
  sqlite3_close(handle);
  return path;
}

static void open_other(struct world *world, const char *path) {
  world_reopen(world, &(struct connection_options){.path = path});
}

static void the_shell_runs_the_text(void **state) {
  struct world *world = *state;
  struct buffer text = {0};
  char *messages = folder_path(&world->folder, "messages");
  char *other = other_database(world, "CREATE TABLE t(a NOT NULL, b)");
  run(world, "CREATE TABLE t(a NOT NULL, b)");
  assert_int_equal(record_edit(world, &text, &loosen), RUNNER_DONE);
  assert_int_equal(shell(world, other, text.bytes, messages), 0);
  open_other(world, other);
  assert_int_equal(number(world, "SELECT sql LIKE '%it''s%' FROM sqlite_schema"), 1);
  run(world, "INSERT INTO t VALUES (NULL, 1)");
  free(messages);
  free(other);
  buffer_release(&text);
}

static void another_definition_stops_the_text(void **state) {
  struct world *world = *state;
  struct buffer text = {0};
  char *messages = folder_path(&world->folder, "messages");
  run(world, "CREATE TABLE t(a NOT NULL, b)");
  assert_int_equal(record_edit(world, &text, &loosen), RUNNER_DONE);
  static const char *const others[] = {"CREATE TABLE t(a NOT NULL, b, c)",
                                       "CREATE TABLE u(a)"};
  for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
    char *other = other_database(world, others[i]);
    assert_int_not_equal(shell(world, other, text.bytes, messages), 0);
    assert_file_contains(
        messages, "CHECK constraint failed: the table t is defined as this text expects");
    open_other(world, other);
    assert_int_equal(number(world, "SELECT count(*) FROM sqlite_schema"), 1);
    assert_int_equal(number(world, "SELECT sql LIKE '%it''s%' FROM sqlite_schema"), 0);
    free(other);
  }
  free(messages);
  buffer_release(&text);
}

static void a_guard_fails_with_its_message(void **state) {
  struct world *world = *state;
  struct buffer text = {0};
  char *messages = folder_path(&world->folder, "messages");
  connection_record(world->connection, write_line, &text);
  run(world, "CREATE TABLE t(a)");
  assert_int_equal(schema_guard(world->connection, "no \"a\" is NULL",
                                "NOT EXISTS (SELECT 1 FROM t WHERE a IS NULL)",
                                &world->error),
                   RUNNER_DONE);
  connection_record(world->connection, NULL, NULL);
  const char *guard = strchr(text.bytes, '\n') + 1;
  char *good = other_database(world, "CREATE TABLE t(a); INSERT INTO t VALUES (1)");
  assert_int_equal(shell(world, good, guard, messages), 0);
  free(good);
  char *bad = other_database(world, "CREATE TABLE t(a); INSERT INTO t VALUES (NULL)");
  assert_int_not_equal(shell(world, bad, guard, messages), 0);
  assert_file_contains(messages, "CHECK constraint failed: no \"a\" is NULL");
  free(bad);
  free(messages);
  buffer_release(&text);
}

/* NULL is not true. */
static void a_guard_takes_nothing_for_true(void **state) {
  struct world *world = *state;
  struct buffer text = {0};
  run(world, "CREATE TABLE t(a)");
  connection_record(world->connection, write_line, &text);
  assert_int_equal(schema_guard(world->connection, "rows are there",
                                "(SELECT a = 1 FROM t)", &world->error),
                   RUNNER_FAILED);
  assert_error_contains(world, "CHECK constraint failed: rows are there");
  connection_record(world->connection, NULL, NULL);
  buffer_release(&text);
}

static void without_a_recorder_a_guard_does_nothing(void **state) {
  struct world *world = *state;
  assert_int_equal(schema_guard(world->connection, "m", "no SQL", &world->error),
                   RUNNER_DONE);
}

static void what_cannot_be_written_down_is_refused(void **state) {
  struct world *world = *state;
  struct buffer text = {0};
  run(world, "CREATE TABLE t(a)");
  const struct schema_change swap = {.type = "table", .name = "t", .root_page = 2};
  assert_int_equal(record_edit(world, &text, &swap), RUNNER_FAILED);
  assert_error(world,
               "the root page of t cannot be written down: it is another one in every "
               "file",
               NULL);
  const struct schema_change missing = {
      .type = "table", .name = "u", .set_sql = true, .sql = "CREATE TABLE u(a)"};
  assert_int_equal(record_edit(world, &text, &missing), RUNNER_FAILED);
  assert_error(world, "there is no table u in the schema", NULL);
  buffer_release(&text);
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)
  const struct CMUnitTest tests[] = {
      CASE(the_text_says_each_step),
      CASE(the_shell_runs_the_text),
      CASE(another_definition_stops_the_text),
      CASE(a_guard_fails_with_its_message),
      CASE(a_guard_takes_nothing_for_true),
      CASE(without_a_recorder_a_guard_does_nothing),
      CASE(what_cannot_be_written_down_is_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What the recorder writes down, and in which form. */
#include "sqlite/connection.h"

#include "base/buffer.h"
#include "base/memory.h"
#include "sqlite/connection_state.h"
#include "sqlite/literal.h"
#include "support/failing_allocator.h"
#include "support/folder.h"
#include "world.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

/* ---- what is recorded ---- */

static void changes_are_recorded_and_reading_is_not(void **state) {
  struct world *world = *state;
  struct buffer text = {0};
  connection_record(world->connection, keep, &text);
  script(world, "CREATE TABLE t(a, b) ; -- a remark\n SELECT * FROM t; PRAGMA "
                "user_version; PRAGMA journal_mode;"
                "INSERT INTO t /* here */ VALUES (1, ';')  ;; PRAGMA table_info(t);");
  run(world, "SELECT 1; UPDATE t SET a = 2");
  script(world, "PRAGMA user_version = 5");
  connection_record(world->connection, NULL, NULL);
  run(world, "DELETE FROM t");
  assert_string_equal(text.bytes, "CREATE TABLE t(a, b) ;\n"
                                  "INSERT INTO t /* here */ VALUES (1, ';');\n"
                                  "UPDATE t SET a = 2;\n"
                                  "PRAGMA user_version = 5;\n");
  buffer_release(&text);
}

/* All that a file, or what a text makes of an empty database, has in its schema. */
static char *definitions(const char *path, const char *text) {
  sqlite3 *handle = NULL;
  sqlite3_stmt *query = NULL;
  sqlite3_open(path, &handle);
  assert_int_equal(sqlite3_exec(handle, text, NULL, NULL, NULL), SQLITE_OK);
  sqlite3_prepare_v2(handle,
                     "SELECT group_concat(quote(sql), char(10)) FROM sqlite_schema", -1,
                     &query, NULL);
  assert_int_equal(sqlite3_step(query), SQLITE_ROW);
  char *found = strdup((const char *)sqlite3_column_text(query, 0));
  sqlite3_finalize(query);
  sqlite3_close(handle);
  return found;
}

static void definitions_are_stored_as_by_the_script(void **state) {
  struct world *world = *state;
  struct buffer text = {0};
  connection_record(world->connection, keep, &text);
  script(world,
         "\n-- first\nCREATE TABLE t(a INT) STRICT -- a table\n; CREATE INDEX i ON "
         "t(a)\n  ; CREATE VIEW v AS SELECT 1 /* one */ ;CREATE TABLE u(a);"
         "ALTER TABLE u ADD b /* new */ ; INSERT INTO u VALUES (1, 2) -- row\n;"
         "CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1 ; END -- r ;\n;"
         "CREATE INDEX j ON t(a)\n  ");
  script(world, "CREATE TABLE w(a) -- open");
  connection_record(world->connection, NULL, NULL);
  char *stored = definitions(world->path, ""),
       *made = definitions(":memory:", text.bytes);
  assert_string_equal(made, stored);
  free(stored);
  free(made);
  buffer_release(&text);
}

static void savepoints_and_lasting_pragmas_are_recorded(void **state) {
  struct world *world = *state;
  struct buffer text = {0};
  connection_record(world->connection, keep, &text);
  run(world, "SAVEPOINT a; CREATE TABLE t(a); ROLLBACK TO a; RELEASE a");
  assert_int_equal(
      try_script(world, CONNECTION_SCRIPT, "PRAGMA legacy_alter_table = 1; SELECT wrong"),
      RUNNER_FAILED);
  runner_error_clear(&world->error);
  assert_memory_equal(text.bytes,
                      "SAVEPOINT a;\nCREATE TABLE t(a);\nROLLBACK TO a;\nRELEASE a;\n"
                      "PRAGMA legacy_alter_table = 1;\n",
                      50);
  assert_non_null(strstr(text.bytes, "\nPRAGMA legacy_alter_table = 0;\n"));
  buffer_release(&text);
}

static void no_body(void *user, struct function_call *call) {
  (void)user;
  function_answer_integer(call, 1);
}

static void what_needs_a_function_of_ours_is_refused(void **state) {
  struct world *world = *state;
  struct buffer text = {0};
  run(world, "CREATE TABLE t(a); INSERT INTO t VALUES (0)");
  assert_int_equal(
      connection_define(world->connection, "mine", -1, no_body, NULL, NULL, NULL),
      RUNNER_DONE);
  script(world, "UPDATE t SET a = mine(a)"); /* nobody records */
  connection_record(world->connection, keep, &text);
  script(world, "SELECT mine(a) FROM t"); /* its value is a parameter afterwards */
  assert_int_equal(try_script(world, CONNECTION_SCRIPT, "UPDATE t SET a = MINE(a)"),
                   RUNNER_FAILED);
  assert_string_equal(world->error.sql, "UPDATE t SET a = MINE(a)");
  assert_error(world, "a function defined in Lua cannot be written down as SQL",
               "compute the value in Lua and give it as a parameter, or write the "
               "conversion in SQL");
  assert_null(text.bytes);
  connection_record(world->connection, NULL, NULL);
}

/* A script may catch the error: the text must not be taken for whole. */
static void nothing_is_committed_after_a_refusal(void **state) {
  struct world *world = *state;
  struct buffer text = {0};
  bool unknown = true;
  run(world, "CREATE TABLE t(a); INSERT INTO t VALUES (0)");
  connection_define(world->connection, "mine", -1, no_body, NULL, NULL, NULL);
  connection_record(world->connection, keep, &text);
  assert_int_equal(connection_begin(world->connection, NULL), RUNNER_DONE);
  assert_int_equal(try_script(world, CONNECTION_SCRIPT, "UPDATE t SET a = mine(a)"),
                   RUNNER_FAILED);
  runner_error_clear(&world->error);
  script(world, "INSERT INTO t VALUES (1)");
  assert_int_equal(connection_commit(world->connection, &unknown, &world->error),
                   RUNNER_FAILED);
  assert_string_equal(world->error.sql, "UPDATE t SET a = mine(a)");
  assert_error(world, "a function defined in Lua cannot be written down as SQL",
               "compute the value in Lua and give it as a parameter, or write the "
               "conversion in SQL");
  connection_record(world->connection, NULL, NULL);
  assert_int_equal(connection_begin(world->connection, NULL), RUNNER_DONE);
  assert_int_equal(connection_commit(world->connection, &unknown, NULL), RUNNER_DONE);
  buffer_release(&text);
}

static void what_failed_is_not_recorded(void **state) {
  struct world *world = *state;
  struct buffer text = {0};
  run(world, "CREATE TABLE t(a UNIQUE)");
  connection_record(world->connection, keep, &text);
  assert_int_equal(try_script(world, CONNECTION_SCRIPT,
                              "INSERT INTO t VALUES (1); INSERT INTO t VALUES (1)"),
                   RUNNER_FAILED);
  assert_string_equal(text.bytes, "INSERT INTO t VALUES (1);\n");
  runner_error_clear(&world->error);
  buffer_release(&text);
}

static void returning_is_recorded_once_also_when_cut_short(void **state) {
  struct world *world = *state;
  struct buffer text = {0};
  bool row = false;
  run(world, "CREATE TABLE t(a)");
  connection_record(world->connection, keep, &text);
  struct statement *insert =
      prepare_script(world, "INSERT INTO t VALUES (?), (2) RETURNING a");
  assert_int_equal(statement_bind_integer(insert, 1, 7, NULL), RUNNER_DONE);
  assert_int_equal(statement_step(insert, &row, NULL), RUNNER_DONE);
  statement_release(insert);
  script(world, "INSERT INTO t VALUES (3), (4) RETURNING a");
  assert_string_equal(text.bytes, "INSERT INTO t VALUES (7), (2) RETURNING a;\n"
                                  "INSERT INTO t VALUES (3), (4) RETURNING a;\n");
  assert_int_equal(number(world, "SELECT count(*) FROM t"), 4);
  buffer_release(&text);
}

/* ---- where parameters are ---- */

static void parameters_are_found_where_sqlite_finds_them(void **state) {
  struct world *world = *state;
  struct buffer text = {0};
  run(world, "CREATE TABLE t(a, \"?\", [:b])");
  connection_record(world->connection, keep, &text);
  struct statement *insert = prepare_script(
      world, "INSERT INTO t(a,\"?\",[:b])/* ? :x */SELECT?3||'?',?+0,-? -- ?\n"
             "WHERE:name=4 AND @x IS NULL AND 1-?1<>0 AND $y::z(w)IS?");
  for (int i = 1; i <= statement_parameter_count(insert); i++)
    assert_int_equal(statement_bind_integer(insert, i, i == 6 ? 4 : -i, NULL),
                     RUNNER_DONE);
  const char *names[] = {NULL, NULL, "?3", NULL, NULL, ":name", "@x", "$y::z(w)", NULL};
  assert_int_equal(statement_parameter_count(insert), 9);
  for (int i = 0; i < 9; i++)
    if (names[i] != NULL)
      assert_string_equal(statement_parameter_name(insert, i + 1), names[i]);
  assert_int_equal(statement_bind_null(insert, 7, NULL), RUNNER_DONE);
  assert_int_equal(statement_bind_integer(insert, 9, -8, NULL), RUNNER_DONE);
  finish(world, insert);
  assert_string_equal(text.bytes,
                      "INSERT INTO t(a,\"?\",[:b])/* ? :x */SELECT -3||'?',-4+0,- -5 "
                      "-- ?\nWHERE 4=4 AND NULL IS NULL AND 1- -1<>0 AND -8 IS -8;\n");
  assert_int_equal(number(world, "SELECT count(*) FROM t WHERE a = '-3?' AND \"?\" = -4 "
                                 "AND [:b] = 5"),
                   1);
  connection_record(world->connection, NULL, NULL);
  run(world, text.bytes);
  assert_int_equal(number(world, "SELECT count(DISTINCT a) FROM t"), 1);
  assert_int_equal(number(world, "SELECT count(*) FROM t"), 2);
  buffer_release(&text);
}

static void a_parameter_never_bound_is_null(void **state) {
  struct world *world = *state;
  struct buffer text = {0};
  run(world, "CREATE TABLE t(a, b)");
  connection_record(world->connection, keep, &text);
  for (int bind = 2; bind >= 0; bind--) {
    struct statement *insert = prepare_script(world, "INSERT INTO t VALUES (:a, :b)");
    for (int i = 1; i <= bind; i++)
      assert_int_equal(statement_bind_text(insert, i, "x", 1, NULL), RUNNER_DONE);
    if (bind == 2) assert_int_equal(statement_bind_null(insert, 1, NULL), RUNNER_DONE);
    finish(world, insert);
  }
  assert_string_equal(text.bytes, "INSERT INTO t VALUES (NULL, 'x');\n"
                                  "INSERT INTO t VALUES ('x', NULL);\n"
                                  "INSERT INTO t VALUES (NULL, NULL);\n");
  buffer_release(&text);
}

/* ---- literals ---- */

static void assert_text(const char *text, size_t length, const char *literal) {
  struct buffer out = {0};
  literal_text(&out, text, length);
  assert_string_equal(out.bytes, literal);
  buffer_release(&out);
}

static void the_form_of_literals(void **state) {
  (void)state;
  static const struct {
    double value;
    const char *literal;
  } reals[] = {{0.1, "0.1"},
               {1.0, "1.0"},
               {-0.0, "-0.0"},
               {1e300, "1e+300"},
               {0.1 + 0.2, "0.30000000000000004"},
               {INFINITY, "9e999"},
               {-INFINITY, "-9e999"},
               {NAN, "NULL"}};
  sqlite3 *judge = NULL;
  sqlite3_open(":memory:", &judge);
  for (size_t i = 0; i < sizeof reals / sizeof *reals; i++) {
    struct buffer out = {0};
    literal_real(&out, reals[i].value, judge);
    assert_string_equal(out.bytes, reals[i].literal);
    buffer_release(&out);
  }
  sqlite3_close(judge);
  assert_text("", 0, "''");
  assert_text("it's", 4, "'it''s'");
  assert_text("a\0b", 3, "replace('a~0b','~0',char(0))");
  assert_text("a\r\n~r", 5, "replace('a~r0.\n~r','~r0.',char(13))");
  assert_text("\r\0", 2, "replace(replace('~r~0','~r',char(13)),'~0',char(0))");
  struct buffer blob = {0};
  literal_blob(&blob, "\x00\xffz", 3);
  assert_string_equal(blob.bytes, "x'00ff7a'");
  buffer_release(&blob);
}

/* ---- memory ---- */

static void drop(void *user, const char *sql) {
  *(size_t *)user += strlen(sql);
}

static runner_status record(void *user, struct runner_error *error) {
  struct world *world = user;
  static const char sql[] = "INSERT INTO t VALUES (?, ?, ?, ?, ?)";
  struct statement *insert = NULL;
  size_t recorded = 0;
  connection_record(world->connection, drop, &recorded);
  runner_status status =
      statement_prepare(world->connection, sql, sizeof sql - 1, &insert, NULL, error);
  if (status == RUNNER_DONE) status = statement_bind_null(insert, 1, error);
  if (status == RUNNER_DONE) status = statement_bind_integer(insert, 2, -1, error);
  if (status == RUNNER_DONE) status = statement_bind_real(insert, 3, 0.5, error);
  if (status == RUNNER_DONE) status = statement_bind_text(insert, 4, "a\r\0", 3, error);
  if (status == RUNNER_DONE) status = statement_bind_blob(insert, 5, "abc", 3, error);
  if (status == RUNNER_DONE) status = statement_run(insert, error);
  statement_release(insert);
  connection_record(world->connection, NULL, NULL);
  cache_clear(world->connection);
  if (status == RUNNER_DONE) assert_true(recorded > 0);
  return status;
}

static void recording_without_memory(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE t(a, b, c, d, e)");
  cache_clear(world->connection);
  failing_allocator_loop(record, world, RUNNER_DONE, FAILING_STRICT);
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)
  const struct CMUnitTest tests[] = {
      CASE(changes_are_recorded_and_reading_is_not),
      CASE(definitions_are_stored_as_by_the_script),
      CASE(savepoints_and_lasting_pragmas_are_recorded),
      CASE(what_needs_a_function_of_ours_is_refused),
      CASE(nothing_is_committed_after_a_refusal),
      CASE(what_failed_is_not_recorded),
      CASE(returning_is_recorded_once_also_when_cut_short),
      CASE(parameters_are_found_where_sqlite_finds_them),
      CASE(a_parameter_never_bound_is_null),
      CASE(the_form_of_literals),
      CASE(recording_without_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

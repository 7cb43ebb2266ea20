/* Preparing, the cache, stepping, values, and functions for SQL. */
#include "sqlite/statement.h"

#include "sqlite/connection_state.h"
#include "support/failing_allocator.h"
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

static struct statement *prepare(struct world *world, const char *sql) {
  struct statement *statement = NULL;
  if (statement_prepare(world->connection, sql, strlen(sql), &statement, NULL,
                        &world->error) != RUNNER_DONE)
    fail_msg("%s", world->error.message);
  return statement;
}

static bool step(struct world *world, struct statement *statement) {
  bool row = false;
  if (statement_step(statement, &row, &world->error) != RUNNER_DONE)
    fail_msg("%s", world->error.message);
  return row;
}

/* ---- preparing ---- */

static void several_statements_come_one_by_one(void **state) {
  struct world *world = *state;
  const char *rest = "  SELECT 1; ; -- a remark\n SELECT 2 /* the last */ ; ; -- end";
  static const char *const texts[] = {"SELECT 1;", "SELECT 2 /* the last */ ;"};
  for (size_t i = 0; i < 2; i++) {
    struct statement *statement = NULL;
    assert_non_null(rest);
    assert_int_equal(
        statement_prepare(world->connection, rest, strlen(rest), &statement, &rest, NULL),
        RUNNER_DONE);
    assert_memory_equal(statement_sql(statement), texts[i], strlen(texts[i]));
    assert_true(step(world, statement));
    assert_int_equal(statement_column_integer(statement, 0), (int)i + 1);
    statement_release(statement);
  }
  assert_null(rest);
}

static void a_text_without_statement_gives_none(void **state) {
  struct world *world = *state;
  static const char *const texts[] = {
      "", " \n\t", ";", "-- only a remark", "/* not closed", " ; ; /* x */ ; -- y"};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    struct statement *statement = (void *)world;
    const char *tail = texts[i];
    assert_int_equal(statement_prepare(world->connection, texts[i], strlen(texts[i]),
                                       &statement, &tail, NULL),
                     RUNNER_DONE);
    assert_null(statement);
    assert_null(tail);
  }
  statement_release(NULL);
}

static void a_second_statement_is_an_error_if_one_is_wanted(void **state) {
  struct world *world = *state;
  static const char sql[] = "SELECT 1; SELECT 2";
  struct statement *statement = NULL;
  assert_int_equal(statement_prepare(world->connection, sql, sizeof sql - 1, &statement,
                                     NULL, &world->error),
                   RUNNER_FAILED);
  assert_null(statement);
  assert_int_equal(world->error.offset, 10);
  assert_error(world, "only one statement can be prepared at a time",
               "the second one starts with: SELECT 2");
}

static void a_zero_byte_is_an_error(void **state) {
  struct world *world = *state;
  static const char texts[][16] = {"SELECT 1\0, 2", "SELECT 'a\0b'", "\0SELECT 1"};
  static const size_t lengths[] = {12, 12, 9};
  for (size_t i = 0; i < 3; i++) {
    struct statement *statement = NULL;
    const char *tail = NULL;
    assert_int_equal(statement_prepare(world->connection, texts[i], lengths[i],
                                       &statement, &tail, &world->error),
                     RUNNER_FAILED);
    assert_null(statement);
    assert_error(world, "the statement contains a zero byte",
                 "give the value as a parameter");
  }
}

static void errors_carry_text_place_and_code(void **state) {
  struct world *world = *state;
  static const struct {
    const char *sql, *message, *text;
    int offset;
  } cases[] = {
      {"SELECT * FROM nowhere", "no such table: nowhere", "SELECT * FROM nowhere", -1},
      {"SELECT 1, wrong", "no such column: wrong", "SELECT 1, wrong", 10},
      {"  SELEC 1; SELECT 2", "near \"SELEC\": syntax error", "SELEC 1", 0},
      {"SELECT 1 +; SELECT ';'", "near \";\": syntax error", "SELECT 1 +", 10},
      {"SELECT 'x", "unrecognized token: \"'x\"", "SELECT 'x", 7},
      {"SELECT f(1)", "no such function: f", "SELECT f(1)", 7},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    assert_int_equal(try_run(world, cases[i].sql), RUNNER_FAILED);
    assert_string_equal(world->error.sql, cases[i].text);
    assert_int_equal(world->error.offset, cases[i].offset);
    assert_int_equal(world->error.sqlite_code, SQLITE_ERROR);
    assert_error(world, cases[i].message, NULL);
  }
}

static void never(void *user, struct function_call *call) {
  (void)user;
  (void)call;
  fail_msg("called");
}

static void what_a_statement_is(void **state) {
  struct world *world = *state;
  static const struct {
    const char *sql;
    bool reads_rows;
  } cases[] = {
      {"SELECT 1", false},
      {"SELECT a FROM t", true},
      {"SELECT count(*) FROM t", true},
      {"SELECT name FROM sqlite_schema", false},
      {"SELECT name FROM pragma_table_info('t')", false},
      {"PRAGMA table_info(t)", false},
      {"SELECT value FROM json_each('[1]')", false},
      {"INSERT INTO t VALUES (1)", false},
      {"UPDATE t SET a = 2 WHERE a = 1", false},
      {"INSERT INTO t VALUES (1) RETURNING a", true},
      {"CREATE TABLE u AS SELECT * FROM t", false},
      {"SELECT mine(1)", false},
      {"UPDATE t SET a = MINE(a)", false},
  };
  run(world, "CREATE TABLE t(a)");
  assert_int_equal(
      connection_define(world->connection, "mine", 1, never, NULL, NULL, NULL),
      RUNNER_DONE);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct statement *statement = prepare(world, cases[i].sql);
    assert_int_equal(statement_reads_rows(statement), cases[i].reads_rows);
    statement_release(statement);
  }
}

/* ---- the cache ---- */

static void the_same_text_is_prepared_once(void **state) {
  struct world *world = *state;
  struct statement *first = prepare(world, "\n SELECT 1 ;\n");
  statement_release(first);
  struct statement *second = prepare(world, "\n SELECT 1 ;\n");
  assert_ptr_equal(first, second);
  struct statement *third = prepare(world, "\n SELECT 1 ;\n"); /* in use twice */
  assert_ptr_not_equal(second, third);
  assert_true(step(world, second));
  assert_true(step(world, third));
  statement_release(second);
  statement_release(third);
}

static void a_mode_does_not_get_what_another_prepared(void **state) {
  struct world *world = *state;
  static const enum connection_mode modes[] = {CONNECTION_ENGINE, CONNECTION_SCRIPT_LOOSE,
                                               CONNECTION_SCRIPT};
  struct statement *statements[3];
  for (int i = 0; i < 3; i++) {
    connection_set_mode(world->connection, modes[i]);
    statements[i] = prepare(world, "SELECT 1");
    statement_release(statements[i]);
  }
  assert_ptr_not_equal(statements[0], statements[1]);
  assert_ptr_not_equal(statements[1], statements[2]);
  connection_set_mode(world->connection, CONNECTION_ENGINE);
  statement_release(prepare(world, "PRAGMA foreign_keys = 0"));
  connection_set_mode(world->connection, CONNECTION_SCRIPT);
  struct statement *refused = NULL;
  assert_int_equal(statement_prepare(world->connection, "PRAGMA foreign_keys = 0", 23,
                                     &refused, NULL, &world->error),
                   RUNNER_FAILED);
  runner_error_clear(&world->error);
}

static void the_oldest_go_when_there_are_many(void **state) {
  struct world *world = *state;
  char sql[40];
  struct statement *first = prepare(world, "SELECT 0");
  statement_release(first);
  int alive = 0;
  for (int i = 1; i <= 1000; i++) {
    snprintf(sql, sizeof sql, "SELECT %d", i);
    statement_release(prepare(world, sql));
    statement_release(prepare(world, "SELECT 0")); /* stays the newest */
  }
  assert_ptr_equal(prepare(world, "SELECT 0"), first);
  statement_release(first);
  failing_allocator_install(0, false);
  for (int i = 1; i <= 1000; i++) {
    snprintf(sql, sizeof sql, "SELECT %d", i);
    size_t before = failing_allocator_asked();
    statement_release(prepare(world, sql));
    alive += failing_allocator_asked() == before;
  }
  failing_allocator_remove();
  assert_in_range(alive, 0, 100);
}

static void parameters_are_null_again_after_release(void **state) {
  struct world *world = *state;
  struct statement *statement = prepare(world, "SELECT ?1");
  assert_int_equal(statement_bind_integer(statement, 1, 7, NULL), RUNNER_DONE);
  statement_release(statement);
  statement = prepare(world, "SELECT ?1");
  assert_true(step(world, statement));
  assert_int_equal(statement_column_type(statement, 0), VALUE_NULL);
  statement_release(statement);
}

static void a_schema_change_is_seen_by_kept_statements(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE t(a)");
  struct statement *kept = prepare(world, "SELECT * FROM t");
  statement_release(kept);
  struct statement *held = prepare(world, "SELECT * FROM t WHERE 1");
  run(world, "ALTER TABLE t ADD COLUMN b; INSERT INTO t VALUES (1, 2)");
  assert_true(step(world, held));
  assert_int_equal(statement_column_count(held), 2);
  statement_release(held);
  struct statement *again = prepare(world, "SELECT * FROM t");
  assert_true(step(world, again));
  assert_int_equal(statement_column_integer(again, 1), 2);
  statement_release(again);
}

static void a_script_is_judged_again_after_a_schema_change(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE t(a); CREATE VIRTUAL TABLE f USING fts5(x)");
  connection_set_mode(world->connection, CONNECTION_SCRIPT);
  struct statement *insert = prepare(world, "INSERT INTO f VALUES ('a')");
  run(world, "CREATE TABLE u(a)");
  assert_false(step(world, insert)); /* prepared again from inside the step */
  assert_false(step(world, insert));
  statement_release(insert);
  connection_set_mode(world->connection, CONNECTION_ENGINE);
  assert_int_equal(number(world, "SELECT count(*) FROM f"), 2);
}

static void long_texts_and_many_statements(void **state) {
  struct world *world = *state;
  enum { COUNT = 20000 };
  static const char one[] = "INSERT INTO t VALUES (1);\n";
  char *text = malloc(COUNT * (sizeof one - 1) + 1);
  for (size_t i = 0; i < COUNT; i++)
    strcpy(text + i * (sizeof one - 1), one);
  run(world, "CREATE TABLE t(a); BEGIN");
  run(world, text);
  run(world, "COMMIT");
  free(text);
  assert_int_equal(number(world, "SELECT count(*) FROM t"), COUNT);
}

/* ---- stepping ---- */

static void a_statement_can_be_run_again(void **state) {
  struct world *world = *state;
  struct statement *statement = prepare(world, "VALUES (1), (2)");
  for (int i = 0; i < 2; i++) {
    assert_true(step(world, statement));
    assert_true(step(world, statement));
    assert_int_equal(statement_column_integer(statement, 0), 2);
    assert_false(step(world, statement));
  }
  assert_true(step(world, statement));
  statement_reset(statement);
  assert_true(step(world, statement));
  assert_int_equal(statement_column_integer(statement, 0), 1);
  statement_release(statement);
}

static void an_error_resets(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE t(a UNIQUE)");
  struct statement *insert = prepare(world, "INSERT INTO t VALUES (?)");
  assert_int_equal(statement_bind_integer(insert, 1, 1, NULL), RUNNER_DONE);
  assert_int_equal(statement_run(insert, NULL), RUNNER_DONE);
  assert_int_equal(statement_run(insert, &world->error), RUNNER_FAILED);
  assert_error(world, "UNIQUE constraint failed: t.a", NULL);
  assert_int_equal(statement_bind_integer(insert, 1, 2, NULL), RUNNER_DONE);
  assert_int_equal(statement_run(insert, NULL), RUNNER_DONE);
  statement_release(insert);
}

static void a_statement_in_its_own_way_says_so(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE t(a); INSERT INTO t VALUES (1), (2)");
  struct statement *reading = prepare(world, "SELECT a FROM t");
  assert_true(step(world, reading));
  assert_int_equal(try_run(world, "DROP TABLE t"), RUNNER_FAILED);
  assert_error(world, "database table is locked",
               "a statement still reads it: finish or close that loop first");
  statement_release(reading);
  run(world, "DROP TABLE t");
}

/* ---- values ---- */

static const char ROUND_TRIP[] = "SELECT ?1, typeof(?1), length(?1)";

static void integers_have_64_bits(void **state) {
  struct world *world = *state;
  static const int64_t values[] = {0,         -1,        INT64_MAX,      INT64_MIN,
                                   INT32_MAX, 1LL << 53, (1LL << 53) + 1};
  struct statement *statement = prepare(world, ROUND_TRIP);
  for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
    assert_int_equal(statement_bind_integer(statement, 1, values[i], NULL), RUNNER_DONE);
    assert_true(step(world, statement)); /* binding starts it anew */
    assert_int_equal(statement_column_type(statement, 0), VALUE_INTEGER);
    assert_true(statement_column_integer(statement, 0) == values[i]);
  }
  statement_release(statement);
}

static void reals_are_exact(void **state) {
  struct world *world = *state;
  static const double values[] = {0.1,    -0.0,     1e308,     DBL_MAX, DBL_MIN,
                                  5e-324, INFINITY, -INFINITY, 3.0};
  struct statement *statement = prepare(world, ROUND_TRIP);
  for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
    assert_int_equal(statement_bind_real(statement, 1, values[i], NULL), RUNNER_DONE);
    assert_true(step(world, statement));
    assert_int_equal(statement_column_type(statement, 0), VALUE_REAL);
    double back = statement_column_real(statement, 0);
    assert_memory_equal(&back, &values[i], sizeof back);
  }
  assert_int_equal(statement_bind_real(statement, 1, NAN, NULL), RUNNER_DONE);
  assert_true(step(world, statement));
  assert_int_equal(statement_column_type(statement, 0), VALUE_NULL);
  statement_release(statement);
}

static void texts_and_blobs_hold_any_byte(void **state) {
  struct world *world = *state;
  static const struct {
    const char *bytes;
    size_t length;
  } values[] = {{"", 0}, {"abc", 3}, {"a\0b", 3}, {"\0", 1}, {"\xc3\xa4\xff", 3}};
  size_t length = 99;
  struct statement *statement = prepare(world, ROUND_TRIP);
  for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
    const char *bytes = values[i].bytes;
    assert_int_equal(statement_bind_text(statement, 1, bytes, values[i].length, NULL),
                     RUNNER_DONE);
    assert_true(step(world, statement));
    assert_int_equal(statement_column_type(statement, 0), VALUE_TEXT);
    const char *text = statement_column_text(statement, 0, &length);
    assert_int_equal(length, values[i].length);
    assert_memory_equal(text, bytes, length);
    assert_int_equal(statement_bind_blob(statement, 1, bytes, values[i].length, NULL),
                     RUNNER_DONE);
    assert_true(step(world, statement));
    assert_int_equal(statement_column_type(statement, 0), VALUE_BLOB);
    const void *blob = statement_column_blob(statement, 0, &length);
    assert_int_equal(length, values[i].length);
    if (length > 0) assert_memory_equal(blob, bytes, length);
  }
  assert_int_equal(statement_bind_text(statement, 1, NULL, 0, NULL), RUNNER_DONE);
  assert_true(step(world, statement));
  assert_int_equal(statement_column_type(statement, 0), VALUE_TEXT);
  assert_int_equal(statement_bind_blob(statement, 1, NULL, 0, NULL), RUNNER_DONE);
  assert_true(step(world, statement));
  assert_int_equal(statement_column_type(statement, 0), VALUE_BLOB);
  assert_int_equal(statement_bind_null(statement, 1, NULL), RUNNER_DONE);
  assert_true(step(world, statement));
  assert_int_equal(statement_column_type(statement, 0), VALUE_NULL);
  assert_string_equal(statement_column_text(statement, 0, &length), "");
  assert_int_equal(length, 0);
  statement_release(statement);
}

static void parameters_and_columns_have_names(void **state) {
  struct world *world = *state;
  struct statement *statement = prepare(world, "SELECT :a AS \"x y\", @b, $c, ?, ?9");
  static const char *const names[] = {":a", "@b", "$c"};
  assert_int_equal(statement_parameter_count(statement), 9);
  for (int i = 0; i < 3; i++)
    assert_string_equal(statement_parameter_name(statement, i + 1), names[i]);
  assert_null(statement_parameter_name(statement, 4));
  assert_string_equal(statement_parameter_name(statement, 9), "?9");
  assert_int_equal(statement_column_count(statement), 5);
  assert_string_equal(statement_column_name(statement, 0), "x y");
  statement_release(statement);
}

static void a_parameter_that_is_not_there(void **state) {
  struct world *world = *state;
  struct statement *statement = prepare(world, "SELECT ?");
  assert_int_equal(statement_bind_integer(statement, 2, 0, &world->error), RUNNER_FAILED);
  assert_error(world, "there is no parameter 2: the statement has 1", NULL);
  assert_int_equal(statement_bind_null(statement, 0, &world->error), RUNNER_FAILED);
  assert_error(world, "there is no parameter 0: the statement has 1", NULL);
  assert_int_equal(statement_bind_text(statement, 1, "x", 2000000000, &world->error),
                   RUNNER_FAILED);
  assert_error(world, "string or blob too big", NULL);
  statement_release(statement);
}

/* ---- functions ---- */

/* Answers its arguments joined, or according to the single argument's type. */
static void echo(void *user, struct function_call *call) {
  *(int *)user += 1;
  size_t length = 0;
  if (function_argument_count(call) != 1) {
    function_answer_error(call, "one argument is expected");
    return;
  }
  switch (function_argument_type(call, 0)) {
  case VALUE_INTEGER:
    function_answer_integer(call, function_argument_integer(call, 0));
    break;
  case VALUE_REAL:
    function_answer_real(call, function_argument_real(call, 0));
    break;
  case VALUE_TEXT: {
    const char *text = function_argument_text(call, 0, &length);
    function_answer_text(call, text, length);
    break;
  }
  case VALUE_BLOB: {
    const void *bytes = function_argument_blob(call, 0, &length);
    function_answer_blob(call, bytes, length);
    break;
  }
  default:
    function_answer_null(call);
  }
}

static void count_release(void *user) {
  *(int *)user += 1000;
}

static void functions_get_and_give_any_value(void **state) {
  struct world *world = *state;
  int calls = 0;
  assert_int_equal(
      connection_define(world->connection, "echo", -1, echo, &calls, NULL, &world->error),
      RUNNER_DONE);
  static const char *const values[] = {"9223372036854775807",
                                       "-1.5",
                                       "''",
                                       "'x' || char(0) || 'y'",
                                       "x''",
                                       "x'00ff'",
                                       "NULL"};
  for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
    char sql[200];
    snprintf(sql, sizeof sql, "SELECT echo(%s) IS (%s) AND typeof(echo(%s)) = typeof(%s)",
             values[i], values[i], values[i], values[i]);
    assert_int_equal(number(world, sql), 1);
  }
  assert_int_equal(calls, 14);
}

static void an_error_answer_fails_the_statement(void **state) {
  struct world *world = *state;
  int calls = 0;
  connection_define(world->connection, "echo", -1, echo, &calls, NULL, NULL);
  assert_int_equal(try_run(world, "SELECT echo(1, 2)"), RUNNER_FAILED);
  assert_string_equal(world->error.sql, "SELECT echo(1, 2)");
  assert_error(world, "one argument is expected", NULL);
  connection_define(world->connection, "echo", 2, NULL, NULL, NULL, NULL);
}

static void functions_are_not_for_the_schema(void **state) {
  struct world *world = *state;
  int calls = 0;
  connection_define(world->connection, "echo", 1, echo, &calls, NULL, NULL);
  run(world, "CREATE VIEW v AS SELECT echo(1)");
  assert_int_equal(try_run(world, "SELECT * FROM v"), RUNNER_FAILED);
  assert_error(world, "unsafe use of echo()", NULL);
  assert_int_equal(calls, 0);
}

static void functions_are_released_when_replaced_removed_or_refused(void **state) {
  struct world *world = *state;
  int first = 0, second = 0, third = 0;
  connection_define(world->connection, "f", 1, echo, &first, count_release, NULL);
  connection_define(world->connection, "F", 1, echo, &second, count_release, NULL);
  assert_int_equal(first, 1000);
  struct statement *running = prepare(world, "SELECT f(1) UNION ALL SELECT f(2)");
  assert_true(step(world, running));
  assert_int_equal(connection_define(world->connection, "f", 1, echo, &third,
                                     count_release, &world->error),
                   RUNNER_FAILED);
  assert_int_equal(third, 1000);
  assert_error(world, "the function f cannot be replaced while a statement runs",
               "define it before the loop that uses it");
  assert_true(step(world, running));
  statement_release(running);
  assert_int_equal(second, 2);
  connection_define(world->connection, "f", 1, NULL, NULL, NULL, NULL);
  assert_int_equal(second, 1002);
  assert_int_equal(try_run(world, "SELECT f(1)"), RUNNER_FAILED);
  assert_error(world, "no such function: f", NULL);
  connection_define(world->connection, "g", 0, echo, &first, count_release, NULL);
  world_reopen(world, &(struct connection_options){.path = world->path});
  assert_int_equal(first, 2000);
}

static void a_name_too_long_is_an_error(void **state) {
  struct world *world = *state;
  char name[301];
  int released = 0;
  memset(name, 'x', 300);
  name[300] = '\0';
  assert_int_equal(connection_define(world->connection, name, 0, echo, &released,
                                     count_release, &world->error),
                   RUNNER_FAILED);
  assert_int_equal(released, 1000);
  assert_error_contains(world, " cannot be the name of a function for SQL");
}

/* ---- memory ---- */

static runner_status use_statements(void *user, struct runner_error *error) {
  struct world *world = user;
  struct statement *statement = NULL;
  int calls = 0;
  runner_status status =
      connection_define(world->connection, "echo", 1, echo, &calls, count_release, error);
  if (status == RUNNER_DONE)
    status = statement_prepare(world->connection, "INSERT INTO t VALUES (echo(?))", 30,
                               &statement, NULL, error);
  if (status == RUNNER_DONE) status = statement_bind_text(statement, 1, "text", 4, error);
  if (status == RUNNER_DONE) status = statement_run(statement, error);
  statement_release(statement);
  connection_define(world->connection, "echo", 1, NULL, NULL, NULL, NULL);
  cache_clear(world->connection);
  assert_true(calls >= 1000);
  return status;
}

static runner_status fail_to_prepare(void *user, struct runner_error *error) {
  struct world *world = user;
  return connection_execute(world->connection, "SELECT 1; SELECT wrong", error);
}

static void statements_without_memory(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE t(a)");
  cache_clear(world->connection);
  failing_allocator_loop(use_statements, world, RUNNER_DONE, FAILING_STRICT);
  failing_allocator_loop(fail_to_prepare, world, RUNNER_FAILED, FAILING_STRICT);
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)
  const struct CMUnitTest tests[] = {
      CASE(several_statements_come_one_by_one),
      CASE(a_text_without_statement_gives_none),
      CASE(a_second_statement_is_an_error_if_one_is_wanted),
      CASE(a_zero_byte_is_an_error),
      CASE(errors_carry_text_place_and_code),
      CASE(what_a_statement_is),
      CASE(the_same_text_is_prepared_once),
      CASE(a_mode_does_not_get_what_another_prepared),
      CASE(the_oldest_go_when_there_are_many),
      CASE(parameters_are_null_again_after_release),
      CASE(a_schema_change_is_seen_by_kept_statements),
      CASE(a_script_is_judged_again_after_a_schema_change),
      CASE(long_texts_and_many_statements),
      CASE(a_statement_can_be_run_again),
      CASE(an_error_resets),
      CASE(a_statement_in_its_own_way_says_so),
      CASE(integers_have_64_bits),
      CASE(reals_are_exact),
      CASE(texts_and_blobs_hold_any_byte),
      CASE(parameters_and_columns_have_names),
      CASE(a_parameter_that_is_not_there),
      CASE(functions_get_and_give_any_value),
      CASE(an_error_answer_fails_the_statement),
      CASE(functions_are_not_for_the_schema),
      CASE(functions_are_released_when_replaced_removed_or_refused),
      CASE(a_name_too_long_is_an_error),
      CASE(statements_without_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

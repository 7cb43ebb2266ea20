/* Preparing and stepping. */
#include "sqlite/statement.h"

#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

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
               "a statement is not done yet: finish or close the loop that reads first");
  statement_release(reading);
  run(world, "DROP TABLE t");
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
      CASE(long_texts_and_many_statements),
      CASE(a_statement_can_be_run_again),
      CASE(an_error_resets),
      CASE(a_statement_in_its_own_way_says_so),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Functions for SQL, and statements that call them. */
#include "sqlite/connection.h"
#include "sqlite/connection_state.h"

#include "support/failing_allocator.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

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
      CASE(functions_get_and_give_any_value),
      CASE(an_error_answer_fails_the_statement),
      CASE(functions_are_not_for_the_schema),
      CASE(functions_are_released_when_replaced_removed_or_refused),
      CASE(a_name_too_long_is_an_error),
      CASE(statements_without_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

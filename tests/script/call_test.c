/* Calling functions of the configuration and of runner's own modules. */
#include "fixture.h"
#include "support/failing_allocator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct script_function *read_function(struct fixture *fixture, const char *text) {
  struct script_function *function = NULL;
  const char *path = fixture_write(fixture, "f.lua", text);
  runner_status status =
      script_read_function(fixture->script, path, &function, &fixture->error);
  if (status != RUNNER_DONE) print_error("%s\n", fixture->error.message);
  assert_int_equal(status, RUNNER_DONE);
  return function;
}

/* Call it without fields; the answer, or NULL. */
static const char *call(struct fixture *fixture, struct script_function *function,
                        struct connection *connection) {
  const char *answer = "before";
  runner_status status = script_call(function, NULL, 0, connection, fixture->arena,
                                     &answer, &fixture->error);
  if (status != RUNNER_DONE) print_error("%s\n", fixture->error.message);
  assert_int_equal(status, RUNNER_DONE);
  return answer;
}

static void check_failure(struct fixture *fixture, const char *text, const char *message,
                          int line) {
  struct script_function *function = read_function(fixture, text);
  const char *answer = NULL;
  runner_error_clear(&fixture->error);
  assert_int_equal(
      script_call(function, NULL, 0, NULL, fixture->arena, &answer, &fixture->error),
      RUNNER_FAILED);
  assert_string_equal(fixture->error.message, message);
  assert_int_equal(fixture->error.line, line);
  assert_non_null(strstr(fixture->error.file, "/f.lua"));
}

static void fields_arrive_with_their_types(void **state) {
  struct fixture *fixture = *state;
  struct script_function *function = read_function(
      fixture, "return function(f)\n"
               "assert(f.text == 'a' and f.none == nil)\n"
               "assert(#f.list == 2 and f.list[2] == 'c')\n"
               "assert(f.number == 5 and math.type(f.number) == 'integer')\n"
               "assert(f.yes == true and f.no == false)\n"
               "return 'done' end");
  const char *items[] = {"b", "c"};
  const struct script_field fields[] = {
      {.key = "text", .type = SCRIPT_TEXT, .text = "a"},
      {.key = "none", .type = SCRIPT_TEXT},
      {.key = "list", .type = SCRIPT_TEXTS, .texts = {items, 2}},
      {.key = "number", .type = SCRIPT_INTEGER, .integer = 5},
      {.key = "yes", .type = SCRIPT_BOOLEAN, .integer = 1},
      {.key = "no", .type = SCRIPT_BOOLEAN},
  };
  const char *answer = NULL;
  assert_int_equal(script_call(function, fields, sizeof fields / sizeof *fields, NULL,
                               fixture->arena, &answer, &fixture->error),
                   RUNNER_DONE);
  assert_string_equal(answer, "done");
}

static void the_answer_is_a_text_or_nothing(void **state) {
  struct fixture *fixture = *state;
  assert_null(call(fixture, read_function(fixture, "return function() end"), NULL));
  check_failure(fixture, "\nreturn function() return 5 end",
                "the function must return a text or nil, not a number", 2);
  struct script_function *function =
      read_function(fixture, "return function() return 5 end");
  assert_int_equal(
      script_call(function, NULL, 0, NULL, fixture->arena, NULL, &fixture->error),
      RUNNER_DONE);
}

static void errors_have_their_place(void **state) {
  struct fixture *fixture = *state;
  check_failure(fixture, "return function()\nerror('boom') end", "boom", 2);
  check_failure(fixture, "return function()\n\ndb:exec('SELECT 1') end",
                "there is no database here", 3);
  check_failure(fixture, "return function()\nop.drop_table('t') end",
                "there is no database here", 2);
  check_failure(fixture, "return function()\nerror() end",
                "error() was called without a message", 2);
}

static void a_connection_brings_db_and_op(void **state) {
  struct fixture *fixture = *state;
  struct script_function *function =
      read_function(fixture, "local calls = 0\nreturn function()\n"
                             "calls = calls + 1\n"
                             "op.create_table('t' .. calls, { { 'a', 'TEXT' } })\n"
                             "return tostring(db:value('SELECT count(*) FROM '\n"
                             ".. 'sqlite_schema')) end");
  assert_string_equal(call(fixture, function, fixture->connection), "1");
  assert_string_equal(call(fixture, function, fixture->connection), "2");
  runner_error_clear(&fixture->error);
  assert_int_equal(
      script_call(function, NULL, 0, NULL, fixture->arena, NULL, &fixture->error),
      RUNNER_FAILED);
  assert_string_equal(fixture->error.message, "there is no database here");
}

static void files_must_return_a_function(void **state) {
  struct fixture *fixture = *state;
  struct script_function *function = NULL;
  const char *path = fixture_write(fixture, "f.lua", "return {}");
  assert_int_equal(
      script_read_function(fixture->script, path, &function, &fixture->error),
      RUNNER_USAGE);
  assert_non_null(strstr(fixture->error.message, "must return a function, not a table"));
}

static void modules_of_our_own_are_found(void **state) {
  struct fixture *fixture = *state;
  struct script_function *function = NULL;
  struct script_table *table = NULL;
  const struct script_field fields[] = {
      {.key = "rev", .type = SCRIPT_TEXT, .text = "abc"},
      {.key = "message", .type = SCRIPT_TEXT, .text = "Add a table"},
  };
  const char *answer = NULL;
  assert_int_equal(script_module_function(fixture->script, "runner.template.name",
                                          "render", &function, &fixture->error),
                   RUNNER_DONE);
  assert_int_equal(
      script_call(function, fields, 2, NULL, fixture->arena, &answer, &fixture->error),
      RUNNER_DONE);
  assert_string_equal(answer, "abc_add_a_table");
  assert_int_equal(script_module_table(fixture->script, "runner.template.project", &table,
                                       &fixture->error),
                   RUNNER_DONE);
  bool has = false;
  assert_int_equal(script_has(table, "generic", &has, &fixture->error), RUNNER_DONE);
  assert_true(has);
  assert_int_equal(script_module_function(fixture->script, "runner.template.name",
                                          "nothing", &function, &fixture->error),
                   RUNNER_FAILED);
  assert_int_equal(script_module_function(fixture->script, "runner.nowhere", "x",
                                          &function, &fixture->error),
                   RUNNER_FAILED);
}

static void nothing_runs_once_interrupted(void **state) {
  struct fixture *fixture = *state;
  struct script_function *function = read_function(fixture, "return function() end");
  script_interrupt(fixture->script);
  assert_int_equal(
      script_call(function, NULL, 0, NULL, fixture->arena, NULL, &fixture->error),
      RUNNER_INTERRUPTED);
}

struct attempt {
  struct connection *connection;
  const char *path;
};

static runner_status read_and_call(void *user, struct runner_error *error) {
  const struct attempt *attempt = user;
  struct script_options options = {0};
  struct script_state *script = NULL;
  struct script_function *function = NULL;
  const char *items[] = {"b", "c"}, *answer = NULL;
  const struct script_field field = {
      .key = "k", .type = SCRIPT_TEXTS, .texts = {items, 2}};
  struct arena *arena = arena_create();
  if (arena == NULL) return error_no_memory(error);
  runner_status status = script_create(&options, &script, error);
  if (status == RUNNER_DONE)
    status = script_read_function(script, attempt->path, &function, error);
  if (status == RUNNER_DONE)
    status = script_call(function, &field, 1, attempt->connection, arena, &answer, error);
  if (status == RUNNER_DONE && strcmp(answer, "1") != 0) status = RUNNER_NEGATIVE;
  script_destroy(script);
  arena_destroy(arena);
  return status;
}

static void nothing_leaks_when_memory_runs_out(void **state) {
  struct fixture *fixture = *state;
  const char *text = "return function() return tostring(db:value('SELECT 1')) end";
  struct attempt attempt = {fixture->connection, fixture_write(fixture, "f.lua", text)};
  call(fixture, read_function(fixture, text), fixture->connection);
  failing_allocator_loop(read_and_call, &attempt, RUNNER_DONE, FAILING_LENIENT);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(fields_arrive_with_their_types, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(the_answer_is_a_text_or_nothing, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(errors_have_their_place, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(a_connection_brings_db_and_op, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(files_must_return_a_function, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(modules_of_our_own_are_found, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(nothing_runs_once_interrupted, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(nothing_leaks_when_memory_runs_out, fixture_setup,
                                      fixture_teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

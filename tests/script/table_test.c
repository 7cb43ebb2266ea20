/* Configuration files: reading the table they return, and what is in it. */
#include "fixture.h"
#include "support/failing_allocator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct script_table *read_table(struct fixture *fixture, const char *text) {
  struct script_table *table = NULL;
  const char *path = fixture_write(fixture, "runner.lua", text);
  assert_int_equal(script_read_table(fixture->script, path, &table, &fixture->error),
                   RUNNER_DONE);
  return table;
}

static void check_refused(struct fixture *fixture, const char *text, const char *message,
                          int line) {
  struct script_table *table = NULL;
  const char *path = fixture_write(fixture, "runner.lua", text);
  runner_error_clear(&fixture->error);
  assert_int_equal(script_read_table(fixture->script, path, &table, &fixture->error),
                   RUNNER_USAGE);
  assert_non_null(strstr(fixture->error.message, message));
  assert_string_equal(fixture->error.file, path);
  assert_int_equal(fixture->error.line, line);
}

static void broken_files_are_refused(void **state) {
  struct fixture *fixture = *state;
  check_refused(fixture, "\nreturn {", "near <eof>", 2);
  check_refused(fixture, "\n\nerror('boom')", "boom", 3);
  check_refused(fixture, "x = 1", "must return a table, not a nil", 0);
  check_refused(fixture, "return 'x'", "must return a table, not a string", 0);
  check_refused(fixture, "return io.open('x')", "`io` is not available", 1);
  check_refused(fixture, "\033Lua", "this is compiled Lua", 1);
  struct script_table *table = NULL;
  assert_int_equal(
      script_read_table(fixture->script, "/nowhere/r.lua", &table, &fixture->error),
      RUNNER_USAGE);
  assert_string_equal(fixture->error.file, "/nowhere/r.lua");
}

static void plain_values_are_read(void **state) {
  struct fixture *fixture = *state;
  struct script_table *table =
      read_table(fixture, "return { text = 'a', yes = true, whole = 5.0, part = 2.5 }");
  const char *text = NULL;
  bool yes = false;
  int64_t whole = 0;
  double part = 0;
  struct runner_error *error = &fixture->error;
  assert_int_equal(script_get_text(table, "text", fixture->arena, &text, error), 0);
  assert_string_equal(text, "a");
  assert_int_equal(script_get_boolean(table, "yes", &yes, error), 0);
  assert_true(yes);
  assert_int_equal(script_get_integer(table, "whole", &whole, error), 0);
  assert_int_equal(whole, 5);
  assert_int_equal(script_get_number(table, "part", &part, error), 0);
  assert_true(part == 2.5);
}

static void missing_keys_leave_the_output_alone(void **state) {
  struct fixture *fixture = *state;
  struct script_table *table = read_table(fixture, "return {}"), *inner = NULL;
  struct script_function *function = NULL;
  const char *text = "before";
  struct runner_texts texts = {&text, 1};
  bool yes = true;
  int64_t whole = 7;
  double part = 1.5;
  struct runner_error *error = &fixture->error;
  assert_int_equal(script_get_text(table, "k", fixture->arena, &text, error), 0);
  assert_int_equal(script_get_texts(table, "k", fixture->arena, &texts, error), 0);
  assert_int_equal(script_get_boolean(table, "k", &yes, error), 0);
  assert_int_equal(script_get_integer(table, "k", &whole, error), 0);
  assert_int_equal(script_get_number(table, "k", &part, error), 0);
  assert_int_equal(script_get_table(table, "k", &inner, error), 0);
  assert_int_equal(script_get_function(table, "k", &function, error), 0);
  assert_string_equal(text, "before");
  assert_int_equal(texts.count, 1);
  assert_true(yes && whole == 7 && part == 1.5);
  assert_null(inner);
  assert_null(function);
}

static void check_message(struct fixture *fixture, runner_status status,
                          const char *message) {
  assert_int_equal(status, RUNNER_USAGE);
  assert_string_equal(fixture->error.message, message);
}

static void wrong_types_are_named(void **state) {
  struct fixture *fixture = *state;
  struct script_table *table =
      read_table(fixture, "return { n = 5, f = 1.5, l = { 'a', 2 }, k = { x = 'a' }, "
                          "z = 'a\\0', s = '5' }");
  struct script_table *inner = NULL;
  struct script_function *function = NULL;
  const char *text = NULL;
  struct runner_texts texts = {0};
  bool yes = false;
  int64_t whole = 0;
  double part = 0;
  struct arena *arena = fixture->arena;
  struct runner_error *error = &fixture->error;
  check_message(fixture, script_get_text(table, "n", arena, &text, error),
                "`n` must be a text, not a number");
  check_message(fixture, script_get_text(table, "z", arena, &text, error),
                "`z` has a zero byte in it");
  check_message(fixture, script_get_texts(table, "n", arena, &texts, error),
                "`n` must be a list of texts, not a number");
  check_message(fixture, script_get_texts(table, "l", arena, &texts, error),
                "`l` must be a list of texts, but item 2 of it is a number");
  check_message(fixture, script_get_texts(table, "k", arena, &texts, error),
                "`k` must be a list of texts, but has keys or gaps");
  check_message(fixture, script_get_boolean(table, "n", &yes, error),
                "`n` must be true or false, not a number");
  check_message(fixture, script_get_integer(table, "f", &whole, error),
                "`f` must be a whole number");
  check_message(fixture, script_get_integer(table, "s", &whole, error),
                "`s` must be a whole number, not a string");
  check_message(fixture, script_get_number(table, "s", &part, error),
                "`s` must be a number, not a string");
  check_message(fixture, script_get_table(table, "n", &inner, error),
                "`n` must be a table, not a number");
  check_message(fixture, script_get_function(table, "n", &function, error),
                "`n` must be a function, not a number");
}

static void lists_take_one_text_or_many(void **state) {
  struct fixture *fixture = *state;
  struct script_table *table =
      read_table(fixture, "return { one = 'a', many = { 'b', 'c' }, none = {} }");
  struct runner_texts texts = {0};
  script_get_texts(table, "one", fixture->arena, &texts, &fixture->error);
  assert_int_equal(texts.count, 1);
  assert_string_equal(texts.items[0], "a");
  script_get_texts(table, "many", fixture->arena, &texts, &fixture->error);
  assert_int_equal(texts.count, 2);
  assert_string_equal(texts.items[1], "c");
  script_get_texts(table, "none", fixture->arena, &texts, &fixture->error);
  assert_int_equal(texts.count, 0);
}

static void items_come_as_what_they_are(void **state) {
  struct fixture *fixture = *state;
  struct script_table *table =
      read_table(fixture, "return { 'a', { x = 1 }, function() end, 5 }");
  assert_int_equal(script_table_length(table), 4);
  assert_int_equal(script_table_count(table), 4);
  static const char *const expected[] = {"text", "table", "function"};
  for (size_t i = 1; i <= 3; i++) {
    struct script_table *inner = NULL;
    struct script_function *function = NULL;
    const char *text = NULL;
    assert_int_equal(script_get_item(table, "list", i, fixture->arena, &inner, &function,
                                     &text, &fixture->error),
                     RUNNER_DONE);
    assert_string_equal(text != NULL    ? "text"
                        : inner != NULL ? "table"
                                        : "function",
                        expected[i - 1]);
    assert_int_equal((text != NULL) + (inner != NULL) + (function != NULL), 1);
  }
  struct script_table *inner = NULL;
  struct script_function *function = NULL;
  const char *text = NULL;
  check_message(fixture,
                script_get_item(table, "list", 4, fixture->arena, &inner, &function,
                                &text, &fixture->error),
                "item 4 of `list` must not be a number");
}

static void keys_are_sorted(void **state) {
  struct fixture *fixture = *state;
  struct script_table *table =
      read_table(fixture, "return { b = 1, a = 'x', [1] = true, c = print, B = {} }");
  struct runner_texts keys = {0};
  script_table_keys(table, fixture->arena, &keys, &fixture->error);
  assert_int_equal(keys.count, 4);
  assert_string_equal(keys.items[0], "B");
  assert_string_equal(keys.items[1], "a");
  assert_string_equal(keys.items[3], "c");
}

static void presence_is_asked_without_a_type(void **state) {
  struct fixture *fixture = *state;
  struct script_table *table = read_table(fixture, "return { no = false, f = print }");
  static const struct {
    const char *key;
    bool has;
  } cases[] = {{"no", true}, {"f", true}, {"d", false}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    bool has = !cases[i].has;
    assert_int_equal(script_has(table, cases[i].key, &has, &fixture->error), RUNNER_DONE);
    assert_int_equal(has, cases[i].has);
  }
}

static void a_callable_is_a_function_or_a_table(void **state) {
  struct fixture *fixture = *state;
  struct script_table *table = read_table(fixture, "return { f = print, t = {}, n = 1 }"),
                      *inner = NULL;
  struct script_function *function = NULL;
  runner_status status =
      script_get_callable(table, "f", &function, &inner, &fixture->error);
  assert_true(status == RUNNER_DONE && function != NULL && inner == NULL);
  function = NULL;
  status = script_get_callable(table, "t", &function, &inner, &fixture->error);
  assert_true(status == RUNNER_DONE && function == NULL && inner != NULL);
  check_message(fixture,
                script_get_callable(table, "n", &function, &inner, &fixture->error),
                "`n` must be a function or a table, not a number");
}

static void metatables_of_the_author_are_respected(void **state) {
  struct fixture *fixture = *state;
  struct script_table *table = read_table(
      fixture, "return setmetatable({}, { __index = function(_, key)\n"
               "if key == 'bad' then error('boom') end return key .. '!' end })");
  const char *text = NULL;
  script_get_text(table, "a", fixture->arena, &text, &fixture->error);
  assert_string_equal(text, "a!");
  check_message(fixture,
                script_get_text(table, "bad", fixture->arena, &text, &fixture->error),
                "boom");
  bool has = false;
  check_message(fixture, script_has(table, "bad", &has, &fixture->error), "boom");
  assert_false(has);
}

static void the_configuration_sees_its_lib_and_the_arguments(void **state) {
  struct fixture *fixture = *state;
  struct runner_texts none = {0};
  const char *argument = "stage=test";
  struct runner_texts arguments = {&argument, 1};
  struct script_state *script = NULL;
  struct script_options options = {0};
  struct script_table *table = NULL;
  const char *text = NULL;
  fixture_write(fixture, "lib/names.lua", "return { db = 'names.db' }");
  const char *path = fixture_write(
      fixture, "runner.lua",
      "return { database = require('names').db .. '-' .. context.x.stage }");
  assert_int_equal(script_create(&options, &script, &fixture->error), RUNNER_DONE);
  script_set_arguments(script, &none, &fixture->error);
  script_set_arguments(script, &arguments, &fixture->error);
  assert_int_equal(script_read_table(script, path, &table, &fixture->error), RUNNER_DONE);
  script_get_text(table, "database", fixture->arena, &text, &fixture->error);
  assert_string_equal(text, "names.db-test");
  script_destroy(script);
}

static runner_status read_some(void *user, struct runner_error *error) {
  const char *path = user;
  struct script_options options = {0};
  struct script_state *script = NULL;
  struct script_table *table = NULL, *inner = NULL;
  struct runner_texts texts = {0};
  struct arena *arena = arena_create();
  if (arena == NULL) return error_no_memory(error);
  runner_status status = script_create(&options, &script, error);
  if (status == RUNNER_DONE) status = script_read_table(script, path, &table, error);
  if (status == RUNNER_DONE) status = script_get_table(table, "inner", &inner, error);
  if (status == RUNNER_DONE)
    status = script_get_texts(inner, "list", arena, &texts, error);
  if (status == RUNNER_DONE) status = script_table_keys(inner, arena, &texts, error);
  script_destroy(script);
  arena_destroy(arena);
  return status;
}

static void nothing_leaks_when_memory_runs_out(void **state) {
  struct fixture *fixture = *state;
  const char *path = fixture_write(fixture, "runner.lua",
                                   "return { inner = { list = { 'a', 'b' }, k = 1 } }");
  failing_allocator_loop(read_some, (void *)path, RUNNER_DONE, FAILING_LENIENT);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(broken_files_are_refused, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(plain_values_are_read, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(missing_keys_leave_the_output_alone, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(wrong_types_are_named, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(lists_take_one_text_or_many, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(items_come_as_what_they_are, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(keys_are_sorted, fixture_setup, fixture_teardown),
      cmocka_unit_test_setup_teardown(presence_is_asked_without_a_type, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(a_callable_is_a_function_or_a_table, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(metatables_of_the_author_are_respected,
                                      fixture_setup, fixture_teardown),
      cmocka_unit_test_setup_teardown(the_configuration_sees_its_lib_and_the_arguments,
                                      fixture_setup, fixture_teardown),
      cmocka_unit_test_setup_teardown(nothing_leaks_when_memory_runs_out, fixture_setup,
                                      fixture_teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

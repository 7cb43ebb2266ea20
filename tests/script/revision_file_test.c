/* Reading revision files and running them. */
#include "fixture.h"
#include "support/failing_allocator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* ---- reading ---- */

static void all_variables_are_taken(void **state) {
  struct fixture *fixture = *state;
  const struct runner_revision *revision = &fixture->revision;
  assert_int_equal(fixture_read(fixture, "--- Start the\n--- counters.\n---\n--- More.\n"
                                         "revision = 'b' down_revision = { 'a', 'z' }\n"
                                         "branch_labels = 'l' depends_on = { 'd' }\n"
                                         "created = '2026' transaction = false\n"
                                         "removes_rows = { 'old', 't' }\n"
                                         "function upgrade() end\n"
                                         "function downgrade() end\n"),
                   RUNNER_DONE);
  assert_string_equal(revision->id, "b");
  assert_int_equal(revision->down.count, 2);
  assert_string_equal(revision->down.items[0], "a");
  assert_string_equal(revision->down.items[1], "z");
  assert_int_equal(revision->labels.count, 1);
  assert_string_equal(revision->labels.items[0], "l");
  assert_string_equal(revision->depends.items[0], "d");
  assert_string_equal(revision->created, "2026");
  assert_string_equal(revision->message, "Start the\ncounters.");
  assert_string_equal(revision->document, "Start the\ncounters.\n\nMore.");
  assert_false(revision->transaction);
  assert_false(revision->removes_any_rows);
  assert_int_equal(revision->removes_rows.count, 2);
  assert_string_equal(revision->removes_rows.items[1], "t");
  assert_true(revision->has_downgrade);
}

static void rows_that_are_removed_are_announced_in_three_ways(void **state) {
  static const struct {
    const char *value;
    bool any;
    size_t count;
  } cases[] = {
      {"true", true, 0}, {"false", false, 0}, {"{}", false, 0}, {"'t'", false, 1}};
  struct fixture *fixture = *state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char source[128];
    snprintf(source, sizeof source,
             "revision = 'a' function upgrade() end removes_rows = %s", cases[i].value);
    assert_int_equal(fixture_read(fixture, source), RUNNER_DONE);
    assert_int_equal(fixture->revision.removes_any_rows, cases[i].any);
    assert_int_equal(fixture->revision.removes_rows.count, cases[i].count);
  }
}

static void what_is_left_out_has_a_default(void **state) {
  struct fixture *fixture = *state;
  const struct runner_revision *revision = &fixture->revision;
  assert_int_equal(fixture_read(fixture, "revision = 'a' depends_on = {}\n"
                                         "function upgrade() end other = 5\n"
                                         "revisions = {} function create() end"),
                   RUNNER_DONE);
  assert_int_equal(revision->down.count, 0);
  assert_int_equal(revision->labels.count, 0);
  assert_int_equal(revision->depends.count, 0);
  assert_null(revision->created);
  assert_string_equal(revision->message, "");
  assert_string_equal(revision->document, "");
  assert_true(revision->transaction);
  assert_false(revision->removes_any_rows);
  assert_int_equal(revision->removes_rows.count, 0);
  assert_false(revision->has_downgrade);
}

static void a_mark_and_a_first_line_are_passed_over(void **state) {
  struct fixture *fixture = *state;
  assert_int_equal(fixture_read(fixture, "\xEF\xBB\xBF#!/usr/bin/env runner\n--- Text.\n"
                                         "revision = 'a'\nfunction upgrade()\n"
                                         "error('here') end"),
                   RUNNER_DONE);
  assert_string_equal(fixture->revision.message, "Text.");
  assert_int_equal(fixture_upgrade(fixture), RUNNER_FAILED);
  assert_int_equal(fixture->error.line, 5);
}

#define NESTED "(((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((("

static void broken_files_are_refused_with_their_place(void **state) {
  static const struct {
    const char *source;
    const char *message;
    int line;
  } cases[] = {
      {"\033Lua", "this is compiled Lua, and scripts are loaded as text", 1},
      {"\n\nx = = 1", "unexpected symbol near '='", 3},
      {"x = " NESTED NESTED NESTED NESTED "1", "C stack overflow", 0},
      {"\nerror('boom')", "boom", 2},
      {"\nerror({})", "a table without a message was raised as an error", 2},
      {"\ncoroutine.yield()", "coroutine.yield was called outside a coroutine", 2},
      {"\nlocal run = db.exec", "there is no database here", 2},
      {"\nop.drop_table('t')", "there is no database here", 2},
      {"\nop.nothing()", "op has no operation 'nothing'", 2},
      {"function upgrade() end", "the file does not set `revision`", 0},
      {"revision = 'a'", "the file does not set `upgrade`", 0},
      {"revision = 'a'\ndown_revison = 'b'\nfunction upgrade() end",
       "a revision has no variable `down_revison`", 2},
      {"revision = 'a'\nfunction upgrade() end\nfunction donwgrade() end",
       "a revision has no variable `donwgrade`", 3},
      {"\nrevision = 5", "`revision` must be a text, not a number", 2},
      {"revision = 'a\\0b'", "`revision` has a zero byte in it", 1},
      {"revision = 'a'\ndown_revision = 5",
       "`down_revision` must be a text or a list of texts, not a number", 2},
      {"revision = 'a'\n\ndepends_on = { 'a', {} }",
       "`depends_on` must be a list of texts, but item 2 of it is a table", 3},
      {"revision = 'a'\nbranch_labels = { x = 'a' }",
       "`branch_labels` must be a list of texts, but has keys or gaps", 2},
      {"revision = 'a'\ncreated = true", "`created` must be a text, not a boolean", 2},
      {"revision = 'a'\ntransaction = 'no'",
       "`transaction` must be true or false, not a string", 2},
      {"revision = 'a'\nremoves_rows = 5",
       "`removes_rows` must be a list of tables' names or true, not a number", 2},
      {"revision = 'a'\nremoves_rows = { 't', true }",
       "`removes_rows` must be a list of texts, but item 2 of it is a boolean", 2},
      {"revision = 'a'\nremove_rows = { 't' }",
       "a revision has no variable `remove_rows`", 2},
      {"revision = 'a'\nupgrade = {}", "`upgrade` must be a function, not a table", 2},
      {"revision = 'a' function upgrade() end\ndowngrade = 'x'",
       "`downgrade` must be a function, not a string", 2},
  };
  struct fixture *fixture = *state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    assert_int_equal(fixture_read(fixture, cases[i].source), RUNNER_REVISION);
    assert_string_equal(fixture->error.message, cases[i].message);
    assert_string_equal(fixture->error.file, "versions/x.lua");
    assert_int_equal(fixture->error.line, cases[i].line);
  }
}

static void the_words_can_be_named_at_top_level(void **state) {
  struct fixture *fixture = *state;
  assert_int_equal(fixture_read(fixture,
                                "revision = 'a'\n"
                                "local null, blob, db, op = db.null, db.blob, db, "
                                "op\n"
                                "local make = op.create_table\n"
                                "function upgrade()\n"
                                "  make('t', { { 'a', 'TEXT' } })\n"
                                "  db:exec('INSERT INTO t VALUES (?)', null)\n"
                                "  op.execute('DELETE FROM t')\n"
                                "  assert(blob('x') ~= nil)\n"
                                "end"),
                   RUNNER_DONE);
  assert_int_equal(fixture_upgrade(fixture), RUNNER_DONE);
}

/* ---- running ---- */

static void both_directions_run_with_their_context(void **state) {
  struct fixture *fixture = *state;
  const char *arguments[] = {"a=1=2", "flag", "a=3"};
  struct runner_texts list = {arguments, 3};
  struct script_context context = {.upgrade = false, .offline = true, .tag = "v1"};
  script_set_arguments(fixture->script, &list, &fixture->error);
  fixture_read(fixture,
               "revision = 'a'\nfunction upgrade() end\nfunction downgrade()\n"
               "log('%s %s %s %s', context.direction, context.offline,\n"
               "  context.revision, context.tag)\n"
               "log('%s,%s,%d,%s', context.x.a, context.x.flag,\n"
               "  #context.x_arguments, table.concat(context.x_arguments, '|'))\n"
               "end");
  assert_int_equal(script_run_revision(fixture->script, &fixture->revision, &context,
                                       fixture->connection, &fixture->error),
                   RUNNER_DONE);
  assert_string_equal(fixture->log.bytes,
                      "info: downgrade true a v1\ninfo: 3,,3,a=1=2|flag|a=3\n");
  fixture_check(fixture,
                "assert(context.direction == 'upgrade' and not context.offline)\n"
                "assert(not pcall(function() context.x.a = 1 end))");
}

static void there_may_be_no_way_back(void **state) {
  struct fixture *fixture = *state;
  struct script_context context = {.upgrade = false};
  fixture_read(fixture, "revision = 'a' function upgrade() end");
  assert_int_equal(script_run_revision(fixture->script, &fixture->revision, &context,
                                       fixture->connection, &fixture->error),
                   RUNNER_REVISION);
  assert_string_equal(fixture->error.message, "revision a has no downgrade()");
  assert_string_equal(fixture->error.revision, "a");
  assert_string_equal(fixture->error.file, "versions/x.lua");
}

static void a_failure_says_revision_place_and_stack(void **state) {
  struct fixture *fixture = *state;
  fixture_check_failure(fixture, "\nlocal function inner() error('boom') end\ninner()",
                        RUNNER_FAILED, "boom", 3);
  assert_string_equal(fixture->error.revision, "x");
  assert_non_null(strstr(fixture->error.traceback, "inner"));
}

static void a_failed_statement_keeps_its_text(void **state) {
  struct fixture *fixture = *state;
  fixture_check_failure(fixture, "\ndb:exec('SELECT * FROM nowhere')", RUNNER_FAILED,
                        "no such table: nowhere", 3);
  assert_string_equal(fixture->error.sql, "SELECT * FROM nowhere");
}

static void a_yield_is_refused(void **state) {
  struct fixture *fixture = *state;
  const char *message =
      "upgrade() yielded; a revision runs to its end in one transaction";
  fixture_check_failure(fixture, "\ncoroutine.yield(1)", RUNNER_FAILED, message, 3);
  fixture_check(fixture, "assert(not pcall(coroutine.yield))");
}

static void errors_while_closing_are_errors(void **state) {
  fixture_check_failure(*state,
                        "local x <close> = setmetatable({}, { __close = function()\n"
                        "error('closing') end })",
                        RUNNER_FAILED, "closing", 3);
}

static void errors_while_collecting_are_warnings(void **state) {
  struct fixture *fixture = *state;
  fixture_check(fixture, "setmetatable({}, { __gc = function() error('late') end })");
  for (int i = 0; i < 2000 && fixture->log.length == 0; i++)
    fixture_check(fixture, "local t = {} for i = 1, 1000 do t[i] = {} end");
  assert_string_equal(fixture->log.bytes,
                      "warning: error in __gc (versions/x.lua:2: late)\n");
}

static void the_database_is_gone_afterwards(void **state) {
  struct fixture *fixture = *state;
  fixture_write(fixture, "lib/keep.lua", "return {}");
  fixture_check(fixture, "require('keep').db = db");
  assert_int_equal(fixture_run(fixture, "require('keep').db:exec('SELECT 1')"),
                   RUNNER_FAILED);
  assert_non_null(strstr(fixture->error.message, "closed"));
}

/* ---- memory ---- */

static runner_status read_and_run(void *user, struct runner_error *error) {
  struct fixture *fixture = user;
  struct script_options options = {0};
  struct script_context context = {.upgrade = true};
  struct script_state *script = NULL;
  struct runner_revision revision = fixture->revision;
  struct arena *arena = arena_create();
  if (arena == NULL) return error_no_memory(error);
  runner_status status = script_create(&options, &script, error);
  if (status == RUNNER_DONE)
    status = script_read_revision(script, arena, &revision, error);
  if (status == RUNNER_DONE)
    status = script_run_revision(script, &revision, &context, fixture->connection, error);
  script_destroy(script);
  arena_destroy(arena);
  return status;
}

static void nothing_leaks_when_memory_runs_out(void **state) {
  struct fixture *fixture = *state;
  fixture_check(fixture, "db:value('SELECT 1')"); /* what the connection keeps */
  fixture_read(fixture, "--- Text.\nrevision = 'a' down_revision = { 'b', 'c' }\n"
                        "function upgrade() assert(db:value('SELECT 1') == 1) end");
  failing_allocator_loop(read_and_run, fixture, RUNNER_DONE, FAILING_LENIENT);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(all_variables_are_taken, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(rows_that_are_removed_are_announced_in_three_ways,
                                      fixture_setup, fixture_teardown),
      cmocka_unit_test_setup_teardown(what_is_left_out_has_a_default, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(a_mark_and_a_first_line_are_passed_over,
                                      fixture_setup, fixture_teardown),
      cmocka_unit_test_setup_teardown(broken_files_are_refused_with_their_place,
                                      fixture_setup, fixture_teardown),
      cmocka_unit_test_setup_teardown(the_words_can_be_named_at_top_level, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(both_directions_run_with_their_context,
                                      fixture_setup, fixture_teardown),
      cmocka_unit_test_setup_teardown(there_may_be_no_way_back, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(a_failure_says_revision_place_and_stack,
                                      fixture_setup, fixture_teardown),
      cmocka_unit_test_setup_teardown(a_failed_statement_keeps_its_text, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(a_yield_is_refused, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(errors_while_closing_are_errors, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(errors_while_collecting_are_warnings, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(the_database_is_gone_afterwards, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(nothing_leaks_when_memory_runs_out, fixture_setup,
                                      fixture_teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

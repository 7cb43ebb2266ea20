/* An open project: asking, an application's own connection, commands, callbacks. */
#include "project_fixture.h"

#include "base/buffer.h"
#include "base/file.h"
#include "support/failing_allocator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

static const char *ids(struct project *project, const struct runner_list *list) {
  const char *text = "";
  for (size_t i = 0; i < list->count; i++)
    text = arena_format(project->arena, "%s%s%s", text, i > 0 ? " " : "",
                        list->items[i]->id);
  return text;
}

/* aaaa <- bbbb (label left), aaaa <- cccc; the database stands at bbbb. */
static void open_branches(struct project *project) {
  project_revision(project, "aaaa", "nil", "", "");
  project_revision(project, "bbbb", "'aaaa' branch_labels = 'left'", "", "");
  project_revision(project, "cccc", "'aaaa'", "", "");
  project_open(project);
  expect_success(project,
                 runner_upgrade(project->runner, "left@head", 0, NULL, &project->error));
}

/* ---- asking ---- */

static void every_question_has_its_answer(void **state) {
  struct project *project = *state;
  struct runner_list list = {0};
  struct runner_texts rows = {0};
  open_branches(project);
  struct runner *runner = project->runner;
  struct runner_error *error = &project->error;
  expect_success(project, runner_rows(runner, &rows, error));
  assert_true(rows.count == 1 && strcmp(rows.items[0], "bbbb") == 0);
  expect_success(project, runner_current(runner, &list, error));
  assert_string_equal(ids(project, &list), "bbbb");
  expect_success(project, runner_heads(runner, false, &list, error));
  assert_string_equal(ids(project, &list), "bbbb cccc");
  expect_success(project, runner_history(runner, NULL, &list, error));
  assert_string_equal(ids(project, &list), "bbbb cccc aaaa");
  expect_success(project, runner_history(runner, "current:", &list, error));
  assert_string_equal(ids(project, &list), "bbbb");
  expect_success(project, runner_branches(runner, &list, error));
  assert_string_equal(ids(project, &list), "aaaa");
  expect_success(project, runner_find(runner, "current", &list, error));
  assert_string_equal(ids(project, &list), "bbbb");
  expect_success(project, runner_find(runner, "base", &list, error));
  assert_int_equal(list.count, 0);
  assert_string_equal(runner_revision(runner, "bbbb")->message, "Revision bbbb.");
  assert_null(runner_revision(runner, "left"));
}

static void questions_without_a_database_make_none(void **state) {
  struct project *project = *state;
  struct runner_list list = {0};
  struct runner_texts rows = {.count = 9};
  struct runner_plan plan = {0};
  project_three(project);
  project_open(project);
  expect_success(project, runner_rows(project->runner, &rows, &project->error));
  assert_int_equal(rows.count, 0);
  expect_success(project, runner_current(project->runner, &list, &project->error));
  assert_int_equal(list.count, 0);
  expect_success(project,
                 runner_plan_upgrade(project->runner, "head", &plan, &project->error));
  assert_int_equal(plan.count, 3);
  assert_false(file_exists(project_path(project, "desk.db")));
}

static void heads_are_checked(void **state) {
  struct project *project = *state;
  open_branches(project);
  expect_error(project, runner_check_heads(project->runner, &project->error),
               RUNNER_NEGATIVE, "the database is not on all head revisions");
  expect_success(project,
                 runner_upgrade(project->runner, "heads", 0, NULL, &project->error));
  expect_success(project, runner_check_heads(project->runner, &project->error));
}

static void the_version_table_is_made_alone(void **state) {
  struct project *project = *state;
  project_open(project);
  for (int i = 0; i < 2; i++)
    expect_success(project, runner_ensure_version(project->runner, &project->error));
  assert_string_equal(project_ask(project, "SELECT name FROM sqlite_schema WHERE "
                                           "type = 'table'"),
                      "runner_version");
}

static void a_project_in_memory_lives_as_long_as_it_is_open(void **state) {
  struct project *project = *state;
  struct runner_texts rows = {0};
  struct runner_options options = {.config = project_path(project, "runner.lua"),
                                   .database = ":memory:"};
  project_three(project);
  expect_success(project, project_try_open(project, &options));
  expect_success(project,
                 runner_upgrade(project->runner, "+1", 0, NULL, &project->error));
  expect_success(project,
                 runner_upgrade(project->runner, "head", 0, NULL, &project->error));
  expect_success(project, runner_rows(project->runner, &rows, &project->error));
  assert_string_equal(rows.items[0], "cccc");
}

static void a_folder_that_is_missing_is_named(void **state) {
  struct project *project = *state;
  struct runner_options options = {.config = project_path(project, "runner.lua"),
                                   .database = project_path(project, "no/x.db")};
  project_three(project);
  expect_success(project, project_try_open(project, &options));
  expect_error(project, runner_upgrade(project->runner, "head", 0, NULL, &project->error),
               RUNNER_USAGE,
               arena_format(project->arena, "cannot create %s: there is no folder %s",
                            options.database, project_path(project, "no")));
}

/* ---- an application's connection ---- */

static void an_application_lends_its_connection(void **state) {
  struct project *project = *state;
  sqlite3 *handle = NULL;
  struct runner_texts rows = {0};
  project_three(project);
  project_open(project);
  assert_int_equal(sqlite3_open(":memory:", &handle), SQLITE_OK);
  expect_error(project, runner_use_connection(project->runner, NULL, &project->error),
               RUNNER_USAGE, "no connection was handed over");
  sqlite3_exec(handle, "BEGIN", NULL, NULL, NULL);
  expect_error(project, runner_use_connection(project->runner, handle, &project->error),
               RUNNER_USAGE, "the application's connection is inside a transaction");
  /* It is the application's database that is meant, now and later. */
  expect_error(project, runner_upgrade(project->runner, "head", 0, NULL, &project->error),
               RUNNER_USAGE, "the application's connection is inside a transaction");
  sqlite3_exec(handle, "COMMIT", NULL, NULL, NULL);
  expect_success(project,
                 runner_use_connection(project->runner, handle, &project->error));
  expect_success(project,
                 runner_upgrade(project->runner, "head", 0, NULL, &project->error));
  assert_string_equal(runner_database(project->runner), ":memory:");
  expect_success(project, runner_rows(project->runner, &rows, &project->error));
  assert_string_equal(rows.items[0], "cccc");
  project_close(project);
  assert_int_equal(sqlite3_exec(handle, "INSERT INTO c VALUES (1)", NULL, NULL, NULL),
                   SQLITE_OK);
  assert_int_equal(sqlite3_close(handle), SQLITE_OK);
  assert_false(file_exists(project_path(project, "desk.db")));
}

/* ---- own commands and callbacks ---- */

static void keep(void *user, const char *text) {
  buffer_text(user, text);
}

static void own_commands_get_arguments_and_answer(void **state) {
  struct project *project = *state;
  struct runner_texts names = {0}, helps = {0};
  const char *words[] = {"one", "two"};
  struct runner_texts arguments = {words, 2};
  struct buffer text = {0};
  project_write(project, "runner.lua",
                "return { database = 'desk.db', commands = {"
                " silent = function() end, wrong = function() return 1 end,"
                " note = { help = 'keep a note', run = function(c)"
                " db:exec('CREATE TABLE IF NOT EXISTS n (x)')"
                " db:exec('INSERT INTO n VALUES (?)', c.arguments[2])"
                " return #c.arguments .. ' words' end } } }");
  project_open(project);
  struct runner *runner = project->runner;
  expect_success(project, runner_commands(runner, &names, &helps, &project->error));
  assert_int_equal(names.count, 3);
  assert_string_equal(names.items[0], "note");
  assert_string_equal(helps.items[0], "keep a note");
  expect_success(project, runner_call_command(runner, "note", &arguments, keep, &text,
                                              &project->error));
  assert_string_equal(text.bytes, "2 words");
  assert_string_equal(project_ask(project, "SELECT x FROM n"), "two");
  buffer_clear(&text);
  expect_success(project, runner_call_command(runner, "silent", &arguments, keep, &text,
                                              &project->error));
  assert_int_equal(text.length, 0);
  expect_error(
      project,
      runner_call_command(runner, "wrong", &arguments, keep, &text, &project->error),
      RUNNER_FAILED, "the function must return a text or nil, not a number");
  expect_error(
      project,
      runner_call_command(runner, "none", &arguments, keep, &text, &project->error),
      RUNNER_USAGE, "there is no command 'none'");
  buffer_release(&text);
}

static void callbacks_stand_in_the_transaction(void **state) {
  struct project *project = *state;
  project_three(project);
  project_write(project, "runner.lua",
                "return { database = 'desk.db', on_version_apply = { function(step)"
                " db:exec('CREATE TABLE IF NOT EXISTS seen (x)')"
                " db:exec('INSERT INTO seen VALUES (?)', step.revision .. step.message"
                " .. tostring(step.is_upgrade) .. tostring(step.is_stamp)"
                " .. table.concat(step.source, ',') .. '>'"
                " .. table.concat(step.destination, ',') .. '=' .. step.heads[1]) end,"
                " function(step) if step.revision == 'bbbb' then error('stop') end end }"
                " }");
  project_open(project);
  expect_error(project, runner_upgrade(project->runner, "head", 0, NULL, &project->error),
               RUNNER_FAILED, "stop");
  assert_string_equal(project_ask(project, "SELECT x FROM seen"),
                      "aaaaRevision aaaa.truefalse>aaaa=aaaa");
}

/* ---- memory ---- */

static bool ask_everything(struct runner *runner, struct runner_error *error) {
  struct runner_list list = {0};
  struct runner_texts texts = {0}, helps = {0};
  struct runner_plan plan = {0};
  return runner_current(runner, &list, error) == RUNNER_DONE && list.count == 1 &&
         runner_heads(runner, true, &list, error) == RUNNER_DONE && list.count == 2 &&
         runner_history(runner, "-1:current", &list, error) == RUNNER_DONE &&
         list.count == 2 && runner_branches(runner, &list, error) == RUNNER_DONE &&
         list.count == 1 && runner_find(runner, "current-1", &list, error) == 0 &&
         list.count == 1 && runner_commands(runner, &texts, &helps, error) == 0 &&
         runner_plan_upgrade(runner, "heads", &plan, error) == RUNNER_DONE &&
         plan.count == 1 && runner_plan_downgrade(runner, "base", &plan, error) == 0 &&
         plan.count == 2;
}

/* An answer is right, or it is an error. */
static void without_memory_no_answer_is_wrong(void **state) {
  struct project *project = *state;
  bool fired = true;
  open_branches(project);
  for (size_t n = 1; fired; n++) {
    project_open(project);
    failing_allocator_install(n, n % 2 == 0);
    bool right = ask_everything(project->runner, &project->error);
    failing_allocator_remove();
    fired = failing_allocator_fired();
    if (right) continue;
    assert_true(fired && project->error.status == RUNNER_FAILED);
    runner_error_clear(&project->error);
    assert_true(ask_everything(project->runner, &project->error));
  }
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, project_setup, project_teardown)

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(every_question_has_its_answer),
      CASE(questions_without_a_database_make_none),
      CASE(heads_are_checked),
      CASE(the_version_table_is_made_alone),
      CASE(a_project_in_memory_lives_as_long_as_it_is_open),
      CASE(a_folder_that_is_missing_is_named),
      CASE(an_application_lends_its_connection),
      CASE(own_commands_get_arguments_and_answer),
      CASE(callbacks_stand_in_the_transaction),
      CASE(without_memory_no_answer_is_wrong),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

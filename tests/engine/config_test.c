/* The configuration: which file, which section, which key, and what is refused. */
#include "engine/config.h"

#include "base/file.h"
#include "project_fixture.h"
#include "support/failing_allocator.h"
#include "support/folder.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* Write `source` as runner.lua and open the project by it. */
static runner_status open_with(struct project *project, const char *source,
                               const char *section) {
  project_write(project, "runner.lua", source);
  struct runner_options options = {.config = project_path(project, "runner.lua"),
                                   .name = section};
  return project_try_open(project, &options);
}

static const struct config *config_of(struct project *project, const char *source,
                                      const char *section) {
  expect_success(project, open_with(project, source, section));
  return &project->runner->config;
}

/* ---- values ---- */

static void every_key_has_a_default(void **state) {
  struct project *project = *state;
  const struct config *config = config_of(project, "return {}", NULL);
  assert_string_equal(config->database, project_path(project, "runner.db"));
  assert_int_equal(config->versions.count, 1);
  assert_string_equal(config->versions.items[0], project_path(project, "versions"));
  assert_string_equal(config->version_table, "runner_version");
  assert_true(config->timeout == 30 && project->runner->timeout == 30);
  assert_int_equal(config->truncate_slug_length, 40);
  assert_false(config->recursive);
  assert_null(config->file_template);
  assert_null(config->template_path);
  assert_int_equal(config->callback_count + config->hook_count + config->command_count,
                   0);
}

static void what_is_written_is_read(void **state) {
  struct project *project = *state;
  const struct config *config =
      config_of(project,
                "return { database = ':memory:', versions = { 'one', '/two' },"
                " recursive = true, version_table = 'alembic_version', timeout = 0.5,"
                " file_template = '{rev}', truncate_slug_length = 7, timezone = 'local',"
                " template = 'own.lua', memory_limit = 64, trust = 'io' }",
                NULL);
  assert_string_equal(config->database, ":memory:");
  assert_int_equal(config->versions.count, 2);
  assert_string_equal(config->versions.items[0], project_path(project, "one"));
  assert_string_equal(config->versions.items[1], "/two");
  assert_true(config->recursive);
  assert_string_equal(config->version_table, "alembic_version");
  assert_true(config->timeout == 0.5);
  assert_string_equal(config->file_template, "{rev}");
  assert_int_equal(config->truncate_slug_length, 7);
  assert_string_equal(config->timezone, "local");
  assert_string_equal(config->template_path, project_path(project, "own.lua"));
  assert_int_equal(config->memory_limit, 64);
  assert_string_equal(config->trust.items[0], "io");
}

static void hooks_commands_and_callbacks_are_read(void **state) {
  struct project *project = *state;
  const struct config *config = config_of(
      project,
      "local function nothing() end\n"
      "return { on_version_apply = nothing, post_write_hooks = { 'touch', nothing,"
      " { 'sed', '-i', name = 'tidy', cwd = 'sub' } },"
      " commands = { two = nothing, one = { help = 'the first', run = nothing } } }",
      NULL);
  assert_int_equal(config->callback_count, 1);
  assert_int_equal(config->hook_count, 3);
  assert_string_equal(config->hooks[0].command.items[0], "touch");
  assert_string_equal(config->hooks[1].name, "post_write_hooks[2]");
  assert_non_null(config->hooks[1].function);
  assert_string_equal(config->hooks[2].name, "tidy");
  assert_string_equal(config->hooks[2].folder, project_path(project, "sub"));
  assert_int_equal(config->hooks[2].command.count, 2);
  assert_int_equal(config->command_count, 2);
  assert_string_equal(config->commands[0].name, "one");
  assert_string_equal(config->commands[0].help, "the first");
  assert_string_equal(config->commands[1].help, "");
}

static void a_list_of_callbacks_keeps_its_order(void **state) {
  struct project *project = *state;
  const struct config *config =
      config_of(project, "return { on_version_apply = { print, error } }", NULL);
  assert_int_equal(config->callback_count, 2);
  assert_ptr_not_equal(config->callbacks[0], config->callbacks[1]);
}

/* ---- sections ---- */

static const char SECTIONS[] = "return { versions = 'common', timeout = 5, databases = {"
                               " one = { database = '1.db' },"
                               " two = { database = '2.db', versions = 'own' } } }";

static void a_section_comes_before_the_whole_file(void **state) {
  struct project *project = *state;
  const struct config *config = config_of(project, SECTIONS, "two");
  assert_string_equal(config->database, project_path(project, "2.db"));
  assert_string_equal(config->versions.items[0], project_path(project, "own"));
  assert_true(config->timeout == 5);
  config = config_of(project, SECTIONS, "one");
  assert_string_equal(config->versions.items[0], project_path(project, "common"));
}

static void a_section_must_be_chosen(void **state) {
  struct project *project = *state;
  expect_hint(project, open_with(project, SECTIONS, NULL), RUNNER_USAGE,
              "the configuration has several databases and none was chosen",
              "choose one with -n: one, two");
  expect_hint(project, open_with(project, SECTIONS, "three"), RUNNER_USAGE,
              "no database named three in the configuration",
              "choose one with -n: one, two");
  expect_error(project, open_with(project, "return {}", "one"), RUNNER_USAGE,
               "-n one: the configuration has no `databases`");
  const struct config *config = config_of(
      project, "return { database = 'main.db', databases = { one = {} } }", NULL);
  assert_string_equal(config->database, project_path(project, "main.db"));
}

/* ---- who has the say ---- */

static void the_option_comes_before_the_environment_and_the_file(void **state) {
  struct project *project = *state;
  char chosen[] = "chosen.db";
  struct runner_options options = {.database = chosen};
  setenv("RUNNER_CONFIG", project_path(project, "runner.lua"), 1);
  setenv("RUNNER_DATABASE", "environment.db", 1);
  expect_success(project, project_try_open(project, &options));
  memset(chosen, 'x', sizeof chosen - 1); /* the caller's text may go */
  assert_string_equal(runner_database(project->runner), "chosen.db");
  options.database = NULL;
  expect_success(project, project_try_open(project, &options));
  setenv("RUNNER_DATABASE", "", 1);
  assert_string_equal(runner_database(project->runner), "environment.db");
  expect_success(project, project_try_open(project, &options));
  assert_string_equal(runner_database(project->runner), project_path(project, "desk.db"));
  assert_string_equal(runner_config_path(project->runner),
                      project_path(project, "runner.lua"));
  unsetenv("RUNNER_CONFIG");
  unsetenv("RUNNER_DATABASE");
}

static void a_missing_file_is_named(void **state) {
  struct project *project = *state;
  struct runner_options options = {.config = "/nowhere/runner.lua"};
  expect_hint(project, project_try_open(project, &options), RUNNER_USAGE,
              "no configuration: there is no file /nowhere/runner.lua",
              "start a project with `runner init .`, or name its configuration with -c "
              "FILE");
  assert_null(project->runner);
}

/* ---- what is refused ---- */

static void mistakes_are_told_with_their_key(void **state) {
  struct project *project = *state;
  static const struct {
    const char *source, *message;
  } cases[] = {
      {"return { databse = 'x' }", "unknown key `databse`"},
      {"return { database = 1 }", "`database` must be a text, not a number"},
      {"return { database = '' }", "`database` must not be an empty text"},
      {"return { versions = 5 }", "`versions` must be a list of texts, not a number"},
      {"return { version_table = 'a b' }", "`version_table` cannot be named 'a b'"},
      {"return { version_table = '1a' }", "`version_table` cannot be named '1a'"},
      {"return { version_table = '' }", "`version_table` must not be an empty text"},
      {"return { version_table = 'SQLite_x' }",
       "`version_table` cannot be named 'SQLite_x'"},
      {"return { version_table = 'Runner_History' }",
       "`version_table` cannot be named 'Runner_History'"},
      {"return { truncate_slug_length = 0 }", "`truncate_slug_length` must be 1 or more"},
      {"return { timeout = -1 }", "`timeout` must be 0 seconds or more"},
      {"return { timeout = 0/0 }", "`timeout` must be 0 seconds or more"},
      {"return { memory_limit = -1 }",
       "`memory_limit` must be a number of MiB that this machine can count"},
      {"return { memory_limit = math.maxinteger }",
       "`memory_limit` must be a number of MiB that this machine can count"},
      {"return { recursive = 1 }", "`recursive` must be true or false, not a number"},
      {"return { on_version_apply = { 'x' } }",
       "`on_version_apply` must hold only functions"},
      {"return { on_version_apply = 5 }",
       "`on_version_apply` must be a function or a table, not a number"},
      {"return { post_write_hooks = { {} } }",
       "a hook in `post_write_hooks` names no program"},
      {"return { post_write_hooks = { { 'a', {} } } }",
       "a command in `post_write_hooks` must hold only texts"},
      {"return { post_write_hooks = { 5 } }",
       "item 1 of `post_write_hooks` must not be a number"},
      {"return { commands = { x = {} } }",
       "the command `x` in `commands` has no `run` function"},
      {"return { commands = { x = 5 } }",
       "`x` must be a function or a table, not a number"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    runner_status status = open_with(project, cases[i].source, NULL);
    assert_string_equal(project->error.file, project_path(project, "runner.lua"));
    expect_error(project, status, RUNNER_USAGE, cases[i].message);
    assert_null(project->runner);
  }
}

static void a_section_has_no_sections(void **state) {
  struct project *project = *state;
  expect_error(
      project,
      open_with(project, "return { databases = { a = { databases = {} } } }", "a"),
      RUNNER_USAGE, "unknown key `databases` in this section of `databases`");
  expect_error(project,
               open_with(project, "return { databases = { a = { tiemout = 1 } } }", "a"),
               RUNNER_USAGE, "unknown key `tiemout` in this section of `databases`");
}

static void a_long_timeout_is_as_long_as_can_be(void **state) {
  struct project *project = *state;
  config_of(project, "return { timeout = math.huge }", NULL);
  assert_true(project->runner->timeout > 1e6);
  assert_true(project->runner->timeout * 1000 < INT_MAX); /* counted in milliseconds */
  project_revision(project, "aaaa", "nil", "", "");
  expect_success(project,
                 runner_upgrade(project->runner, "head", 0, NULL, &project->error));
}

/* ---- memory ---- */

/* It fails, or all of it is as it should be: a key must not be passed over. */
static runner_status open_two(void *user, struct runner_error *error) {
  struct runner_options options = {.config = user, .name = "two"};
  struct runner *runner = NULL;
  runner_status status = runner_open(&options, &runner, error);
  if (status != RUNNER_DONE) {
    assert_null(runner);
    return status;
  }
  const struct config *config = &runner->config;
  if (strcmp(path_name(config->database), "2.db") != 0 ||
      strcmp(path_name(config->versions.items[0]), "own") != 0 ||
      config->callback_count != 1 || config->timeout != 5)
    fail_msg("a key was passed over");
  runner_close(runner);
  return status;
}

static void without_memory_nothing_is_passed_over(void **state) {
  struct project *project = *state;
  project_write(project, "runner.lua",
                "return { versions = 'common', timeout = 5, databases = { two = {"
                " database = '2.db', versions = 'own', on_version_apply = print,"
                " commands = { x = { help = 'h', run = print } },"
                " post_write_hooks = { { 'touch', cwd = 'x' } } } } }");
  char *path = folder_path(&project->folder, "runner.lua");
  failing_allocator_loop(open_two, path, RUNNER_DONE, FAILING_LENIENT);
  free(path);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, project_setup, project_teardown)

int main(void) {
  unsetenv("RUNNER_CONFIG");
  unsetenv("RUNNER_DATABASE");
  const struct CMUnitTest tests[] = {
      CASE(every_key_has_a_default),
      CASE(what_is_written_is_read),
      CASE(hooks_commands_and_callbacks_are_read),
      CASE(a_list_of_callbacks_keeps_its_order),
      CASE(a_section_comes_before_the_whole_file),
      CASE(a_section_must_be_chosen),
      CASE(the_option_comes_before_the_environment_and_the_file),
      CASE(a_missing_file_is_named),
      CASE(mistakes_are_told_with_their_key),
      CASE(a_section_has_no_sections),
      CASE(a_long_timeout_is_as_long_as_can_be),
      CASE(without_memory_nothing_is_passed_over),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* A revision that is tried on a copy of the database: how far it is, and an end to it. */
#include "engine/autogenerate.h"

#include "project_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* Some megabytes, and a schema that differs. Copies go where it can be seen that they do
** not stay. */
static int set_up(void **state) {
  if (project_setup(state) != 0) return -1;
  struct project *project = *state;
  setenv("TMPDIR", project_path(project, "versions"), 1);
  project_ask(project, "CREATE TABLE t (id INTEGER PRIMARY KEY, x)");
  project_ask(project, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                       "LIMIT 5000) INSERT INTO t SELECT i, zeroblob(1000) FROM n");
  project_write(project, "runner.lua",
                "return { database = 'desk.db', schema = 'schema.sql' }");
  project_write(project, "schema.sql",
                "CREATE TABLE t (id INTEGER PRIMARY KEY, x); CREATE INDEX i ON t (id)");
  project_open(project);
  project->runner->progress_after = 0;
  return 0;
}

static int tear_down(void **state) {
  unsetenv("TMPDIR");
  return project_teardown(state);
}

static runner_status generate(struct project *project) {
  struct runner_autogenerate autogenerate = {.data = true};
  struct runner_new_revision wanted = {.id = "aaaa", .autogenerate = &autogenerate};
  return runner_create_revision(project->runner, &wanted, NULL, &project->error);
}

static void the_copy_is_told_of_in_bytes(void **state) {
  struct project *project = *state;
  expect_success(project, generate(project));
  assert_non_null(strstr(project->told, "progress: copying the database\n"));
  assert_non_null(strstr(project->told, "progress: over\n"));
}

static void check_bytes(struct project *project, const struct runner_event *event) {
  bool copying = event->kind == RUNNER_EVENT_PROGRESS && event->text != NULL &&
                 strcmp(event->text, "copying the database") == 0;
  if (!copying) return;
  assert_true(event->bytes);
  assert_in_range(event->total, 5000000, 8000000);
  assert_in_range(event->done, 0, event->total);
  if (project->user != NULL) runner_interrupt(project->runner);
}

static void its_total_is_the_size_of_the_file(void **state) {
  struct project *project = *state;
  project->on_event = check_bytes;
  expect_success(project, generate(project));
}

/* What is tried is no news, but it takes as long as the real thing. */
static void what_takes_long_on_the_copy_is_told(void **state) {
  struct project *project = *state;
  expect_success(project, generate(project));
  assert_non_null(strstr(project->told, "progress: building the index 'i'\n"));
  assert_null(strstr(project->told, "step "));
}

static void nothing_is_left_of_a_copy_that_is_interrupted(void **state) {
  struct project *project = *state;
  project->on_event = check_bytes;
  project->user = "interrupt";
  assert_int_equal(generate(project), RUNNER_INTERRUPTED);
  assert_int_equal(rmdir(project_path(project, "versions")), 0); /* it is empty */
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(the_copy_is_told_of_in_bytes),
      CASE(its_total_is_the_size_of_the_file),
      CASE(what_takes_long_on_the_copy_is_told),
      CASE(nothing_is_left_of_a_copy_that_is_interrupted),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

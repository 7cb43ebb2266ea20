/* Runs that something happens to: another program at the same database, an interruption. */
#include "engine/run.h"

#include "base/lock.h"
#include "project_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sqlite3.h>

/* ---- another program ---- */

/* After the first step somebody else does what `user` says. */
static void meddle(struct project *project, const struct runner_event *event) {
  if (event->kind != RUNNER_EVENT_STEP_DONE || project->user == NULL) return;
  project_ask(project, project->user);
  project->user = NULL;
}

static void rows_that_moved_on_are_planned_from(void **state) {
  struct project *project = *state;
  struct runner_plan done = {0};
  project_three(project);
  project_open(project);
  project->on_event = meddle;
  project->user = "CREATE TABLE b (x); UPDATE runner_version SET version_num = 'bbbb'";
  expect_success(project,
                 runner_upgrade(project->runner, "head", 0, &done, &project->error));
  assert_string_equal(project_describe(project, &done), "aaaa cccc => cccc");
  assert_string_equal(project_tables(project), "abc");
}

/* They went further than we wanted to: then there is nothing left to do. */
static void rows_beyond_the_target_are_fine(void **state) {
  struct project *project = *state;
  struct runner_plan done = {0};
  project_three(project);
  project_open(project);
  project->on_event = meddle;
  project->user = "UPDATE runner_version SET version_num = 'cccc'";
  expect_success(project,
                 runner_upgrade(project->runner, "bbbb", 0, &done, &project->error));
  assert_string_equal(project_describe(project, &done), "aaaa => aaaa");
  assert_string_equal(project_rows(project), "cccc");
}

static void a_relative_target_is_not_counted_anew(void **state) {
  struct project *project = *state;
  struct runner_plan done = {0};
  project_three(project);
  project_open(project);
  project->on_event = meddle;
  project->user = "UPDATE runner_version SET version_num = 'cccc'";
  runner_status status = runner_upgrade(project->runner, "+2", 0, &done, &project->error);
  expect_hint(project, status, RUNNER_BUSY,
              "another program changed the database from aaaa to cccc meanwhile",
              "look with `runner current`, then say again what +2 should be");
  assert_string_equal(project_describe(project, &done), "aaaa => aaaa");
  project->user = "UPDATE runner_version SET version_num = 'bbbb'";
  project_ask(project, "DELETE FROM runner_version; DROP TABLE a");
  expect_success(project, runner_upgrade(project->runner, "+2", 0, &done,
                                         &project->error)); /* they went there too */
  assert_string_equal(project_describe(project, &done), "aaaa => aaaa");
}

static void rows_that_moved_on_a_loose_step_are_planned_from(void **state) {
  struct project *project = *state;
  project_revision(project, "aaaa", "nil", "", "");
  project_write(project, "versions/bbbb.lua",
                "revision = 'bbbb'\ndown_revision = 'aaaa'\ntransaction = false\n"
                "function upgrade() db:exec('CREATE TABLE b (x)') end");
  project_open(project);
  project->on_event = meddle;
  project->user = "UPDATE runner_version SET version_num = 'bbbb'";
  expect_success(project, project_upgrade(project, "head", 0));
  assert_string_equal(project_tables(project), "NULL");
  assert_string_equal(project_history(project), "aaaa:upgrade:done");
}

/* A connection that reads keeps writers from their COMMIT. */
static sqlite3 *start_reading(struct project *project) {
  sqlite3 *handle = NULL;
  assert_int_equal(sqlite3_open(project_path(project, "desk.db"), &handle), SQLITE_OK);
  assert_int_equal(
      sqlite3_exec(handle, "BEGIN; SELECT * FROM sqlite_schema", NULL, NULL, NULL),
      SQLITE_OK);
  return handle;
}

static void a_commit_that_cannot_wait_keeps_nothing(void **state) {
  struct project *project = *state;
  struct runner_options options = {.config = project_path(project, "runner.lua"),
                                   .timeout = -1};
  struct runner_plan done = {0};
  project_three(project);
  expect_success(project, project_try_open(project, &options));
  expect_success(project, project_upgrade(project, "aaaa", 0));
  sqlite3 *reader = start_reading(project);
  runner_status status =
      runner_upgrade(project->runner, "head", 0, &done, &project->error);
  assert_int_equal(status, RUNNER_BUSY);
  assert_string_equal(project->error.revision, "bbbb");
  sqlite3_close(reader);
  assert_string_equal(project_describe(project, &done), "=> aaaa");
  assert_string_equal(project_tables(project), "a");
  runner_error_clear(&project->error);
  expect_success(project, project_upgrade(project, "head", 0));
  assert_string_equal(project_tables(project), "abc");
}

/* ---- interruption ---- */

static void interrupt(struct project *project, const struct runner_event *event) {
  const enum runner_event_kind *when = project->user;
  if (event->kind == *when) runner_interrupt(project->runner);
}

static void an_interruption_keeps_what_is_committed(void **state) {
  struct project *project = *state;
  enum runner_event_kind when = RUNNER_EVENT_STEP_DONE;
  struct runner_plan done = {0};
  project_three(project);
  project_open(project);
  project->on_event = interrupt;
  project->user = &when;
  runner_status status =
      runner_upgrade(project->runner, "head", 0, &done, &project->error);
  assert_int_equal(status, RUNNER_INTERRUPTED);
  assert_string_equal(project_describe(project, &done), "aaaa => aaaa");
  assert_string_equal(project_tables(project), "a");
}

static void an_interrupted_revision_is_rolled_back(void **state) {
  struct project *project = *state;
  enum runner_event_kind when = RUNNER_EVENT_STEP;
  project_three(project);
  project_open(project);
  project->on_event = interrupt;
  project->user = &when;
  runner_status status = project_upgrade(project, "head", 0);
  assert_string_equal(project->error.revision, "aaaa");
  expect_error(project, status, RUNNER_INTERRUPTED,
               "interrupted in revision aaaa; it was rolled back, and the database "
               "stands at base");
  assert_string_equal(project_tables(project), "NULL");
}

/* The wait for a loose revision of another program ends with the interruption. */
static void an_interrupted_wait_is_no_busy_database(void **state) {
  struct project *project = *state;
  enum runner_event_kind when = RUNNER_EVENT_WAITING;
  struct lock lock = {0};
  project_loose(project, "");
  project_open(project);
  const char *path = project_path(project, "desk.db-runner");
  expect_success(project, lock_take(&lock, path, 0, NULL, NULL, &project->error));
  project->on_event = interrupt;
  project->user = &when;
  runner_status status = project_upgrade(project, "head", 0);
  lock_release(&lock);
  assert_int_equal(status, RUNNER_INTERRUPTED);
  assert_int_equal(project->error.status, RUNNER_INTERRUPTED);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, project_setup, project_teardown)

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(rows_that_moved_on_are_planned_from),
      CASE(rows_beyond_the_target_are_fine),
      CASE(a_relative_target_is_not_counted_anew),
      CASE(rows_that_moved_on_a_loose_step_are_planned_from),
      CASE(a_commit_that_cannot_wait_keeps_nothing),
      CASE(an_interruption_keeps_what_is_committed),
      CASE(an_interrupted_revision_is_rolled_back),
      CASE(an_interrupted_wait_is_no_busy_database),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

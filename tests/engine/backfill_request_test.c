/* Asking a backfill to pause, to go on, or to stop. */
#include "engine/backfill.h"

#include "backfill_fixture.h"
#include "support/failing_allocator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sqlite3.h>

static const char STATES[] =
    "SELECT name || ':' || state || ':' || ifnull(request, '-') FROM runner_backfill"
    " ORDER BY revision, name";

/* Ask, and compare the row with `expected`; the state that is told afterwards. */
static const char *ask(struct project *project, runner_backfill_action action,
                       const char *expected) {
  struct runner_backfill after = {0};
  expect_success(project, runner_backfill_request(project->runner, action, NULL, &after,
                                                  &project->error));
  assert_string_equal(project_ask(project, STATES), expected);
  return runner_backfill_state_name(after.state);
}

static void a_process_at_work_is_only_asked(void **state) {
  struct project *project = *state;
  open_with_backfill(project, "a", "running");
  struct lock lock = hold_lock(project);
  assert_string_equal(ask(project, RUNNER_BACKFILL_PAUSE, "a:running:pause"), "running");
  assert_string_equal(ask(project, RUNNER_BACKFILL_PAUSE, "a:running:pause"), "running");
  assert_int_equal(look_at_backfill(project).asked, RUNNER_BACKFILL_PAUSE);
  project_ask(project, "UPDATE runner_backfill SET state = 'paused'");
  assert_string_equal(ask(project, RUNNER_BACKFILL_CANCEL, "a:paused:cancel"), "paused");
  assert_string_equal(ask(project, RUNNER_BACKFILL_RESUME, "a:paused:-"), "paused");
  lock_release(&lock);
}

static void without_a_process_it_holds_for_the_next(void **state) {
  struct project *project = *state;
  open_with_backfill(project, "a", "running");
  assert_string_equal(ask(project, RUNNER_BACKFILL_PAUSE, "a:running:pause"), "stopped");
  assert_string_equal(ask(project, RUNNER_BACKFILL_RESUME, "a:running:-"), "stopped");
  assert_string_equal(ask(project, RUNNER_BACKFILL_CANCEL, "a:cancelled:cancel"),
                      "cancelled");
  assert_string_equal(ask(project, RUNNER_BACKFILL_CANCEL, "a:cancelled:cancel"),
                      "cancelled");
  assert_string_equal(ask(project, RUNNER_BACKFILL_RESUME, "a:running:-"), "stopped");
  project_ask(project, "UPDATE runner_backfill SET state = 'failed'");
  assert_string_equal(ask(project, RUNNER_BACKFILL_RESUME, "a:failed:-"), "failed");
  assert_string_equal(ask(project, RUNNER_BACKFILL_CANCEL, "a:cancelled:cancel"),
                      "cancelled");
}

static void expect_refusal(struct project *project, runner_backfill_action action,
                           const char *name, const char *message, const char *hint) {
  struct runner_error *error = &project->error;
  runner_status status =
      runner_backfill_request(project->runner, action, name, NULL, error);
  if (hint != NULL)
    expect_hint(project, status, RUNNER_USAGE, message, hint);
  else
    expect_error(project, status, RUNNER_USAGE, message);
}

static void what_cannot_be_asked_is_refused(void **state) {
  struct project *project = *state;
  open_with_backfill(project, "a", "done");
  expect_refusal(project, RUNNER_BACKFILL_PAUSE, NULL,
                 "all backfills of this database are done", NULL);
  expect_refusal(project, RUNNER_BACKFILL_CANCEL, "a", "backfill \"a\" is done already",
                 NULL);
  expect_refusal(project, RUNNER_BACKFILL_RESUME, "ab",
                 "there is no backfill \"ab\" in this database", "did you mean \"a\"?");
  add_backfill(project, "b", "cancelled");
  expect_refusal(project, RUNNER_BACKFILL_PAUSE, NULL,
                 "backfill \"b\" is cancelled: it cannot pause",
                 "`runner backfill resume` lets the next `runner upgrade` go on with it");
  assert_string_equal(project_ask(project, STATES), "a:done:- b:cancelled:-");
}

static void one_of_several_must_be_named(void **state) {
  struct project *project = *state;
  open_with_backfill(project, "a", "running");
  add_backfill(project, "b", "running");
  project_ask(project,
              "INSERT INTO runner_backfill SELECT 'bbbb', direction, name, state,"
              " NULL, NULL, 0, NULL, 0, NULL, '2027', '2027', 0, NULL FROM"
              " runner_backfill WHERE name = 'b'");
  expect_refusal(project, RUNNER_BACKFILL_CANCEL, NULL,
                 "several backfills are not done: a, aaaa/b, bbbb/b",
                 "name one of them: `runner backfill cancel NAME`");
  expect_refusal(project, RUNNER_BACKFILL_PAUSE, "b",
                 "several backfills are not done: aaaa/b, bbbb/b",
                 "name one of them: `runner backfill pause NAME`");
  expect_success(project, runner_backfill_request(project->runner, RUNNER_BACKFILL_PAUSE,
                                                  "bbbb/b", NULL, &project->error));
  assert_string_equal(project_ask(project, STATES),
                      "a:running:- b:running:- b:running:pause");
}

static void a_locked_database_is_busy(void **state) {
  struct project *project = *state;
  sqlite3 *other = NULL;
  open_with_backfill(project, "a", "running");
  struct runner_options options = {.config = project_path(project, "runner.lua"),
                                   .timeout = 0.1};
  expect_success(project, project_try_open(project, &options));
  sqlite3_open(project_path(project, "desk.db"), &other);
  assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
  assert_int_equal(look_at_backfill(project).state,
                   RUNNER_BACKFILL_STOPPED); /* looking goes on */
  assert_int_equal(runner_backfill_request(project->runner, RUNNER_BACKFILL_PAUSE, NULL,
                                           NULL, &project->error),
                   RUNNER_BUSY);
  runner_error_clear(&project->error);
  sqlite3_close(other);
  assert_string_equal(ask(project, RUNNER_BACKFILL_PAUSE, "a:running:pause"), "stopped");
}

static bool look_and_ask(struct runner *runner, struct runner_error *error) {
  struct runner_backfill_list list = {0};
  struct runner_failed_rows rows = {0};
  struct runner_backfill after = {0};
  return runner_backfills(runner, "a", &list, error) == RUNNER_DONE && list.count == 1 &&
         runner_backfill_errors(runner, list.items, 1, &rows, error) == RUNNER_DONE &&
         rows.count == 1 &&
         runner_backfill_request(runner, RUNNER_BACKFILL_PAUSE, NULL, &after, error) ==
             RUNNER_DONE &&
         after.asked == RUNNER_BACKFILL_PAUSE &&
         runner_backfills(runner, "b", &list, error) == RUNNER_USAGE;
}

static bool sees_it_abandoned(struct runner *runner, struct runner_error *error) {
  struct runner_backfill_list list = {0};
  return runner_backfills(runner, NULL, &list, error) == RUNNER_DONE && list.count == 1 &&
         list.items[0].state == RUNNER_BACKFILL_ABANDONED &&
         runner_backfill_request(runner, RUNNER_BACKFILL_CANCEL, NULL, NULL, error) ==
             RUNNER_USAGE;
}

static void an_abandoned_one_is_seen_or_memory_ran_out(void **state) {
  struct project *project = *state;
  open_with_backfill(project, "a", "failed");
  project_three(project);
  project_open(project);
  assert_int_equal(look_at_backfill(project).state, RUNNER_BACKFILL_FAILED);
  project_ask(project, "CREATE TABLE runner_version (version_num TEXT PRIMARY KEY)");
  project_ask(project, "INSERT INTO runner_version VALUES ('bbbb')");
  project_open(project);
  expect_refusal(project, RUNNER_BACKFILL_RESUME, "a",
                 "backfill \"a\" is abandoned: nothing goes on with it",
                 "revision aaaa counts as applied without it");
  expect_refusal(project, RUNNER_BACKFILL_PAUSE, NULL,
                 "all backfills of this database are done or abandoned", NULL);
  bool fired = true;
  for (size_t n = 1; fired; n++) {
    project_open(project);
    failing_allocator_install(n, n % 2 == 0);
    bool right = sees_it_abandoned(project->runner, &project->error);
    failing_allocator_remove();
    fired = failing_allocator_fired();
    assert_true(right || (fired && project->error.status == RUNNER_FAILED));
    runner_error_clear(&project->error);
  }
}

/* An answer is right, or it is an error. */
static void without_memory_no_answer_is_wrong(void **state) {
  struct project *project = *state;
  open_with_backfill(project, "a", "failed");
  project_ask(project, "INSERT INTO runner_backfill_errors VALUES"
                       " ('aaaa', 'upgrade', 'a', '10', 'x = NULL', 'ten', 'then')");
  bool fired = true;
  for (size_t n = 1; fired; n++) {
    project_open(project);
    failing_allocator_install(n, n % 2 == 0);
    bool right = look_and_ask(project->runner, &project->error);
    failing_allocator_remove();
    fired = failing_allocator_fired();
    assert_true(right || (fired && project->error.status == RUNNER_FAILED));
    runner_error_clear(&project->error);
    assert_true(look_and_ask(project->runner, &project->error));
    runner_error_clear(&project->error);
  }
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, project_setup, project_teardown)
  const struct CMUnitTest tests[] = {
      CASE(a_process_at_work_is_only_asked),
      CASE(without_a_process_it_holds_for_the_next),
      CASE(what_cannot_be_asked_is_refused),
      CASE(one_of_several_must_be_named),
      CASE(a_locked_database_is_busy),
      CASE(an_abandoned_one_is_seen_or_memory_ran_out),
      CASE(without_memory_no_answer_is_wrong),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

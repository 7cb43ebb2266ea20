/* Runs: what is committed, what is reported, and what another program may do meanwhile. */
#include "engine/run.h"

#include "base/file.h"
#include "project_fixture.h"
#include "support/failing_allocator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- each step by itself ---- */

static void every_step_is_committed_and_told(void **state) {
  struct project *project = *state;
  struct runner_plan done = {0};
  project_three(project);
  project_open(project);
  expect_success(project,
                 runner_upgrade(project->runner, "head", 0, &done, &project->error));
  assert_string_equal(project_describe(project, &done), "aaaa bbbb cccc => cccc");
  assert_string_equal(project->told, "step aaaa\ndone aaaa\nstep bbbb\ndone bbbb\n"
                                     "step cccc\ndone cccc\n");
  assert_string_equal(project_tables(project), "abc");
  expect_success(project,
                 runner_downgrade(project->runner, "-2", 0, &done, &project->error));
  assert_string_equal(project_describe(project, &done), "cccc bbbb => aaaa");
  assert_string_equal(project_tables(project), "a");
  assert_string_equal(project_history(project),
                      "aaaa:upgrade:done bbbb:upgrade:done cccc:upgrade:done "
                      "cccc:downgrade:done bbbb:downgrade:done");
  expect_success(project,
                 runner_downgrade(project->runner, "base", 0, &done, &project->error));
  assert_string_equal(project_describe(project, &done), "aaaa =>");
  assert_string_equal(project_rows(project), "");
}

static void what_was_committed_before_a_failure_is_reported(void **state) {
  struct project *project = *state;
  struct runner_plan done = {0};
  project_three(project);
  project_revision(project, "bbbb", "'aaaa'", "db:exec('CREATE TABLE b (x)') error('no')",
                   "");
  project_open(project);
  runner_status status =
      runner_upgrade(project->runner, "head", 0, &done, &project->error);
  assert_string_equal(project->error.revision, "bbbb");
  expect_hint(project, status, RUNNER_FAILED, "no",
              "nothing of this revision was kept; the database stands at aaaa");
  assert_string_equal(project_describe(project, &done), "aaaa => aaaa");
  assert_string_equal(project_tables(project), "a");
  status = runner_upgrade(project->runner, "head", RUNNER_ATOMIC, &done, &project->error);
  assert_int_equal(status, RUNNER_FAILED);
  assert_string_equal(project_describe(project, &done), "=> aaaa");
}

static void nothing_to_do_makes_no_file(void **state) {
  struct project *project = *state;
  project_open(project);
  expect_success(project, project_upgrade(project, "heads", 0));
  expect_success(project, project_upgrade(project, "base", 0));
  assert_false(file_exists(project_path(project, "desk.db")));
}

static void a_target_below_is_refused(void **state) {
  struct project *project = *state;
  project_three(project);
  project_open(project);
  expect_success(project, project_upgrade(project, "head", 0));
  expect_hint(project, project_upgrade(project, "aaaa", 0), RUNNER_REVISION,
              "aaaa is below what is applied: the database stands at cccc",
              "to go back, use `runner downgrade aaaa`");
  expect_hint(project, project_upgrade(project, "aaaa:bbbb", 0), RUNNER_USAGE,
              "range 'aaaa:bbbb' is not allowed here",
              "name one revision; ranges are for history and for --sql");
}

static void a_row_no_file_has_is_explained(void **state) {
  struct project *project = *state;
  project_three(project);
  project_open(project);
  expect_success(project, project_upgrade(project, "aaaa", 0));
  project_ask(project,
              "UPDATE runner_version SET version_num = 'new'; INSERT INTO "
              "runner_history (revision, direction, state, applied_at, "
              "runner_version) VALUES ('new', 'upgrade', 'done', 'monday', '9')");
  expect_error(project, project_upgrade(project, "head", 0), RUNNER_REVISION,
               arena_format(project->arena,
                            "the database %s is at revision new, which no file in the "
                            "version folders has; it was applied on monday by runner 9",
                            project_path(project, "desk.db")));
}

/* ---- all in one ---- */

static void an_atomic_run_is_all_or_nothing(void **state) {
  struct project *project = *state;
  struct runner_plan done = {0};
  project_three(project);
  project_open(project);
  expect_success(project, runner_upgrade(project->runner, "head", RUNNER_ATOMIC, &done,
                                         &project->error));
  assert_string_equal(project_describe(project, &done), "aaaa bbbb cccc => cccc");
  project_revision(project, "aaaa", "nil", "", "error('no way back')");
  project_open(project);
  runner_status status =
      runner_downgrade(project->runner, "base", RUNNER_ATOMIC, &done, &project->error);
  expect_hint(project, status, RUNNER_FAILED, "no way back",
              "nothing of this revision was kept; the database stands at cccc");
  assert_string_equal(project_describe(project, &done), "=> cccc");
  assert_string_equal(project_tables(project), "abc");
}

static void a_stamp_changes_rows_only(void **state) {
  struct project *project = *state;
  struct runner_plan done = {0};
  const char *target = "bbbb";
  struct runner_texts targets = {&target, 1};
  project_three(project);
  project_open(project);
  expect_success(project,
                 runner_stamp(project->runner, &targets, 0, &done, &project->error));
  assert_string_equal(project_describe(project, &done), "bbbb => bbbb");
  assert_string_equal(project_tables(project), "NULL");
  assert_string_equal(project_history(project), "bbbb:stamp:done");
  project_ask(project, "INSERT INTO runner_version VALUES ('unknown')");
  assert_int_equal(runner_stamp(project->runner, &targets, 0, NULL, &project->error),
                   RUNNER_REVISION);
  expect_success(project, runner_stamp(project->runner, &targets, RUNNER_PURGE, NULL,
                                       &project->error));
  assert_string_equal(project_rows(project), "bbbb");
  target = "base";
  expect_success(project, runner_stamp(project->runner, &targets, RUNNER_PURGE, NULL,
                                       &project->error));
  assert_string_equal(project_rows(project), "");
}

/* ---- outside a transaction ---- */

static void a_loose_step_is_recorded_before_and_after(void **state) {
  struct project *project = *state;
  project_loose(project,
                "db:exec('CREATE TABLE a (x)') db:exec('VACUUM')"
                " db:exec('CREATE TABLE h AS SELECT state FROM runner_history')");
  project_open(project);
  expect_success(project, project_upgrade(project, "head", 0));
  assert_string_equal(project_ask(project, "SELECT state FROM h"), "started");
  assert_string_equal(project_history(project), "loose:upgrade:done");
  assert_string_equal(project_rows(project), "loose");
  assert_false(file_exists(project_path(project, "desk.db-runner")));
}

static void a_loose_step_cut_short_runs_again(void **state) {
  struct project *project = *state;
  project_loose(project, "db:exec('CREATE TABLE a (x)') error('half way')");
  project_open(project);
  expect_error(project, project_upgrade(project, "head", 0), RUNNER_FAILED, "half way");
  assert_string_equal(project_tables(project), "a");
  assert_string_equal(project_history(project), "loose:upgrade:started");
  assert_string_equal(project_rows(project), "");
  project_loose(project, "db:exec('DROP TABLE IF EXISTS a')");
  project_open(project);
  expect_success(project, project_upgrade(project, "head", 0));
  assert_string_equal(project->told,
                      "warning: revision loose runs outside a transaction and was cut "
                      "short the last time; it runs again from its beginning\n"
                      "step loose\ndone loose\n");
  assert_string_equal(project_history(project), "loose:upgrade:done");
}

static void a_loose_step_cannot_be_atomic(void **state) {
  struct project *project = *state;
  project_loose(project, "");
  project_open(project);
  runner_status status = project_upgrade(project, "head", RUNNER_ATOMIC);
  assert_string_equal(project->error.file, project_path(project, "versions/loose.lua"));
  expect_error(project, status, RUNNER_USAGE,
               "--atomic is not possible: revision loose runs outside a transaction");
  assert_false(file_exists(project_path(project, "desk.db")));
}

/* ---- memory ---- */

/* Whatever fails, the database stands where `done` says, and the same project goes on
** from there to the end. */
static void try_without_memory(struct project *project, size_t n, int flags) {
  static const char *const expected[] = {"NULL", "a", "ab", "abc"};
  struct runner_plan done = {0};
  failing_allocator_install(n, n % 2 == 0);
  runner_status status =
      runner_upgrade(project->runner, "head", flags, &done, &project->error);
  failing_allocator_remove();
  if (status == RUNNER_DONE) assert_int_equal(done.count, 3);
  if (!failing_allocator_fired()) assert_int_equal(status, RUNNER_DONE);
  assert_in_range(done.count, 0, 3);
  const char *tables = project_tables(project);
  if (strcmp(tables, expected[done.count]) != 0)
    fail_msg("allocation %zu: %zu steps are said to be done, but there is %s", n,
             done.count, tables);
  runner_error_clear(&project->error);
  expect_success(project, project_upgrade(project, "head", flags));
  assert_string_equal(project_tables(project), "abc");
  assert_string_equal(project_rows(project), "cccc");
  assert_string_equal(project_history(project),
                      "aaaa:upgrade:done bbbb:upgrade:done cccc:upgrade:done");
}

static void run_without_memory(struct project *project, int flags) {
  bool fired = true;
  project_three(project);
  for (size_t n = 1; fired; n++) {
    project_open(project);
    try_without_memory(project, n, flags);
    fired = failing_allocator_fired();
    project_close(project);
    assert_int_equal(unlink(project_path(project, "desk.db")), 0);
  }
}

static void without_memory_done_tells_the_truth(void **state) {
  run_without_memory(*state, 0);
}

static void without_memory_an_atomic_run_is_all_or_nothing(void **state) {
  run_without_memory(*state, RUNNER_ATOMIC);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, project_setup, project_teardown)

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(every_step_is_committed_and_told),
      CASE(what_was_committed_before_a_failure_is_reported),
      CASE(nothing_to_do_makes_no_file),
      CASE(a_target_below_is_refused),
      CASE(a_row_no_file_has_is_explained),
      CASE(an_atomic_run_is_all_or_nothing),
      CASE(a_stamp_changes_rows_only),
      CASE(a_loose_step_is_recorded_before_and_after),
      CASE(a_loose_step_cut_short_runs_again),
      CASE(a_loose_step_cannot_be_atomic),
      CASE(without_memory_done_tells_the_truth),
      CASE(without_memory_an_atomic_run_is_all_or_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Looking at backfills as their tables tell of them. */
#include "engine/backfill.h"

#include "backfill_fixture.h"
#include "base/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sqlite3.h>

/* ---- what follows from a row ---- */

static void numbers_follow_from_the_row(void **state) {
  (void)state;
  struct runner_backfill row = {.state = RUNNER_BACKFILL_RUNNING,
                                .rows_done = 250,
                                .rows_total = 1000,
                                .seconds = 5};
  backfill_derive(&row, true);
  assert_int_equal(row.state, RUNNER_BACKFILL_RUNNING);
  assert_int_equal(row.rows_left, 750);
  assert_true(row.percent == 25 && row.rate == 50 && row.remaining == 15);
  backfill_derive(&row, false);
  assert_int_equal(row.state, RUNNER_BACKFILL_STOPPED);
  assert_true(row.rate == 50 && row.remaining < 0);
}

static void an_estimate_that_was_too_low_is_not_the_end(void **state) {
  (void)state;
  struct runner_backfill row = {.state = RUNNER_BACKFILL_RUNNING,
                                .rows_done = 1010,
                                .rows_total = 1000,
                                .asked = RUNNER_BACKFILL_PAUSE,
                                .seconds = 5};
  backfill_derive(&row, true);
  assert_int_equal(row.rows_left, 0);
  assert_true(row.percent == 99 && row.remaining == 0);
  assert_int_equal(row.asked, RUNNER_BACKFILL_PAUSE);
  row.state = RUNNER_BACKFILL_DONE;
  backfill_derive(&row, true);
  assert_true(row.rows_left == 0 && row.percent == 100 && row.remaining < 0);
  assert_int_equal(row.asked, RUNNER_BACKFILL_NOTHING);
}

static void what_is_not_known_is_said_so(void **state) {
  (void)state;
  struct runner_backfill row = {.state = RUNNER_BACKFILL_PAUSED, .rows_total = -1};
  backfill_derive(&row, true);
  assert_int_equal(row.state, RUNNER_BACKFILL_PAUSED);
  assert_true(row.rows_left == -1 && row.percent == -1);
  assert_true(row.rate == -1 && row.remaining == -1);
  row.asked = RUNNER_BACKFILL_PAUSE;
  backfill_derive(&row, true); /* it heard that it shall pause */
  assert_int_equal(row.asked, RUNNER_BACKFILL_NOTHING);
  row.asked = RUNNER_BACKFILL_CANCEL;
  backfill_derive(&row, true);
  assert_int_equal(row.asked, RUNNER_BACKFILL_CANCEL);
  row.asked = RUNNER_BACKFILL_PAUSE; /* its process is gone: the next one shall hear it */
  backfill_derive(&row, false);
  assert_int_equal(row.state, RUNNER_BACKFILL_STOPPED);
  assert_int_equal(row.asked, RUNNER_BACKFILL_PAUSE);
  row.state = RUNNER_BACKFILL_CANCELLED;
  row.asked = RUNNER_BACKFILL_CANCEL;
  backfill_derive(&row, false);
  assert_int_equal(row.state, RUNNER_BACKFILL_CANCELLED);
  assert_int_equal(row.asked, RUNNER_BACKFILL_NOTHING);
}

/* ---- looking ---- */

static void without_a_file_or_tables_there_is_none(void **state) {
  struct project *project = *state;
  struct runner_backfill_list list = {.count = 7};
  project_open(project);
  expect_success(project,
                 runner_backfills(project->runner, NULL, &list, &project->error));
  assert_int_equal(list.count, 0);
  expect_hint(project, runner_backfills(project->runner, "a", &list, &project->error),
              RUNNER_USAGE, "there is no backfill \"a\" in this database",
              "there is none: they appear when an upgrade runs one online");
  expect_hint(project,
              runner_backfill_request(project->runner, RUNNER_BACKFILL_PAUSE, NULL, NULL,
                                      &project->error),
              RUNNER_USAGE, "there is no backfill in this database",
              "they appear when an upgrade runs one online");
  assert_false(file_exists(project_path(project, "desk.db")));
  project_ask(project, "CREATE TABLE t (x)");
  expect_success(project,
                 runner_backfills(project->runner, NULL, &list, &project->error));
  assert_int_equal(list.count, 0);
  assert_string_equal(project_ask(project, "SELECT name FROM sqlite_schema"), "t");
}

static void a_row_is_read_as_it_stands(void **state) {
  struct project *project = *state;
  open_with_backfill(project, "tickets.day", "running");
  struct lock lock = hold_lock(project);
  struct runner_backfill row = look_at_backfill(project);
  assert_string_equal(row.revision, "aaaa");
  assert_string_equal(row.direction, "upgrade");
  assert_string_equal(row.name, "tickets.day");
  assert_int_equal(row.state, RUNNER_BACKFILL_RUNNING);
  assert_int_equal(row.rows_done, 40);
  assert_int_equal(row.rows_total, 100);
  assert_int_equal(row.rows_failed, 2);
  assert_true(row.seconds == 4 && row.rate == 10 && row.remaining == 6);
  assert_string_equal(row.started_at, "2026-11-22T10:00:00Z");
  assert_string_equal(row.updated_at, "2026-11-22T10:01:00Z");
  assert_string_equal(row.error, "no luck");
  lock_release(&lock);
  assert_int_equal(look_at_backfill(project).state, RUNNER_BACKFILL_STOPPED);
  project_ask(project, "UPDATE runner_backfill SET rows_total = NULL, error = NULL");
  row = look_at_backfill(project);
  assert_int_equal(row.rows_total, -1);
  assert_null(row.error);
}

static void names_mean_backfills(void **state) {
  struct project *project = *state;
  struct runner_backfill_list list = {0};
  open_with_backfill(project, "tickets.day", "running");
  add_backfill(project, "users.name", "done");
  project_ask(project,
              "INSERT INTO runner_backfill SELECT 'bbbb', direction, name, state,"
              " NULL, NULL, 0, NULL, 0, NULL, '2027', '2027', 0, NULL FROM"
              " runner_backfill WHERE name = 'tickets.day'");
  struct runner *runner = project->runner;
  expect_success(project, runner_backfills(runner, NULL, &list, &project->error));
  assert_int_equal(list.count, 3);
  assert_string_equal(list.items[2].revision, "bbbb");
  expect_success(project,
                 runner_backfills(runner, "tickets.day", &list, &project->error));
  assert_int_equal(list.count, 2);
  expect_success(project,
                 runner_backfills(runner, "bbbb/tickets.day", &list, &project->error));
  assert_int_equal(list.count, 1);
  assert_string_equal(list.items[0].revision, "bbbb");
  expect_hint(project, runner_backfills(runner, "ticket.day", &list, &project->error),
              RUNNER_USAGE, "there is no backfill \"ticket.day\" in this database",
              "did you mean \"tickets.day\"?");
  expect_hint(project, runner_backfills(runner, "elsewhere", &list, &project->error),
              RUNNER_USAGE, "there is no backfill \"elsewhere\" in this database",
              "`runner backfill status` lists those that there are");
}

static void tables_that_are_not_ours_are_told(void **state) {
  struct project *project = *state;
  struct runner_backfill_list list = {0};
  open_with_backfill(project, "a", "resting");
  expect_hint(project, runner_backfills(project->runner, NULL, &list, &project->error),
              RUNNER_DATABASE,
              "runner_backfill says that backfill \"a\" is 'resting', which none can be",
              "did a newer version of runner, or another program, write it?");
  project_ask(project, "DROP TABLE runner_backfill; CREATE TABLE runner_backfill (x)");
  expect_hint(project, runner_backfills(project->runner, NULL, &list, &project->error),
              RUNNER_FAILED, "no such column: revision",
              "is runner_backfill the table of another program?");
}

/* In two seconds, though the project's own timeout is an hour. */
static void a_look_does_not_wait_for_long(void **state) {
  struct project *project = *state;
  struct runner_backfill_list list = {0};
  sqlite3 *other = NULL;
  open_with_backfill(project, "a", "running");
  double patience = 3600;
  struct runner_options options = {.config = project_path(project, "runner.lua"),
                                   .timeout = patience};
  expect_success(project, project_try_open(project, &options));
  sqlite3_open(project_path(project, "desk.db"), &other);
  assert_int_equal(sqlite3_exec(other, "BEGIN EXCLUSIVE", NULL, NULL, NULL), SQLITE_OK);
  runner_status status = runner_backfills(project->runner, NULL, &list, &project->error);
  assert_int_equal(status, RUNNER_BUSY);
  runner_error_clear(&project->error);
  assert_true(project->runner->timeout == patience);
  sqlite3_close(other);
  assert_int_equal(look_at_backfill(project).state, RUNNER_BACKFILL_STOPPED);
  assert_int_equal(connection_timeout(project->runner->connection, 0),
                   (int)(patience * 1000));
}

static void failed_rows_are_listed_by_key(void **state) {
  struct project *project = *state;
  struct runner_failed_rows rows = {0};
  open_with_backfill(project, "a", "failed");
  project_ask(project, "INSERT INTO runner_backfill_errors VALUES"
                       " ('aaaa', 'upgrade', 'a', '10', 'x = NULL', 'ten', 'then'),"
                       " ('aaaa', 'upgrade', 'a', '9', NULL, 'nine', 'then'),"
                       " ('aaaa', 'upgrade', 'a', '11', NULL, 'eleven', 'then'),"
                       " ('aaaa', 'upgrade', 'b', '1', NULL, 'other', 'then')");
  struct runner_backfill row = look_at_backfill(project);
  expect_success(
      project, runner_backfill_errors(project->runner, &row, 2, &rows, &project->error));
  assert_int_equal(rows.count, 2);
  assert_int_equal(rows.more, 1);
  assert_string_equal(rows.items[0].key, "9");
  assert_null(rows.items[0].values);
  assert_string_equal(rows.items[1].values, "x = NULL");
  assert_string_equal(rows.items[1].message, "ten");
  assert_string_equal(rows.items[1].at, "then");
  project_ask(project, "DROP TABLE runner_backfill_errors");
  expect_success(
      project, runner_backfill_errors(project->runner, &row, 2, &rows, &project->error));
  assert_true(rows.count == 0 && rows.more == 0);
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, project_setup, project_teardown)
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(numbers_follow_from_the_row),
      cmocka_unit_test(an_estimate_that_was_too_low_is_not_the_end),
      cmocka_unit_test(what_is_not_known_is_said_so),
      CASE(without_a_file_or_tables_there_is_none),
      CASE(a_row_is_read_as_it_stands),
      CASE(names_mean_backfills),
      CASE(tables_that_are_not_ours_are_told),
      CASE(a_look_does_not_wait_for_long),
      CASE(failed_rows_are_listed_by_key),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

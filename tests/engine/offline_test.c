/* Changes as SQL text. */
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

static void keep(void *user, const char *text) {
  buffer_text(user, text);
}

/* The text from its first heading on, in the project's arena. */
static const char *body(const struct project *project, struct buffer *text) {
  const char *from = text->bytes != NULL ? strstr(text->bytes, "\n-- ") : NULL;
  char *copy = arena_text(project->arena, from != NULL ? from + 1 : "");
  buffer_release(text);
  return copy;
}

static const char *sql_upgrade(struct project *project, const char *target) {
  struct buffer text = {0};
  project_open(project);
  expect_success(
      project, runner_sql_upgrade(project->runner, target, keep, &text, &project->error));
  assert_memory_equal(text.bytes, "-- Made by runner ", 18);
  assert_non_null(strstr(text.bytes, "\n.bail on\nPRAGMA foreign_keys = OFF;\n"));
  return body(project, &text);
}

static const char *headings(struct project *project, const char *sql) {
  const char *found = "";
  for (const char *at = strstr(sql, "-- "); at != NULL; at = strstr(at + 1, "\n-- "))
    found = arena_format(project->arena, "%s%.*s\n", found,
                         (int)strcspn(at + (*at == '\n'), "\n"), at + (*at == '\n'));
  return found;
}

/* What differs from day to day is left out of the journal's row. */
static const char *without_journal(struct project *project, const char *sql) {
  char *copy = arena_text(project->arena, sql);
  char *from = strstr(copy, "INSERT INTO runner_history");
  while (from != NULL) {
    char *to = strstr(from, ";\nCOMMIT;");
    assert_non_null(to);
    memmove(from, to + 2, strlen(to + 2) + 1);
    from = strstr(from, "INSERT INTO runner_history");
  }
  return copy;
}

static void a_step_is_a_transaction(void **state) {
  struct project *project = *state;
  project_three(project);
  assert_string_equal(
      without_journal(project, sql_upgrade(project, "aaaa:bbbb")),
      "-- Running upgrade aaaa -> bbbb, Revision bbbb.\nBEGIN IMMEDIATE;\n"
      "CREATE TABLE b (x);\n"
      "UPDATE runner_version SET version_num = 'bbbb' WHERE version_num = 'aaaa';\n"
      "COMMIT;\n\n");
  assert_false(file_exists(project_path(project, "desk.db")));
}

static void from_base_the_tables_are_made(void **state) {
  struct project *project = *state;
  project_three(project);
  const char *sql = sql_upgrade(project, "aaaa");
  assert_non_null(strstr(sql, "CREATE TABLE IF NOT EXISTS runner_version"));
  assert_non_null(strstr(sql, "CREATE TABLE IF NOT EXISTS runner_history"));
  assert_string_equal(sql_upgrade(project, "base:aaaa"), sql);
}

static void a_range_says_where_it_starts(void **state) {
  struct project *project = *state;
  project_three(project);
  assert_string_equal(headings(project, sql_upgrade(project, "head")),
                      "-- Running upgrade  -> aaaa, Revision aaaa.\n"
                      "-- Running upgrade aaaa -> bbbb, Revision bbbb.\n"
                      "-- Running upgrade bbbb -> cccc, Revision cccc.\n");
  assert_string_equal(headings(project, sql_upgrade(project, "bbbb:head")),
                      "-- Running upgrade bbbb -> cccc, Revision cccc.\n");
  struct buffer text = {0};
  expect_success(project, runner_sql_downgrade(project->runner, "head:aaaa", keep, &text,
                                               &project->error));
  assert_string_equal(headings(project, body(project, &text)),
                      "-- Running downgrade cccc -> bbbb, Revision cccc.\n"
                      "-- Running downgrade bbbb -> aaaa, Revision bbbb.\n");
  assert_string_equal(project->told, "step cccc\nstep cccc\nstep bbbb\n");
}

static void a_message_of_several_lines_stays_a_comment(void **state) {
  struct project *project = *state;
  project_write(project, "versions/x.lua",
                "--- First line\n--- DROP TABLE second;\nrevision = 'x'\n"
                "function upgrade() end");
  assert_string_equal(headings(project, sql_upgrade(project, "x")),
                      "-- Running upgrade  -> x, First line DROP TABLE second;\n");
}

static void wrong_ranges_are_refused(void **state) {
  struct project *project = *state;
  static const char *const ranges[] = {":", "aaaa:", ":aaaa", "a:b:c"};
  struct buffer text = {0};
  project_three(project);
  project_open(project);
  for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
    expect_error(
        project,
        runner_sql_upgrade(project->runner, ranges[i], keep, &text, &project->error),
        RUNNER_USAGE, arena_format(project->arena, "'%s' is not a range", ranges[i]));
  expect_error(
      project,
      runner_sql_downgrade(project->runner, "base", keep, &text, &project->error),
      RUNNER_USAGE, "a downgrade with --sql needs a range, not 'base'");
  assert_null(text.bytes);
}

static runner_status sql_stamp(struct project *project, const char *first,
                               const char *second, struct buffer *text) {
  const char *items[] = {first, second};
  struct runner_texts targets = {items, second != NULL ? 2 : 1};
  return runner_sql_stamp(project->runner, &targets, keep, text, &project->error);
}

static void a_stamp_has_one_start_whatever_the_order(void **state) {
  struct project *project = *state;
  struct buffer text = {0};
  project_three(project);
  project_revision(project, "dddd", "'aaaa'", "", "");
  project_open(project);
  expect_success(project, sql_stamp(project, "aaaa:bbbb", "dddd", &text));
  const char *one = without_journal(project, body(project, &text));
  assert_non_null(strstr(one, "WHERE version_num = 'aaaa'"));
  expect_success(project, sql_stamp(project, "bbbb", "aaaa:dddd", &text));
  const char *two = without_journal(project, body(project, &text));
  assert_non_null(strstr(two, "WHERE version_num = 'aaaa'"));
  expect_error(project, sql_stamp(project, "aaaa:bbbb", "base:dddd", &text), RUNNER_USAGE,
               "stamp with --sql takes one starting revision at a time");
  buffer_release(&text);
}

static void a_script_sees_that_it_is_written_down(void **state) {
  struct project *project = *state;
  project_revision(project, "aaaa", "nil",
                   "db:exec('CREATE TABLE a (x)') db:exec('INSERT INTO a VALUES (?)', "
                   "context.offline and 'offline' or 'online')"
                   " for x in db:rows('SELECT x FROM a') do log(x) end",
                   "");
  assert_non_null(
      strstr(sql_upgrade(project, "aaaa"), "INSERT INTO a VALUES ('offline');\n"));
  assert_string_equal(project->told,
                      "step aaaa\nlog: offline\n"
                      "warning: revision aaaa reads rows; the SQL can only cover what "
                      "earlier revisions inserted, not the rows of your database\n");
}

static void a_failure_is_told_and_the_project_goes_on(void **state) {
  struct project *project = *state;
  struct buffer text = {0};
  project_three(project);
  project_revision(project, "bbbb", "'aaaa'", "error('no')", "");
  project_open(project);
  expect_success(project,
                 runner_upgrade(project->runner, "aaaa", 0, NULL, &project->error));
  runner_status status =
      runner_sql_upgrade(project->runner, "aaaa:head", keep, &text, &project->error);
  assert_string_equal(project->error.revision, "bbbb");
  expect_error(project, status, RUNNER_FAILED, "no");
  buffer_release(&text);
  struct runner_texts rows = {0};
  expect_success(project, runner_rows(project->runner, &rows, &project->error));
  assert_int_equal(rows.count, 1); /* of the real database again */
}

static void the_version_table_alone(void **state) {
  struct project *project = *state;
  struct buffer text = {0};
  project_open(project);
  expect_success(
      project, runner_sql_ensure_version(project->runner, keep, &text, &project->error));
  assert_string_equal(text.bytes, "CREATE TABLE IF NOT EXISTS runner_version "
                                  "(version_num TEXT NOT NULL PRIMARY KEY);\n");
  buffer_release(&text);
}

/* ---- memory ---- */

static void count(void *user, const char *text) {
  *(size_t *)user += strlen(text);
}

/* A text that is too short must not be called done. */
static void without_memory_the_text_is_whole_or_refused(void **state) {
  struct project *project = *state;
  size_t whole = 0;
  bool fired = true;
  project_three(project);
  project_open(project);
  expect_success(project, runner_sql_upgrade(project->runner, "aaaa:head", count, &whole,
                                             &project->error));
  for (size_t n = 1; fired; n++) {
    size_t written = 0;
    project_open(project);
    failing_allocator_install(n, n % 2 == 0);
    runner_status status = runner_sql_upgrade(project->runner, "aaaa:head", count,
                                              &written, &project->error);
    failing_allocator_remove();
    fired = failing_allocator_fired();
    if (status == RUNNER_DONE) assert_int_equal(written, whole);
  }
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, project_setup, project_teardown)

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(a_step_is_a_transaction),
      CASE(from_base_the_tables_are_made),
      CASE(a_range_says_where_it_starts),
      CASE(a_message_of_several_lines_stays_a_comment),
      CASE(wrong_ranges_are_refused),
      CASE(a_stamp_has_one_start_whatever_the_order),
      CASE(a_script_sees_that_it_is_written_down),
      CASE(a_failure_is_told_and_the_project_goes_on),
      CASE(the_version_table_alone),
      CASE(without_memory_the_text_is_whole_or_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

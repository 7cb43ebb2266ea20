/* The listener is told of what takes long. The threshold is none at all here. */
#include "engine/project.h"

#include "project_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char fill[] =
    "db:exec('CREATE TABLE t (id INTEGER PRIMARY KEY, x)') "
    "db:exec([[WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
    "LIMIT 5000) INSERT INTO t SELECT i, i FROM n]])";

static void open_telling(struct project *project) {
  project_open(project);
  project->runner->progress_after = 0;
}

static void expect_told(struct project *project, const char *text) {
  if (strstr(project->told, text) == NULL)
    fail_msg("not told: %s\nbut: %s", text, project->told);
}

static void long_statements_are_told_of(void **state) {
  struct project *project = *state;
  project_revision(project, "aaaa", "nil", fill, "db:exec('DROP TABLE t')");
  open_telling(project);
  expect_success(project, project_upgrade(project, "head", 0));
  expect_told(project, "progress: WITH RECURSIVE n (i) AS (SELECT 1");
  expect_told(project, "progress: over\n");
}

static void expect_work(struct project *project, const char *up, const char *text) {
  project_revision(project, "aaaa", "nil", fill, "db:exec('DROP TABLE t')");
  project_revision(project, "bbbb", "'aaaa'", up, "");
  open_telling(project);
  expect_success(project, project_upgrade(project, "head", 0));
  const char *step = strstr(project->told, "step bbbb");
  assert_non_null(step);
  if (strstr(step, text) == NULL) fail_msg("not told: %s\nbut: %s", text, step);
}

static void a_rebuild_says_that_it_copies(void **state) {
  expect_work(*state,
              "op.alter_table('t', function(t) t:reorder_columns({'x', 'id'}) end)",
              "\nprogress: copying the rows of 't'\nprogress: over\n");
}

static void an_index_says_that_it_is_built(void **state) {
  expect_work(*state, "op.create_index('i', 't', { 'x' })",
              "\nprogress: building the index 'i'\n");
}

static void an_index_made_again_says_so(void **state) {
  expect_work(*state,
              "op.create_index('i', 't', { 'id' }) "
              "op.alter_table('t', function(t) t:reorder_columns({'x', 'id'}) end)",
              "\nprogress: copying the rows of 't'\nprogress: over\n"
              "progress: building the index 'i'\n");
}

static void a_proof_says_what_it_checks(void **state) {
  expect_work(
      *state,
      "op.alter_table('t', function(t) t:alter_column('x', { null = false }) end)",
      "\nprogress: checking the rows of 't'\n");
}

static void backfills_say_their_names(void **state) {
  expect_work(*state,
              "backfill 'doubled' { table = 't', from = { 'x' }, into = { 'x' }, "
              "set = function(x) return 2 * x end }",
              "\nprogress: backfill \"doubled\"\nprogress: over\n");
}

static void backfills_by_pages_do_too(void **state) {
  expect_work(*state, "backfill 'each' { table = 't', each = function() end }",
              "\nprogress: backfill \"each\"\nprogress: over\n");
}

static void backfills_in_sql_do_too(void **state) {
  expect_work(*state,
              "backfill 'sql' { table = 't', "
              "sql = 'UPDATE t SET x = 1 WHERE id BETWEEN :first AND :last' }",
              "\nprogress: backfill \"sql\"\nprogress: over\n");
}

static void an_online_backfill_counts_its_rows_first(void **state) {
  struct project *project = *state;
  project_revision(project, "aaaa", "nil", fill, "");
  project_write(project, "versions/bbbb.lua",
                "revision = 'bbbb' down_revision = 'aaaa' transaction = false "
                "function upgrade() backfill 'online' { table = 't', online = true, "
                "from = { 'x' }, into = { 'x' }, set = function(x) return x end } end");
  open_telling(project);
  expect_success(project, project_upgrade(project, "head", 0));
  expect_told(project, "\nprogress: counting the rows of 't'\nprogress: over\n");
  expect_told(project, "\nprogress: backfill \"online\"\n");
}

static void bulk_insert_says_where_to(void **state) {
  expect_work(*state,
              "local list = {} for i = 1, 100 do list[i] = { x = i } end "
              "op.bulk_insert('t', list)",
              "\nprogress: inserting rows into 't'\nprogress: over\n");
}

static void foreign_keys_are_checked_before_commit(void **state) {
  expect_work(
      *state,
      "db:exec('CREATE TABLE c (t REFERENCES t)') "
      "db:exec('INSERT INTO c SELECT id FROM t') db:exec('DELETE FROM t WHERE 0') "
      "db:exec('UPDATE c SET t = t')",
      "\nprogress: checking foreign keys\n");
}

static void foreign_keys_are_looked_at_before_a_statement(void **state) {
  struct project *project = *state;
  project_revision(project, "aaaa", "nil",
                   "db:exec('CREATE TABLE t (id INTEGER PRIMARY KEY, x REFERENCES t)') "
                   "db:exec([[WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 "
                   "FROM n LIMIT 5000) INSERT INTO t SELECT i, i FROM n]])",
                   "");
  project_revision(project, "bbbb", "'aaaa'", "db:exec('DELETE FROM t WHERE 0')", "");
  open_telling(project);
  expect_success(project, project_upgrade(project, "head", 0));
  expect_told(project, "step bbbb\nprogress: checking foreign keys\nprogress: over\n");
  assert_null(strstr(project->told, "foreign_key_check"));
}

static void so_is_the_rollback_of_what_failed(void **state) {
  struct project *project = *state;
  project_revision(project, "aaaa", "nil", fill, "");
  project_revision(project, "bbbb", "'aaaa'",
                   "db:exec('UPDATE t SET x = x + 1') error('no more')", "");
  open_telling(project);
  assert_int_equal(project_upgrade(project, "head", 0), RUNNER_FAILED);
  expect_told(project, "rollback: rolling back\nprogress: over\n");
}

static void a_rehearsal_tells_nothing(void **state) {
  struct project *project = *state;
  struct runner_plan plan = {0};
  project_revision(project, "aaaa", "nil", fill, "db:exec('DROP TABLE t')");
  open_telling(project);
  expect_success(project,
                 runner_plan_upgrade(project->runner, "head", &plan, &project->error));
  expect_success(project, runner_rehearse(project->runner, &plan, &project->error));
  assert_null(strstr(project->told, "progress"));
}

#define IN_PROJECT(test)                                                                 \
  cmocka_unit_test_setup_teardown(test, project_setup, project_teardown)

int main(void) {
  const struct CMUnitTest tests[] = {
      IN_PROJECT(long_statements_are_told_of),
      IN_PROJECT(a_rebuild_says_that_it_copies),
      IN_PROJECT(an_index_says_that_it_is_built),
      IN_PROJECT(an_index_made_again_says_so),
      IN_PROJECT(a_proof_says_what_it_checks),
      IN_PROJECT(backfills_say_their_names),
      IN_PROJECT(backfills_by_pages_do_too),
      IN_PROJECT(backfills_in_sql_do_too),
      IN_PROJECT(an_online_backfill_counts_its_rows_first),
      IN_PROJECT(bulk_insert_says_where_to),
      IN_PROJECT(foreign_keys_are_checked_before_commit),
      IN_PROJECT(foreign_keys_are_looked_at_before_a_statement),
      IN_PROJECT(so_is_the_rollback_of_what_failed),
      IN_PROJECT(a_rehearsal_tells_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

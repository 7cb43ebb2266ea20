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

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(long_statements_are_told_of, project_setup,
                                      project_teardown),
      cmocka_unit_test_setup_teardown(a_rehearsal_tells_nothing, project_setup,
                                      project_teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Making the tables, and looking into them. */
#include "backfill_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char TABLES[] =
    "CREATE TABLE runner_backfill ("
    "  revision TEXT NOT NULL, direction TEXT NOT NULL, name TEXT NOT NULL,"
    "  state TEXT NOT NULL, request TEXT, cursor TEXT,"
    "  rows_done INTEGER NOT NULL, rows_total INTEGER,"
    "  rows_failed INTEGER NOT NULL, batch INTEGER,"
    "  started_at TEXT NOT NULL, updated_at TEXT NOT NULL, seconds REAL NOT NULL,"
    "  error TEXT, PRIMARY KEY (revision, direction, name)) WITHOUT ROWID;"
    "CREATE TABLE runner_backfill_errors ("
    "  revision TEXT NOT NULL, direction TEXT NOT NULL, name TEXT NOT NULL,"
    "  key TEXT NOT NULL, row_values TEXT, message TEXT NOT NULL, at TEXT NOT NULL,"
    "  PRIMARY KEY (revision, direction, name, key)) WITHOUT ROWID";

void add_backfill(struct project *project, const char *name, const char *state) {
  project_ask(project,
              arena_format(project->arena,
                           "INSERT INTO runner_backfill SELECT 'aaaa', 'upgrade', '%s',"
                           " '%s', NULL, '40', 40, 100, 2, 10, '2026-11-22T10:00:0' ||"
                           " count(*) || 'Z', '2026-11-22T10:01:00Z', 4.0, 'no luck'"
                           " FROM runner_backfill",
                           name, state));
}

void copy_backfill(struct project *project, const char *name) {
  project_ask(project,
              arena_format(project->arena,
                           "INSERT INTO runner_backfill SELECT 'bbbb', direction, name,"
                           " state, NULL, NULL, 0, NULL, 0, NULL, '2027', '2027', 0, NULL"
                           " FROM runner_backfill WHERE name = '%s'",
                           name));
}

void open_with_backfill(struct project *project, const char *name, const char *state) {
  project_ask(project, TABLES);
  add_backfill(project, name, state);
  project_open(project);
}

struct lock hold_lock(struct project *project) {
  struct lock lock = {0};
  assert_int_equal(
      lock_take(&lock, project_path(project, "desk.db-runner"), 0, NULL, NULL, NULL),
      RUNNER_DONE);
  return lock;
}

struct runner_backfill look_at_backfill(struct project *project) {
  struct runner_backfill_list list = {0};
  expect_success(project,
                 runner_backfills(project->runner, NULL, &list, &project->error));
  assert_int_equal(list.count, 1);
  return list.items[0];
}

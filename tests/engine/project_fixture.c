/* Making and using the project. */
#include "project_fixture.h"

#include "base/file.h"
#include "support/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>
#include <sqlite3.h>

int project_setup(void **state) {
  struct project *project = calloc(1, sizeof *project);
  if (project == NULL || folder_setup(&project->folder) != 0) return -1;
  project->error = (struct runner_error)RUNNER_ERROR_INIT;
  project->arena = arena_create();
  project_write(project, "runner.lua", "return { database = 'desk.db' }");
  *state = project;
  return mkdir(project_path(project, "versions"), 0777);
}

int project_teardown(void **state) {
  struct project *project = *state;
  project_close(project);
  arena_destroy(project->arena);
  int result = folder_teardown(&project->folder);
  free(project);
  return result;
}

const char *project_path(const struct project *project, const char *name) {
  return path_join(project->arena, project->folder, name);
}

void project_write(const struct project *project, const char *name, const char *text) {
  folder_write(project_path(project, name), text, strlen(text));
}

void project_revision(const struct project *project, const char *id, const char *down,
                      const char *up, const char *back) {
  char *name = arena_format(project->arena, "versions/%s.lua", id);
  char *text = arena_format(project->arena,
                            "--- Revision %s.\nrevision = '%s'\ndown_revision = %s\n"
                            "function upgrade() %s end\nfunction downgrade() %s end\n",
                            id, id, down, up, back);
  project_write(project, name, text);
}

void project_three(const struct project *project) {
  project_revision(project, "aaaa", "nil", "db:exec('CREATE TABLE a (x)')",
                   "db:exec('DROP TABLE a')");
  project_revision(project, "bbbb", "'aaaa'", "db:exec('CREATE TABLE b (x)')",
                   "db:exec('DROP TABLE b')");
  project_revision(project, "cccc", "'bbbb'", "db:exec('CREATE TABLE c (x)')",
                   "db:exec('DROP TABLE c')");
}

void project_loose(const struct project *project, const char *up) {
  project_write(project, "versions/loose.lua",
                arena_format(project->arena,
                             "revision = 'loose'\ntransaction = false\n"
                             "function upgrade() %s end",
                             up));
}

/* ---- opening ---- */

static const char *describe(const struct runner_event *event, const char **detail) {
  *detail = event->text;
  switch (event->kind) {
  case RUNNER_EVENT_STEP:
  case RUNNER_EVENT_STEP_DONE:
    *detail = event->step->revision != NULL ? event->step->revision->id : "base";
    return event->kind == RUNNER_EVENT_STEP ? "step " : "done ";
  case RUNNER_EVENT_LOG:
    return "log: ";
  case RUNNER_EVENT_ALTERATION:
    return "alteration: ";
  case RUNNER_EVENT_WARNING:
    return "warning: ";
  case RUNNER_EVENT_WAITING:
    *detail = "";
    return "waiting";
  case RUNNER_EVENT_DIFFERENCE:
    return "difference: ";
  case RUNNER_EVENT_DONE_LINE:
    return "made: ";
  case RUNNER_EVENT_PROGRESS:
    if (event->text == NULL) *detail = "over";
    return "progress: ";
  case RUNNER_EVENT_ROLLBACK:
    return "rollback: ";
  }
  return "";
}

/* Without allocating anything: it is also called while allocations fail. */
static void note_event(void *user, const struct runner_event *event) {
  struct project *project = user;
  const char *detail = "", *word = describe(event, &detail);
  size_t length = strlen(project->told);
  snprintf(project->told + length, sizeof project->told - length, "%s%s\n", word, detail);
  if (project->on_event != NULL) project->on_event(project, event);
}

runner_status project_try_open(struct project *project,
                               const struct runner_options *options) {
  struct runner_options all = *options;
  all.listener = note_event;
  all.user = project;
  project_close(project);
  return runner_open(&all, &project->runner, &project->error);
}

void project_open(struct project *project) {
  struct runner_options options = {.config = project_path(project, "runner.lua")};
  expect_success(project, project_try_open(project, &options));
}

void project_close(struct project *project) {
  runner_close(project->runner);
  runner_error_clear(&project->error);
  project->runner = NULL;
  project->told[0] = '\0';
}

/* ---- running and looking ---- */

runner_status project_upgrade(struct project *project, const char *target, int flags) {
  return runner_upgrade(project->runner, target, flags, NULL, &project->error);
}

const char *project_describe(const struct project *project,
                             const struct runner_plan *done) {
  const char *text = "";
  for (size_t i = 0; i < done->count; i++)
    text = arena_format(project->arena, "%s%s ", text, done->steps[i].revision->id);
  text = arena_format(project->arena, "%s=>", text);
  for (size_t i = 0; i < done->after.count; i++)
    text = arena_format(project->arena, "%s %s", text, done->after.items[i]);
  return text;
}

const char *project_ask(const struct project *project, const char *sql) {
  sqlite3 *handle = NULL;
  sqlite3_stmt *statement = NULL;
  const char *text = "";
  assert_int_equal(sqlite3_open(project_path(project, "desk.db"), &handle), SQLITE_OK);
  while (*sql != '\0') {
    if (sqlite3_prepare_v2(handle, sql, -1, &statement, &sql) != SQLITE_OK)
      fail_msg("%s", sqlite3_errmsg(handle));
    while (sqlite3_step(statement) == SQLITE_ROW)
      text = arena_format(project->arena, "%s%s%s", text, text[0] != '\0' ? " " : "",
                          sqlite3_column_text(statement, 0) != NULL
                              ? (const char *)sqlite3_column_text(statement, 0)
                              : "NULL");
    assert_int_equal(sqlite3_finalize(statement), SQLITE_OK);
  }
  sqlite3_close(handle);
  return text;
}

const char *project_tables(const struct project *project) {
  return project_ask(project, "SELECT group_concat(name, '') FROM (SELECT name FROM "
                              "sqlite_schema WHERE type = 'table' AND length(name) = 1 "
                              "ORDER BY name)");
}

const char *project_rows(const struct project *project) {
  return project_ask(project, "SELECT version_num FROM runner_version ORDER BY rowid");
}

const char *project_history(const struct project *project) {
  return project_ask(project, "SELECT revision || ':' || direction || ':' || state FROM "
                              "runner_history ORDER BY id");
}

void expect_success(struct project *project, runner_status status) {
  if (status != RUNNER_DONE)
    fail_msg("status %d: %s", (int)status,
             project->error.message != NULL ? project->error.message : "(no message)");
}

void expect_error(struct project *project, runner_status status, runner_status expected,
                  const char *message) {
  assert_non_null(project->error.message);
  assert_string_equal(project->error.message, message);
  assert_int_equal(status, expected);
  assert_int_equal(project->error.status, expected);
  runner_error_clear(&project->error);
}

void expect_hint(struct project *project, runner_status status, runner_status expected,
                 const char *message, const char *hint) {
  assert_non_null(project->error.hint);
  assert_string_equal(project->error.hint, hint);
  expect_error(project, status, expected, message);
}

/* A project in a temporary folder, for the tests of the engine's parts that see files,
** scripts and databases.
**
** What the listener is told is kept as text, a line each: "step aaaa", "done aaaa",
** "log: ...", "alteration: ...",
** "warning: ...", "waiting", "made: ...". */
#ifndef RUNNER_TESTS_ENGINE_PROJECT_FIXTURE_H
#define RUNNER_TESTS_ENGINE_PROJECT_FIXTURE_H

#include "engine/project.h"

struct project {
  void *folder;
  struct arena *arena;
  struct runner *runner; /* NULL: closed */
  struct runner_error error;
  char told[8192];
  /* Called for each event after it was noted; may be NULL. */
  void (*on_event)(struct project *project, const struct runner_event *event);
  const void *user; /* of on_event */
};

/* cmocka set-up and tear-down: *state becomes a struct project *, with a runner.lua that
** names the database desk.db and an empty folder versions/. */
int project_setup(void **state);
int project_teardown(void **state);

/* A path in the folder; lives as long as the project. */
const char *project_path(const struct project *project, const char *name);
void project_write(const struct project *project, const char *name, const char *text);

/* Write versions/ID.lua; `down` is a Lua expression ("nil", "'aaaa'"). */
void project_revision(const struct project *project, const char *id, const char *down,
                      const char *up, const char *back);
/* The same three times: aaaa, bbbb and cccc create the tables a, b and c. */
void project_three(const struct project *project);

/* Write versions/loose.lua, a revision outside a transaction whose upgrade() says `up`. */
void project_loose(const struct project *project, const char *up);

/* Open it anew; what was open is closed, what was told is forgotten. */
void project_open(struct project *project);
void project_close(struct project *project);
/* The same, when that may fail: the error is left in the project. */
runner_status project_try_open(struct project *project,
                               const struct runner_options *options);

runner_status project_upgrade(struct project *project, const char *target, int flags);
/* The revisions of the steps that are said to be done, and the rows after them:
** "aaaa bbbb => bbbb". */
const char *project_describe(const struct project *project,
                             const struct runner_plan *done);

/* Run SQL on desk.db from outside; the values of its rows, joined by blanks. */
const char *project_ask(const struct project *project, const char *sql);
/* The tables with names of one letter ("abc"), the version rows ("bbbb"), the journal
** ("aaaa:upgrade:done"). */
const char *project_tables(const struct project *project);
const char *project_rows(const struct project *project);
const char *project_history(const struct project *project);

/* The call succeeded; if not, its message is shown. */
void expect_success(struct project *project, runner_status status);
/* It failed with this status and message; the error is cleared. */
void expect_error(struct project *project, runner_status status, runner_status expected,
                  const char *message);
/* The same, with this hint as well. */
void expect_hint(struct project *project, runner_status status, runner_status expected,
                 const char *message, const char *hint);

#endif

/* The copy takes the place of the project's database: whatever the engine opens, commits to
** or opens again meanwhile is the copy. */
#include "engine/trial.h"

#include "base/file.h"
#include "base/temporary.h"
#include "engine/database.h"
#include "engine/scratch.h"
#include "sqlite/content_copy.h"

/* What is put back afterwards. */
struct aside {
  const char *database;
  struct sqlite3 *adopted;
};

/* ---- the copy ---- */

static runner_status copy_to(struct runner *runner, const char *path,
                             struct runner_error *error) {
  struct connection_options options = {
      .path = path, .create = true, .collations = &runner->config.collations};
  struct runner_error failure = RUNNER_ERROR_INIT;
  struct connection *copy = NULL;
  runner_status status = connection_open(&options, &copy, &failure);
  if (status == RUNNER_DONE) status = content_copy(runner->connection, copy, &failure);
  connection_close(copy);
  if (status != RUNNER_DONE && status != RUNNER_INTERRUPTED && failure.message != NULL) {
    error_set(error, status, "the database could not be copied: %s", failure.message);
    error_hint(error, "the copy is made in $TMPDIR, or /tmp, and is as large as the "
                      "database");
  } else if (status != RUNNER_DONE) {
    error_move(error, &failure);
  }
  runner_error_clear(&failure);
  return status;
}

static struct aside set_aside(struct runner *runner, const char *path) {
  struct aside aside = {runner->config.database, runner->adopted};
  database_close(runner);
  runner->config.database = path;
  runner->adopted = NULL;
  runner->trying = true;
  return aside;
}

static void put_back(struct runner *runner, const struct aside *aside) {
  database_close(runner);
  runner->config.database = aside->database;
  runner->adopted = aside->adopted;
  runner->trying = false;
}

/* ---- the steps ---- */

/* The same step back. */
static runner_status turn(struct runner *runner, const struct runner_step *step,
                          struct runner_step *back, struct runner_error *error) {
  *back = *step;
  back->direction = RUNNER_DOWNGRADE;
  back->from = step->to;
  back->to = step->from;
  back->before = step->after;
  back->after = step->before;
  back->changes =
      arena_allocate(runner->arena, (step->change_count + 1) * sizeof *back->changes);
  if (back->changes == NULL) return error_no_memory(error);
  for (size_t i = 0; i < step->change_count; i++) {
    const struct runner_row_change *change = &step->changes[step->change_count - 1 - i];
    back->changes[i] = (struct runner_row_change){.from = change->to, .to = change->from};
  }
  return RUNNER_DONE;
}

/* The file that the failure speaks of does not stay. */
static runner_status explain(const struct runner_step *step, runner_status status,
                             struct runner_error *failure, struct runner_error *error) {
  if (status == RUNNER_INTERRUPTED || failure->message == NULL) {
    error_move(error, failure);
    return status;
  }
  error_set(error, status, "%s() fails on a copy of the database: %s",
            runner_direction_name(step->direction), failure->message);
  error_hint(error,
             "nothing was written; %s%swithout --data the revision is, and what is to be "
             "done about the rows can be decided in it",
             failure->hint != NULL ? failure->hint : "",
             failure->hint != NULL ? "; " : "");
  error_statement(error, failure->sql, failure->offset, failure->sqlite_code);
  return status;
}

static runner_status try_step(struct runner *runner, const struct runner_step *step,
                              struct runner_error *error) {
  struct runner_error failure = RUNNER_ERROR_INIT;
  runner_status status = scratch_run_step(runner, step, &failure);
  if (status != RUNNER_DONE) status = explain(step, status, &failure, error);
  runner_error_clear(&failure);
  return status;
}

static runner_status try_both_ways(struct runner *runner, const struct runner_plan *plan,
                                   struct runner_error *error) {
  runner_status status = database_open_to_write(runner, error);
  if (status == RUNNER_DONE)
    status = connection_execute(runner->connection, "PRAGMA synchronous = OFF", error);
  for (size_t i = 0; status == RUNNER_DONE && i < plan->count; i++)
    status = try_step(runner, &plan->steps[i], error);
  for (size_t i = plan->count; status == RUNNER_DONE && i-- > 0;) {
    struct runner_step back;
    status = turn(runner, &plan->steps[i], &back, error);
    if (status == RUNNER_DONE) status = try_step(runner, &back, error);
  }
  return status;
}

static runner_status try_on_copy(struct runner *runner, const char *folder,
                                 const struct runner_plan *plan,
                                 struct runner_error *error) {
  const char *path = path_join(runner->arena, folder, "copy.db");
  if (path == NULL) return error_no_memory(error);
  runner_status status = copy_to(runner, path, error);
  if (status != RUNNER_DONE) return status;
  struct aside aside = set_aside(runner, path);
  status = try_both_ways(runner, plan, error);
  put_back(runner, &aside);
  return status;
}

runner_status trial_run(struct runner *runner, const struct graph *graph, const char *id,
                        struct runner_error *error) {
  struct runner_texts rows = {0};
  struct runner_plan plan = {0};
  char *folder = NULL;
  bool older = false;
  runner_status status = runner_rows(runner, &rows, error);
  if (status != RUNNER_DONE || runner->connection == NULL) return status;
  status = plan_upgrade(graph, id, &rows, runner->arena, &plan, &older, error);
  if (status == RUNNER_DONE) status = temporary_create(&folder, error);
  if (status == RUNNER_DONE) status = try_on_copy(runner, folder, &plan, error);
  temporary_remove(folder);
  return status == RUNNER_DONE ? project_check_interrupt(runner, error) : status;
}

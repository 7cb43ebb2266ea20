/* A rehearsal: what the steps of a plan would do, without doing it.
**
** The scripts run for real, on a database in memory that has the schema of the project's
** and none of its rows, so that each alteration says how it would be made. What a script
** does with rows that it reads cannot be seen in that way, and a script that does not get
** to its end without rows ends the rehearsal: what follows stands on what it did not make.
*/
#include "engine/apply.h"
#include "engine/database.h"
#include "engine/scratch.h"
#include "engine/version_table.h"
#include "sqlite/schema_copy.h"

#include <string.h>

/* The project's connection while the copy stands in its place. */
struct aside {
  struct connection *connection; /* NULL: there is no file yet */
  bool writable;
  bool tables_ready;
  runner_listener listener;
};

static struct aside set_aside(struct runner *runner) {
  struct aside aside = {runner->connection, runner->writable, runner->tables_ready,
                        runner->listener};
  runner->connection = NULL;
  runner->listener = NULL; /* what is tried is not news */
  runner->rehearsing = true;
  return aside;
}

static void put_back(struct runner *runner, const struct aside *aside) {
  database_close(runner);
  runner->connection = aside->connection;
  runner->writable = aside->writable;
  runner->tables_ready = aside->tables_ready;
  runner->listener = aside->listener;
  runner->rehearsing = false;
}

/* The copy stands where the plan starts. */
static runner_status copy_rows(struct runner *runner, const struct runner_texts *rows,
                               struct runner_error *error) {
  runner_status status = RUNNER_DONE;
  for (size_t i = 0; status == RUNNER_DONE && i < rows->count; i++) {
    struct runner_row_change change = {.to = rows->items[i]};
    struct runner_step step = {.changes = &change, .change_count = 1};
    status =
        version_change(runner->connection, runner->config.version_table, &step, error);
  }
  return status;
}

/* "the script fails without rows: " and the first line of what it failed with. */
static runner_status explain_failure(struct runner *runner, struct runner_step *step,
                                     struct runner_error *failure,
                                     struct runner_error *error) {
  if (failure->message == NULL) return error_no_memory(error);
  step->unforeseen =
      arena_format(runner->arena, "it fails on a copy of the schema without rows: %.*s",
                   (int)strcspn(failure->message, "\r\n"), failure->message);
  return step->unforeseen != NULL ? RUNNER_DONE : error_no_memory(error);
}

/* `*lost` is set when the rehearsal cannot go on. */
static runner_status rehearse_step(struct runner *runner, struct runner_step *step,
                                   bool *lost, struct runner_error *error) {
  struct runner_error failure = RUNNER_ERROR_INIT;
  runner_status status = scratch_run_step(runner, step, &failure);
  step->alterations = runner->alterations;
  *lost = status != RUNNER_DONE;
  if (status == RUNNER_INTERRUPTED)
    error_move(error, &failure);
  else if (status != RUNNER_DONE)
    status = explain_failure(runner, step, &failure, error);
  else if (connection_rows_were_read(runner->connection))
    step->unforeseen = "what its script does with the rows that it reads";
  runner_error_clear(&failure);
  return status;
}

static runner_status rehearse_steps(struct runner *runner, struct runner_plan *plan,
                                    struct runner_error *error) {
  runner_status status = RUNNER_DONE;
  bool lost = false;
  for (size_t i = 0; status == RUNNER_DONE && i < plan->count; i++) {
    struct runner_step *step = &plan->steps[i];
    step->alterations = (struct runner_texts){0};
    step->unforeseen = lost ? "a step before it could not be" : NULL;
    if (!lost) status = rehearse_step(runner, step, &lost, error);
    if (status == RUNNER_DONE) status = project_check_interrupt(runner, error);
  }
  return status;
}

runner_status runner_rehearse(struct runner *runner, struct runner_plan *plan,
                              struct runner_error *error) {
  runner_status status = database_open_to_read(runner, error);
  if (status != RUNNER_DONE || plan->count == 0) return status;
  struct aside aside = set_aside(runner);
  status = scratch_open(runner, error);
  if (status == RUNNER_DONE && aside.connection != NULL)
    status = schema_copy(aside.connection, runner->connection, error);
  if (status == RUNNER_DONE) status = copy_rows(runner, &plan->before, error);
  if (status == RUNNER_DONE) status = rehearse_steps(runner, plan, error);
  put_back(runner, &aside);
  return status;
}

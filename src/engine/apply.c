/* One step of a plan on the open connection. */
#include "engine/apply.h"

#include "base/clock.h"
#include "base/lock.h"
#include "engine/alterations.h"
#include "engine/backfill_table.h"
#include "engine/callback.h"
#include "engine/database.h"
#include "engine/journal.h"
#include "engine/removal.h"
#include "engine/transaction.h"
#include "engine/version_table.h"
#include "sqlite/location.h"
#include "sqlite/watch.h"

bool apply_is_loose(const struct runner_step *step) {
  return step->direction != RUNNER_STAMP && !step->revision->transaction;
}

runner_status apply_fits(struct runner *runner, const struct runner_step *step,
                         bool *fits, struct runner_error *error) {
  struct runner_texts rows = {0};
  runner_status status = version_rows(runner->connection, runner->config.version_table,
                                      runner->arena, &rows, error);
  *fits = status == RUNNER_DONE && transaction_same_rows(&rows, &step->before);
  return status;
}

runner_status apply_make_tables(struct runner *runner, struct runner_error *error) {
  if (runner->tables_ready) return RUNNER_DONE;
  runner_status status =
      version_create(runner->connection, runner->config.version_table, error);
  if (status == RUNNER_DONE) status = journal_create(runner->connection, error);
  runner->tables_ready = status == RUNNER_DONE;
  return status;
}

static void begin_step(struct runner *runner, const struct runner_step *step) {
  alterations_begin(runner);
  if (step->warning != NULL) project_warn(runner, "%s", step->warning);
  project_tell(runner, &(struct runner_event){.kind = RUNNER_EVENT_STEP, .step = step});
}

/* The scratch database of --sql lacks the rows that the real one has. */
static void warn_rows_read(struct runner *runner, const struct runner_step *step) {
  if (runner->sql_write == NULL || !connection_rows_were_read(runner->connection)) return;
  project_warn(runner,
               "revision %s reads rows; the SQL can only cover what earlier revisions "
               "inserted, not the rows of your database",
               step->revision->id);
}

static runner_status run_script(struct runner *runner, const struct runner_step *step,
                                enum connection_mode mode, struct runner_error *error) {
  struct script_context context = {.upgrade = step->direction == RUNNER_UPGRADE,
                                   .offline = runner->sql_write != NULL,
                                   .rehearsal = runner->rehearsing,
                                   .tag = runner->tag};
  connection_set_mode(runner->connection, mode);
  runner_status status = script_run_revision(runner->script, step->revision, &context,
                                             runner->connection, error);
  connection_set_mode(runner->connection, CONNECTION_ENGINE);
  runner_status tidied =
      connection_drop_temporary(runner->connection, status == RUNNER_DONE ? error : NULL);
  if (status == RUNNER_DONE) status = tidied;
  if (status == RUNNER_DONE) warn_rows_read(runner, step);
  if (status == RUNNER_DONE) status = project_check_interrupt(runner, error);
  return status;
}

/* The script in the step's transaction; it takes no rows that it does not announce. */
static runner_status run_guarded(struct runner *runner, const struct runner_step *step,
                                 struct runner_error *error) {
  if (step->direction == RUNNER_STAMP) return RUNNER_DONE;
  runner_status status = removal_begin(runner, step, error);
  if (status == RUNNER_DONE) status = run_script(runner, step, CONNECTION_SCRIPT, error);
  return status == RUNNER_DONE ? removal_check(runner, step, error) : status;
}

/* What follows the script: the version rows, the project's callbacks, and the proof that
** keys and schema are sound. */
static runner_status conclude(struct runner *runner, const struct runner_step *step,
                              struct runner_error *error) {
  runner_status status =
      version_change(runner->connection, runner->config.version_table, step, error);
  if (status == RUNNER_DONE && !runner->rehearsing && !runner->trying)
    status = callback_run(runner, step, error);
  if (status == RUNNER_DONE) status = alterations_check(runner, error);
  if (status == RUNNER_DONE) status = watch_verify(runner->connection, error);
  return status;
}

/* For the journal: what --sql writes down takes no time of its own. */
static double duration(const struct runner *runner, double seconds) {
  return runner->sql_write == NULL ? seconds : -1;
}

runner_status apply_step(struct runner *runner, const struct runner_step *step,
                         double *seconds, struct runner_error *error) {
  double started = clock_seconds();
  begin_step(runner, step);
  runner_status status = apply_make_tables(runner, error);
  if (status == RUNNER_DONE) status = run_guarded(runner, step, error);
  if (status == RUNNER_DONE) status = conclude(runner, step, error);
  *seconds = clock_seconds() - started;
  if (status == RUNNER_DONE)
    status = journal_write(runner->connection, step, duration(runner, *seconds), error);
  return status;
}

static runner_status begin_anew(struct runner *runner, const struct runner_step *step,
                                struct runner_error *error) {
  runner_status status = backfill_forget(runner->connection, step, error);
  return status == RUNNER_DONE ? journal_start(runner->connection, step, error) : status;
}

/* First transaction of a loose step: note that it starts. */
static runner_status note_start(struct runner *runner, const struct runner_step *step,
                                bool *fits, struct runner_error *error) {
  runner_status status = transaction_begin(runner, error);
  if (status != RUNNER_DONE) return status;
  bool unfinished = false;
  status = apply_fits(runner, step, fits, error);
  if (status == RUNNER_DONE && *fits) status = apply_make_tables(runner, error);
  if (status == RUNNER_DONE && *fits)
    status = journal_is_unfinished(runner->connection, step, &unfinished, error);
  if (status == RUNNER_DONE && *fits && !unfinished)
    status = begin_anew(runner, step, error);
  if (status != RUNNER_DONE || !*fits) {
    transaction_rollback(runner);
    return status;
  }
  if (unfinished)
    project_warn(runner,
                 "revision %s runs outside a transaction and was cut short the last "
                 "time; it runs again from its beginning",
                 step->revision->id);
  /* The rows do not tell whether this succeeded. If it failed nothing ran: say so. */
  return transaction_commit(runner, NULL, error);
}

/* Others may have run or stamped revisions while the script ran. */
static runner_status refuse_moved_rows(struct runner *runner,
                                       const struct runner_step *step,
                                       struct runner_error *error) {
  bool fits = false;
  runner_status status = apply_fits(runner, step, &fits, error);
  if (status != RUNNER_DONE || fits) return status;
  error_set(error, RUNNER_BUSY,
            "another program changed the version rows while revision %s ran outside a "
            "transaction; it stays unfinished",
            step->revision->id);
  error_hint(error, "look with `runner current`, then run the command again");
  return RUNNER_BUSY;
}

/* Second transaction: the version rows, and the journal says done. */
static runner_status note_end(struct runner *runner, const struct runner_step *step,
                              double seconds, struct runner_error *error) {
  runner_status status = transaction_begin(runner, error);
  if (status != RUNNER_DONE) return status;
  status = refuse_moved_rows(runner, step, error);
  if (status == RUNNER_DONE) status = conclude(runner, step, error);
  if (status == RUNNER_DONE)
    status = journal_finish(runner->connection, step, duration(runner, seconds), error);
  if (status != RUNNER_DONE) {
    transaction_rollback(runner);
    return status;
  }
  return transaction_commit(runner, &step->after, error);
}

/* Start, script and end, while nobody else is in a loose step on this database. */
static runner_status run_loose(struct runner *runner, const struct runner_step *step,
                               bool *fits, double *seconds, struct runner_error *error) {
  double started = clock_seconds();
  runner_status status = note_start(runner, step, fits, error);
  if (status != RUNNER_DONE || !*fits) return status;
  begin_step(runner, step);
  status = run_script(runner, step, CONNECTION_SCRIPT_LOOSE, error);
  if (status != RUNNER_DONE) transaction_rollback(runner);
  *seconds = clock_seconds() - started;
  if (status == RUNNER_DONE) status = note_end(runner, step, *seconds, error);
  return status;
}

runner_status apply_loose_step(struct runner *runner, const struct runner_step *step,
                               bool *fits, double *seconds, struct runner_error *error) {
  const char *path = connection_path(runner->connection);
  if (!location_is_file(path)) return run_loose(runner, step, fits, seconds, error);
  struct lock lock = {0};
  const char *lock_path = database_lock_path(runner);
  if (lock_path == NULL) return error_no_memory(error);
  runner_status status =
      lock_take(&lock, lock_path, runner->timeout, database_tell_waiting, runner, error);
  if (status == RUNNER_BUSY && runner->interrupted) /* it gave up for that reason */
    status = project_check_interrupt(runner, error);
  if (status == RUNNER_DONE) status = run_loose(runner, step, fits, seconds, error);
  lock_release(&lock);
  return status;
}

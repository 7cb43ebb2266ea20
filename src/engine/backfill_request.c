/* Asking a backfill to pause, to go on, or to stop. */
#include "engine/backfill.h"

#include "engine/database.h"
#include "sqlite/statement.h"

#include <string.h>

static const char update_row[] =
    "UPDATE runner_backfill SET request = ?, state = coalesce(?, state)"
    " WHERE revision = ? AND direction = ? AND name = ?";

/* The state that the request itself sets, or NULL. Where a process is at work it changes the
** state, once it has heard the request. One that is about to begin finds the request as well
** as the state: so both are written. */
static const char *new_state(const struct runner_backfill *backfill,
                             runner_backfill_action action) {
  bool at_work = backfill->state == RUNNER_BACKFILL_RUNNING ||
                 backfill->state == RUNNER_BACKFILL_PAUSED;
  if (action == RUNNER_BACKFILL_CANCEL && !at_work)
    return runner_backfill_state_name(RUNNER_BACKFILL_CANCELLED);
  if (action == RUNNER_BACKFILL_RESUME && backfill->state == RUNNER_BACKFILL_CANCELLED)
    return runner_backfill_state_name(RUNNER_BACKFILL_RUNNING);
  return NULL;
}

static runner_status bind(struct statement *statement, int index, const char *text,
                          struct runner_error *error) {
  if (text == NULL) return statement_bind_null(statement, index, error);
  return statement_bind_text(statement, index, text, strlen(text), error);
}

static runner_status write_request(struct connection *connection,
                                   const struct runner_backfill *backfill,
                                   runner_backfill_action action,
                                   struct runner_error *error) {
  const char *request = runner_backfill_action_name(action);
  const char *const texts[] = {action != RUNNER_BACKFILL_RESUME ? request : NULL,
                               new_state(backfill, action), backfill->revision,
                               backfill->direction, backfill->name};
  struct statement *statement = NULL;
  runner_status status = statement_engine(connection, update_row, &statement, error);
  for (int i = 0; status == RUNNER_DONE && i < (int)(sizeof texts / sizeof *texts); i++)
    status = bind(statement, i + 1, texts[i], error);
  if (status == RUNNER_DONE) status = statement_run(statement, error);
  statement_release(statement);
  return status;
}

/* In a transaction: choose among the rows as they stand, write, and read again. */
static runner_status request_now(struct runner *runner, runner_backfill_action action,
                                 const char *name, struct runner_backfill *after,
                                 struct runner_error *error) {
  struct runner_backfill_list list = {0};
  size_t index = 0;
  runner_status status = backfill_read(runner, &list, error);
  if (status == RUNNER_DONE) status = backfill_choose(&list, action, name, &index, error);
  if (status == RUNNER_DONE)
    status = write_request(runner->connection, &list.items[index], action, error);
  if (status == RUNNER_DONE) status = backfill_read(runner, &list, error);
  if (status == RUNNER_DONE) *after = list.items[index];
  return status;
}

/* Before anything is locked or opened to write: can it be asked at all? */
static runner_status check(struct runner *runner, runner_backfill_action action,
                           const char *name, struct runner_error *error) {
  struct runner_backfill_list list = {0};
  size_t index = 0;
  runner_status status = runner_backfills(runner, NULL, &list, error);
  if (status != RUNNER_DONE) return status;
  return backfill_choose(&list, action, name, &index, error);
}

runner_status runner_backfill_request(struct runner *runner,
                                      runner_backfill_action action, const char *name,
                                      struct runner_backfill *after,
                                      struct runner_error *error) {
  struct runner_backfill found = {0};
  bool unknown = false;
  runner_status status = check(runner, action, name, error);
  if (status == RUNNER_DONE) status = database_open_to_write(runner, error);
  if (status == RUNNER_DONE) status = connection_begin(runner->connection, error);
  if (status != RUNNER_DONE) return status;
  status = request_now(runner, action, name, &found, error);
  if (status == RUNNER_DONE)
    status = connection_commit(runner->connection, &unknown, error);
  else
    connection_rollback(runner->connection);
  if (status == RUNNER_DONE && after != NULL) *after = found;
  return status;
}

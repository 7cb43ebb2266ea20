/* Rows of runner_backfill, as far as the engine itself knows them. */
#include "engine/backfill_table.h"

#include "sqlite/statement.h"

#include <string.h>

static const char forget_rows[] =
    "DELETE FROM main." BACKFILL_TABLE " WHERE revision = ? AND direction = ?";
static const char forget_errors[] =
    "DELETE FROM main." BACKFILL_ERROR_TABLE " WHERE revision = ? AND direction = ?";

static runner_status forget(struct connection *connection, const char *sql,
                            const struct runner_step *step, struct runner_error *error) {
  struct statement *statement = NULL;
  const char *revision = step->revision->id;
  const char *direction = runner_direction_name(step->direction);
  runner_status status = statement_engine(connection, sql, &statement, error);
  if (status == RUNNER_DONE)
    status = statement_bind_text(statement, 1, revision, strlen(revision), error);
  if (status == RUNNER_DONE)
    status = statement_bind_text(statement, 2, direction, strlen(direction), error);
  if (status == RUNNER_DONE) status = statement_run(statement, error);
  statement_release(statement);
  return status;
}

runner_status backfill_forget(struct connection *connection,
                              const struct runner_step *step,
                              struct runner_error *error) {
  bool exists = false;
  runner_status status = connection_has_table(connection, BACKFILL_TABLE, &exists, error);
  if (status == RUNNER_DONE && exists)
    status = forget(connection, forget_rows, step, error);
  if (status == RUNNER_DONE)
    status = connection_has_table(connection, BACKFILL_ERROR_TABLE, &exists, error);
  if (status == RUNNER_DONE && exists)
    status = forget(connection, forget_errors, step, error);
  return status;
}

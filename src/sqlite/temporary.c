/* What scripts leave in the temporary schema.
**
** It lives as long as the connection: a temporary trigger of one revision would act on the
** rows of the next, a temporary table would hide one of the same name. */
#include "base/memory.h"
#include "sqlite/connection_state.h"

#include <string.h>

runner_status temporary_find(struct connection *connection, struct runner_error *error) {
  return connection_integer(connection, "SELECT max(rowid) FROM sqlite_temp_schema",
                            &connection->temporary, error);
}

/* Triggers first, since dropping a table may set them off. New objects have larger rowids
** than those that were there. */
static const char write_drops[] =
    "SELECT group_concat(sql, '; ') FROM (SELECT printf('DROP %s IF EXISTS temp.\"%w\"', "
    "type, name) AS sql FROM sqlite_temp_schema WHERE rowid > ?1 AND type <> 'index' AND "
    "name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type = 'table', rowid)";

/* The statements that drop it all, NULL if there is nothing; release it. */
static runner_status drops(struct connection *connection, char **sql,
                           struct runner_error *error) {
  struct statement *statement = NULL;
  bool row = false;
  *sql = NULL;
  runner_status status = statement_engine(connection, write_drops, &statement, error);
  if (status == RUNNER_DONE)
    status = statement_bind_integer(statement, 1, connection->temporary, error);
  if (status == RUNNER_DONE) status = statement_step(statement, &row, error);
  if (row && statement_column_type(statement, 0) != VALUE_NULL) {
    size_t length = 0;
    *sql = memory_text(statement_column_text(statement, 0, &length));
    if (*sql == NULL) status = error_no_memory(error);
  }
  statement_release(statement);
  return status;
}

runner_status connection_drop_temporary(struct connection *connection,
                                        struct runner_error *error) {
  char *sql = NULL;
  if (!connection->temporary_made) return RUNNER_DONE;
  runner_status status = drops(connection, &sql, error);
  if (status == RUNNER_DONE && sql != NULL)
    status = connection_execute(connection, sql, error);
  if (status == RUNNER_DONE) connection->temporary_made = false;
  memory_release(sql);
  return status;
}

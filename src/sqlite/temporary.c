/* What scripts leave in the temporary schema.
**
** It lives as long as the connection: a temporary trigger of one revision would act on the
** rows of the next, a temporary table would hide one of the same name. */
#include "base/memory.h"
#include "sqlite/connection_state.h"

#include <string.h>

/* The first value of a statement's row as a text, NULL if it is NULL; release it. `bound`
** is its parameter, or NULL. */
static runner_status read_text(struct connection *connection, const char *sql,
                               const char *bound, char **text,
                               struct runner_error *error) {
  struct statement *statement = NULL;
  bool row = false;
  *text = NULL;
  runner_status status = statement_engine(connection, sql, &statement, error);
  if (status == RUNNER_DONE && bound != NULL)
    status = statement_bind_text(statement, 1, bound, strlen(bound), error);
  if (status == RUNNER_DONE) status = statement_step(statement, &row, error);
  if (row && statement_column_type(statement, 0) != VALUE_NULL) {
    size_t length = 0;
    *text = memory_text(statement_column_text(statement, 0, &length));
    if (*text == NULL) status = error_no_memory(error);
  }
  statement_release(statement);
  return status;
}

/* By name, not by row: what is dropped with a table that is altered is made again. */
#define OBJECT "'.' || hex(type || ' ' || name) || '.'"

runner_status temporary_find(struct connection *connection, struct runner_error *error) {
  static const char sql[] = "SELECT group_concat(" OBJECT ", '') FROM sqlite_temp_schema";
  return read_text(connection, sql, NULL, &connection->temporary, error);
}

/* Triggers first, since dropping a table may set them off. */
static const char write_drops[] =
    "SELECT group_concat(sql, '; ') FROM (SELECT printf('DROP %s IF EXISTS temp.\"%w\"', "
    "type, name) AS sql FROM sqlite_temp_schema WHERE instr(?1, " OBJECT ") = 0 AND type "
    "<> 'index' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type = 'table', "
    "rowid)";

/* The statements that drop what scripts left, NULL if there is nothing; release it. */
static runner_status drops(struct connection *connection, char **sql,
                           struct runner_error *error) {
  const char *found = connection->temporary != NULL ? connection->temporary : "";
  return read_text(connection, write_drops, found, sql, error);
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

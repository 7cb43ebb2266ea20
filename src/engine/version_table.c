/* Version rows in the database. The table's name is a plain word (config.c checks it). */
#include "engine/version_table.h"

#include "sqlite/statement.h"

#include <string.h>

/* Prepare a statement on the table: `format` holds one %s. */
static runner_status prepare(struct connection *connection, struct statement **statement,
                             struct runner_error *error, const char *format,
                             const char *table) {
  char *sql = memory_format(format, table);
  if (sql == NULL) return error_no_memory(error);
  runner_status status = statement_engine(connection, sql, statement, error);
  memory_release(sql);
  return status;
}

static runner_status execute(struct connection *connection, const char *format,
                             const char *table, struct runner_error *error) {
  char *sql = memory_format(format, table);
  if (sql == NULL) return error_no_memory(error);
  runner_status status = connection_execute(connection, sql, error);
  memory_release(sql);
  return status;
}

static runner_status add_row(struct arena *arena, struct runner_texts *rows,
                             const char *text, size_t length,
                             struct runner_error *error) {
  const char **items = arena_grow(arena, rows->items, rows->count, sizeof *items);
  const char *copy = arena_bytes(arena, text, length);
  if (items == NULL || copy == NULL) return error_no_memory(error);
  rows->items = items;
  rows->items[rows->count++] = copy;
  return RUNNER_DONE;
}

static runner_status fail_table(const char *table, const char *what,
                                struct runner_error *error) {
  error_set(error, RUNNER_DATABASE, "the table %s %s", table, what);
  error_hint(error, "is `version_table` in runner.lua the name of another table?");
  return RUNNER_DATABASE;
}

/* The rows cannot be asked for: is it because the column is missing? */
static runner_status explain_select(struct connection *connection, const char *table,
                                    runner_status status, struct runner_error *error) {
  bool exists = true;
  if (connection_has_column(connection, table, "version_num", &exists, NULL) !=
          RUNNER_DONE ||
      exists)
    return status;
  return fail_table(table, "has no column version_num: it is not a version table", error);
}

runner_status version_rows(struct connection *connection, const char *table,
                           struct arena *arena, struct runner_texts *rows,
                           struct runner_error *error) {
  *rows = (struct runner_texts){0};
  bool exists = false;
  if (connection == NULL) return RUNNER_DONE;
  runner_status status = connection_has_table(connection, table, &exists, error);
  if (status != RUNNER_DONE || !exists) return status;
  struct statement *statement = NULL;
  /* By rowid: without it SQLite may answer in the order of the primary key's index. */
  status = prepare(connection, &statement, error,
                   "SELECT version_num FROM %s ORDER BY rowid", table);
  if (status == RUNNER_FAILED) return explain_select(connection, table, status, error);
  bool row = false;
  while (status == RUNNER_DONE) {
    status = statement_step(statement, &row, error);
    if (status != RUNNER_DONE || !row) break;
    size_t length = 0;
    const char *text = statement_column_text(statement, 0, &length);
    status = length > 0 ? add_row(arena, rows, text, length, error)
                        : fail_table(table, "holds a row that names no revision", error);
  }
  statement_release(statement);
  return status;
}

runner_status version_create(struct connection *connection, const char *table,
                             struct runner_error *error) {
  return execute(connection,
                 "CREATE TABLE IF NOT EXISTS %s (version_num TEXT NOT NULL PRIMARY KEY)",
                 table, error);
}

/* The statement for one kind of change, its parameters in order. */
static runner_status prepare_change(struct connection *connection, const char *table,
                                    const struct runner_row_change *change,
                                    struct statement **statement,
                                    struct runner_error *error) {
  if (change->from == NULL)
    return prepare(connection, statement, error, "INSERT INTO %s VALUES (?)", table);
  if (change->to == NULL)
    return prepare(connection, statement, error, "DELETE FROM %s WHERE version_num = ?",
                   table);
  return prepare(connection, statement, error,
                 "UPDATE %s SET version_num = ? WHERE version_num = ?", table);
}

static runner_status apply_change(struct connection *connection, const char *table,
                                  const struct runner_row_change *change,
                                  struct runner_error *error) {
  struct statement *statement = NULL;
  runner_status status = prepare_change(connection, table, change, &statement, error);
  int index = 1;
  if (status == RUNNER_DONE && change->to != NULL)
    status =
        statement_bind_text(statement, index++, change->to, strlen(change->to), error);
  if (status == RUNNER_DONE && change->from != NULL)
    status =
        statement_bind_text(statement, index, change->from, strlen(change->from), error);
  if (status == RUNNER_DONE) status = statement_run(statement, error);
  statement_release(statement);
  if (status != RUNNER_DONE || connection_changes(connection) == 1) return status;
  error_set(error, RUNNER_DATABASE,
            "expected one row of %s to change from '%s' to '%s'; %lld did", table,
            change->from != NULL ? change->from : "",
            change->to != NULL ? change->to : "",
            (long long)connection_changes(connection));
  error_hint(error, "look at the rows with `runner current`; `runner stamp` sets them");
  return RUNNER_DATABASE;
}

runner_status version_change(struct connection *connection, const char *table,
                             const struct runner_step *step, struct runner_error *error) {
  runner_status status = RUNNER_DONE;
  for (size_t i = 0; status == RUNNER_DONE && i < step->change_count; i++)
    status = apply_change(connection, table, &step->changes[i], error);
  return status;
}

runner_status version_purge(struct connection *connection, const char *table,
                            struct runner_error *error) {
  return execute(connection, "DELETE FROM %s", table, error);
}

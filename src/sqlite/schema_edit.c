/* One edit of the stored schema: open the window, change, prove, close. */
#include "sqlite/schema_edit.h"

#include "sqlite/connection_state.h"
#include "sqlite/literal.h"
#include "sqlite/sql_text.h"

#include <string.h>

/* ---- the window ---- */

static void record_line(struct connection *connection, const char *line) {
  if (connection->record != NULL) connection->record(connection->record_user, line);
}

/* The sqlite3 shell has been defensive from the start since 3.42. */
static void open_window(struct connection *connection) {
  sqlite3_db_config(connection->handle, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
  sqlite3_db_config(connection->handle, SQLITE_DBCONFIG_WRITABLE_SCHEMA, 1, NULL);
  record_line(connection, ".dbconfig defensive off");
  record_line(connection, "PRAGMA writable_schema = ON");
}

/* The schema stays open no longer, and what SQLite parsed before is forgotten. */
static runner_status end_writing(struct connection *connection,
                                 struct runner_error *error) {
  static const char reset[] = "PRAGMA writable_schema = RESET";
  sqlite3 *handle = connection->handle;
  sqlite3_db_config(handle, SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0, NULL);
  connection->generation++;
  int code = sqlite3_exec(handle, reset, NULL, NULL, NULL);
  if (code != SQLITE_OK) return connection_fail(connection, code, reset, error);
  record_line(connection, reset);
  return RUNNER_DONE;
}

static void close_window(struct connection *connection) {
  sqlite3_db_config(connection->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  record_line(connection, ".dbconfig defensive on");
}

/* ---- one row ---- */

static void put_assignments(struct buffer *sql, const struct schema_change *change) {
  const char *comma = "";
  const struct {
    bool wanted;
    const char *text;
  } parts[] = {
      {change->set_sql, "sql = ?3"},
      {change->new_name != NULL, "name = ?4"},
      {change->table_name != NULL, "tbl_name = ?5"},
      {change->root_page != 0, "rootpage = ?6"},
  };
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
    if (!parts[i].wanted) continue;
    buffer_format(sql, "%s%s", comma, parts[i].text);
    comma = ", ";
  }
}

/* NULL is bound as such, and a parameter that is not in the text not at all. */
static runner_status bind(struct statement *statement, int index, const char *text,
                          struct runner_error *error) {
  if (text == NULL || index > statement_parameter_count(statement)) return RUNNER_DONE;
  return statement_bind_text(statement, index, text, strlen(text), error);
}

static runner_status bind_change(struct statement *statement,
                                 const struct schema_change *change,
                                 struct runner_error *error) {
  const char *texts[] = {change->type, change->name, change->sql, change->new_name,
                         change->table_name};
  runner_status status = RUNNER_DONE;
  for (int i = 0; i < 5 && status == RUNNER_DONE; i++)
    status = bind(statement, i + 1, texts[i], error);
  if (status != RUNNER_DONE || change->root_page == 0) return status;
  return statement_bind_integer(statement, 6, change->root_page, error);
}

static runner_status fail_count(const struct schema_change *change, int64_t count,
                                struct runner_error *error) {
  if (count == 0)
    return error_set(error, RUNNER_FAILED, "there is no %s %s in the schema",
                     change->type, change->name);
  return error_set(error, RUNNER_FAILED, "the schema holds %lld definitions of the %s %s",
                   (long long)count, change->type, change->name);
}

static runner_status change_row(struct connection *connection,
                                const struct schema_change *change,
                                struct runner_error *error) {
  struct buffer sql = {0};
  struct statement *statement = NULL;
  buffer_text(&sql, "UPDATE main.sqlite_schema SET ");
  put_assignments(&sql, change);
  buffer_text(&sql, " WHERE type = ?1 AND name = ?2 COLLATE NOCASE");
  runner_status status = buffer_failed(&sql)
                             ? error_no_memory(error)
                             : statement_engine(connection, sql.bytes, &statement, error);
  if (status == RUNNER_DONE) status = bind_change(statement, change, error);
  if (status == RUNNER_DONE) status = statement_run(statement, error);
  statement_release(statement);
  buffer_release(&sql);
  if (status != RUNNER_DONE) return status;
  int64_t count = connection_changes(connection);
  return count == 1 ? RUNNER_DONE : fail_count(change, count, error);
}

/* ---- for the text that is written down ---- */

/* A CHECK constraint is what can stop a text with words of its own. */
runner_status schema_guard(struct connection *connection, const char *message,
                           const char *condition, struct runner_error *error) {
  if (connection->record == NULL) return RUNNER_DONE;
  struct buffer sql = {0};
  buffer_text(&sql, "CREATE TEMP TABLE runner_guard (holds, CONSTRAINT ");
  sql_put_name(&sql, message);
  buffer_text(&sql, " CHECK (holds IS TRUE)); INSERT INTO temp.runner_guard SELECT ");
  buffer_text(&sql, condition);
  buffer_text(&sql, "; DROP TABLE temp.runner_guard");
  runner_status status = buffer_failed(&sql)
                             ? error_no_memory(error)
                             : connection_execute(connection, sql.bytes, error);
  buffer_release(&sql);
  return status;
}

/* Find the definition of the row: *found, and in `sql` (empty for NULL). */
static runner_status read_definition(struct connection *connection,
                                     const struct schema_change *change,
                                     struct buffer *literal, struct runner_error *error) {
  struct statement *statement = NULL;
  bool row = false;
  size_t length = 0;
  runner_status status = statement_engine(
      connection,
      "SELECT sql FROM main.sqlite_schema WHERE type = ?1 AND name = ?2 COLLATE NOCASE",
      &statement, error);
  if (status == RUNNER_DONE) status = bind(statement, 1, change->type, error);
  if (status == RUNNER_DONE) status = bind(statement, 2, change->name, error);
  if (status == RUNNER_DONE) status = statement_step(statement, &row, error);
  if (status == RUNNER_DONE && !row) status = fail_count(change, 0, error);
  if (row && statement_column_type(statement, 0) != VALUE_NULL) {
    const char *sql = statement_column_text(statement, 0, &length);
    literal_text(literal, sql, length);
  } else {
    buffer_text(literal, "NULL");
  }
  statement_release(statement);
  return status;
}

/* The change replaces the whole definition, so it must be the one it was made from. */
static runner_status guard_definition(struct connection *connection,
                                      const struct schema_change *change,
                                      struct runner_error *error) {
  if (connection->record == NULL || !change->set_sql) return RUNNER_DONE;
  struct buffer literal = {0}, condition = {0}, message = {0};
  runner_status status = read_definition(connection, change, &literal, error);
  buffer_text(&condition, "count(*) = 1 FROM main.sqlite_schema WHERE type = ");
  literal_text(&condition, change->type, strlen(change->type));
  buffer_text(&condition, " AND name = ");
  literal_text(&condition, change->name, strlen(change->name));
  buffer_text(&condition, " COLLATE NOCASE AND sql IS ");
  buffer_bytes(&condition, literal.bytes, literal.length);
  buffer_format(&message, "the %s %s is defined as this text expects", change->type,
                change->name);
  bool failed =
      buffer_failed(&literal) || buffer_failed(&condition) || buffer_failed(&message);
  if (status == RUNNER_DONE && failed) status = error_no_memory(error);
  if (status == RUNNER_DONE)
    status = schema_guard(connection, message.bytes, condition.bytes, error);
  buffer_release(&literal);
  buffer_release(&condition);
  buffer_release(&message);
  return status;
}

/* ---- the proof ---- */

/* SQLite calls a definition that it cannot read a damaged file; here it is a bad text. */
static runner_status fail_unreadable(struct connection *connection,
                                     struct runner_error *error) {
  error_set(error, RUNNER_FAILED, "SQLite cannot read the edited schema: %s",
            sqlite3_errmsg(connection->handle));
  error_statement(error, NULL, -1, sqlite3_extended_errcode(connection->handle));
  return RUNNER_FAILED;
}

static bool is_unreadable(int code) {
  return (code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_ERROR;
}

/* Prepare and forget. */
static runner_status prove_text(struct connection *connection, const char *sql,
                                struct runner_error *error) {
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2(connection->handle, sql, -1, &statement, NULL);
  sqlite3_finalize(statement);
  if (code == SQLITE_OK) return RUNNER_DONE;
  code = sqlite3_extended_errcode(connection->handle);
  if (is_unreadable(code)) return fail_unreadable(connection, error);
  return connection_fail(connection, code, sql, error);
}

static runner_status prove(struct connection *connection,
                           const struct schema_change *change,
                           struct runner_error *error) {
  if (sqlite3_stricmp(change->type, "table") != 0) return RUNNER_DONE;
  struct buffer sql = {0};
  buffer_text(&sql, "SELECT * FROM main.");
  sql_put_name(&sql, change->new_name != NULL ? change->new_name : change->name);
  runner_status status = buffer_failed(&sql) ? error_no_memory(error)
                                             : prove_text(connection, sql.bytes, error);
  buffer_release(&sql);
  return status;
}

/* ---- the edit ---- */

static runner_status check(struct connection *connection,
                           const struct schema_change *changes, size_t count,
                           struct runner_error *error) {
  for (size_t i = 0; i < count; i++) {
    if (changes[i].root_page == 0 || connection->record == NULL) continue;
    return error_set(error, RUNNER_FAILED,
                     "the root page of %s cannot be written down: it is another one in "
                     "every file",
                     changes[i].name);
  }
  return RUNNER_DONE;
}

/* With the window open. Reading the schema is a step of its own, so that its failure is
** known to be one of the new definitions. */
static runner_status change_rows(struct connection *connection,
                                 const struct schema_change *changes, size_t count,
                                 struct runner_error *error) {
  runner_status status = RUNNER_DONE;
  for (size_t i = 0; i < count && status == RUNNER_DONE; i++) {
    status = guard_definition(connection, &changes[i], error);
    if (status == RUNNER_DONE) status = change_row(connection, &changes[i], error);
  }
  if (status == RUNNER_DONE) status = end_writing(connection, error);
  if (status == RUNNER_DONE)
    status = prove_text(connection, "SELECT 1 FROM main.sqlite_schema", error);
  return status;
}

static runner_status edit(struct connection *connection,
                          const struct schema_change *changes, size_t count,
                          struct runner_error *error) {
  runner_status status =
      connection_execute(connection, "CREATE VIEW main.runner_edit AS SELECT 1", error);
  if (status != RUNNER_DONE) return status;
  open_window(connection);
  status = change_rows(connection, changes, count, error);
  if (status == RUNNER_DONE)
    status = connection_execute(connection, "DROP VIEW main.runner_edit", error);
  if (status != RUNNER_DONE) end_writing(connection, NULL);
  close_window(connection);
  for (size_t i = 0; i < count && status == RUNNER_DONE; i++)
    status = prove(connection, &changes[i], error);
  return status;
}

/* Whatever stands in the way: half an edit must not be committed. */
static void undo(struct connection *connection) {
  static const char back[] = "ROLLBACK TO runner_edit; RELEASE runner_edit";
  sqlite3 *handle = connection->handle;
  if (sqlite3_get_autocommit(handle) != 0) return;
  if (connection_execute(connection, back, NULL) == RUNNER_DONE) return;
  connection->generation++;
  if (sqlite3_exec(handle, back, NULL, NULL, NULL) == SQLITE_OK) return;
  cache_reset_all(connection);
  sqlite3_exec(handle, "ROLLBACK", NULL, NULL, NULL);
}

runner_status schema_edit(struct connection *connection,
                          const struct schema_change *changes, size_t count,
                          struct runner_error *error) {
  struct runner_error own = RUNNER_ERROR_INIT;
  if (count == 0) return RUNNER_DONE;
  runner_status status = check(connection, changes, count, error);
  if (status == RUNNER_DONE)
    status = connection_execute(connection, "SAVEPOINT runner_edit", error);
  if (status != RUNNER_DONE) return status;
  bool guarded = connection_guard(connection);
  status = edit(connection, changes, count, &own);
  if (guarded) connection_guard_end(connection, NULL); /* `own` has the reason */
  if (status == RUNNER_DONE)
    status = connection_execute(connection, "RELEASE runner_edit", &own);
  if (status == RUNNER_DONE) return status;
  undo(connection);
  connection_check_poison(connection, &own);
  error_move(error, &own);
  return status;
}

bool schema_triggers(struct connection *connection, bool enabled) {
  int before = 1;
  sqlite3 *handle = connection->handle;
  sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, -1, &before);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, enabled, NULL);
  return before != 0;
}

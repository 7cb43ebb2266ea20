/* Does a view or a trigger work? SQLite is asked to prepare a statement that uses it. */
#include "sqlite/sql_text.h"
#include "sqlite/watch_state.h"

#include <string.h>

/* The application brings its own functions and collations, and may trust its schema:
** what fails only for want of these cannot be judged here. */
static bool is_judgeable(const char *complaint) {
  static const char *const wants[] = {"no such function: ", "no such module: ",
                                      "no such collation sequence: ", "unsafe use of "};
  for (size_t i = 0; i < sizeof wants / sizeof *wants; i++)
    if (strncmp(complaint, wants[i], strlen(wants[i])) == 0) return false;
  return true;
}

/* Prepare and forget. */
static runner_status try_statement(struct connection *connection, struct arena *arena,
                                   const char *sql, const char **complaint,
                                   struct runner_error *error) {
  sqlite3 *handle = connection->handle;
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2(handle, sql, -1, &statement, NULL);
  sqlite3_finalize(statement);
  if (code == SQLITE_OK) return RUNNER_DONE;
  code = sqlite3_extended_errcode(handle);
  if (code != SQLITE_ERROR) return connection_fail(connection, code, sql, error);
  if (!is_judgeable(sqlite3_errmsg(handle))) return RUNNER_DONE;
  *complaint = arena_text(arena, sqlite3_errmsg(handle));
  return *complaint != NULL ? RUNNER_DONE : error_no_memory(error);
}

/* ---- what to try ---- */

enum event { EVENT_INSERT, EVENT_UPDATE, EVENT_DELETE };

/* CREATE [TEMP] TRIGGER [IF NOT EXISTS] [schema.]name [BEFORE | AFTER | INSTEAD OF]
** INSERT | DELETE | UPDATE [OF column, ...] ON table. The name is quoted if it is one of
** these words. `*column` is the first after OF, or its kind is not SQL_WORD or SQL_NAME.
** https://www.sqlite.org/lang_createtrigger.html */
static enum event parse_trigger(const char *sql, struct sql_token *column) {
  struct sql_token token;
  do {
    token = sql_next(&sql);
  } while (token.kind != SQL_END && !sql_token_is(token, "INSERT") &&
           !sql_token_is(token, "DELETE") && !sql_token_is(token, "UPDATE"));
  if (sql_token_is(token, "INSERT")) return EVENT_INSERT;
  if (sql_token_is(token, "DELETE")) return EVENT_DELETE;
  if (sql_token_is(sql_next(&sql), "OF")) *column = sql_next(&sql);
  return EVENT_UPDATE;
}

/* A column of the table that can be set, in the arena; NULL if there is none. */
static runner_status any_column(struct connection *connection, struct arena *arena,
                                const char *table, const char **column,
                                struct runner_error *error) {
  struct statement *statement = NULL;
  bool row = false;
  runner_status status = statement_engine(
      connection,
      "SELECT name FROM pragma_table_xinfo(?1, 'main') WHERE hidden = 0 LIMIT 1",
      &statement, error);
  if (status == RUNNER_DONE)
    status = statement_bind_text(statement, 1, table, strlen(table), error);
  if (status == RUNNER_DONE) status = statement_step(statement, &row, error);
  if (row) {
    size_t length = 0;
    const char *name = statement_column_text(statement, 0, &length);
    *column = arena_text(arena, name);
    if (*column == NULL) status = error_no_memory(error);
  }
  statement_release(statement);
  return status;
}

/* A temporary table of the same name is not meant. */
static void put_table(struct buffer *sql, const char *name) {
  buffer_text(sql, "main.");
  sql_put_name(sql, name);
}

/* UPDATE t SET c = c */
static runner_status put_update(struct connection *connection, struct arena *arena,
                                struct buffer *sql, const char *table,
                                struct sql_token token, struct runner_error *error) {
  const char *column = NULL;
  runner_status status = RUNNER_DONE;
  char *named = token.length > 0 ? sql_unquote(token) : NULL;
  if (token.length == 0)
    status = any_column(connection, arena, table, &column, error);
  else
    column = named;
  buffer_text(sql, "UPDATE ");
  put_table(sql, table);
  buffer_text(sql, " SET ");
  sql_put_name(sql, column != NULL ? column : "rowid");
  buffer_text(sql, " = ");
  sql_put_name(sql, column != NULL ? column : "rowid");
  if (token.length > 0 && named == NULL) status = error_no_memory(error);
  memory_release(named);
  return status;
}

static runner_status put_trial(struct connection *connection, struct arena *arena,
                               struct buffer *sql, const struct schema_object *object,
                               struct runner_error *error) {
  struct sql_token column = {0};
  if (!object->trigger) {
    buffer_text(sql, "SELECT * FROM ");
    put_table(sql, object->name);
    return RUNNER_DONE;
  }
  switch (parse_trigger(object->sql, &column)) {
  case EVENT_UPDATE:
    return put_update(connection, arena, sql, object->table, column, error);
  case EVENT_DELETE:
    buffer_text(sql, "DELETE FROM ");
    put_table(sql, object->table);
    return RUNNER_DONE;
  default:
    buffer_text(sql, "INSERT INTO ");
    put_table(sql, object->table);
    buffer_text(sql, " DEFAULT VALUES");
    return RUNNER_DONE;
  }
}

runner_status probe_object(struct connection *connection, struct arena *arena,
                           const struct schema_object *object, const char **complaint,
                           struct runner_error *error) {
  struct buffer sql = {0};
  *complaint = NULL;
  runner_status status = put_trial(connection, arena, &sql, object, error);
  if (status == RUNNER_DONE && buffer_failed(&sql)) status = error_no_memory(error);
  if (status == RUNNER_DONE)
    status = try_statement(connection, arena, sql.bytes, complaint, error);
  buffer_release(&sql);
  return status;
}

/* exec, row and value: one call runs the statement and gives it back. */
#include "script/db_object.h"

#include "script/failure.h"
#include "script/value.h"

#include <lauxlib.h>

/* Rows that the statement changed itself. SQLite's counter keeps its value when a
** statement that is no INSERT, UPDATE or DELETE runs; the total tells those apart.
** https://www.sqlite.org/c3ref/changes.html */
static int64_t run_counted(lua_State *L, struct cursor *cursor) {
  struct connection *connection = cursor->db->connection;
  int64_t before = connection_total_changes(connection);
  cursor_run(L, cursor);
  if (connection_total_changes(connection) == before) return 0;
  return connection_changes(connection);
}

/* Several statements are only allowed without parameters: it would not be clear whose
** they are. */
int query_exec(lua_State *L, const struct source *source) {
  bool parameters = lua_gettop(L) >= source->first;
  const char *end = source->sql + source->length;
  const char *tail = source->sql;
  int64_t changed = 0;
  while (tail != NULL) {
    const char *sql = tail;
    tail = NULL;
    struct cursor *cursor = cursor_open(L, source->db, source->speaker, sql,
                                        (size_t)(end - sql), parameters ? NULL : &tail);
    if (cursor->statement != NULL) {
      cursor_bind(L, cursor, source->first);
      changed += run_counted(L, cursor);
    }
    cursor_close(cursor);
  }
  lua_pushinteger(L, changed);
  return 1;
}

struct cursor *query_open(lua_State *L, const struct source *source) {
  struct runner_error error = RUNNER_ERROR_INIT;
  struct cursor *cursor =
      cursor_open(L, source->db, source->speaker, source->sql, source->length, NULL);
  if (cursor->statement == NULL) {
    error_set(&error, RUNNER_FAILED, "there is no SQL statement in the text");
    cursor_fail(L, cursor, &error);
  }
  if (statement_column_count(cursor->statement) == 0) {
    error_set(&error, RUNNER_FAILED, "the statement gives no rows");
    error_hint(&error, "run it with db:exec");
    error_statement(&error, statement_sql(cursor->statement), -1, 0);
    cursor_fail(L, cursor, &error);
  }
  cursor_bind(L, cursor, source->first);
  return cursor;
}

int query_row(lua_State *L, const struct source *source) {
  struct cursor *cursor = query_open(L, source);
  int count = 0;
  if (cursor_step(L, cursor)) {
    count = statement_column_count(cursor->statement);
    luaL_checkstack(L, count, "too many columns");
    for (int i = 0; i < count; i++)
      value_push_column(L, cursor->statement, i);
  }
  cursor_close(cursor);
  return count;
}

int query_value(lua_State *L, const struct source *source) {
  struct cursor *cursor = query_open(L, source);
  if (cursor_step(L, cursor)) {
    value_push_column(L, cursor->statement, 0);
  } else {
    lua_pushnil(L);
  }
  cursor_close(cursor);
  return 1;
}

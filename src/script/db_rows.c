/* rows and nrows: iterators over the rows of a statement.
**
**   for id, name in db:rows("SELECT id, name FROM users WHERE age > ?", 18) do ... end
**
** Both return an iterator and, as the value the loop closes, the rows object, so that
** leaving the loop early gives the statement back at once. One C call a row; values are
** pushed, no table is made for `rows`. A NULL in the first column is db.null there, as
** nil would end the loop.
*/
#include "script/db_object.h"

#include "script/blob.h"
#include "script/failure.h"
#include "script/object.h"
#include "script/value.h"

#include <lauxlib.h>

#include <string.h>

struct rows {
  struct cursor *cursor; /* NULL: at the end or closed */
};

static const char rows_key = 0; /* registry: the metatable, found without its name */

/* ---- the rows object ---- */

/* Also called by a loop that is left, and by the collector. */
static int rows_close(lua_State *L) {
  struct rows *rows = lua_touserdata(L, 1);
  if (rows == NULL) return 0;
  cursor_close(rows->cursor);
  rows->cursor = NULL;
  return 0;
}

void db_rows_register(lua_State *L) {
  static const luaL_Reg events[] = {
      {"__gc", rows_close}, {"__close", rows_close}, {NULL, NULL}};
  object_push_kind(L, "rows of a statement", events, NULL);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &rows_key);
}

/* Push a rows object that holds the cursor and keeps argument 1 alive. */
static void push_rows(lua_State *L, struct cursor *cursor) {
  struct rows *rows = lua_newuserdatauv(L, sizeof *rows, 1);
  rows->cursor = NULL;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &rows_key);
  lua_setmetatable(L, -2);
  lua_pushvalue(L, 1);
  lua_setiuservalue(L, -2, 1);
  rows->cursor = cursor;
  cursor->held = true;
}

/* ---- iterating ---- */

/* The statement of the next row, or NULL at the end. The cursor leaves the object while
** it steps: a failing step closes it. */
static struct statement *next_row(lua_State *L) {
  struct rows *rows = lua_touserdata(L, lua_upvalueindex(1));
  struct cursor *cursor = rows->cursor;
  if (cursor == NULL) return NULL;
  if (cursor->statement == NULL) luaL_error(L, "the database is closed");
  rows->cursor = NULL;
  bool row = cursor_step(L, cursor);
  if (row) {
    rows->cursor = cursor;
    return cursor->statement;
  }
  cursor_close(cursor);
  return NULL;
}

static int next_values(lua_State *L) {
  struct statement *statement = next_row(L);
  if (statement == NULL) return 0;
  int count = statement_column_count(statement);
  luaL_checkstack(L, count, "too many columns");
  if (statement_column_type(statement, 0) == VALUE_NULL) {
    null_push(L);
  } else {
    value_push_column(L, statement, 0);
  }
  for (int i = 1; i < count; i++)
    value_push_column(L, statement, i);
  return count;
}

static int next_table(lua_State *L) {
  struct statement *statement = next_row(L);
  if (statement == NULL) return 0;
  int count = statement_column_count(statement);
  lua_createtable(L, 0, count);
  for (int i = 0; i < count; i++) {
    value_push_column(L, statement, i);
    lua_setfield(L, -2, statement_column_name(statement, i));
  }
  return 1;
}

/* Two columns of one name would overwrite each other in a row's table. */
static void check_names(lua_State *L, struct cursor *cursor) {
  struct statement *statement = cursor->statement;
  int count = statement_column_count(statement);
  for (int i = 1; i < count; i++) {
    for (int j = 0; j < i; j++) {
      const char *name = statement_column_name(statement, i);
      if (strcmp(name, statement_column_name(statement, j)) != 0) continue;
      struct runner_error error = RUNNER_ERROR_INIT;
      error_set(&error, RUNNER_FAILED, "columns %d and %d are both named '%s'", j + 1,
                i + 1, name);
      error_hint(&error, "give one of them another name with AS, or use rows");
      error_statement(&error, statement_sql(statement), -1, 0);
      cursor_fail(L, cursor, &error);
    }
  }
}

/* Leave what a generic `for` wants: iterator, state, first value, value to close. */
static int push_iterator(lua_State *L, lua_CFunction iterator) {
  lua_pushvalue(L, -1);
  lua_pushcclosure(L, iterator, 1);
  lua_insert(L, -2);
  lua_pushnil(L);
  lua_pushnil(L);
  lua_rotate(L, -3, 2);
  return 4;
}

/* The object is made after the parameters were bound from the top of the stack; if that
** fails for lack of memory, db_detach takes the cursor back. */
int query_rows(lua_State *L, const struct source *source) {
  struct cursor *cursor = query_open(L, source);
  push_rows(L, cursor);
  return push_iterator(L, next_values);
}

int query_nrows(lua_State *L, const struct source *source) {
  struct cursor *cursor = query_open(L, source);
  check_names(L, cursor);
  push_rows(L, cursor);
  return push_iterator(L, next_table);
}

/* Prepared statements: a text that is known to be good, to be run many times.
**
** The object holds no SQLite statement. Each run borrows one from the connection's cache,
** so the same prepared statement may run inside a loop over itself, and nothing has to be
** released when it is collected.
*/
#include "script/db_object.h"
#include "script/object.h"

#include <lauxlib.h>

struct prepared {
  struct db *db;   /* kept alive by user value 1 */
  const char *sql; /* kept alive by user value 2; NULL: closed */
  size_t length;
};

static const char *const prepared_name = "db statement";

static struct prepared *check_prepared(lua_State *L) {
  return luaL_checkudata(L, 1, prepared_name);
}

static struct source source_of(lua_State *L) {
  const struct prepared *prepared = check_prepared(L);
  if (prepared->sql == NULL) luaL_error(L, "the statement is closed");
  if (prepared->db->connection == NULL) luaL_error(L, "the database is closed");
  return (struct source){
      .db = prepared->db, .sql = prepared->sql, .length = prepared->length, .first = 2};
}

static int prepared_exec(lua_State *L) {
  struct source source = source_of(L);
  return query_exec(L, &source);
}

static int prepared_rows(lua_State *L) {
  struct source source = source_of(L);
  return query_rows(L, &source);
}

static int prepared_nrows(lua_State *L) {
  struct source source = source_of(L);
  return query_nrows(L, &source);
}

static int prepared_row(lua_State *L) {
  struct source source = source_of(L);
  return query_row(L, &source);
}

static int prepared_value(lua_State *L) {
  struct source source = source_of(L);
  return query_value(L, &source);
}

static int prepared_close(lua_State *L) {
  check_prepared(L)->sql = NULL;
  return 0;
}

void db_statement_register(lua_State *L) {
  static const luaL_Reg methods[] = {
      {"exec", prepared_exec},
      {"rows", prepared_rows},
      {"nrows", prepared_nrows},
      {"row", prepared_row},
      {"value", prepared_value},
      {"close", prepared_close},
      {NULL, NULL},
  };
  static const luaL_Reg events[] = {{"__close", prepared_close}, {NULL, NULL}};
  object_push_kind(L, prepared_name, events, methods);
  lua_pop(L, 1);
}

/* Borrowing the statement once finds mistakes in the text now. */
int db_prepare(lua_State *L) {
  struct db *db = db_check(L, 1);
  size_t length = 0;
  const char *sql = luaL_checklstring(L, 2, &length);
  struct cursor *cursor = cursor_open(L, db, SPEAKS_SCRIPT, sql, length, NULL);
  bool empty = cursor->statement == NULL;
  cursor_close(cursor);
  luaL_argcheck(L, !empty, 2, "there is no SQL statement in the text");
  struct prepared *prepared = lua_newuserdatauv(L, sizeof *prepared, 2);
  *prepared = (struct prepared){.db = db, .sql = sql, .length = length};
  luaL_setmetatable(L, prepared_name);
  lua_pushvalue(L, 1);
  lua_setiuservalue(L, -2, 1);
  lua_pushvalue(L, 2);
  lua_setiuservalue(L, -2, 2);
  return 1;
}

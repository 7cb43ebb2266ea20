/* Lua functions that convert values: those of `using`.
**
** They are called in the middle of the statement that alters a table, which nothing else
** may change meanwhile; so they can read and not write. Each gets a name of its own: one
** that is in use cannot be defined again while any statement runs. */
#include "script/db_function.h"

#include "script/value.h"

#include <lauxlib.h>

static int refuse_value(lua_State *L) {
  const struct invocation *invocation = lua_touserdata(L, 1);
  const char *refusal = value_refusal(L, 2);
  lua_rawgeti(L, LUA_REGISTRYINDEX, invocation->function->anchor);
  return luaL_error(L, "the answer of %s %s", lua_tostring(L, -1), refusal);
}

static int invoke_value(lua_State *L, const struct invocation *invocation) {
  return db_function_answer(L, invocation, refuse_value);
}

int db_define_value(lua_State *L) {
  struct db *db = db_check(L, 1);
  luaL_checkstring(L, 2);
  luaL_checktype(L, 3, LUA_TFUNCTION);
  lua_Integer count = luaL_checkinteger(L, 4);
  luaL_argcheck(L, count == 0 || count == 1, 4, "one value or none is expected");
  const char *name = lua_pushfstring(L, "runner_value_%I", (LUAI_UACINT)++db->values);
  lua_pushvalue(L, 2);
  db_function_make(L, db, 3, name, (int)count, invoke_value)->converts = true;
  return 1;
}

/* Stand-ins for tables that scripts share.
**
** The stand-in is an empty table with a hidden metatable, marked by an entry under the
** address of `mark`. rawset would write into the stand-in itself, so the sandbox's rawset
** asks protect_is first.
*/
#include "script/protect.h"

#include <lauxlib.h>

static const char mark = 0;

static int refuse_assignment(lua_State *L) {
  return luaL_error(L, "`%s` is read-only, it belongs to all scripts: `%s` cannot be set",
                    lua_tostring(L, lua_upvalueindex(1)), luaL_tolstring(L, 2, NULL));
}

/* The step of pairs; the table itself is an upvalue, never handed out. */
static int next_pair(lua_State *L) {
  lua_settop(L, 2);
  return lua_next(L, lua_upvalueindex(1)) ? 2 : (lua_pushnil(L), 1);
}

static int pairs(lua_State *L) {
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_pushcclosure(L, next_pair, 1);
  lua_pushvalue(L, 1);
  lua_pushnil(L);
  return 3;
}

static int length(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)lua_rawlen(L, lua_upvalueindex(1)));
  return 1;
}

/* Set a metamethod of the metatable on top, with the table at `table` as upvalue. */
static void set_reader(lua_State *L, const char *event, lua_CFunction function,
                       int table) {
  lua_pushvalue(L, table);
  lua_pushcclosure(L, function, 1);
  lua_setfield(L, -2, event);
}

void protect_table(lua_State *L, const char *name) {
  int table = lua_absindex(L, -1);
  lua_newtable(L);
  lua_createtable(L, 0, 8);
  lua_pushvalue(L, table);
  lua_setfield(L, -2, "__index");
  lua_pushstring(L, name);
  lua_pushcclosure(L, refuse_assignment, 1);
  lua_setfield(L, -2, "__newindex");
  set_reader(L, "__pairs", pairs, table);
  set_reader(L, "__len", length, table);
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_pushboolean(L, 1);
  lua_rawsetp(L, -2, &mark);
  lua_setmetatable(L, -2);
  lua_remove(L, table);
}

void protect_module(lua_State *L, const char *name) {
  int module = lua_absindex(L, -1);
  luaL_checkstack(L, LUA_MINSTACK, "a module's tables are too deep");
  lua_newtable(L);
  for (lua_pushnil(L); lua_next(L, module) != 0;) {
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    if (lua_istable(L, -1)) protect_module(L, name);
    lua_rawset(L, module + 1);
  }
  lua_replace(L, module);
  protect_table(L, name);
}

void protect_missing(lua_State *L, lua_CFunction function) {
  lua_getmetatable(L, -1);
  lua_getfield(L, -1, "__index");
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, function);
  lua_setfield(L, -2, "__index");
  lua_setmetatable(L, -2);
  lua_pop(L, 2);
}

bool protect_is(lua_State *L, int index) {
  if (!lua_getmetatable(L, index)) return false;
  bool marked = lua_rawgetp(L, -1, &mark) != LUA_TNIL;
  lua_pop(L, 2);
  return marked;
}

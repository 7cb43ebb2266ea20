/* The base of safe functions, and environments over it. */
#include "script/sandbox.h"

#include "script/failure.h"
#include "script/host.h"
#include "script/log.h"
#include "script/protect.h"
#include "script/require.h"
#include "script/session.h"
#include "script/trust.h"

#include <lauxlib.h>

#include <string.h>

static const char base_key = 0;        /* the base */
static const char environment_key = 0; /* the metatable of environments */

/* ---- functions that differ from Lua's ---- */

/* rawset that keeps off the stand-ins; Lua's own is the upvalue. */
static int guarded_rawset(lua_State *L) {
  if (protect_is(L, 1))
    return luaL_error(L, "this table is read-only, it belongs to all scripts");
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, lua_gettop(L) - 1, 1);
  return 1;
}

/* ---- names looked up when they are used ---- */

static int missing_name(lua_State *L) {
  if (lua_type(L, 2) != LUA_TSTRING) return 0;
  const char *name = lua_tostring(L, 2);
  if (strcmp(name, "db") == 0)
    session_push_db(L);
  else if (strcmp(name, "context") == 0)
    session_push_context(L);
  else if (strcmp(name, "op") == 0)
    session_push_op(L);
  else if (strcmp(name, "backfill") == 0)
    session_push_backfill(L);
  else
    trust_refuse(L, name);
  return 1;
}

static int missing_os_function(lua_State *L) {
  if (lua_type(L, 2) == LUA_TSTRING)
    trust_refuse(L, lua_pushfstring(L, "os.%s", lua_tostring(L, 2)));
  return 1;
}

/* ---- filling the base; each leaves the base on top ---- */

static void add_functions(lua_State *L) {
  static const char *const names[] = {
      "assert",       "error",    "getmetatable", "ipairs",   "next",   "pairs",
      "pcall",        "rawget",   "rawlen",       "rawequal", "select", "tonumber",
      "setmetatable", "tostring", "type",         "xpcall",   "warn",   "_VERSION"};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    lua_getglobal(L, names[i]);
    lua_setfield(L, -2, names[i]);
  }
  lua_getglobal(L, "rawset");
  lua_pushcclosure(L, guarded_rawset, 1);
  lua_setfield(L, -2, "rawset");
}

static void add_libraries(lua_State *L) {
  static const char *const names[] = {"string", "table", "math", "utf8", "coroutine"};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    lua_getglobal(L, names[i]);
    protect_table(L, names[i]);
    lua_setfield(L, -2, names[i]);
  }
}

/* The harmless part of `os`. */
static void add_os(lua_State *L) {
  static const char *const names[] = {"time", "date", "getenv", "clock", "difftime"};
  lua_createtable(L, 0, 5);
  lua_getglobal(L, "os");
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    lua_getfield(L, -1, names[i]);
    lua_setfield(L, -3, names[i]);
  }
  lua_pop(L, 1);
  protect_table(L, "os");
  protect_missing(L, missing_os_function);
  lua_setfield(L, -2, "os");
}

/* sql"...": the module is loaded when the word is first used. */
static int mark_expression(lua_State *L) {
  lua_getglobal(L, "require");
  lua_pushliteral(L, "runner.schema.expression");
  lua_call(L, 1, 1);
  lua_insert(L, 1);
  lua_call(L, lua_gettop(L) - 1, 1);
  return 1;
}

static void add_words(lua_State *L) {
  lua_pushcfunction(L, mark_expression);
  lua_setfield(L, -2, "sql");
  lua_pushcfunction(L, require_from_script);
  lua_setfield(L, -2, "require");
  log_push(L);
  lua_setfield(L, -2, "log");
  lua_pushcfunction(L, log_print);
  lua_setfield(L, -2, "print");
}

/* Strings have one metatable for all scripts: hide it. */
static void lock_strings(lua_State *L) {
  lua_pushliteral(L, "");
  lua_getmetatable(L, -1);
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 2);
}

void sandbox_register(lua_State *L) {
  lua_createtable(L, 0, 40);
  add_functions(L);
  add_libraries(L);
  add_os(L);
  add_words(L);
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, missing_name);
  lua_setfield(L, -2, "__index");
  lua_setmetatable(L, -2);
  lua_createtable(L, 0, 2);
  lua_pushvalue(L, -2);
  lua_setfield(L, -2, "__index");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_rawsetp(L, LUA_REGISTRYINDEX, &environment_key);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &base_key);
  lock_strings(L);
  require_register(L);
}

/* ---- environments ---- */

void sandbox_push_base(lua_State *L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &base_key);
}

void sandbox_push_environment(lua_State *L) {
  lua_createtable(L, 0, 8);
  lua_pushvalue(L, -1);
  lua_setfield(L, -2, "_G");
  lua_rawgetp(L, LUA_REGISTRYINDEX, &environment_key);
  lua_setmetatable(L, -2);
}

static int refuse_name(lua_State *L) {
  return luaL_error(L, "there is no '%s' where a script only computes",
                    luaL_tolstring(L, 2, NULL));
}

void sandbox_push_computing(lua_State *L) {
  static const char *const names[] = {
      "assert",   "error",  "getmetatable", "ipairs",   "math", "next",    "pairs",
      "rawequal", "rawget", "rawlen",       "rawset",   "sql",  "table",   "select",
      "string",   "type",   "setmetatable", "tonumber", "utf8", "tostring"};
  lua_createtable(L, 0, 32);
  sandbox_push_base(L);
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    lua_getfield(L, -1, names[i]);
    lua_setfield(L, -3, names[i]);
  }
  lua_pop(L, 1);
  lua_createtable(L, 0, 2);
  lua_pushcfunction(L, refuse_name);
  lua_setfield(L, -2, "__index");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_setmetatable(L, -2);
}

void sandbox_confine(lua_State *L) {
  lua_pushvalue(L, -1);
  if (lua_setupvalue(L, -3, 1) == NULL) lua_pop(L, 1);
}

/* Push the upvalue _ENV of the function on top in its place; false if it has none. */
static bool take_environment(lua_State *L) {
  const char *name = NULL;
  for (int i = 1; (name = lua_getupvalue(L, -1, i)) != NULL; i++) {
    if (strcmp(name, "_ENV") == 0) {
      lua_remove(L, -2);
      return true;
    }
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
  return false;
}

void sandbox_push_caller_environment(lua_State *L) {
  lua_Debug frame;
  if (lua_getstack(L, 1, &frame) && lua_getinfo(L, "f", &frame) && take_environment(L))
    return;
  sandbox_push_environment(L);
}

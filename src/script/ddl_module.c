/* require("runner.ddl").
**
**   local ddl = require("runner.ddl")
**   local tree = ddl.parse("CREATE TABLE t(a INT)")
**   tree.columns[1].name    --> "a"
**
** The arena of a tree hangs in a userdata while Lua tables are made of it, since making
** them may raise. */
#include "script/ddl_module.h"

#include "script/ddl_push.h"
#include "script/failure.h"

#include <lauxlib.h>

#include <string.h>

static const char arena_type[] = "runner.ddl.arena";

static int release_arena(lua_State *L) {
  struct arena **arena = lua_touserdata(L, 1);
  arena_destroy(*arena);
  *arena = NULL;
  return 0;
}

/* Push the holder of a new arena. */
static struct arena **push_arena(lua_State *L) {
  struct arena **arena = lua_newuserdatauv(L, sizeof *arena, 0);
  *arena = NULL;
  luaL_setmetatable(L, arena_type);
  *arena = arena_create();
  if (*arena == NULL) luaL_error(L, "not enough memory");
  return arena;
}

/* Argument 1. SQLite keeps no text with a byte 0 in it, and would not see what is behind. */
static const char *check_sql(lua_State *L) {
  size_t length = 0;
  const char *text = luaL_checklstring(L, 1, &length);
  luaL_argcheck(L, strlen(text) == length, 1, "a definition has no zero bytes");
  return text;
}

static int parse(lua_State *L) {
  const char *text = check_sql(L);
  struct arena **arena = push_arena(L);
  struct runner_error error = RUNNER_ERROR_INIT;
  const struct ddl_statement *statement = NULL;
  if (ddl_parse(text, *arena, &statement, &error) != RUNNER_DONE)
    failure_raise(L, &error);
  ddl_push_statement(L, statement);
  arena_destroy(*arena);
  *arena = NULL;
  return 1;
}

int ddl_open_module(lua_State *L) {
  static const luaL_Reg functions[] = {{"parse", parse}, {NULL, NULL}};
  if (luaL_newmetatable(L, arena_type)) {
    lua_pushcfunction(L, release_arena);
    lua_setfield(L, -2, "__gc");
  }
  lua_pop(L, 1);
  luaL_newlib(L, functions);
  return 1;
}

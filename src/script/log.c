/* Formatting what scripts say, and handing it to the log. */
#include "script/log.h"

#include "script/host.h"
#include "script/protect.h"

#include <lauxlib.h>

/* One argument is taken as it is; more are a format and its values. */
static int say(lua_State *L, enum script_log_level level) {
  luaL_checkany(L, 1);
  if (lua_gettop(L) > 1) {
    lua_getglobal(L, "string");
    lua_getfield(L, -1, "format");
    lua_insert(L, 1);
    lua_pop(L, 1);
    lua_call(L, lua_gettop(L) - 1, 1);
  }
  script_log(script_of(L), level, luaL_tolstring(L, 1, NULL));
  return 0;
}

static int log_info(lua_State *L) {
  return say(L, SCRIPT_LOG_INFO);
}

static int log_warning(lua_State *L) {
  return say(L, SCRIPT_LOG_WARNING);
}

/* log(...): the table comes first. */
static int log_call(lua_State *L) {
  lua_remove(L, 1);
  return say(L, SCRIPT_LOG_INFO);
}

int log_print(lua_State *L) {
  int count = lua_gettop(L);
  luaL_Buffer line;
  luaL_buffinit(L, &line);
  for (int i = 1; i <= count; i++) {
    if (i > 1) luaL_addchar(&line, '\t');
    luaL_tolstring(L, i, NULL);
    luaL_addvalue(&line);
  }
  luaL_pushresult(&line);
  script_log(script_of(L), SCRIPT_LOG_INFO, lua_tostring(L, -1));
  return 0;
}

void log_push(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"info", log_info}, {"warning", log_warning}, {NULL, NULL}};
  luaL_newlib(L, functions);
  protect_table(L, "log");
  lua_getmetatable(L, -1);
  lua_pushcfunction(L, log_call);
  lua_setfield(L, -2, "__call");
  lua_pop(L, 1);
}

/* Error objects raised from Lua. */
#include "script/failure_module.h"

#include "script/failure.h"

#include <lauxlib.h>

/* failure.raise(message [, hint [, "usage"]]): the catcher knows the status, unless it is
** said that something was used or configured wrongly. */
static int raise(lua_State *L) {
  const char *message = luaL_checkstring(L, 1);
  const char *hint = luaL_optstring(L, 2, NULL);
  bool usage = !lua_isnoneornil(L, 3);
  struct runner_error error = RUNNER_ERROR_INIT;
  error_set(&error, usage ? RUNNER_USAGE : RUNNER_DONE, "%s", message);
  if (hint != NULL) error_hint(&error, "%s", hint);
  failure_raise(L, &error);
}

/* failure.within(problem, place): raise what pcall caught again, `place` in front of its
** message. An interruption is nobody's fault and stays as it is. */
static int within(lua_State *L) {
  luaL_checkany(L, 1);
  failure_raise_within(L, 1, luaL_checkstring(L, 2));
}

/* failure.at(problem, file, line): the same with this place. */
static int at(lua_State *L) {
  luaL_checkany(L, 1);
  failure_raise_at(L, 1, luaL_checkstring(L, 2), (int)luaL_checkinteger(L, 3));
}

int failure_open_module(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"raise", raise}, {"within", within}, {"at", at}, {NULL, NULL}};
  luaL_newlib(L, functions);
  return 1;
}

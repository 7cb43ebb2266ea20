/* Error objects raised from Lua. */
#include "script/failure_module.h"

#include "script/failure.h"

#include <lauxlib.h>

static int raise(lua_State *L) {
  const char *message = luaL_checkstring(L, 1);
  const char *hint = luaL_optstring(L, 2, NULL);
  struct runner_error error = RUNNER_ERROR_INIT;
  error_set(&error, RUNNER_DONE, "%s", message); /* the catcher knows the status */
  if (hint != NULL) error_hint(&error, "%s", hint);
  failure_raise(L, &error);
}

int failure_open_module(lua_State *L) {
  static const luaL_Reg functions[] = {{"raise", raise}, {NULL, NULL}};
  luaL_newlib(L, functions);
  return 1;
}

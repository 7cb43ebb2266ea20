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

/* failure.within(problem, place): raise what pcall caught again, `place` in front of its
** message. An interruption is nobody's fault and stays as it is. */
static int within(lua_State *L) {
  luaL_checkany(L, 1);
  failure_raise_within(L, 1, luaL_checkstring(L, 2));
}

int failure_open_module(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"raise", raise}, {"within", within}, {NULL, NULL}};
  luaL_newlib(L, functions);
  return 1;
}

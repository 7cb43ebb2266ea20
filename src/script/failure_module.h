/* require("runner.failure"): how runner's own Lua modules report an author's mistake. */
#ifndef RUNNER_SCRIPT_FAILURE_MODULE_H
#define RUNNER_SCRIPT_FAILURE_MODULE_H

#include <lua.h>

/* Push the module table { raise = function(message [, hint]) }. `raise` raises an error
** object with the author's file and line. */
int failure_open_module(lua_State *L);

#endif

/* require("runner.ddl"): definitions read into their parts, for runner's own Lua modules
** and for tools that authors write. */
#ifndef RUNNER_SCRIPT_DDL_MODULE_H
#define RUNNER_SCRIPT_DDL_MODULE_H

#include <lua.h>

/* Push the module table. */
int ddl_open_module(lua_State *L);

#endif

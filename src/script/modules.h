/* The embedded modules, for require. */
#ifndef RUNNER_SCRIPT_MODULES_H
#define RUNNER_SCRIPT_MODULES_H

#include <lua.h>

/* Let require find embedded modules, before it looks for files. Each is compiled when it
** is first required; its chunk name is its path in the repository. */
void modules_register(lua_State *L);

#endif

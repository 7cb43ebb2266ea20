/* The embedded modules, for require. */
#ifndef RUNNER_SCRIPT_MODULES_H
#define RUNNER_SCRIPT_MODULES_H

#include <lua.h>

#include <stdbool.h>

/* Let require find embedded modules, before it looks for files. Each is compiled when it
** is first required; its chunk name is its path in the repository. Also makes
** the modules in C known that they use (runner.failure, runner.ddl, runner.catalogue). */
void modules_register(lua_State *L);

/* Is there such a module inside runner, for scripts too? (Some are for runner's own work
** only, as they do what scripts may not: see modules.c.) */
bool modules_has(const char *name);

/* Put a module made in C where require finds it. */
void modules_preload(lua_State *L, const char *name, lua_CFunction open);

#endif

/* The `require` of scripts. */
#ifndef RUNNER_SCRIPT_REQUIRE_H
#define RUNNER_SCRIPT_REQUIRE_H

#include <lua.h>

/* require(name): runner's own modules (read-only), then lib/?.lua and lib/?/init.lua of
** the project, each in an environment of its own; with trust, what Lua finds by itself.
*/
int require_from_script(lua_State *L);

/* Once for each state. */
void require_register(lua_State *L);

#endif

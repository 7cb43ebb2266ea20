/* Where in an author's script something happens. runner's own modules are passed over:
** an author can only change his own lines. */
#ifndef RUNNER_SCRIPT_PLACE_H
#define RUNNER_SCRIPT_PLACE_H

#include "base/error.h"

#include <lua.h>

#include <stdbool.h>

/* The innermost frame that runs a line of an author's file; false if there is none. It
** allocates nothing in Lua, so that it can be asked while memory is being refused. */
bool place_find(lua_State *L, lua_Debug *frame);

/* Note that frame as the error's place, unless one is known already. */
void place_note(lua_State *L, struct runner_error *error);

/* Lua's messages start with a position, shortened to fit: note the full path instead, and
** return the message behind it. */
const char *place_take(lua_State *L, const char *message, struct runner_error *error);

#endif

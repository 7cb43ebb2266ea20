/* Kinds of objects that scripts hold: userdata whose metatable is out of their reach. */
#ifndef RUNNER_SCRIPT_OBJECT_H
#define RUNNER_SCRIPT_OBJECT_H

#include <lauxlib.h>

/* Push the metatable of the kind `name`, which luaL_setmetatable and luaL_checkudata know
** it by; the first call in a state makes it. `events` are its metamethods; `methods` (NULL:
** none) are what a script calls on an object, so that a metamethod is never called on
** something else. Raises if memory runs out. */
void object_push_kind(lua_State *L, const char *name, const luaL_Reg *events,
                      const luaL_Reg *methods);

#endif

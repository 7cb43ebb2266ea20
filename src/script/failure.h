/* Errors between C and Lua.
**
** A failed call into the engine is raised as an error object: a userdata that carries the
** whole runner_error, reads as text (__tostring), and has the fields message, sql,
** offset, code (SQLite's extended code) and kind ("busy", "database", "failed", ...).
** Whatever Lua raised in the end, failure_take makes a runner_error of it, with the file
** and line of the innermost frame that belongs to an author's file (not to runner's own
** embedded modules).
*/
#ifndef RUNNER_SCRIPT_FAILURE_H
#define RUNNER_SCRIPT_FAILURE_H

#include "base/error.h"

#include <lua.h>

#include <stdbool.h>

/* Raise `error` (its texts are moved into the error object). Does not return. Call it when
** no C resource is left to release. With the status RUNNER_DONE it counts as a plain Lua
** error: whoever catches it chooses the status. */
_Noreturn void failure_raise(lua_State *L, struct runner_error *error);

/* Raise the value at `index`, which lua_pcall caught, again as an error object whose
** message begins with "`place`: "; what else it knows stays. An interruption is raised
** as it is. */
_Noreturn void failure_raise_within(lua_State *L, int index, const char *place);

/* The same with this file and line as its place, unless it knows one. */
_Noreturn void failure_raise_at(lua_State *L, int index, const char *file, int line);

/* lua_pcall with a message handler that notes place and traceback. On failure the error
** value is popped and `error` filled; `fallback` is the status of plain Lua errors. */
runner_status failure_call(lua_State *L, int arguments, int results,
                           runner_status fallback, struct runner_error *error);

/* lua_pcall with the same message handler: the error object stays on the stack, to be
** raised again by lua_error after cleaning up. Returns lua_pcall's result. */
int failure_catch(lua_State *L, int arguments, int results);

/* Register the metatable; once for each state. */
void failure_register(lua_State *L);

#endif

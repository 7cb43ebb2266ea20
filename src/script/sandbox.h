/* What scripts see: an environment of their own over a base of safe functions.
**
** The base is one table, made once. Scripts reach it only by reading names their own
** environment does not have; the library tables in it are read-only stand-ins, so no
** script can change them for another. Reading a name that is left out on purpose raises
** an error that says how to allow it.
*/
#ifndef RUNNER_SCRIPT_SANDBOX_H
#define RUNNER_SCRIPT_SANDBOX_H

#include <lua.h>

/* Make the base; once for each state, after the libraries are open. */
void sandbox_register(lua_State *L);

/* Push a new, empty environment. */
void sandbox_push_environment(lua_State *L);

/* Push a new environment of what only computes: a script that sees no more than that
** leaves nothing behind, so it may be run again. */
void sandbox_push_computing(lua_State *L);

/* Push the base itself (for what runner.lua trusts). */
void sandbox_push_base(lua_State *L);

/* Make the table on top the environment of the function below it; the table stays. */
void sandbox_confine(lua_State *L);

/* Push the environment of the Lua function that called the running C function, or a new
** one if there is none. */
void sandbox_push_caller_environment(lua_State *L);

#endif

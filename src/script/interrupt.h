/* Stopping a script that runs: Ctrl-C for Lua code.
**
** The main thread costs nothing until it is interrupted: the signal handler arms a hook
** that raises at every further instruction, so that no pcall can swallow it. Such a hook
** reaches one Lua thread only; therefore coroutines carry one from birth that looks for
** the interrupt every few thousand instructions, and then arms itself likewise.
*/
#ifndef RUNNER_SCRIPT_INTERRUPT_H
#define RUNNER_SCRIPT_INTERRUPT_H

#include <lua.h>

/* Arm the hook; async-signal-safe as far as lua_sethook is (lua.c relies on it too). */
void interrupt_arm(lua_State *L);

/* Give coroutines their hook, keep xpcall's handlers from running once interrupted (hooks
** are off in them), and give a yield outside a coroutine a message of its own: replaces
** xpcall and functions of the global `coroutine`. */
void interrupt_register(lua_State *L);

#endif

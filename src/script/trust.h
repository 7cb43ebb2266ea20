/* What runner.lua may grant beyond the safe base (`trust = { "io", ... }`). */
#ifndef RUNNER_SCRIPT_TRUST_H
#define RUNNER_SCRIPT_TRUST_H

#include <lua.h>

#include <stdbool.h>

/* Raise if `name` ("io", "os.execute") is left out on purpose, saying which word of trust
** allows it; otherwise push nil. */
void trust_refuse(lua_State *L, const char *name);

/* Raise: a module called `name` was not found, as `tried` says. */
_Noreturn void trust_refuse_module(lua_State *L, const char *name, const char *tried);

/* Is `require` allowed to look further than the project (`trust = { "package" }`)? */
bool trust_packages(lua_State *L);

/* May scripts open any file (`trust = { "io" }`)? */
bool trust_files(lua_State *L);

#endif

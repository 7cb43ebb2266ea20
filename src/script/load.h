/* Turning text into Lua functions: scripts load as text only. */
#ifndef RUNNER_SCRIPT_LOAD_H
#define RUNNER_SCRIPT_LOAD_H

#include <lua.h>

#include <stddef.h>

/* Push the compiled function; its chunk name is `path`. A byte order mark and a `#!` line
** are passed over. Raises for bytecode and syntax errors, with file and line. */
void load_text(lua_State *L, const char *source, size_t length, const char *path);

/* Read the file and load_text it; raises also if it cannot be read. */
void load_file(lua_State *L, const char *path);

/* The part of a source that is Lua: past a byte order mark, from the end of a `#!` line
** (so that lines keep their numbers). */
const char *load_body(const char *source, size_t *length);

#endif

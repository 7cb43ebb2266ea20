/* Read-only tables: stand-ins through which a table can be read and not changed. */
#ifndef RUNNER_SCRIPT_PROTECT_H
#define RUNNER_SCRIPT_PROTECT_H

#include <lua.h>

#include <stdbool.h>

/* Replace the table on top by a stand-in: an empty table that reads through to it.
** Assigning to it raises "`name` is read-only". pairs, ipairs and # work. */
void protect_table(lua_State *L, const char *name);

/* The same for a module of ours: its tables of tables are read-only all the way down.
** They must be plain and without circles. The module itself is left as it is. */
void protect_module(lua_State *L, const char *name);

/* Let `function` answer for names that the table behind the stand-in on top does not
** have; it gets the stand-in's table and the name. */
void protect_missing(lua_State *L, lua_CFunction function);

/* Is the value at `index` such a stand-in? */
bool protect_is(lua_State *L, int index);

#endif

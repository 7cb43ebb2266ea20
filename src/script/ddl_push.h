/* The tree of a definition as Lua tables. */
#ifndef RUNNER_SCRIPT_DDL_PUSH_H
#define RUNNER_SCRIPT_DDL_PUSH_H

#include "sqlite/ddl.h"

#include <lua.h>

/* Push the table of the statement. Its fields are those of struct ddl_statement, and of
** the part of its kind, in one table; names are texts with their span beside them:
** `name` and `name_span`. Spans are { first, last }: counted from 1, both included. */
void ddl_push_statement(lua_State *L, const struct ddl_statement *statement);

/* Set a field of the table on top: nothing for NULL. */
void ddl_set_text(lua_State *L, const char *field, const char *text);

#endif

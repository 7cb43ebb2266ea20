/* Handles of Lua tables and functions. */
#ifndef RUNNER_SCRIPT_TABLE_H
#define RUNNER_SCRIPT_TABLE_H

#include "script/host.h"

struct script_table {
  struct script_state *state;
  int reference; /* luaL_ref in the registry */
};

struct script_function {
  struct script_state *state;
  int reference;
};

/* Pop the table or function on top of the stack into a handle. */
runner_status table_keep(struct script_state *state, struct script_table **out,
                         struct runner_error *error);
runner_status function_keep(struct script_state *state, struct script_function **out,
                            struct runner_error *error);

/* Push a list of texts as a table. */
void table_push_texts(lua_State *L, const struct runner_texts *texts);

/* How many entries the table on top of the stack, which stays, has; of any key. */
size_t table_count_entries(lua_State *L);

#endif

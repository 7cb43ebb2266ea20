/* Lua functions that SQL can call: what db:define and the functions of whole rows share.
*/
#ifndef RUNNER_SCRIPT_DB_FUNCTION_H
#define RUNNER_SCRIPT_DB_FUNCTION_H

#include "script/db_object.h"

struct db_function {
  struct db *db; /* NULL: removed; answers with an error until SQLite lets go */
  lua_State *L;  /* the main thread, for releasing */
  struct db_function *next; /* of the same db */
  int reference;            /* the Lua function, in the registry */
  int argument_count;       /* -1: any number */
  lua_CFunction invoke;     /* runs protected; gets a struct invocation * */
  lua_CFunction failed;     /* NULL, or the same way after `invoke` has raised */
  int memory;               /* a value that `invoke` uses, in the registry */
  bool converts;            /* may read, but not write */
  char name[];
};

/* What the protected part gets. */
struct invocation {
  struct db_function *function;
  struct function_call *call;
};

/* Make the Lua function at `index` known to SQL under `name`; raises. The value on top of
** the stack (nil if there is none) is popped and kept for `invoke` as its memory. */
struct db_function *db_function_make(lua_State *L, struct db *db, int index,
                                     const char *name, int argument_count,
                                     lua_CFunction invoke);

/* Call the Lua function with SQL's arguments; its answer is pushed. May raise. */
void db_function_call(lua_State *L, const struct invocation *invocation);

/* A name for SQL: 1 to 255 bytes, and none of SQLite's own. */
const char *db_function_check_name(lua_State *L, struct db *db, int argument);

#endif

/* Lua functions that SQL can call: what db:define and the functions of whole rows share.
*/
#ifndef RUNNER_SCRIPT_DB_FUNCTION_H
#define RUNNER_SCRIPT_DB_FUNCTION_H

#include "script/db_object.h"

/* What SQLite called, and with what. */
struct invocation {
  struct db_function *function;
  struct function_call *call;
};

struct db_function {
  struct db *db; /* NULL: removed; answers with an error until SQLite lets go */
  lua_State *L;  /* the main thread, for releasing */
  struct db_function *next; /* of the same db */
  int reference;            /* the Lua function, in the registry */
  int argument_count;       /* -1: any number */

  /* Answer the call. LUA_OK, and the stack is as it was; or another status, and an error
  ** value is on top. Must not raise: SQLite's frames are below it. */
  int (*invoke)(lua_State *L, const struct invocation *invocation);

  int anchor;    /* a value that `invoke` uses, in the registry */
  void *memory;  /* its address if it is a userdata */
  bool converts; /* may read, but not write */
  char name[];
};

/* Make the Lua function at `index` known to SQL under `name`; raises. The value on top of
** the stack (nil if there is none) is popped and kept for `invoke`. */
struct db_function *db_function_make(lua_State *L, struct db *db, int index,
                                     const char *name, int argument_count,
                                     int (*invoke)(lua_State *,
                                                   const struct invocation *));

/* For `invoke`: call the Lua function with SQL's arguments from the one at `first` on, and
** leave `results` values (LUA_MULTRET: all) on top, or an error value; a status of Lua. */
int db_function_call(lua_State *L, const struct invocation *invocation, int first,
                     int results);

/* For `invoke`: let the C function raise, protected. It gets the invocation as a light
** userdata, and the value on top, which is popped. The status of Lua. */
int db_function_raise(lua_State *L, const struct invocation *invocation,
                      lua_CFunction raise);

/* Note as the error's place where the Lua function is defined, if that is in a file. */
void db_function_place(lua_State *L, const struct invocation *invocation,
                       struct runner_error *error);

/* For `invoke`: call it with all arguments and answer with its one result; `refuse` raises
** (see above) if that has no counterpart in SQL. */
int db_function_answer(lua_State *L, const struct invocation *invocation,
                       lua_CFunction refuse);

/* A name for SQL: 1 to 255 bytes, and none of SQLite's own. */
const char *db_function_check_name(lua_State *L, struct db *db, int argument);

#endif

/* The memory of one Lua state: counted, and limited. */
#ifndef RUNNER_SCRIPT_MEMORY_H
#define RUNNER_SCRIPT_MEMORY_H

#include "base/error.h"

#include <lua.h>

#include <stdbool.h>
#include <stddef.h>

struct script_memory {
  size_t used;    /* bytes the state holds */
  size_t limit;   /* bytes it may hold */
  bool limit_hit; /* the last allocation that failed would have gone beyond the limit */
  lua_State *L;   /* whose memory it is, to see where that was; NULL: do not look */
  char *file;     /* the author's file that ran then, or NULL */
  int line;
};

/* Let go of what the struct itself holds; the state is closed. */
void script_memory_release(struct script_memory *memory);

/* The lua_Alloc for lua_newstate; its user value is a struct script_memory. */
void *script_memory_resize(void *user, void *block, size_t old_size, size_t new_size);

/* Fill `error` after LUA_ERRMEM: RUNNER_FAILED, naming the limit if that was the cause.
** Works on any state, also on one with another allocator. */
runner_status script_memory_error(lua_State *L, struct runner_error *error);

#endif

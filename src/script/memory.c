/* Lua's allocator over base/memory.h, with a limit. */
#include "script/memory.h"

#include "base/memory.h"
#include "script/place.h"

#include <lauxlib.h>

/* More than Lua's stack ever takes, with what it keeps in reserve. */
static const size_t largest_stack = ((size_t)LUAI_MAXSTACK + 1000) * 16;

/* Lua calls no message handler when memory runs out, so the line is looked up while the
** allocation is being refused. That allocates nothing in Lua. While Lua moves its stack
** nobody may look at it; so of the blocks that grow only those count that are no stack. */
static void note_place(struct script_memory *memory, bool stack_in_place) {
  lua_Debug frame;
  bool found = memory->L != NULL && stack_in_place && place_find(memory->L, &frame);
  script_memory_release(memory);
  if (!found) return;
  memory->file = memory_text(frame.source + 1);
  memory->line = frame.currentline;
}

void script_memory_release(struct script_memory *memory) {
  memory_release(memory->file);
  memory->file = NULL;
}

void *script_memory_resize(void *user, void *block, size_t old_size, size_t new_size) {
  struct script_memory *memory = user;
  if (block == NULL) old_size = 0; /* Lua passes the kind of object instead */
  size_t left = memory->limit > memory->used ? memory->limit - memory->used : 0;
  if (new_size > old_size && new_size - old_size > left) {
    memory->limit_hit = true;
    note_place(memory, block == NULL || new_size > largest_stack);
    return NULL;
  }
  void *resized = NULL;
  if (new_size == 0)
    memory_release(block);
  else
    resized = memory_resize(block, new_size);
  /* Lua relies on it that making a block smaller works: keep it as it is. */
  if (resized == NULL && new_size != 0 && new_size <= old_size) resized = block;
  if (resized != NULL || new_size == 0)
    memory->used = memory->used - old_size + new_size;
  else
    memory->limit_hit = false;
  return resized;
}

/* "512 MiB", "1500 bytes": the largest unit that divides the limit. */
static const char *unit_of(size_t *amount) {
  static const char *const units[] = {"bytes", "KiB", "MiB", "GiB"};
  size_t unit = 0;
  while (unit < 3 && *amount != 0 && *amount % 1024 == 0) {
    *amount /= 1024;
    unit++;
  }
  return units[unit];
}

runner_status script_memory_error(lua_State *L, struct runner_error *error) {
  void *user = NULL;
  if (lua_getallocf(L, &user) != script_memory_resize) return error_no_memory(error);
  struct script_memory *memory = user;
  if (!memory->limit_hit) return error_no_memory(error);
  size_t amount = memory->limit;
  const char *unit = unit_of(&amount);
  error_set(error, RUNNER_FAILED, "the script used up its memory, %zu %s", amount, unit);
  if (memory->file != NULL) error_place(error, memory->file, memory->line);
  error_hint(error, "hold less in Lua tables at once (db:rows reads a row at a time), or "
                    "raise `memory_limit` in runner.lua");
  return RUNNER_FAILED;
}

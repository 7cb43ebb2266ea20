/* Lua's allocator over base/memory.h, with a limit. */
#include "script/memory.h"

#include "base/memory.h"

void *script_memory_resize(void *user, void *block, size_t old_size, size_t new_size) {
  struct script_memory *memory = user;
  if (block == NULL) old_size = 0; /* Lua passes the kind of object instead */
  size_t left = memory->limit > memory->used ? memory->limit - memory->used : 0;
  if (new_size > old_size && new_size - old_size > left) {
    memory->limit_hit = true;
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
  error_hint(error, "hold less in Lua tables at once (db:rows reads a row at a time), or "
                    "raise `memory_limit` in runner.lua");
  return RUNNER_FAILED;
}

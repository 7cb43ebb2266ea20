/* Tables of runner.lua: kept alive in the registry, read with types checked. */
#include "script/table.h"

#include "base/file.h"
#include "script/failure.h"
#include "script/load.h"
#include "script/sandbox.h"

#include <lauxlib.h>

/* ---- handles ---- */

/* Keep the value on top and pop it; returns its reference. */
static int keep_value(lua_State *L) {
  int *reference = lua_touserdata(L, 1);
  lua_settop(L, 2);
  *reference = luaL_ref(L, LUA_REGISTRYINDEX);
  return 0;
}

/* Pop the value on top into a new reference. */
static runner_status keep(struct script_state *state, int *reference,
                          struct runner_error *error) {
  lua_State *L = state->L;
  lua_pushcfunction(L, keep_value);
  lua_pushlightuserdata(L, reference);
  lua_pushvalue(L, -3);
  lua_remove(L, -4);
  return failure_call(L, 2, 0, RUNNER_FAILED, error);
}

runner_status table_keep(struct script_state *state, struct script_table **out,
                         struct runner_error *error) {
  struct script_table *table = arena_allocate(state->arena, sizeof *table);
  if (table == NULL) {
    lua_pop(state->L, 1);
    return error_no_memory(error);
  }
  table->state = state;
  runner_status status = keep(state, &table->reference, error);
  if (status == RUNNER_DONE) *out = table;
  return status;
}

runner_status function_keep(struct script_state *state, struct script_function **out,
                            struct runner_error *error) {
  struct script_function *function = arena_allocate(state->arena, sizeof *function);
  if (function == NULL) {
    lua_pop(state->L, 1);
    return error_no_memory(error);
  }
  function->state = state;
  runner_status status = keep(state, &function->reference, error);
  if (status == RUNNER_DONE) *out = function;
  return status;
}

void table_push_texts(lua_State *L, const struct runner_texts *texts) {
  lua_createtable(L, (int)texts->count, 0);
  for (size_t i = 0; i < texts->count; i++) {
    lua_pushstring(L, texts->items[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
}

size_t table_count_entries(lua_State *L) {
  size_t count = 0;
  lua_pushnil(L);
  for (; lua_next(L, -2); lua_pop(L, 1))
    count++;
  return count;
}

/* ---- what a file returns ---- */

static int run_file(lua_State *L) {
  load_file(L, lua_touserdata(L, 1));
  sandbox_push_environment(L);
  sandbox_confine(L);
  lua_pop(L, 1);
  lua_call(L, 0, 1);
  return 1;
}

/* The first file that is run decides where lib/ is, until script_grant does. */
static runner_status find_root(struct script_state *state, const char *path,
                               struct runner_error *error) {
  if (state->root == NULL) state->root = path_folder(state->arena, path);
  return state->root == NULL ? error_no_memory(error) : RUNNER_DONE;
}

/* Push what the file returns, which must be of `type`. */
static runner_status push_file_value(struct script_state *state, const char *path,
                                     int type, struct runner_error *error) {
  lua_State *L = state->L;
  runner_status status = find_root(state, path, error);
  if (status != RUNNER_DONE) return status;
  lua_pushcfunction(L, run_file);
  lua_pushlightuserdata(L, (void *)path);
  status = failure_call(L, 1, 1, RUNNER_USAGE, error);
  if (status == RUNNER_DONE && lua_type(L, -1) != type) {
    status = error_set(error, RUNNER_USAGE, "%s must return a %s, not a %s", path,
                       lua_typename(L, type), luaL_typename(L, -1));
    error_hint(error, "its last statement should be `return %s`",
               type == LUA_TTABLE ? "{ ... }" : "function(fields) ... end");
    lua_pop(L, 1);
  }
  if (status != RUNNER_DONE) error_place(error, path, 0);
  return status;
}

runner_status script_read_table(struct script_state *state, const char *path,
                                struct script_table **out, struct runner_error *error) {
  runner_status status = push_file_value(state, path, LUA_TTABLE, error);
  return status == RUNNER_DONE ? table_keep(state, out, error) : status;
}

runner_status script_read_function(struct script_state *state, const char *path,
                                   struct script_function **out,
                                   struct runner_error *error) {
  runner_status status = push_file_value(state, path, LUA_TFUNCTION, error);
  return status == RUNNER_DONE ? function_keep(state, out, error) : status;
}

/* Lua functions as collations.
**
** SQLite compares in the middle of whatever runs, a coroutine perhaps, so the functions
** run on a thread of their own. */
#include "sqlite/collation.h"
#include "script/failure.h"
#include "script/host.h"
#include "script/table.h"

#include <lauxlib.h>

const struct collations *collations_of(lua_State *L) {
  const struct script_state *state = script_of(L);
  return state != NULL ? state->collations : NULL;
}

struct comparison {
  const struct script_function *function;
  struct collated left, right;
  int order;
};

static int call_comparison(lua_State *L) {
  struct comparison *comparison = lua_touserdata(L, 1);
  lua_rawgeti(L, LUA_REGISTRYINDEX, comparison->function->reference);
  lua_pushlstring(L, comparison->left.bytes, comparison->left.length);
  lua_pushlstring(L, comparison->right.bytes, comparison->right.length);
  lua_call(L, 2, 1);
  if (lua_type(L, -1) != LUA_TNUMBER)
    return luaL_error(L,
                      "a collation must return a number below, at or above 0, not a %s",
                      luaL_typename(L, -1));
  lua_Number order = lua_tonumber(L, -1);
  comparison->order = (order > 0) - (order < 0);
  return 0;
}

static int make_collator(lua_State *L) {
  lua_State *thread = lua_newthread(L);
  luaL_ref(L, LUA_REGISTRYINDEX); /* for as long as the state lives */
  script_of(L)->collator = thread;
  return 0;
}

runner_status script_set_collations(struct script_state *state,
                                    const struct collations *collations,
                                    struct runner_error *error) {
  state->collations = collations;
  if (collations->count == 0) return RUNNER_DONE;
  lua_pushcfunction(state->L, make_collator);
  return failure_call(state->L, 0, 0, RUNNER_FAILED, error);
}

runner_status script_compare(void *user, struct collated left, struct collated right,
                             int *order, struct runner_error *error) {
  const struct script_function *function = user;
  struct script_state *state = function->state;
  struct comparison comparison = {.function = function, .left = left, .right = right};
  if (!lua_checkstack(state->collator, LUA_MINSTACK)) return error_no_memory(error);
  lua_pushcfunction(state->collator, call_comparison);
  lua_pushlightuserdata(state->collator, &comparison);
  runner_status status = failure_call(state->collator, 1, 0, RUNNER_FAILED, error);
  *order = comparison.order;
  return status;
}

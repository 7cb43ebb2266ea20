/* The hook that ends an interrupted script, and coroutines that carry it. */
#include "script/interrupt.h"

#include "script/failure.h"
#include "script/host.h"

#include <lauxlib.h>

/* How many instructions of a coroutine pass between two looks for an interrupt. */
enum { COROUTINE_INTERVAL = 5000 };

static void stop_if_interrupted(lua_State *L, lua_Debug *frame) {
  (void)frame;
  struct script_state *state = script_of(L);
  if (state == NULL || !state->interrupted) return;
  interrupt_arm(L);
  struct runner_error error = RUNNER_ERROR_INIT;
  error_set(&error, RUNNER_INTERRUPTED, "interrupted");
  failure_raise(L, &error);
}

void interrupt_arm(lua_State *L) {
  lua_sethook(L, stop_if_interrupted, LUA_MASKCOUNT, 1);
}

static void watch_coroutine(lua_State *L, int index) {
  lua_State *thread = lua_tothread(L, index);
  if (thread != NULL)
    lua_sethook(thread, stop_if_interrupted, LUA_MASKCOUNT, COROUTINE_INTERVAL);
}

/* coroutine.create; the library's own function is the upvalue. */
static int create(lua_State *L) {
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, lua_gettop(L) - 1, 1);
  watch_coroutine(L, -1);
  return 1;
}

/* coroutine.wrap: what the library returns keeps its thread as its first upvalue. */
static int wrap(lua_State *L) {
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, lua_gettop(L) - 1, 1);
  if (lua_getupvalue(L, -1, 1) != NULL) {
    watch_coroutine(L, -1);
    lua_pop(L, 1);
  }
  return 1;
}

/* The handler given to xpcall; the author's own is the upvalue. When the hook raises, Lua
** calls it with hooks off: a loop in it could not be stopped. */
static int handle(lua_State *L) {
  struct script_state *state = script_of(L);
  if (state != NULL && state->interrupted) return 1;
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, lua_gettop(L) - 1, 1);
  return 1;
}

static int return_all(lua_State *L, int status, lua_KContext context) {
  (void)status;
  (void)context;
  return lua_gettop(L);
}

/* xpcall; the library's own function is the upvalue. It may yield. */
static int call_with_handler(lua_State *L) {
  luaL_checktype(L, 2, LUA_TFUNCTION);
  lua_pushvalue(L, 2);
  lua_pushcclosure(L, handle, 1);
  lua_replace(L, 2);
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_callk(L, lua_gettop(L) - 1, LUA_MULTRET, 0, return_all);
  return return_all(L, LUA_OK, 0);
}

static int yield(lua_State *L) {
  struct script_state *state = script_of(L);
  bool main_thread = lua_pushthread(L) == 1;
  lua_pop(L, 1);
  if (!main_thread) return lua_yield(L, lua_gettop(L));
  if (state == NULL || state->running == NULL)
    return luaL_error(L, "coroutine.yield was called outside a coroutine");
  return luaL_error(L, "%s yielded; a revision runs to its end in one transaction",
                    state->running);
}

/* Replace the field of the table on top by `function`, which gets the old one. */
static void replace(lua_State *L, const char *name, lua_CFunction function) {
  lua_getfield(L, -1, name);
  lua_pushcclosure(L, function, 1);
  lua_setfield(L, -2, name);
}

void interrupt_register(lua_State *L) {
  lua_getglobal(L, "coroutine");
  replace(L, "create", create);
  replace(L, "wrap", wrap);
  replace(L, "yield", yield);
  lua_pop(L, 1);
  lua_pushglobaltable(L);
  replace(L, "xpcall", call_with_handler);
  lua_pop(L, 1);
}

/* Calling functions of runner.lua and of runner's own Lua modules. */
#include "script/failure.h"
#include "script/host.h"
#include "script/session.h"
#include "script/table.h"

#include <lauxlib.h>

/* One call, for its protected part. */
struct call {
  struct script_function *function;
  const struct script_field *fields;
  size_t count;
  struct arena *arena;
  const char **answer; /* NULL: whatever is returned is ignored */
  bool table;          /* a table is wanted, which stays on the stack */
};

static void push_fields(lua_State *L, const struct script_field *fields, size_t count) {
  lua_createtable(L, 0, (int)count);
  for (size_t i = 0; i < count; i++) {
    const struct script_field *field = &fields[i];
    switch (field->type) {
    case SCRIPT_TEXT:
      lua_pushstring(L, field->text);
      break;
    case SCRIPT_TEXTS:
      table_push_texts(L, &field->texts);
      break;
    case SCRIPT_INTEGER:
      lua_pushinteger(L, field->integer);
      break;
    case SCRIPT_BOOLEAN:
      lua_pushboolean(L, field->integer != 0);
      break;
    case SCRIPT_TABLE:
      lua_rawgeti(L, LUA_REGISTRYINDEX,
                  field->table != NULL ? field->table->reference : LUA_REFNIL);
      break;
    }
    lua_setfield(L, -2, field->key);
  }
}

/* Where the called function is defined, for what is wrong with its answer. */
static void place_function(lua_State *L, struct script_function *function,
                           struct runner_error *error) {
  lua_Debug frame;
  lua_rawgeti(L, LUA_REGISTRYINDEX, function->reference);
  if (lua_getinfo(L, ">S", &frame) && frame.source[0] == '@')
    error_place(error, frame.source + 1, frame.linedefined);
}

/* The call failed to give what it should. */
_Noreturn static void refuse_answer(lua_State *L, const struct call *call,
                                    const char *wanted) {
  struct runner_error error = RUNNER_ERROR_INIT;
  error_set(&error, RUNNER_FAILED, "the function must return %s, not a %s", wanted,
            luaL_typename(L, -1));
  place_function(L, call->function, &error);
  failure_raise(L, &error);
}

static int call_protected(lua_State *L) {
  const struct call *call = lua_touserdata(L, 1);
  lua_rawgeti(L, LUA_REGISTRYINDEX, call->function->reference);
  push_fields(L, call->fields, call->count);
  lua_call(L, 1, 1);
  session_check(L);
  if (call->table && !lua_istable(L, -1)) refuse_answer(L, call, "a table");
  if (call->table) return 1;
  if (call->answer == NULL || lua_isnil(L, -1)) return 0;
  if (lua_type(L, -1) != LUA_TSTRING) refuse_answer(L, call, "a text or nil");
  *call->answer = arena_text(call->arena, lua_tostring(L, -1));
  if (*call->answer == NULL) {
    struct runner_error error = RUNNER_ERROR_INIT;
    error_no_memory(&error);
    failure_raise(L, &error);
  }
  return 0;
}

/* Call in a session of its own; a table that is wanted is left on the stack. */
static runner_status run_call(const struct call *call, struct connection *connection,
                              struct runner_error *error) {
  struct script_state *state = call->function->state;
  struct session session = {.connection = connection};
  runner_status status = session_begin(state, &session, error);
  if (status == RUNNER_DONE) {
    lua_pushcfunction(state->L, call_protected);
    lua_pushlightuserdata(state->L, (void *)call);
    status = failure_call(state->L, 1, call->table ? 1 : 0, RUNNER_FAILED, error);
  }
  session_end(state);
  if (status != RUNNER_DONE || !state->interrupted) return status;
  if (call->table) lua_pop(state->L, 1);
  return error_set(error, RUNNER_INTERRUPTED, "interrupted");
}

runner_status script_call(struct script_function *function,
                          const struct script_field *fields, size_t count,
                          struct connection *connection, struct arena *arena,
                          const char **answer, struct runner_error *error) {
  struct call call = {function, fields, count, arena, answer, false};
  if (answer != NULL) *answer = NULL;
  return run_call(&call, connection, error);
}

runner_status script_call_table(struct script_function *function,
                                const struct script_field *fields, size_t count,
                                struct connection *connection,
                                struct script_table **answer,
                                struct runner_error *error) {
  struct call call = {function, fields, count, NULL, NULL, true};
  *answer = NULL;
  runner_status status = run_call(&call, connection, error);
  return status == RUNNER_DONE ? table_keep(function->state, answer, error) : status;
}

/* ---- runner's own modules ---- */

/* require(module), or its field `name`. */
struct wanted_value {
  const char *module;
  const char *name; /* NULL: the module itself */
  int type;
};

static int find_value(lua_State *L) {
  const struct wanted_value *wanted = lua_touserdata(L, 1);
  lua_getglobal(L, "require");
  lua_pushstring(L, wanted->module);
  lua_call(L, 1, 1);
  if (wanted->name != NULL) lua_getfield(L, -1, wanted->name);
  if (lua_type(L, -1) != wanted->type)
    return luaL_error(L, "%s of %s is a %s",
                      wanted->name != NULL ? wanted->name : "value", wanted->module,
                      luaL_typename(L, -1));
  return 1;
}

static runner_status push_value(struct script_state *state,
                                const struct wanted_value *wanted,
                                struct runner_error *error) {
  lua_pushcfunction(state->L, find_value);
  lua_pushlightuserdata(state->L, (void *)wanted);
  return failure_call(state->L, 1, 1, RUNNER_FAILED, error);
}

runner_status script_module_function(struct script_state *state, const char *module,
                                     const char *name, struct script_function **out,
                                     struct runner_error *error) {
  struct wanted_value wanted = {module, name, LUA_TFUNCTION};
  runner_status status = push_value(state, &wanted, error);
  return status == RUNNER_DONE ? function_keep(state, out, error) : status;
}

runner_status script_module_table(struct script_state *state, const char *module,
                                  struct script_table **out, struct runner_error *error) {
  struct wanted_value wanted = {module, NULL, LUA_TTABLE};
  runner_status status = push_value(state, &wanted, error);
  return status == RUNNER_DONE ? table_keep(state, out, error) : status;
}

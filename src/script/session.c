/* The current db object, op and context, in the registry of the Lua state. */
#include "script/session.h"

#include "script/db.h"
#include "script/failure.h"
#include "script/host.h"
#include "script/protect.h"
#include "script/table.h"

#include <lauxlib.h>

#include <string.h>

/* Addresses of these are registry keys; each is set once at the start, so that setting
** it again never allocates. */
static const char db_key = 0;        /* the db object in use, or false */
static const char absent_key = 0;    /* the stand-in for it */
static const char op_key = 0;        /* the op over it, once asked for, or false */
static const char backfill_key = 0;  /* the word over it, in the same way */
static const char check_key = 0;     /* what looks at it when the script is over */
static const char context_key = 0;   /* the context in use */
static const char idle_key = 0;      /* the context outside sessions */
static const char x_key = 0;         /* context.x */
static const char arguments_key = 0; /* context.x_arguments */

/* ---- the stand-in for db ---- */

/* db.null and db.blob mean the same everywhere; all else needs a database. */
static int index_absent(lua_State *L) {
  const char *name = luaL_tolstring(L, 2, NULL);
  if (strcmp(name, "null") == 0 || strcmp(name, "blob") == 0) {
    db_open_module(L);
    lua_getfield(L, -1, name);
    return 1;
  }
  struct runner_error error = RUNNER_ERROR_INIT;
  error_set(&error, RUNNER_DONE, "there is no database here");
  error_hint(&error, "`db`, `op` and `backfill` work inside upgrade() and "
                     "downgrade(), and in callbacks and commands of runner.lua");
  failure_raise(L, &error);
}

static void register_absent(lua_State *L) {
  lua_newtable(L);
  protect_table(L, "db");
  protect_missing(L, index_absent);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &absent_key);
}

void session_push_db(lua_State *L) {
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &db_key) == LUA_TUSERDATA) return;
  lua_pop(L, 1);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &absent_key);
}

void session_push_context(lua_State *L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &context_key);
}

/* ---- the context ---- */

static void push_new_context(lua_State *L, const struct session *session) {
  lua_createtable(L, 0, 7);
  lua_pushstring(L, session->direction);
  lua_setfield(L, -2, "direction");
  lua_pushstring(L, session->revision);
  lua_setfield(L, -2, "revision");
  lua_pushstring(L, session->tag);
  lua_setfield(L, -2, "tag");
  lua_pushboolean(L, session->offline);
  lua_setfield(L, -2, "offline");
  lua_pushboolean(L, session->rehearsal);
  lua_setfield(L, -2, "rehearsal");
  lua_rawgetp(L, LUA_REGISTRYINDEX, &x_key);
  lua_setfield(L, -2, "x");
  lua_rawgetp(L, LUA_REGISTRYINDEX, &arguments_key);
  lua_setfield(L, -2, "x_arguments");
}

static int set_arguments(lua_State *L) {
  const struct runner_texts *arguments = lua_touserdata(L, 1);
  lua_newtable(L);
  lua_newtable(L);
  for (size_t i = 0; i < arguments->count; i++) {
    const char *argument = arguments->items[i];
    const char *equals = strchr(argument, '=');
    size_t length = equals != NULL ? (size_t)(equals - argument) : strlen(argument);
    lua_pushlstring(L, argument, length);
    lua_pushstring(L, equals != NULL ? equals + 1 : "");
    lua_rawset(L, 2);
    lua_pushstring(L, argument);
    lua_rawseti(L, 3, (lua_Integer)i + 1);
  }
  protect_table(L, "context.x_arguments");
  lua_rawsetp(L, LUA_REGISTRYINDEX, &arguments_key);
  protect_table(L, "context.x");
  lua_rawsetp(L, LUA_REGISTRYINDEX, &x_key);
  push_new_context(L, &(struct session){0});
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &idle_key);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &context_key);
  return 0;
}

runner_status script_set_arguments(struct script_state *state,
                                   const struct runner_texts *arguments,
                                   struct runner_error *error) {
  lua_pushcfunction(state->L, set_arguments);
  lua_pushlightuserdata(state->L, (void *)arguments);
  return failure_call(state->L, 1, 0, RUNNER_FAILED, error);
}

/* ---- beginning and ending ---- */

/* Forget the value under a key of the registry. */
static void forget(lua_State *L, const void *key) {
  lua_pushboolean(L, 0);
  lua_rawsetp(L, LUA_REGISTRYINDEX, key);
}

static int begin(lua_State *L) {
  const struct session *session = lua_touserdata(L, 1);
  forget(L, &op_key); /* one asked for outside a session is over the stand-in */
  forget(L, &backfill_key);
  forget(L, &check_key);
  script_of(L)->recorded =
      session->connection != NULL && connection_recording(session->connection);
  push_new_context(L, session);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &context_key);
  if (session->connection == NULL) return 0;
  db_push(L, session->connection, false);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &db_key);
  return 0;
}

runner_status session_begin(struct script_state *state, const struct session *session,
                            struct runner_error *error) {
  lua_pushcfunction(state->L, begin);
  lua_pushlightuserdata(state->L, (void *)session);
  return failure_call(state->L, 1, 0, RUNNER_FAILED, error);
}

void session_end(struct script_state *state) {
  lua_State *L = state->L;
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &db_key) == LUA_TUSERDATA) {
    db_detach(L, -1);
    forget(L, &db_key);
  }
  forget(L, &op_key);
  forget(L, &backfill_key);
  forget(L, &check_key);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &idle_key);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &context_key);
  lua_pop(L, 1);
}

/* ---- another db for a while ---- */

static const char *const lent_keys[] = {&db_key, &op_key, &backfill_key, &check_key};
enum { LENT_KEYS = sizeof lent_keys / sizeof *lent_keys };

void session_lend(lua_State *L, int index) {
  luaL_checkstack(L, LENT_KEYS + 1, NULL);
  for (size_t i = 0; i < LENT_KEYS; i++) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, lent_keys[i]);
    forget(L, lent_keys[i]);
  }
  lua_pushvalue(L, index);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &db_key);
}

void session_return(lua_State *L) {
  for (size_t i = LENT_KEYS; i-- > 0;)
    lua_rawsetp(L, LUA_REGISTRYINDEX, lent_keys[i]);
}

/* ---- op and backfill ---- */

void script_set_alteration(struct script_state *state,
                           const struct script_alteration *alteration) {
  state->alteration = *alteration;
}

/* settings.report(text) */
static int report(lua_State *L) {
  script_log(script_of(L), SCRIPT_LOG_ALTERATION, luaL_checkstring(L, 1));
  return 0;
}

void session_push_settings(lua_State *L) {
  const struct script_state *state = script_of(L);
  lua_createtable(L, 0, 5);
  lua_pushstring(L, state->alteration.rebuild);
  lua_setfield(L, -2, "rebuild");
  if (state->alteration.naming != NULL) {
    lua_rawgeti(L, LUA_REGISTRYINDEX, state->alteration.naming->reference);
    lua_setfield(L, -2, "naming");
  }
  table_push_texts(L, &state->alteration.own_tables);
  lua_setfield(L, -2, "own_tables");
  lua_pushboolean(L, state->recorded);
  lua_setfield(L, -2, "offline");
  lua_pushcfunction(L, report);
  lua_setfield(L, -2, "report");
}

/* Push what is kept under the key; false (and nothing pushed) if nothing is yet. */
static bool push_kept(lua_State *L, const void *key) {
  bool kept = lua_rawgetp(L, LUA_REGISTRYINDEX, key) != LUA_TBOOLEAN;
  if (!kept) lua_pop(L, 1);
  return kept;
}

/* Push the function `new` of the module and the current db object. */
static void push_maker(lua_State *L, const char *module) {
  lua_getglobal(L, "require");
  lua_pushstring(L, module);
  lua_call(L, 1, 1);
  lua_getfield(L, -1, "new");
  lua_remove(L, -2);
  session_push_db(L);
}

void session_push_backfill(lua_State *L) {
  if (push_kept(L, &backfill_key)) return;
  push_maker(L, "runner.backfill");
  lua_call(L, 1, 2);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &check_key);
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &backfill_key);
}

void session_check(lua_State *L) {
  if (push_kept(L, &check_key)) lua_call(L, 0, 0);
}

void session_push_op(lua_State *L) {
  if (push_kept(L, &op_key)) return;
  push_maker(L, "runner.op");
  session_push_settings(L);
  lua_call(L, 2, 1);
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &op_key);
}

void session_register(lua_State *L) {
  forget(L, &db_key);
  forget(L, &op_key);
  forget(L, &backfill_key);
  forget(L, &check_key);
  register_absent(L);
  lua_pushcfunction(L, set_arguments);
  lua_pushlightuserdata(L, &(struct runner_texts){0});
  lua_call(L, 1, 0);
}

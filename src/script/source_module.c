/* The functions of runner.source. */
#include "script/source_module.h"

#include "base/process.h"
#include "base/temporary.h"
#include "script/db.h"
#include "script/db_object.h"
#include "script/failure.h"
#include "script/host.h"
#include "script/load.h"
#include "script/object.h"
#include "script/sandbox.h"
#include "script/session.h"
#include "sqlite/schema_copy.h"

#include <lauxlib.h>

static const char *const folder_name = "runner.source.folder";
enum { READ_TIMEOUT_MS = 5000 };

/* ---- databases ---- */

static bool read_flag(lua_State *L, int index, const char *name) {
  lua_getfield(L, index, name);
  bool flag = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return flag;
}

/* Push a new db object over what the options say. */
static int push_database(lua_State *L, const struct connection_options *options) {
  struct runner_error error = RUNNER_ERROR_INIT;
  struct connection *connection = NULL;
  db_push(L, NULL, true);
  if (connection_open(options, &connection, &error) != RUNNER_DONE)
    failure_raise(L, &error);
  connection_set_mode(connection, CONNECTION_SCRIPT_LOOSE);
  db_attach(L, -1, connection);
  return 1;
}

static int source_scratch(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  struct connection_options options = {.path = ":memory:",
                                       .collations = collations_of(L),
                                       .trust_schema = read_flag(L, 1, "trust_schema")};
  return push_database(L, &options);
}

static int source_open(lua_State *L) {
  luaL_checktype(L, 2, LUA_TTABLE);
  struct connection_options options = {.path = luaL_checkstring(L, 1),
                                       .read_only = true,
                                       .timeout_ms = READ_TIMEOUT_MS,
                                       .collations = collations_of(L),
                                       .trust_schema = read_flag(L, 2, "trust_schema")};
  return push_database(L, &options);
}

static int source_copy(lua_State *L) {
  struct connection_options options = {.path = luaL_checkstring(L, 1),
                                       .read_only = true,
                                       .timeout_ms = READ_TIMEOUT_MS,
                                       .collations = collations_of(L)};
  struct db *db = db_check(L, 2);
  struct runner_error error = RUNNER_ERROR_INIT;
  struct connection *from = NULL;
  runner_status status = connection_open(&options, &from, &error);
  if (status == RUNNER_DONE) status = schema_copy(from, db->connection, &error);
  connection_close(from);
  if (status != RUNNER_DONE) failure_raise(L, &error);
  return 0;
}

/* ---- Lua files ---- */

/* Copy the fields of the table on top into the one below it, and pop it. */
static void add_words(lua_State *L) {
  for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1)) {
    lua_pushvalue(L, -2);
    lua_pushvalue(L, -2);
    lua_rawset(L, -6);
  }
  lua_pop(L, 1);
}

/* path, make -> the file was run */
static int run_file(lua_State *L) {
  load_file(L, luaL_checkstring(L, 1));
  sandbox_push_environment(L);
  lua_pushvalue(L, 2);
  session_push_op(L);
  lua_call(L, 1, 1);
  add_words(L);
  sandbox_confine(L);
  lua_pop(L, 1);
  lua_call(L, 0, 0);
  return 0;
}

static int source_compute(lua_State *L) {
  load_file(L, luaL_checkstring(L, 1));
  luaL_checktype(L, 2, LUA_TTABLE);
  sandbox_push_computing(L);
  lua_pushvalue(L, 2);
  add_words(L);
  sandbox_confine(L);
  lua_pop(L, 1);
  lua_call(L, 0, 0);
  return 0;
}

static int source_run(lua_State *L) {
  luaL_checkstring(L, 1);
  db_check(L, 2);
  luaL_checktype(L, 3, LUA_TFUNCTION);
  lua_settop(L, 3);
  session_lend(L, 2);
  lua_pushcfunction(L, run_file);
  lua_pushvalue(L, 1);
  lua_pushvalue(L, 3);
  int outcome = failure_catch(L, 2, 0);
  if (outcome != LUA_OK) lua_insert(L, 4); /* below what session_return pops */
  session_return(L);
  return outcome == LUA_OK ? 0 : lua_error(L);
}

/* ---- programs ---- */

/* The texts of the list at 1, NULL-ended; a userdata on top owns the array. */
static const char **push_arguments(lua_State *L) {
  lua_Integer count = luaL_len(L, 1);
  luaL_argcheck(L, count > 0, 1, "no program");
  const char **arguments = lua_newuserdatauv(L, (size_t)(count + 1) * sizeof(char *), 0);
  for (lua_Integer i = 0; i < count; i++) {
    luaL_argcheck(L, lua_geti(L, 1, i + 1) == LUA_TSTRING, 1, "arguments are texts");
    arguments[i] = lua_tostring(L, -1); /* the list keeps it alive */
    lua_pop(L, 1);
  }
  arguments[count] = NULL;
  return arguments;
}

/* A text of the table at 1, which keeps it alive, or NULL. */
static const char *text_of(lua_State *L, const char *name) {
  lua_getfield(L, 1, name);
  const char *text = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : NULL;
  lua_pop(L, 1);
  return text;
}

static int push_outcome(lua_State *L) {
  const struct process *process = lua_touserdata(L, 1);
  lua_createtable(L, 0, 3);
  lua_pushlstring(L, process->output.bytes, process->output.length);
  lua_setfield(L, -2, "output");
  lua_pushlstring(L, process->errors.bytes, process->errors.length);
  lua_setfield(L, -2, "errors");
  lua_pushinteger(L, process->exit_code >= 0 ? process->exit_code : process->signal);
  lua_setfield(L, -2, process->exit_code >= 0 ? "exit_code" : "signal");
  return 1;
}

static int source_command(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  struct runner_error error = RUNNER_ERROR_INIT;
  struct process process = {.arguments = push_arguments(L),
                            .folder = text_of(L, "folder"),
                            .variable = text_of(L, "variable"),
                            .value = text_of(L, "value"),
                            .stop = &script_of(L)->interrupted};
  int outcome = LUA_OK;
  runner_status status = process_run(&process, &error);
  if (status == RUNNER_DONE) {
    lua_pushcfunction(L, push_outcome);
    lua_pushlightuserdata(L, &process);
    outcome = lua_pcall(L, 1, 1, 0);
  }
  process_release(&process);
  if (status != RUNNER_DONE) failure_raise(L, &error);
  return outcome == LUA_OK ? 1 : lua_error(L);
}

/* ---- folders ---- */

static int source_folder(lua_State *L) {
  struct runner_error error = RUNNER_ERROR_INIT;
  char **path = lua_newuserdatauv(L, sizeof *path, 0);
  *path = NULL;
  luaL_setmetatable(L, folder_name);
  if (temporary_create(path, &error) != RUNNER_DONE) failure_raise(L, &error);
  return 1;
}

static int folder_close(lua_State *L) {
  char **path = luaL_checkudata(L, 1, folder_name);
  char *removed = *path;
  *path = NULL;
  temporary_remove(removed);
  return 0;
}

static int folder_tostring(lua_State *L) {
  char *const *path = luaL_checkudata(L, 1, folder_name);
  lua_pushstring(L, *path);
  return 1;
}

static int source_database(lua_State *L) {
  session_push_db(L);
  return 1;
}

static int source_settings(lua_State *L) {
  session_push_settings(L);
  return 1;
}

static int source_ask(lua_State *L) {
  const struct script_state *state = script_of(L);
  const char *question = luaL_checkstring(L, 1);
  enum script_answer answer =
      state->ask != NULL ? state->ask(state->user, question) : SCRIPT_NO_ANSWER;
  if (answer == SCRIPT_NO_ANSWER)
    lua_pushnil(L);
  else
    lua_pushboolean(L, answer == SCRIPT_YES);
  return 1;
}

int source_open_module(lua_State *L) {
  static const luaL_Reg functions[] = {{"scratch", source_scratch},
                                       {"open", source_open},
                                       {"copy", source_copy},
                                       {"run", source_run},
                                       {"compute", source_compute},
                                       {"command", source_command},
                                       {"folder", source_folder},
                                       {"database", source_database},
                                       {"settings", source_settings},
                                       {"ask", source_ask},
                                       {NULL, NULL}};
  static const luaL_Reg events[] = {{"__close", folder_close},
                                    {"__gc", folder_close},
                                    {"__tostring", folder_tostring},
                                    {NULL, NULL}};
  object_push_kind(L, folder_name, events, NULL);
  lua_pop(L, 1);
  luaL_newlib(L, functions);
  return 1;
}

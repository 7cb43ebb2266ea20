/* db:define: Lua functions that SQL can call.
**
**   db:define("initials", function(name) return name:gsub("(%w)%w*%s*", "%1") end)
**   db:exec("UPDATE users SET short = initials(name)")
**
** SQLite calls the function in the middle of a statement. Everything that may raise runs
** protected there; an error value is left on the stack of the thread that runs the
** statement, the statement fails, and cursor_step raises the very same value.
*/
#include "script/db_function.h"

#include "base/memory.h"
#include "script/failure.h"
#include "script/value.h"

#include <lauxlib.h>

#include <string.h>

/* ---- being called ---- */

void db_function_call(lua_State *L, const struct invocation *invocation) {
  struct function_call *call = invocation->call;
  int count = function_argument_count(call);
  luaL_checkstack(L, count + 1, "too many arguments");
  lua_rawgeti(L, LUA_REGISTRYINDEX, invocation->function->reference);
  for (int i = 0; i < count; i++)
    value_push_argument(L, call, i);
  lua_call(L, count, 1);
}

static int invoke_plain(lua_State *L) {
  const struct invocation *invocation = lua_touserdata(L, 1);
  db_function_call(L, invocation);
  if (!value_answer(L, -1, invocation->call))
    return luaL_error(L, "the answer of the SQL function '%s' %s",
                      invocation->function->name, value_refusal(L, -1));
  return 0;
}

/* Keep the first error value on top of the stack; later ones of the same statement are
** its consequences. */
static void keep_error(struct running *running, struct function_call *call) {
  lua_State *L = running->L;
  const char *message = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : NULL;
  function_answer_error(call, message != NULL ? message : "a Lua function failed");
  if (running->raised == 0) {
    running->raised = lua_gettop(L);
  } else {
    lua_pop(L, 1);
  }
}

/* Let the function note what it was called for; the error stays on top. */
static void note_failure(lua_State *L, struct invocation *invocation) {
  if (invocation->function->failed == NULL) return;
  lua_pushcfunction(L, invocation->function->failed);
  lua_pushlightuserdata(L, invocation);
  if (lua_pcall(L, 1, 0, 0) != LUA_OK) lua_pop(L, 1);
}

/* Run it protected. What a function that converts values calls cannot write either. */
static int invoke_protected(lua_State *L, struct invocation *invocation) {
  struct db_function *function = invocation->function;
  struct connection *connection = function->db->connection;
  bool before = connection_convert(connection, true);
  if (!before && !function->converts) connection_convert(connection, false);
  lua_pushcfunction(L, function->invoke);
  lua_pushlightuserdata(L, invocation);
  int outcome = lua_pcall(L, 1, 0, 0);
  if (function->db != NULL && function->db->connection == connection)
    connection_convert(connection, before);
  return outcome;
}

static void call_function(void *user, struct function_call *call) {
  struct db_function *function = user;
  struct running *running = function->db != NULL ? function->db->running : NULL;
  if (running == NULL) {
    function_answer_error(call, "this function ended with the script that defined it");
    return;
  }
  lua_State *L = running->L;
  struct invocation invocation = {function, call};
  if (!lua_checkstack(L, LUA_MINSTACK)) {
    function_answer_error(call, "stack overflow in a Lua function");
    return;
  }
  if (invoke_protected(L, &invocation) == LUA_OK) return;
  note_failure(L, &invocation);
  keep_error(running, call);
}

/* ---- coming and going ---- */

static void unlink_function(struct db *db, struct db_function *function) {
  struct db_function **link = &db->functions;
  while (*link != NULL && *link != function)
    link = &(*link)->next;
  if (*link != NULL) *link = function->next;
  luaL_unref(function->L, LUA_REGISTRYINDEX, function->reference);
  luaL_unref(function->L, LUA_REGISTRYINDEX, function->memory);
  function->db = NULL;
}

/* SQLite lets go of it: removed, defined again, or not taken at all. */
static void release_function(void *user) {
  struct db_function *function = user;
  if (function->db != NULL) unlink_function(function->db, function);
  memory_release(function);
}

void db_functions_remove(struct db *db) {
  while (db->functions != NULL) {
    struct db_function *function = db->functions;
    unlink_function(db, function);
    connection_define(db->connection, function->name, function->argument_count, NULL,
                      NULL, NULL, NULL);
  }
}

static lua_State *main_thread(lua_State *L) {
  lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_MAINTHREAD);
  lua_State *thread = lua_tothread(L, -1);
  lua_pop(L, 1);
  return thread;
}

/* Memory for a function of this name. */
static struct db_function *allocate_function(lua_State *L, const char *name) {
  size_t length = strlen(name);
  struct db_function *function = memory_allocate(sizeof *function + length + 1);
  if (function != NULL) {
    memcpy(function->name, name, length);
    return function;
  }
  struct runner_error error = RUNNER_ERROR_INIT;
  error_no_memory(&error);
  failure_raise(L, &error);
}

/* The Lua function at `index` as SQLite's user data, linked to its db; what is on top of
** the stack is popped and becomes its memory. */
static struct db_function *create_function(lua_State *L, struct db *db, int index,
                                           const char *name) {
  int memory = luaL_ref(L, LUA_REGISTRYINDEX);
  lua_pushvalue(L, index);
  int reference = luaL_ref(L, LUA_REGISTRYINDEX);
  struct db_function *function = allocate_function(L, name);
  function->db = db;
  function->L = main_thread(L);
  function->next = db->functions;
  function->reference = reference;
  function->memory = memory;
  db->functions = function;
  return function;
}

struct db_function *db_function_make(lua_State *L, struct db *db, int index,
                                     const char *name, int argument_count,
                                     lua_CFunction invoke) {
  struct db_function *function = create_function(L, db, index, name);
  struct runner_error error = RUNNER_ERROR_INIT;
  function->argument_count = argument_count;
  function->invoke = invoke;
  runner_status status =
      connection_define(db->connection, name, argument_count, call_function, function,
                        release_function, &error);
  if (status != RUNNER_DONE) failure_raise(L, &error);
  return function;
}

/* ---- db:define ---- */

/* A function of SQLite's own that is hidden by ours could not be brought back. The name
** is a literal, as the engine's own SQL takes no parameters. */
static void refuse_builtin(lua_State *L, struct db *db, const char *name) {
  struct runner_error error = RUNNER_ERROR_INIT;
  int64_t builtin = 0;
  luaL_gsub(L, name, "'", "''");
  const char *sql = lua_pushfstring(
      L, "SELECT 1 FROM pragma_function_list WHERE builtin AND name = lower('%s')",
      lua_tostring(L, -1));
  if (connection_integer(db->connection, sql, &builtin, &error) != RUNNER_DONE)
    failure_raise(L, &error);
  if (builtin != 0)
    luaL_argerror(L, 2,
                  lua_pushfstring(L, "'%s' is one of SQLite's own functions", name));
}

const char *db_function_check_name(lua_State *L, struct db *db, int argument) {
  size_t length = 0;
  const char *name = luaL_checklstring(L, argument, &length);
  luaL_argcheck(L, length > 0 && length < 256 && strlen(name) == length, argument,
                "the name of a function has 1 to 255 bytes");
  refuse_builtin(L, db, name);
  return name;
}

int db_define(lua_State *L) {
  struct db *db = db_check(L, 1);
  luaL_checkstring(L, 2);
  luaL_checktype(L, 3, LUA_TFUNCTION);
  lua_Integer count = luaL_optinteger(L, 4, -1);
  luaL_argcheck(L, count >= -1 && count <= 127, 4,
                "a count of 0 to 127 arguments, or -1 for any, is expected");
  const char *name = db_function_check_name(L, db, 2);
  lua_pushnil(L);
  db_function_make(L, db, 3, name, (int)count, invoke_plain);
  return 0;
}

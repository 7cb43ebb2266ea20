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

/* More than any function takes and gives, https://www.sqlite.org/limits.html number 6. */
enum { STACK_NEEDED = 2 * 128 + LUA_MINSTACK };

/* What the protected part gets. */
struct request {
  const struct invocation *invocation;
  int first, results;
};

/* Texts and blobs become Lua's own: that may raise. */
static int push_and_call(lua_State *L) {
  const struct request *request = lua_touserdata(L, 1);
  const struct function_call *call = request->invocation->call;
  int count = function_argument_count(call);
  luaL_checkstack(L, STACK_NEEDED, "too many arguments");
  lua_rawgeti(L, LUA_REGISTRYINDEX, request->invocation->function->reference);
  for (int i = request->first; i < count; i++) {
    struct value value;
    value_of_argument(call, i, &value);
    value_push(L, &value);
  }
  lua_call(L, count - request->first, request->results);
  return lua_gettop(L) - 1;
}

static int call_protected(lua_State *L, const struct invocation *invocation, int first,
                          int results) {
  struct request request = {invocation, first, results};
  lua_pushcfunction(L, push_and_call);
  lua_pushlightuserdata(L, &request);
  return lua_pcall(L, 1, results, 0);
}

/* Numbers can be pushed outside the protected call, which spares a frame. */
int db_function_call(lua_State *L, const struct invocation *invocation, int first,
                     int results) {
  const struct function_call *call = invocation->call;
  int count = function_argument_count(call), top = lua_gettop(L);
  lua_rawgeti(L, LUA_REGISTRYINDEX, invocation->function->reference);
  for (int i = first; i < count; i++) {
    if (value_push_number(L, call, i)) continue;
    lua_settop(L, top);
    return call_protected(L, invocation, first, results);
  }
  return lua_pcall(L, count - first, results, 0);
}

int db_function_raise(lua_State *L, const struct invocation *invocation,
                      lua_CFunction raise) {
  lua_pushcfunction(L, raise);
  lua_insert(L, -2);
  lua_pushlightuserdata(L, (void *)invocation);
  lua_insert(L, -2);
  return lua_pcall(L, 2, 0, 0);
}

int db_function_answer(lua_State *L, const struct invocation *invocation,
                       lua_CFunction refuse) {
  struct value value;
  int status = db_function_call(L, invocation, 0, 1);
  if (status != LUA_OK) return status;
  if (!value_read(L, -1, &value)) return db_function_raise(L, invocation, refuse);
  value_answer(invocation->call, &value);
  lua_pop(L, 1);
  return LUA_OK;
}

void db_function_place(lua_State *L, const struct invocation *invocation,
                       struct runner_error *error) {
  lua_Debug frame;
  lua_rawgeti(L, LUA_REGISTRYINDEX, invocation->function->reference);
  if (lua_getinfo(L, ">S", &frame) && frame.source[0] == '@')
    error_place(error, frame.source + 1, frame.linedefined);
}

static int refuse_plain(lua_State *L) {
  const struct invocation *invocation = lua_touserdata(L, 1);
  return luaL_error(L, "the answer of the SQL function '%s' %s",
                    invocation->function->name, value_refusal(L, 2));
}

static int invoke_plain(lua_State *L, const struct invocation *invocation) {
  return db_function_answer(L, invocation, refuse_plain);
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

/* What a function that converts values calls cannot write either. */
static int invoke_converting(lua_State *L, const struct invocation *invocation) {
  const struct db_function *function = invocation->function;
  const struct db *db = function->db;
  struct connection *connection = db->connection;
  bool before = connection_convert(connection, true);
  int status = function->invoke(L, invocation);
  if (function->db == db && db->connection == connection) /* nobody closed it */
    connection_convert(connection, before);
  return status;
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
  if (!lua_checkstack(L, STACK_NEEDED)) {
    function_answer_error(call, "stack overflow in a Lua function");
    return;
  }
  int status = function->converts ? invoke_converting(L, &invocation)
                                  : function->invoke(L, &invocation);
  if (status != LUA_OK) keep_error(running, call);
}

/* ---- coming and going ---- */

static void unlink_function(struct db *db, struct db_function *function) {
  struct db_function **link = &db->functions;
  while (*link != NULL && *link != function)
    link = &(*link)->next;
  if (*link != NULL) *link = function->next;
  luaL_unref(function->L, LUA_REGISTRYINDEX, function->reference);
  luaL_unref(function->L, LUA_REGISTRYINDEX, function->anchor);
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
** the stack is popped and kept. */
static struct db_function *create_function(lua_State *L, struct db *db, int index,
                                           const char *name) {
  void *memory = lua_touserdata(L, -1);
  int anchor = luaL_ref(L, LUA_REGISTRYINDEX);
  lua_pushvalue(L, index);
  int reference = luaL_ref(L, LUA_REGISTRYINDEX);
  struct db_function *function = allocate_function(L, name);
  function->db = db;
  function->L = main_thread(L);
  function->next = db->functions;
  function->reference = reference;
  function->anchor = anchor;
  function->memory = memory;
  db->functions = function;
  return function;
}

struct db_function *db_function_make(lua_State *L, struct db *db, int index,
                                     const char *name, int argument_count,
                                     int (*invoke)(lua_State *,
                                                   const struct invocation *)) {
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

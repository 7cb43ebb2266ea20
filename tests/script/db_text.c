/* Running Lua texts against a database in memory. */
#include "script/db_text.h"

#include "base/memory.h"
#include "script/catalogue_module.h"
#include "script/db.h"
#include "script/failure.h"
#include "script/seed_module.h"

#include <lauxlib.h>
#include <lualib.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* Words for the texts: fails(pattern, f, ...) wants an error, same(a, b) equality. */
static const char prelude[] = "local db = ...\n"
                              "local null, blob = db.null, db.blob\n"
                              "local function same(a, b)\n"
                              "  if a ~= b or math.type(a) ~= math.type(b) then\n"
                              "    error(('%s is not %s'):format(a, b), 2)\n"
                              "  end\n"
                              "end\n"
                              "local function fails(pattern, f, ...)\n"
                              "  local ok, problem = pcall(f, ...)\n"
                              "  if ok then error('no error', 2) end\n"
                              "  if not tostring(problem):find(pattern) then\n"
                              "    error('other error: ' .. tostring(problem), 2)\n"
                              "  end\n"
                              "  return problem\n"
                              "end\n";

/* Lua's memory through the program's allocator, so that it can fail too. */
static void *allocate(void *user, void *block, size_t old, size_t size) {
  (void)user;
  (void)old;
  if (size != 0) return memory_resize(block, size);
  memory_release(block);
  return NULL;
}

int db_text_open_state(lua_State *L) {
  memset(lua_getextraspace(L), 0, sizeof(void *)); /* script_of: no state of ours */
  luaL_openlibs(L);
  failure_register(L);
  db_register(L);
  luaL_requiref(L, "runner.catalogue", catalogue_open_module, 0);
  luaL_requiref(L, "runner.sqlite", db_open_module, 0);
  luaL_requiref(L, "runner.row", row_open_module, 0);
  luaL_requiref(L, "runner.seed", seed_open_module, 0);
  return 0;
}

/* Protected: everything of the text's life, from the db object to its end. */
static int run_text(lua_State *L) {
  const char *text = lua_touserdata(L, 1);
  struct connection *connection = lua_touserdata(L, 2);
  db_push(L, connection, false);
  lua_pushfstring(L, "%s%s", prelude, text);
  if (luaL_loadbuffer(L, lua_tostring(L, -1), strlen(lua_tostring(L, -1)), "@test.lua") !=
      LUA_OK)
    return lua_error(L);
  lua_pushvalue(L, 3);
  lua_call(L, 1, 0);
  db_detach(L, 3);
  return 0;
}

runner_status db_text_open(struct connection **connection, struct runner_error *error) {
  const struct connection_options options = {.path = ":memory:", .create = true};
  return connection_open(&options, connection, error);
}

static runner_status run_in_state(lua_State *L, const char *text,
                                  struct connection *connection,
                                  struct runner_error *error) {
  lua_pushcfunction(L, db_text_open_state);
  runner_status status = failure_call(L, 0, 0, RUNNER_FAILED, error);
  if (status != RUNNER_DONE) return status;
  lua_pushcfunction(L, run_text);
  lua_pushlightuserdata(L, (void *)text);
  lua_pushlightuserdata(L, connection);
  return failure_call(L, 2, 0, RUNNER_FAILED, error);
}

/* Run a text in a state of its own, over a database of its own. The state is closed
** first: the objects left in it must bear that the connection is still there. */
runner_status db_text_attempt(void *user, struct runner_error *error) {
  struct connection *connection = NULL;
  runner_status status = db_text_open(&connection, error);
  if (status != RUNNER_DONE) return status;
  lua_State *L = lua_newstate(allocate, NULL);
  if (L == NULL) {
    status = error_no_memory(error);
  } else {
    status = run_in_state(L, user, connection, error);
    lua_close(L);
  }
  connection_close(connection);
  return status;
}

void db_text_run(const char *text) {
  struct runner_error error = RUNNER_ERROR_INIT;
  runner_status status = db_text_attempt((void *)text, &error);
  if (status != RUNNER_DONE)
    fail_msg("%s (line %d of the text)", error.message, error.line - 15);
  runner_error_clear(&error);
}

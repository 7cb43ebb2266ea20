/* require("runner.sqlite"): databases for scripts that are no revisions.
**
**   local sqlite = require("runner.sqlite")
**   local db <close> = sqlite.open("support.db", { timeout = 5 })
*/
#include "script/db.h"

#include "script/blob.h"
#include "script/failure.h"

#include <lauxlib.h>

#include <limits.h>
#include <string.h>

enum { DEFAULT_TIMEOUT_MS = 5000 };

/* Seconds in milliseconds. */
static int check_timeout(lua_State *L, int index) {
  double seconds = lua_tonumber(L, index);
  bool fits = lua_type(L, index) == LUA_TNUMBER && seconds >= 0 &&
              seconds * 1000 < (double)INT_MAX;
  luaL_argcheck(L, fits, 2, "timeout must be a number of seconds");
  return (int)(seconds * 1000);
}

static bool check_flag(lua_State *L, int index, const char *message) {
  luaL_argcheck(L, lua_isboolean(L, index), 2, message);
  return lua_toboolean(L, index);
}

/* Take one option, whose key and value are on top of the stack. */
static void read_option(lua_State *L, struct connection_options *options) {
  const char *key = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "";
  if (strcmp(key, "timeout") == 0) {
    options->timeout_ms = check_timeout(L, -1);
  } else if (strcmp(key, "read_only") == 0) {
    options->read_only = check_flag(L, -1, "read_only must be true or false");
  } else if (strcmp(key, "trust_schema") == 0) {
    options->trust_schema = check_flag(L, -1, "trust_schema must be true or false");
  } else {
    luaL_argerror(L, 2,
                  lua_pushfstring(L,
                                  "there is no option '%s', only read_only, timeout "
                                  "and trust_schema",
                                  luaL_tolstring(L, -2, NULL)));
  }
}

static void read_options(lua_State *L, struct connection_options *options) {
  if (lua_isnoneornil(L, 2)) return;
  luaL_checktype(L, 2, LUA_TTABLE);
  for (lua_pushnil(L); lua_next(L, 2) != 0; lua_pop(L, 1))
    read_option(L, options);
}

/* A connection puts off making a missing file. A script's is made at once, so that no
** pragma it sets first is lost: an empty savepoint needs the file and changes nothing. */
static runner_status make_file(struct connection *connection,
                               struct runner_error *error) {
  return connection_execute(connection, "SAVEPOINT opening; RELEASE opening", error);
}

static int open_database(lua_State *L) {
  struct connection_options options = {.path = luaL_checkstring(L, 1),
                                       .timeout_ms = DEFAULT_TIMEOUT_MS};
  struct runner_error error = RUNNER_ERROR_INIT;
  struct connection *connection = NULL;
  read_options(L, &options);
  options.create = !options.read_only;
  db_push(L, NULL, true);
  if (connection_open(&options, &connection, &error) != RUNNER_DONE)
    failure_raise(L, &error);
  db_attach(L, -1, connection);
  if (options.create && make_file(connection, &error) != RUNNER_DONE)
    failure_raise(L, &error);
  return 1;
}

int db_open_module(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"open", open_database}, {"blob", blob_make}, {NULL, NULL}};
  luaL_newlib(L, functions);
  null_push(L);
  lua_setfield(L, -2, "null");
  return 1;
}

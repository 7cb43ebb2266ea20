/* The functions of runner.pace. */
#include "script/pace_module.h"

#include "base/clock.h"
#include "script/db_object.h"
#include "script/failure.h"
#include "script/host.h"
#include "script/session.h"

#include <lauxlib.h>

#include <time.h>

/* ---- the transaction ---- */

static bool is_loose(const struct db *db) {
  return connection_get_mode(db->connection) == CONNECTION_SCRIPT_LOOSE;
}

static runner_status check(const struct db *db, struct runner_error *error) {
  if (!is_loose(db))
    return error_set(error, RUNNER_FAILED,
                     "only a revision outside a transaction has transactions of its own");
  bool inside = connection_in_transaction(db->connection);
  if (db->open == NULL && db->running == NULL && !inside) return RUNNER_DONE;
  error_set(error, RUNNER_FAILED, "a transaction cannot be begun and ended %s",
            inside ? "inside db:savepoint" : "while a statement is not done");
  error_hint(error, "%s",
             inside
                 ? "take it out of the function of db:savepoint"
                 : "read the rows of the loop into a table first, then loop over that");
  return RUNNER_FAILED;
}

/* If the outcome is not known, what is read next in a new connection is true. */
static runner_status commit(struct connection *connection, struct runner_error *error) {
  bool unknown = false;
  runner_status status = connection_commit(connection, &unknown, error);
  if (unknown)
    error_hint(error, "COMMIT failed, and whether its changes were kept shows when the "
                      "command is run again: it goes on behind what is there");
  return status;
}

static int transaction(lua_State *L) {
  struct runner_error error = RUNNER_ERROR_INIT;
  struct db *db = db_check(L, 1);
  luaL_checktype(L, 2, LUA_TFUNCTION);
  lua_settop(L, 2);
  if (check(db, &error) != RUNNER_DONE) failure_raise(L, &error);
  connection_part_checkpoints(db->connection);
  if (connection_begin(db->connection, &error) != RUNNER_DONE) failure_raise(L, &error);
  lua_pushnumber(L, connection_waited(db->connection));
  int outcome = failure_catch(L, 1, LUA_MULTRET);
  if (outcome != LUA_OK) {
    connection_rollback(db->connection);
    return lua_error(L);
  }
  if (commit(db->connection, &error) != RUNNER_DONE) failure_raise(L, &error);
  return lua_gettop(L) - 1;
}

static int module_is_loose(lua_State *L) {
  lua_pushboolean(L, is_loose(db_check(L, 1)));
  return 1;
}

static int is_inside(lua_State *L) {
  lua_pushboolean(L, connection_in_transaction(db_check(L, 1)->connection));
  return 1;
}

/* widely(db, f, ...): f(...) with memory for the pages that one long statement changes.
** What it gives, or fails with, untouched. */
static int widely(lua_State *L) {
  struct runner_error error = RUNNER_ERROR_INIT;
  struct db *db = db_check(L, 1);
  if (connection_widen(db->connection, &error) != RUNNER_DONE) failure_raise(L, &error);
  int outcome = lua_pcall(L, lua_gettop(L) - 2, LUA_MULTRET, 0);
  connection_narrow(db->connection);
  return outcome == LUA_OK ? lua_gettop(L) - 1 : lua_error(L);
}

static int context(lua_State *L) {
  session_push_context(L);
  return 1;
}

static int checkpoint(lua_State *L) {
  connection_checkpoint(db_check(L, 1)->connection);
  return 0;
}

/* ---- time ---- */

static int now(lua_State *L) {
  lua_pushnumber(L, clock_seconds());
  return 1;
}

/* In short pieces: a signal may arrive just before one, or in another thread. */
static int sleep_for(lua_State *L) {
  static const double PIECE = 0.02;
  const struct script_state *state = script_of(L);
  double end = clock_seconds() + luaL_checknumber(L, 1);
  double left = end - clock_seconds();
  while (left > 0 && (state == NULL || !state->interrupted)) {
    double piece = left < PIECE ? left : PIECE;
    nanosleep(&(struct timespec){.tv_nsec = (long)(piece * 1e9)}, NULL);
    left = end - clock_seconds();
  }
  return 0;
}

int pace_open_module(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"transaction", transaction},
      {"is_loose", module_is_loose},
      {"is_inside", is_inside},
      {"widely", widely},
      {"context", context},
      {"now", now},
      {"sleep", sleep_for},
      {"checkpoint", checkpoint},
      {NULL, NULL},
  };
  luaL_newlib(L, functions);
  return 1;
}

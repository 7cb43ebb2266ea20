/* db:savepoint: a part of a transaction that is undone alone.
**
** The authorizer refuses the SAVEPOINT words to scripts; connection_execute speaks for the
** engine. The names count the depth, so savepoints nest.
*/
#include "script/db_object.h"

#include "script/failure.h"

#include <lauxlib.h>

#include <stdio.h>

/* Run "WORDS runner_N". */
static runner_status execute(struct db *db, const char *words, unsigned depth,
                             struct runner_error *error) {
  char sql[64];
  snprintf(sql, sizeof sql, "%s runner_%u", words, depth);
  return connection_execute(db->connection, sql, error);
}

/* After an error: it is the error that matters, not whether this succeeds. If the
** transaction is gone, so is the savepoint, and the connection refuses all else. */
static void undo(struct db *db, unsigned depth) {
  if (execute(db, "ROLLBACK TO", depth, NULL) == RUNNER_DONE)
    execute(db, "RELEASE", depth, NULL);
}

int db_savepoint(lua_State *L) {
  struct runner_error error = RUNNER_ERROR_INIT;
  struct db *db = db_check(L, 1);
  luaL_checktype(L, 2, LUA_TFUNCTION);
  lua_settop(L, 2);
  unsigned depth = db->savepoints + 1;
  if (execute(db, "SAVEPOINT", depth, &error) != RUNNER_DONE) failure_raise(L, &error);
  bool guarded = connection_guard(db->connection);
  db->savepoints = depth;
  int outcome = lua_pcall(L, 0, LUA_MULTRET, 0);
  db->savepoints = depth - 1;
  if (guarded && connection_guard_end(db->connection, &error) != RUNNER_DONE) {
    if (outcome == LUA_OK) failure_raise(L, &error);
    runner_error_clear(&error);
    return lua_error(L);
  }
  if (outcome != LUA_OK) {
    undo(db, depth);
    return lua_error(L);
  }
  if (execute(db, "RELEASE", depth, &error) == RUNNER_DONE) return lua_gettop(L) - 1;
  undo(db, depth);
  failure_raise(L, &error);
}

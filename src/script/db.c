/* The `db` object: its life, and its methods. */
#include "script/db.h"

#include "script/blob.h"
#include "script/db_object.h"
#include "script/object.h"

#include <lauxlib.h>

static const char *const db_name = "db";

struct db *db_check(lua_State *L, int argument) {
  struct db *db = luaL_checkudata(L, argument, db_name);
  if (db->connection == NULL) luaL_error(L, "the database is closed");
  return db;
}

/* ---- life ---- */

/* Let go of the connection. */
static void end(struct db *db) {
  if (db->connection == NULL) return;
  cursors_take_back(db);
  db_functions_remove(db);
  if (db->owned) connection_close(db->connection);
  db->connection = NULL;
}

void db_push(lua_State *L, struct connection *connection, bool owned) {
  struct db *db = lua_newuserdatauv(L, sizeof *db, 0);
  *db = (struct db){.connection = connection, .owned = owned};
  luaL_setmetatable(L, db_name);
}

void db_attach(lua_State *L, int index, struct connection *connection) {
  struct db *db = lua_touserdata(L, index);
  db->connection = connection;
}

void db_detach(lua_State *L, int index) {
  struct db *db = lua_touserdata(L, index);
  if (db != NULL) end(db);
}

/* The connection of a revision belongs to the engine, which detaches it. */
static int db_close(lua_State *L) {
  struct db *db = luaL_checkudata(L, 1, db_name);
  if (db->connection != NULL && !db->owned)
    return luaL_error(L, "the database is closed by runner, not by a script");
  if (db->running != NULL || db->savepoints > 0)
    return luaL_error(L, "the database cannot be closed by a function it is running");
  end(db);
  return 0;
}

static int db_collect(lua_State *L) {
  end(luaL_checkudata(L, 1, db_name));
  return 0;
}

static int db_tostring(lua_State *L) {
  const struct db *db = luaL_checkudata(L, 1, db_name);
  lua_pushfstring(L, "db (%s)",
                  db->connection != NULL ? connection_path(db->connection) : "closed");
  return 1;
}

/* ---- methods ---- */

static struct source source_of(lua_State *L) {
  struct source source = {.db = db_check(L, 1), .first = 3};
  source.sql = luaL_checklstring(L, 2, &source.length);
  return source;
}

static int db_exec(lua_State *L) {
  struct source source = source_of(L);
  return query_exec(L, &source);
}

static int db_rows(lua_State *L) {
  struct source source = source_of(L);
  return query_rows(L, &source);
}

static int db_nrows(lua_State *L) {
  struct source source = source_of(L);
  return query_nrows(L, &source);
}

static int db_row(lua_State *L) {
  struct source source = source_of(L);
  return query_row(L, &source);
}

static int db_value(lua_State *L) {
  struct source source = source_of(L);
  return query_value(L, &source);
}

static int db_changes(lua_State *L) {
  lua_pushinteger(L, connection_changes(db_check(L, 1)->connection));
  return 1;
}

static int db_last_rowid(lua_State *L) {
  lua_pushinteger(L, connection_last_rowid(db_check(L, 1)->connection));
  return 1;
}

/* Add db.null and db.blob to the table on top. */
static void add_values(lua_State *L) {
  null_push(L);
  lua_setfield(L, -2, "null");
  lua_pushcfunction(L, blob_make);
  lua_setfield(L, -2, "blob");
}

/* What the methods' own __index does: a misspelt db:exec says so. */
static int unknown_method(lua_State *L) {
  return luaL_error(L, "db has no '%s'", luaL_tolstring(L, 2, NULL));
}

/* Push the table of the methods. */
static void push_methods(lua_State *L) {
  static const luaL_Reg methods[] = {
      {"exec", db_exec},           {"rows", db_rows},
      {"nrows", db_nrows},         {"row", db_row},
      {"value", db_value},         {"prepare", db_prepare},
      {"define", db_define},       {"changes", db_changes},
      {"close", db_close},         {"last_rowid", db_last_rowid},
      {"savepoint", db_savepoint}, {NULL, NULL},
  };
  luaL_newlib(L, methods);
  add_values(L);
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, unknown_method);
  lua_setfield(L, -2, "__index");
  lua_setmetatable(L, -2);
}

void db_register(lua_State *L) {
  static const luaL_Reg events[] = {
      {"__tostring", db_tostring},
      {"__gc", db_collect},
      {"__close", db_close},
      {NULL, NULL},
  };
  blob_register(L);
  db_rows_register(L);
  db_statement_register(L);
  object_push_kind(L, db_name, events, NULL);
  push_methods(L);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
}

/* The functions of runner.catalogue. */
#include "script/catalogue_module.h"

#include "script/blob.h"
#include "script/db.h"
#include "script/db_object.h"
#include "script/failure.h"
#include "script/host.h"
#include "script/value.h"
#include "sqlite/schema_copy.h"
#include "sqlite/schema_edit.h"
#include "sqlite/watch.h"

#include <lauxlib.h>

#include <string.h>

/* ---- statements ---- */

static struct source source_of(lua_State *L) {
  struct source source = {.db = db_check(L, 1), .first = 3, .speaker = SPEAKS_ENGINE};
  source.sql = luaL_checklstring(L, 2, &source.length);
  return source;
}

static int catalogue_exec(lua_State *L) {
  struct source source = source_of(L);
  return query_exec(L, &source);
}

/* Push the current row as a list. */
static void push_row(lua_State *L, struct statement *statement) {
  int count = statement_column_count(statement);
  lua_createtable(L, count, 0);
  for (int i = 0; i < count; i++) {
    if (statement_column_type(statement, i) == VALUE_NULL)
      null_push(L);
    else
      value_push_column(L, statement, i);
    lua_rawseti(L, -2, i + 1);
  }
}

static int catalogue_rows(lua_State *L) {
  struct source source = source_of(L);
  struct cursor *cursor = query_open(L, &source);
  lua_newtable(L);
  for (lua_Integer i = 1; cursor_step(L, cursor); i++) {
    push_row(L, cursor->statement);
    lua_rawseti(L, -2, i);
  }
  cursor_close(cursor);
  return 1;
}

/* ---- the edit ---- */

/* The text in a field of the table on top, which keeps it alive; or NULL. */
static const char *field_text(lua_State *L, const char *name) {
  const char *text = NULL;
  size_t length = 0;
  int type = lua_getfield(L, -1, name);
  if (type == LUA_TSTRING)
    text = lua_tolstring(L, -1, &length);
  else if (type != LUA_TNIL)
    luaL_error(L, "%s must be a text, not a %s", name, luaL_typename(L, -1));
  if (text != NULL && strlen(text) != length) luaL_error(L, "%s holds a zero byte", name);
  lua_pop(L, 1);
  return text;
}

/* The change described by the table on top. */
static struct schema_change read_change(lua_State *L) {
  struct schema_change change = {.type = field_text(L, "type"),
                                 .name = field_text(L, "name"),
                                 .new_name = field_text(L, "new_name"),
                                 .table_name = field_text(L, "table_name")};
  if (change.type == NULL || change.name == NULL)
    luaL_error(L, "a change needs a type and a name");
  int type = lua_getfield(L, -1, "sql");
  bool is_null = type == LUA_TBOOLEAN && !lua_toboolean(L, -1);
  lua_pop(L, 1);
  change.set_sql = type != LUA_TNIL;
  if (!is_null) change.sql = field_text(L, "sql");
  if (lua_getfield(L, -1, "rootpage") != LUA_TNIL)
    change.root_page = luaL_checkinteger(L, -1);
  lua_pop(L, 1);
  bool any = change.set_sql || change.new_name != NULL || change.table_name != NULL ||
             change.root_page != 0;
  if (!any) luaL_error(L, "the change of %s changes nothing", change.name);
  return change;
}

static int catalogue_edit(lua_State *L) {
  struct db *db = db_check(L, 1);
  struct runner_error error = RUNNER_ERROR_INIT;
  luaL_checktype(L, 2, LUA_TTABLE);
  size_t count = (size_t)luaL_len(L, 2);
  struct schema_change *changes = lua_newuserdatauv(L, count * sizeof *changes + 1, 0);
  for (size_t i = 0; i < count; i++) {
    lua_geti(L, 2, (lua_Integer)i + 1);
    luaL_checktype(L, -1, LUA_TTABLE);
    changes[i] = read_change(L);
    lua_pop(L, 1);
  }
  if (schema_edit(db->connection, changes, count, &error) != RUNNER_DONE)
    failure_raise(L, &error);
  return 0;
}

static int catalogue_guard(lua_State *L) {
  struct db *db = db_check(L, 1);
  struct runner_error error = RUNNER_ERROR_INIT;
  const char *message = luaL_checkstring(L, 2);
  const char *condition = luaL_checkstring(L, 3);
  if (schema_guard(db->connection, message, condition, &error) != RUNNER_DONE)
    failure_raise(L, &error);
  return 0;
}

static int catalogue_recording(lua_State *L) {
  lua_pushboolean(L, connection_recording(db_check(L, 1)->connection));
  return 1;
}

/* ---- what stands around a table ---- */

static int catalogue_touch(lua_State *L) {
  struct db *db = db_check(L, 1);
  struct runner_error error = RUNNER_ERROR_INIT;
  if (watch_rebuild(db->connection, luaL_checkstring(L, 2), &error) != RUNNER_DONE)
    failure_raise(L, &error);
  return 0;
}

static int catalogue_announce_drop(lua_State *L) {
  struct db *db = db_check(L, 1);
  const char *table = luaL_checkstring(L, 2); /* stays where it is: fn gets nothing */
  luaL_checktype(L, 3, LUA_TFUNCTION);
  lua_settop(L, 3);
  struct connection *connection = db->connection;
  watch_announce_drop(connection, table);
  int outcome = failure_catch(L, 0, 0);
  if (db->connection == connection) watch_announce_drop(connection, NULL);
  return outcome == LUA_OK ? 0 : lua_error(L);
}

struct broken_list {
  const struct broken_object *items;
  size_t count;
};

static int push_broken(lua_State *L) {
  const struct broken_list *list = lua_touserdata(L, 1);
  lua_createtable(L, (int)list->count, 0);
  for (size_t i = 0; i < list->count; i++) {
    const struct broken_object *object = &list->items[i];
    lua_createtable(L, 0, 4);
    lua_pushstring(L, object->type);
    lua_setfield(L, -2, "type");
    lua_pushstring(L, object->name);
    lua_setfield(L, -2, "name");
    lua_pushstring(L, object->table);
    lua_setfield(L, -2, "table");
    lua_pushstring(L, object->reason);
    lua_setfield(L, -2, "reason");
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

static int catalogue_broken(lua_State *L) {
  struct db *db = db_check(L, 1);
  struct runner_error error = RUNNER_ERROR_INIT;
  struct broken_object *items = NULL;
  size_t count = 0;
  lua_settop(L, 1);
  luaL_checkstack(L, 4, NULL);
  struct arena *arena = arena_create();
  runner_status status =
      arena == NULL ? error_no_memory(&error)
                    : schema_broken(db->connection, arena, &items, &count, &error);
  int outcome = LUA_OK;
  if (status == RUNNER_DONE) {
    struct broken_list list = {items, count};
    lua_pushcfunction(L, push_broken);
    lua_pushlightuserdata(L, &list);
    outcome = lua_pcall(L, 1, 1, 0);
  }
  arena_destroy(arena);
  if (status != RUNNER_DONE) failure_raise(L, &error);
  return outcome == LUA_OK ? 1 : lua_error(L);
}

static int catalogue_without_triggers(lua_State *L) {
  struct db *db = db_check(L, 1);
  luaL_checktype(L, 2, LUA_TFUNCTION);
  lua_settop(L, 2);
  struct connection *connection = db->connection;
  if (connection_recording(connection))
    return luaL_error(L, "triggers cannot be switched off in SQL that is written down");
  bool before = schema_triggers(connection, false);
  int outcome = failure_catch(L, 0, LUA_MULTRET);
  if (db->connection == connection) schema_triggers(connection, before);
  return outcome == LUA_OK ? lua_gettop(L) - 1 : lua_error(L);
}

/* ---- a step ---- */

static runner_status begin_step(struct connection *connection,
                                struct runner_error *error) {
  runner_status status = connection_begin(connection, error);
  if (status == RUNNER_DONE) status = watch_start(connection, error);
  if (status == RUNNER_DONE) connection_set_mode(connection, CONNECTION_SCRIPT);
  return status;
}

/* What follows the script, as in the engine. */
static runner_status conclude_step(struct connection *connection,
                                   struct runner_error *error) {
  runner_status status = connection_drop_temporary(connection, error);
  return status == RUNNER_DONE ? watch_verify(connection, error) : status;
}

static int push_left_broken(lua_State *L) {
  const struct connection *connection = lua_touserdata(L, 1);
  const char *name = NULL;
  lua_newtable(L);
  for (size_t i = 0; (name = watch_left_broken(connection, i)) != NULL; i++) {
    lua_pushstring(L, name);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

/* After the function at the top of the stack was called: `outcome` is lua_pcall's. */
static int end_step(lua_State *L, struct connection *connection,
                    enum connection_mode before, int outcome) {
  struct runner_error error = RUNNER_ERROR_INIT;
  runner_status status = RUNNER_DONE;
  bool unknown = false;
  connection_set_mode(connection, before);
  if (outcome == LUA_OK) status = conclude_step(connection, &error);
  if (outcome == LUA_OK && status == RUNNER_DONE) {
    lua_pushcfunction(L, push_left_broken);
    lua_pushlightuserdata(L, connection);
    outcome = failure_catch(L, 1, 1);
  }
  watch_end(connection);
  bool keep = outcome == LUA_OK && status == RUNNER_DONE;
  if (keep) status = connection_commit(connection, &unknown, &error);
  if (!keep) connection_rollback(connection);
  if (status != RUNNER_DONE) failure_raise(L, &error);
  return outcome == LUA_OK ? 1 : lua_error(L);
}

static int catalogue_step(lua_State *L) {
  struct db *db = db_check(L, 1);
  struct runner_error error = RUNNER_ERROR_INIT;
  luaL_checktype(L, 2, LUA_TFUNCTION);
  lua_settop(L, 2);
  struct connection *connection = db->connection;
  enum connection_mode before = connection_get_mode(connection);
  if (begin_step(connection, &error) != RUNNER_DONE) {
    watch_end(connection);
    connection_rollback(connection);
    failure_raise(L, &error);
  }
  int outcome = failure_catch(L, 0, 0);
  if (db->connection != connection) return luaL_error(L, "the database was closed");
  return end_step(L, connection, before, outcome);
}

static int catalogue_allow_broken(lua_State *L) {
  struct db *db = db_check(L, 1);
  struct runner_error error = RUNNER_ERROR_INIT;
  if (watch_allow_broken(db->connection, luaL_checkstring(L, 2), &error) != RUNNER_DONE)
    failure_raise(L, &error);
  return 0;
}

static int catalogue_excuse(lua_State *L) {
  struct db *db = db_check(L, 1);
  struct runner_error error = RUNNER_ERROR_INIT;
  bool allowed = false;
  if (watch_excuse(db->connection, luaL_checkstring(L, 2), &allowed, &error) !=
      RUNNER_DONE)
    failure_raise(L, &error);
  lua_pushboolean(L, allowed);
  return 1;
}

/* ---- databases in memory ---- */

/* Push an empty database in memory and give its connection, which it owns. */
static struct connection *push_scratch(lua_State *L, bool trust_schema) {
  struct connection_options options = {
      .path = ":memory:", .trust_schema = trust_schema, .collations = collations_of(L)};
  struct runner_error error = RUNNER_ERROR_INIT;
  struct connection *connection = NULL;
  db_push(L, NULL, true);
  if (connection_open(&options, &connection, &error) != RUNNER_DONE)
    failure_raise(L, &error);
  db_attach(L, -1, connection);
  return connection;
}

static int catalogue_scratch(lua_State *L) {
  bool trust_schema = false;
  if (lua_istable(L, 1)) {
    lua_getfield(L, 1, "trust_schema");
    trust_schema = lua_toboolean(L, -1) != 0;
  }
  push_scratch(L, trust_schema);
  return 1;
}

static int catalogue_copy(lua_State *L) {
  struct db *db = db_check(L, 1);
  struct runner_error error = RUNNER_ERROR_INIT;
  struct connection *connection = push_scratch(L, false);
  if (schema_copy(db->connection, connection, &error) != RUNNER_DONE)
    failure_raise(L, &error);
  return 1;
}

int catalogue_open_module(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"exec", catalogue_exec},
      {"rows", catalogue_rows},
      {"edit", catalogue_edit},
      {"guard", catalogue_guard},
      {"recording", catalogue_recording},
      {"touch", catalogue_touch},
      {"announce_drop", catalogue_announce_drop},
      {"broken", catalogue_broken},
      {"step", catalogue_step},
      {"allow_broken", catalogue_allow_broken},
      {"excuse", catalogue_excuse},
      {"define", db_define_value},
      {"without_triggers", catalogue_without_triggers},
      {"scratch", catalogue_scratch},
      {"copy", catalogue_copy},
      {NULL, NULL},
  };
  luaL_newlib(L, functions);
  return 1;
}

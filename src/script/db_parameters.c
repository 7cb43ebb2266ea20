/* Parameters: values one by one, or one table of names. */
#include "script/db_object.h"

#include "script/failure.h"
#include "script/value.h"

#include <lauxlib.h>

/* Raise `error` as the fault of the statement. */
static _Noreturn void fail_with_statement(lua_State *L, struct cursor *cursor,
                                          struct runner_error *error) {
  error_statement(error, statement_sql(cursor->statement), -1, 0);
  cursor_fail(L, cursor, error);
}

static const char *plural(int count) {
  return count == 1 ? "" : "s";
}

/* ---- one by one ---- */

static _Noreturn void fail_count(lua_State *L, struct cursor *cursor, int wanted,
                                 int given) {
  struct runner_error error = RUNNER_ERROR_INIT;
  error_set(&error, RUNNER_FAILED, "the statement has %d parameter%s, but %d value%s",
            wanted, plural(wanted), given, given == 1 ? " was given" : "s were given");
  fail_with_statement(L, cursor, &error);
}

static void bind_positions(lua_State *L, struct cursor *cursor, int first, int given) {
  struct runner_error error = RUNNER_ERROR_INIT;
  int wanted = statement_parameter_count(cursor->statement);
  if (wanted != given) fail_count(L, cursor, wanted, given);
  for (int i = 1; i <= given; i++) {
    int argument = first + i - 1;
    switch (value_bind(L, argument, cursor->statement, i, &error)) {
    case VALUE_BOUND:
      break;
    case VALUE_FAILED:
      cursor_fail(L, cursor, &error);
    case VALUE_REFUSED:
      cursor_close(cursor);
      luaL_argerror(L, argument,
                    lua_pushfstring(L, "parameter %d %s", i, value_refusal(L, argument)));
    }
  }
}

/* ---- by name ---- */

static _Noreturn void fail_name(lua_State *L, struct cursor *cursor, const char *format,
                                const char *name) {
  struct runner_error error = RUNNER_ERROR_INIT;
  lua_pushfstring(L, format, name);
  error_set(&error, RUNNER_FAILED, "%s", lua_tostring(L, -1));
  fail_with_statement(L, cursor, &error);
}

/* The name of a parameter without its mark (":id" -> "id"). "?" has none, "?7" is a
** position, not a name. */
static const char *parameter_name(lua_State *L, struct cursor *cursor, int parameter) {
  const char *name = statement_parameter_name(cursor->statement, parameter);
  if (name != NULL && name[0] != '?') return name + 1;
  lua_pushfstring(L, "%d", parameter);
  fail_name(L, cursor, "parameter %s has no name; pass the values one by one",
            lua_tostring(L, -1));
}

static void bind_name(lua_State *L, struct cursor *cursor, int table, int parameter) {
  struct runner_error error = RUNNER_ERROR_INIT;
  const char *name = parameter_name(L, cursor, parameter);
  lua_pushstring(L, name);
  if (lua_rawget(L, table) == LUA_TNIL)
    fail_name(L, cursor, "parameter '%s' is missing in the table; db.null is NULL", name);
  switch (value_bind(L, -1, cursor->statement, parameter, &error)) {
  case VALUE_BOUND:
    lua_pop(L, 1);
    break;
  case VALUE_FAILED:
    cursor_fail(L, cursor, &error);
  case VALUE_REFUSED:
    lua_pushfstring(L, "parameter '%s' %s", name, value_refusal(L, -1));
    cursor_close(cursor);
    luaL_argerror(L, table, lua_tostring(L, -1));
  }
}

static bool has_parameter(struct statement *statement, lua_State *L, int key) {
  if (lua_type(L, key) != LUA_TSTRING) return false;
  int count = statement_parameter_count(statement);
  for (int i = 1; i <= count; i++) {
    lua_pushstring(L, statement_parameter_name(statement, i) + 1);
    bool same = lua_rawequal(L, -1, key);
    lua_pop(L, 1);
    if (same) return true;
  }
  return false;
}

/* Every key must be the name of a parameter: a misspelt one would go unnoticed. */
static void check_keys(lua_State *L, struct cursor *cursor, int table) {
  for (lua_pushnil(L); lua_next(L, table) != 0; lua_pop(L, 1)) {
    if (has_parameter(cursor->statement, L, lua_gettop(L) - 1)) continue;
    fail_name(L, cursor, "the statement has no parameter '%s'",
              luaL_tolstring(L, -2, NULL));
  }
}

static void bind_names(lua_State *L, struct cursor *cursor, int table) {
  int count = statement_parameter_count(cursor->statement);
  for (int i = 1; i <= count; i++)
    bind_name(L, cursor, table, i);
  check_keys(L, cursor, table);
}

/* A table with a metatable is somebody's object, not a list of names. */
static bool is_plain_table(lua_State *L, int index) {
  if (lua_type(L, index) != LUA_TTABLE) return false;
  if (!lua_getmetatable(L, index)) return true;
  lua_pop(L, 1);
  return false;
}

void cursor_bind(lua_State *L, struct cursor *cursor, int first) {
  int given = lua_gettop(L) - first + 1;
  if (given == 1 && is_plain_table(L, first)) {
    bind_names(L, cursor, first);
  } else {
    bind_positions(L, cursor, first, given > 0 ? given : 0);
  }
}

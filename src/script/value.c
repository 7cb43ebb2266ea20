/* Lua values into parameters and answers, columns and arguments into Lua values. */
#include "script/value.h"

#include "script/blob.h"

#include <lauxlib.h>

#include <math.h>

void value_push_column(lua_State *L, struct statement *statement, int column) {
  size_t length = 0;
  const void *bytes = NULL;
  switch (statement_column_type(statement, column)) {
  case VALUE_INTEGER:
    lua_pushinteger(L, statement_column_integer(statement, column));
    break;
  case VALUE_REAL:
    lua_pushnumber(L, statement_column_real(statement, column));
    break;
  case VALUE_TEXT:
    bytes = statement_column_text(statement, column, &length);
    lua_pushlstring(L, bytes, length);
    break;
  case VALUE_BLOB:
    bytes = statement_column_blob(statement, column, &length);
    blob_push(L, bytes, length);
    break;
  case VALUE_NULL:
    lua_pushnil(L);
    break;
  }
}

void value_push(lua_State *L, const struct value *value) {
  switch (value->type) {
  case VALUE_INTEGER:
    lua_pushinteger(L, value->integer);
    break;
  case VALUE_REAL:
    lua_pushnumber(L, value->real);
    break;
  case VALUE_TEXT:
    lua_pushlstring(L, value->bytes, value->length);
    break;
  case VALUE_BLOB:
    blob_push(L, value->bytes, value->length);
    break;
  case VALUE_NULL:
    lua_pushnil(L);
    break;
  }
}

void value_of_argument(const struct function_call *call, int index, struct value *value) {
  *value = (struct value){.type = function_argument_type(call, index)};
  switch (value->type) {
  case VALUE_INTEGER:
    value->integer = function_argument_integer(call, index);
    break;
  case VALUE_REAL:
    value->real = function_argument_real(call, index);
    break;
  case VALUE_TEXT:
    value->bytes = function_argument_text(call, index, &value->length);
    break;
  case VALUE_BLOB:
    value->bytes = function_argument_blob(call, index, &value->length);
    break;
  case VALUE_NULL:
    break;
  }
}

bool value_push_number(lua_State *L, const struct function_call *call, int index) {
  switch (function_argument_type(call, index)) {
  case VALUE_INTEGER:
    lua_pushinteger(L, function_argument_integer(call, index));
    return true;
  case VALUE_REAL:
    lua_pushnumber(L, function_argument_real(call, index));
    return true;
  case VALUE_NULL:
    lua_pushnil(L);
    return true;
  default:
    return false;
  }
}

/* ---- from Lua ---- */

/* Numbers that are none (0/0) are refused: SQLite would silently store NULL. */
static bool read_number(lua_State *L, int index, struct value *value) {
  if (lua_isinteger(L, index)) {
    value->type = VALUE_INTEGER;
    value->integer = lua_tointeger(L, index);
    return true;
  }
  value->type = VALUE_REAL;
  value->real = lua_tonumber(L, index);
  return !isnan(value->real);
}

static bool read_userdata(lua_State *L, int index, struct value *value) {
  value->bytes = blob_bytes(L, index, &value->length);
  value->type = value->bytes != NULL ? VALUE_BLOB : VALUE_NULL;
  return value->bytes != NULL || null_is(L, index);
}

bool value_read(lua_State *L, int index, struct value *value) {
  *value = (struct value){.type = VALUE_NULL};
  switch (lua_type(L, index)) {
  case LUA_TNIL:
    return true;
  case LUA_TNUMBER:
    return read_number(L, index, value);
  case LUA_TSTRING:
    value->type = VALUE_TEXT;
    value->bytes = lua_tolstring(L, index, &value->length);
    return true;
  case LUA_TBOOLEAN:
    value->type = VALUE_INTEGER;
    value->integer = lua_toboolean(L, index);
    return true;
  case LUA_TUSERDATA:
    return read_userdata(L, index, value);
  default:
    return false;
  }
}

static runner_status bind(struct statement *statement, int parameter,
                          const struct value *value, struct runner_error *error) {
  switch (value->type) {
  case VALUE_INTEGER:
    return statement_bind_integer(statement, parameter, value->integer, error);
  case VALUE_REAL:
    return statement_bind_real(statement, parameter, value->real, error);
  case VALUE_TEXT:
    return statement_bind_text(statement, parameter, value->bytes, value->length, error);
  case VALUE_BLOB:
    return statement_bind_blob(statement, parameter, value->bytes, value->length, error);
  default:
    return statement_bind_null(statement, parameter, error);
  }
}

enum value_outcome value_bind(lua_State *L, int index, struct statement *statement,
                              int parameter, struct runner_error *error) {
  struct value value;
  if (!value_read(L, index, &value)) return VALUE_REFUSED;
  return bind(statement, parameter, &value, error) == RUNNER_DONE ? VALUE_BOUND
                                                                  : VALUE_FAILED;
}

const char *value_refusal(lua_State *L, int index) {
  if (lua_type(L, index) == LUA_TNUMBER) {
    lua_pushliteral(L, "is not a number (0/0), which SQL cannot store; db.null is NULL");
  } else {
    lua_pushfstring(L,
                    "must be nil, a boolean, number, string, db.null or db.blob, "
                    "not a %s",
                    luaL_typename(L, index));
  }
  return lua_tostring(L, -1);
}

void value_answer(struct function_call *call, const struct value *value) {
  switch (value->type) {
  case VALUE_INTEGER:
    function_answer_integer(call, value->integer);
    break;
  case VALUE_REAL:
    function_answer_real(call, value->real);
    break;
  case VALUE_TEXT:
    function_answer_text(call, value->bytes, value->length);
    break;
  case VALUE_BLOB:
    function_answer_blob(call, value->bytes, value->length);
    break;
  case VALUE_NULL:
    function_answer_null(call);
    break;
  }
}

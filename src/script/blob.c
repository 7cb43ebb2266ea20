/* The blob and null objects of `db`.
**
** Both metatables sit in the registry under addresses, so that the hot path finds them
** without hashing a name. `__name` is what other code, and error messages, know them by.
*/
#include "script/blob.h"

#include <lauxlib.h>

#include <string.h>

struct blob {
  size_t length;
  char bytes[];
};

static const char blob_key = 0; /* registry: the metatable of blobs */
static const char null_key = 0; /* registry: the null object */

void blob_push(lua_State *L, const void *bytes, size_t length) {
  struct blob *blob = lua_newuserdatauv(L, sizeof *blob + length, 0);
  blob->length = length;
  if (length != 0) memcpy(blob->bytes, bytes, length);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &blob_key);
  lua_setmetatable(L, -2);
}

const char *blob_bytes(lua_State *L, int index, size_t *length) {
  struct blob *blob = lua_touserdata(L, index);
  if (blob == NULL || !lua_getmetatable(L, index)) return NULL;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &blob_key);
  bool same = lua_rawequal(L, -1, -2);
  lua_pop(L, 2);
  if (!same) return NULL;
  *length = blob->length;
  return blob->bytes;
}

/* The bytes of the blob or text at an argument; anything else is an argument error. */
static const char *check_bytes(lua_State *L, int argument, size_t *length) {
  const char *bytes = blob_bytes(L, argument, length);
  if (bytes != NULL) return bytes;
  if (lua_type(L, argument) == LUA_TSTRING) return lua_tolstring(L, argument, length);
  luaL_typeerror(L, argument, "string or blob");
  return NULL;
}

static const char *check_blob(lua_State *L, int argument, size_t *length) {
  const char *bytes = blob_bytes(L, argument, length);
  if (bytes == NULL) luaL_typeerror(L, argument, "blob");
  return bytes;
}

int blob_make(lua_State *L) {
  size_t length = 0;
  const char *bytes = check_bytes(L, 1, &length);
  blob_push(L, bytes, length);
  return 1;
}

/* ---- what scripts do with a blob ---- */

static int blob_tostring(lua_State *L) {
  size_t length = 0;
  const char *bytes = check_blob(L, 1, &length);
  lua_pushlstring(L, bytes, length);
  return 1;
}

static int blob_length(lua_State *L) {
  size_t length = 0;
  check_blob(L, 1, &length);
  lua_pushinteger(L, (lua_Integer)length);
  return 1;
}

static int blob_equals(lua_State *L) {
  size_t length = 0;
  size_t other_length = 0;
  const char *bytes = blob_bytes(L, 1, &length);
  const char *other = blob_bytes(L, 2, &other_length);
  lua_pushboolean(L, bytes != NULL && other != NULL && length == other_length &&
                         memcmp(bytes, other, length) == 0);
  return 1;
}

static int blob_concat(lua_State *L) {
  size_t length = 0;
  size_t other_length = 0;
  const char *bytes = check_bytes(L, 1, &length);
  const char *other = check_bytes(L, 2, &other_length);
  luaL_Buffer text;
  char *joined = luaL_buffinitsize(L, &text, length + other_length);
  memcpy(joined, bytes, length);
  memcpy(joined + length, other, other_length);
  luaL_pushresultsize(&text, length + other_length);
  blob_push(L, lua_tostring(L, -1), length + other_length);
  return 1;
}

/* A position as string.sub takes it (negative: from the end), made 1 or more. */
static size_t start_position(lua_Integer position, size_t length) {
  if (position > 0) return (size_t)position;
  if (position == 0 || position < -(lua_Integer)length) return 1;
  return length + (size_t)position + 1;
}

static size_t end_position(lua_Integer position, size_t length) {
  if (position > (lua_Integer)length) return length;
  if (position >= 0) return (size_t)position;
  return position < -(lua_Integer)length ? 0 : length + (size_t)position + 1;
}

static int blob_sub(lua_State *L) {
  size_t length = 0;
  const char *bytes = check_blob(L, 1, &length);
  size_t first = start_position(luaL_checkinteger(L, 2), length);
  size_t last = end_position(luaL_optinteger(L, 3, -1), length);
  if (first > last) {
    blob_push(L, "", 0);
  } else {
    blob_push(L, bytes + first - 1, last - first + 1);
  }
  return 1;
}

/* ---- null ---- */

void null_push(lua_State *L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &null_key);
}

bool null_is(lua_State *L, int index) {
  if (lua_type(L, index) != LUA_TUSERDATA) return false;
  const void *object = lua_touserdata(L, index);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &null_key);
  bool same = object == lua_touserdata(L, -1);
  lua_pop(L, 1);
  return same;
}

static int null_tostring(lua_State *L) {
  lua_pushliteral(L, "null");
  return 1;
}

/* ---- registration ---- */

/* Push a metatable that scripts cannot reach. */
static void push_metatable(lua_State *L, const char *name, const luaL_Reg *methods) {
  lua_createtable(L, 0, 8);
  luaL_setfuncs(L, methods, 0);
  lua_pushstring(L, name);
  lua_setfield(L, -2, "__name");
  lua_pushstring(L, name);
  lua_setfield(L, -2, "__metatable");
}

void blob_register(lua_State *L) {
  static const luaL_Reg blob_events[] = {
      {"__tostring", blob_tostring}, {"__len", blob_length}, {"__eq", blob_equals},
      {"__concat", blob_concat},     {NULL, NULL},
  };
  static const luaL_Reg blob_methods[] = {{"sub", blob_sub}, {NULL, NULL}};
  static const luaL_Reg null_events[] = {{"__tostring", null_tostring}, {NULL, NULL}};
  push_metatable(L, "db.blob", blob_events);
  luaL_newlib(L, blob_methods);
  lua_setfield(L, -2, "__index");
  lua_rawsetp(L, LUA_REGISTRYINDEX, &blob_key);
  lua_newuserdatauv(L, 0, 0);
  push_metatable(L, "db.null", null_events);
  lua_setmetatable(L, -2);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &null_key);
}

/* require("runner.row"): Lua functions that give several columns of a row to SQL.
**
**   row.define(db, "halves", { keys = 1, results = 2 }, function(name) ... end)
**   db:exec("UPDATE t SET a = halves(1, rowid, name), b = halves(2, rowid, name)")
**
** In SQL the first argument says which of the results is wanted, the next `keys` tell the
** rows of one statement apart, the rest is what the Lua function gets. It is called once
** for a row: the results are kept until the key is another one, whatever the order in
** which SQLite asks. (A table-valued function does the same and takes longer: a virtual
** table is opened, filtered and stepped for every row.) With a single result there is
** nothing to keep, and it is called whenever SQLite asks.
**
** row.forget(db, name) must come before each statement: the same key may then hold other
** values. row.failed(db, name) tells the row at which the function raised, row.last the
** key of the latest row, whose new values a constraint may have refused.
*/
#include "script/db_function.h"

#include "base/memory.h"
#include "script/db.h"
#include "script/failure.h"
#include "script/value.h"

#include <lauxlib.h>

#include <math.h>
#include <string.h>

enum { MOST_ARGUMENTS = 127 };

/* One value of a key. */
struct kept {
  enum value_type type;
  int64_t integer;
  double real;
  char *bytes; /* texts and blobs; the room is used again */
  size_t length, capacity;
};

/* A userdata; its user values are the kept results, and the arguments of the row at which
** the function raised. */
enum { RESULTS = 1, ARGUMENTS = 2 };
struct row_memory {
  int key_count, result_count;
  bool called; /* `keys` are those of a row */
  bool known;  /* the results are those of `keys` */
  bool failed; /* the function raised for `keys` */
  struct kept keys[];
};

static const char memory_type[] = "runner.row memory";

static int collect(lua_State *L) {
  struct row_memory *row = lua_touserdata(L, 1);
  for (int i = 0; i < row->key_count; i++)
    memory_release(row->keys[i].bytes);
  row->key_count = 0;
  return 0;
}

static struct row_memory *push_memory(lua_State *L, int keys, int results) {
  size_t size = sizeof(struct row_memory) + (size_t)keys * sizeof(struct kept);
  struct row_memory *row = lua_newuserdatauv(L, size, ARGUMENTS);
  memset(row, 0, size);
  row->key_count = keys;
  row->result_count = results;
  if (luaL_newmetatable(L, memory_type)) {
    lua_pushcfunction(L, collect);
    lua_setfield(L, -2, "__gc");
  }
  lua_setmetatable(L, -2);
  lua_createtable(L, results, 0);
  lua_setiuservalue(L, -2, RESULTS);
  return row;
}

/* ---- keys ---- */

static const void *argument_bytes(struct function_call *call, int index,
                                  enum value_type type, size_t *length) {
  if (type == VALUE_TEXT) return function_argument_text(call, index, length);
  return function_argument_blob(call, index, length);
}

static bool same_key(const struct kept *kept, struct function_call *call, int index) {
  enum value_type type = function_argument_type(call, index);
  if (type != kept->type) return false;
  if (type == VALUE_INTEGER)
    return kept->integer == function_argument_integer(call, index);
  if (type == VALUE_REAL) { /* never NaN, which SQLite takes for NULL */
    double real = function_argument_real(call, index);
    return real == kept->real && signbit(real) == signbit(kept->real);
  }
  if (type == VALUE_NULL) return true;
  size_t length = 0;
  const void *bytes = argument_bytes(call, index, type, &length);
  return length == kept->length &&
         (length == 0 || memcmp(bytes, kept->bytes, length) == 0);
}

static bool keep_bytes(struct kept *kept, const void *bytes, size_t length) {
  if (length > kept->capacity) {
    char *room = memory_resize(kept->bytes, length);
    if (room == NULL) return false;
    kept->bytes = room;
    kept->capacity = length;
  }
  if (length > 0) memcpy(kept->bytes, bytes, length);
  kept->length = length;
  return true;
}

static bool keep_key(struct kept *kept, struct function_call *call, int index) {
  kept->type = function_argument_type(call, index);
  if (kept->type == VALUE_INTEGER) {
    kept->integer = function_argument_integer(call, index);
  } else if (kept->type == VALUE_REAL) {
    kept->real = function_argument_real(call, index);
  } else if (kept->type != VALUE_NULL) {
    size_t length = 0;
    const void *bytes = argument_bytes(call, index, kept->type, &length);
    return keep_bytes(kept, bytes, length);
  }
  return true;
}

static bool is_known(const struct row_memory *row, struct function_call *call) {
  for (int i = 0; row->known && i < row->key_count; i++)
    if (!same_key(&row->keys[i], call, i + 1)) return false;
  return row->known;
}

/* ---- being called ---- */

/* Runs after a call has raised. */
static int keep_arguments(lua_State *L) {
  const struct invocation *invocation = lua_touserdata(L, 1);
  const struct function_call *call = invocation->call;
  lua_rawgeti(L, LUA_REGISTRYINDEX, invocation->function->memory);
  struct row_memory *row = lua_touserdata(L, 2);
  int first = 1 + row->key_count, count = function_argument_count(call) - first;
  if (!row->called || count < 0) return 0;
  row->known = false;
  row->failed = true;
  lua_createtable(L, count, 1);
  for (int i = 0; i < count; i++) {
    value_push_argument(L, call, first + i);
    lua_rawseti(L, -2, i + 1);
  }
  lua_pushinteger(L, count);
  lua_setfield(L, -2, "n");
  lua_setiuservalue(L, 2, ARGUMENTS);
  return 0;
}

/* Call the Lua function; its results are left on the stack. */
static void compute(lua_State *L, struct row_memory *row,
                    const struct invocation *invocation) {
  struct function_call *call = invocation->call;
  int count = function_argument_count(call), first = 1 + row->key_count;
  row->known = false;
  for (int i = 0; i < row->key_count; i++)
    if (!keep_key(&row->keys[i], call, i + 1)) luaL_error(L, "out of memory");
  row->called = true;
  luaL_checkstack(L, count + row->result_count + 2, "too many arguments");
  lua_rawgeti(L, LUA_REGISTRYINDEX, invocation->function->reference);
  for (int i = first; i < count; i++)
    value_push_argument(L, call, i);
  lua_call(L, count - first, row->result_count);
}

/* Keep the results on top of the stack in the table below them. */
static void keep_results(lua_State *L, struct row_memory *row) {
  for (int i = row->result_count; i >= 1; i--) /* from the top down */
    lua_rawseti(L, -1 - i, i);
  row->known = true;
}

/* Answer with the result on top, the number `wanted`. */
static int answer(lua_State *L, struct function_call *call, int64_t wanted) {
  if (value_answer(L, -1, call)) return 0;
  return luaL_error(L, "result %d %s", (int)wanted, value_refusal(L, -1));
}

static int invoke_row(lua_State *L) {
  const struct invocation *invocation = lua_touserdata(L, 1);
  struct function_call *call = invocation->call;
  lua_rawgeti(L, LUA_REGISTRYINDEX, invocation->function->memory);
  struct row_memory *row = lua_touserdata(L, 2);
  bool fits = function_argument_count(call) > row->key_count;
  int64_t wanted = fits ? function_argument_integer(call, 0) : 0;
  if (wanted < 1 || wanted > row->result_count)
    return luaL_error(L, "%s needs the number of a result and the key of the row",
                      invocation->function->name);
  if (row->result_count == 1) {
    compute(L, row, invocation);
    return answer(L, call, 1);
  }
  lua_getiuservalue(L, 2, RESULTS);
  if (!is_known(row, call)) {
    compute(L, row, invocation);
    keep_results(L, row);
  }
  lua_rawgeti(L, 3, (lua_Integer)wanted);
  return answer(L, call, wanted);
}

/* ---- the module ---- */

static int check_count(lua_State *L, const char *key, int least) {
  lua_getfield(L, 3, key);
  int integer = 0;
  lua_Integer count = lua_tointegerx(L, -1, &integer);
  luaL_argcheck(L, integer && count >= least && count < MOST_ARGUMENTS, 3,
                "keys and results must be counts");
  lua_pop(L, 1);
  return (int)count;
}

static int define(lua_State *L) {
  struct db *db = db_check(L, 1);
  luaL_checktype(L, 3, LUA_TTABLE);
  luaL_checktype(L, 4, LUA_TFUNCTION);
  int keys = check_count(L, "keys", 1), results = check_count(L, "results", 1);
  const char *name = db_function_check_name(L, db, 2);
  push_memory(L, keys, results);
  db_function_make(L, db, 4, name, -1, invoke_row)->failed = keep_arguments;
  return 0;
}

/* Push the row memory of the function named by argument 2. */
static struct row_memory *push_found(lua_State *L) {
  struct db *db = db_check(L, 1);
  const char *name = luaL_checkstring(L, 2);
  struct db_function *known = db->functions;
  while (known != NULL && strcmp(known->name, name) != 0)
    known = known->next;
  lua_rawgeti(L, LUA_REGISTRYINDEX, known != NULL ? known->memory : LUA_REFNIL);
  struct row_memory *row = luaL_testudata(L, -1, memory_type);
  if (row == NULL) luaL_argerror(L, 2, "there is no function of rows with this name");
  return row;
}

static int forget(lua_State *L) {
  struct row_memory *row = push_found(L);
  row->called = row->known = row->failed = false;
  return 0;
}

static void push_kept(lua_State *L, const struct kept *kept) {
  switch (kept->type) {
  case VALUE_INTEGER:
    lua_pushinteger(L, kept->integer);
    break;
  case VALUE_REAL:
    lua_pushnumber(L, kept->real);
    break;
  case VALUE_TEXT:
  case VALUE_BLOB:
    lua_pushlstring(L, kept->bytes != NULL ? kept->bytes : "", kept->length);
    break;
  case VALUE_NULL:
    lua_pushnil(L);
    break;
  }
}

static void push_keys(lua_State *L, const struct row_memory *row) {
  lua_createtable(L, row->key_count, 0);
  for (int i = 0; i < row->key_count; i++) {
    push_kept(L, &row->keys[i]);
    lua_rawseti(L, -2, i + 1);
  }
}

/* The keys of the row it was last called for, or nil. */
static int last(lua_State *L) {
  const struct row_memory *row = push_found(L);
  if (!row->called) return 0;
  push_keys(L, row);
  return 1;
}

/* The keys and the arguments (a list with `n`) of the row at which it raised, or nil. */
static int failed(lua_State *L) {
  const struct row_memory *row = push_found(L);
  if (!row->failed) return 0;
  push_keys(L, row);
  lua_getiuservalue(L, -2, ARGUMENTS);
  return 2;
}

int row_open_module(lua_State *L) {
  static const luaL_Reg functions[] = {{"define", define},
                                       {"forget", forget},
                                       {"failed", failed},
                                       {"last", last},
                                       {NULL, NULL}};
  luaL_newlib(L, functions);
  return 1;
}

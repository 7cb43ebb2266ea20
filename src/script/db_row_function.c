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
** nothing to keep, and it is called whenever SQLite asks. It must return just as many.
**
** Where the function gets the key anyway, `keys` is a list of the places it has among the
** function's arguments, and SQL gives it once: keys = { 2 } for f(1, name, rowid).
**
** With reads_only = true the function, and what it calls, cannot write.
**
** row.forget(db, name) must come before each statement: the same key may then hold other
** values. row.failed(db, name) gives the key of the row at which the function raised,
** row.last that of the latest row, whose new values a constraint may have refused.
*/
#include "script/db_function.h"

#include "base/memory.h"
#include "script/db.h"
#include "script/failure.h"
#include "script/object.h"
#include "script/value.h"

#include <lauxlib.h>

#include <math.h>
#include <string.h>

enum { MOST_ARGUMENTS = 127 };

/* A value that outlives the call. */
struct kept {
  struct value value; /* its bytes are in `room` */
  char *room;         /* is used again */
  size_t capacity;
  int argument; /* of a key: which one of SQL's it is */
};

struct row_memory {
  int key_count, result_count;
  int first;   /* of SQL's arguments that the Lua function gets */
  int least;   /* so many arguments there must be */
  int refused; /* the number of a result that has no counterpart in SQL */
  bool called; /* the keys are those of a row */
  bool known;  /* the results are those of the keys */
  bool failed; /* the function raised for the keys */
  struct kept *results;
  struct kept keys[]; /* behind them the results */
};

static const char memory_type[] = "runner.row memory";

static int collect(lua_State *L) {
  struct row_memory *row = lua_touserdata(L, 1);
  for (int i = 0; i < row->key_count + row->result_count; i++)
    memory_release(row->keys[i].room);
  row->key_count = row->result_count = 0;
  return 0;
}

static struct row_memory *push_memory(lua_State *L, int keys, int results) {
  static const luaL_Reg events[] = {{"__gc", collect}, {NULL, NULL}};
  size_t kept = (size_t)keys + (size_t)results;
  size_t size = sizeof(struct row_memory) + kept * sizeof(struct kept);
  struct row_memory *row = lua_newuserdatauv(L, size, 0);
  memset(row, 0, size);
  row->key_count = keys;
  row->result_count = results;
  row->results = row->keys + keys;
  object_push_kind(L, memory_type, events, NULL);
  lua_setmetatable(L, -2);
  return row;
}

/* ---- kept values ---- */

static bool keep_bytes(struct kept *kept, const struct value *value) {
  if (value->length > kept->capacity) {
    char *room = memory_resize(kept->room, value->length);
    if (room == NULL) return false;
    kept->room = room;
    kept->capacity = value->length;
  }
  if (value->length > 0) memcpy(kept->room, value->bytes, value->length);
  kept->value.bytes = kept->room != NULL ? kept->room : "";
  return true;
}

/* False: memory ran out. */
static bool keep(struct kept *kept, const struct value *value) {
  kept->value = *value;
  bool has_bytes = value->type == VALUE_TEXT || value->type == VALUE_BLOB;
  return !has_bytes || keep_bytes(kept, value);
}

static bool keep_key(struct kept *key, const struct function_call *call) {
  if (function_argument_type(call, key->argument) == VALUE_INTEGER) { /* most are */
    key->value.type = VALUE_INTEGER;
    key->value.integer = function_argument_integer(call, key->argument);
    return true;
  }
  struct value value;
  value_of_argument(call, key->argument, &value);
  return keep(key, &value);
}

static bool keep_keys(struct row_memory *row, const struct function_call *call) {
  row->called = false;
  for (int i = 0; i < row->key_count; i++)
    if (!keep_key(&row->keys[i], call)) return false;
  row->called = true;
  return true;
}

static bool same_value(const struct value *one, const struct value *other) {
  if (one->type != other->type) return false;
  if (one->type == VALUE_INTEGER) return one->integer == other->integer;
  if (one->type == VALUE_REAL) /* never NaN, which SQLite takes for NULL */
    return one->real == other->real && signbit(one->real) == signbit(other->real);
  return one->length == other->length &&
         (one->length == 0 || memcmp(one->bytes, other->bytes, one->length) == 0);
}

static bool is_known(const struct row_memory *row, const struct function_call *call) {
  for (int i = 0; row->known && i < row->key_count; i++) {
    struct value value;
    value_of_argument(call, row->keys[i].argument, &value);
    if (!same_value(&row->keys[i].value, &value)) return false;
  }
  return row->known;
}

/* ---- being called ---- */

static int raise_no_memory(lua_State *L) {
  return luaL_error(L, "out of memory");
}

static int raise_wrong_call(lua_State *L) {
  const struct invocation *invocation = lua_touserdata(L, 1);
  return luaL_error(L, "%s needs the number of a result and the key of the row",
                    invocation->function->name);
}

static int raise_refusal(lua_State *L) {
  const struct invocation *invocation = lua_touserdata(L, 1);
  const struct row_memory *row = invocation->function->memory;
  struct runner_error error = RUNNER_ERROR_INIT;
  const char *reason = value_refusal(L, 2);
  error_set(&error, RUNNER_DONE, "result %d %s", row->refused, reason);
  db_function_place(L, invocation, &error);
  failure_raise(L, &error);
}

/* The count is argument 2. NULL is never guessed: who forgot `return` did not mean it. */
static int raise_count(lua_State *L) {
  const struct invocation *invocation = lua_touserdata(L, 1);
  const struct row_memory *row = invocation->function->memory;
  struct runner_error error = RUNNER_ERROR_INIT;
  int count = (int)lua_tointeger(L, 2);
  error_set(&error, RUNNER_DONE,
            "the function must return %d %s, one for each column, "
            "and returned %d",
            row->result_count, row->result_count == 1 ? "value" : "values", count);
  error_hint(
      &error, "%s",
      count < row->result_count
          ? "return nil, or db.null, where a column is to become NULL"
          : "parentheses around a call, as in (s:gsub(a, b)), keep its first result");
  db_function_place(L, invocation, &error);
  failure_raise(L, &error);
}

/* Keep the results, the first of which is at `first` on the stack, and answer with the
** one that is wanted. A single result is only given. */
static int take_results(lua_State *L, struct row_memory *row,
                        const struct invocation *invocation, int first, int wanted) {
  int count = lua_gettop(L) - first + 1;
  if (count != row->result_count) {
    lua_settop(L, first - 1);
    lua_pushinteger(L, count);
    return db_function_raise(L, invocation, raise_count);
  }
  for (int i = 0; i < row->result_count; i++) {
    struct value value;
    if (!value_read(L, first + i, &value)) {
      row->refused = i + 1;
      lua_settop(L, first + i);
      return db_function_raise(L, invocation, raise_refusal);
    }
    if (i + 1 == wanted) value_answer(invocation->call, &value);
    if (row->result_count > 1 && !keep(&row->results[i], &value))
      return db_function_raise(L, invocation, raise_no_memory);
  }
  lua_settop(L, first - 1);
  return LUA_OK;
}

/* Call the Lua function. The keys are kept behind it, as it may run statements that come
** back to this function. */
static int compute(lua_State *L, struct row_memory *row,
                   const struct invocation *invocation, int wanted) {
  int top = lua_gettop(L);
  connection_work_count(invocation->function->db->connection, 1);
  int status = db_function_call(L, invocation, row->first, LUA_MULTRET);
  if (status == LUA_OK) status = take_results(L, row, invocation, top + 1, wanted);
  row->known = status == LUA_OK && row->result_count > 1;
  bool kept = keep_keys(row, invocation->call);
  row->failed = status != LUA_OK && kept;
  if (kept || status != LUA_OK) return status;
  row->known = false;
  lua_pushnil(L);
  return db_function_raise(L, invocation, raise_no_memory);
}

static int invoke_row(lua_State *L, const struct invocation *invocation) {
  struct function_call *call = invocation->call;
  struct row_memory *row = invocation->function->memory;
  bool fits = function_argument_count(call) >= row->least;
  int64_t wanted = fits ? function_argument_integer(call, 0) : 0;
  if (wanted < 1 || wanted > row->result_count) {
    lua_pushnil(L);
    return db_function_raise(L, invocation, raise_wrong_call);
  }
  if (!is_known(row, call)) return compute(L, row, invocation, (int)wanted);
  value_answer(call, &row->results[wanted - 1].value);
  return LUA_OK;
}

/* ---- the module ---- */

static bool is_count(lua_Integer number, int least) {
  return number >= least && number < MOST_ARGUMENTS;
}

/* The integer on top of the stack, which is popped. */
static int take_count(lua_State *L, int least, const char *message) {
  int integer = 0;
  lua_Integer count = lua_tointegerx(L, -1, &integer);
  luaL_argcheck(L, integer && is_count(count, least), 3, message);
  lua_pop(L, 1);
  return (int)count;
}

/* `keys` is on top: each of the list is a place among the function's arguments. */
static void read_places(lua_State *L, int keys, struct row_memory *row) {
  for (int i = 0; i < row->key_count; i++) {
    lua_rawgeti(L, keys, i + 1);
    row->keys[i].argument = take_count(L, 1, "keys must be places of arguments");
    if (row->least <= row->keys[i].argument) row->least = row->keys[i].argument + 1;
  }
}

/* Push the memory for what the table at 3 says. */
static void make_memory(lua_State *L) {
  static const char counts[] = "keys and results must be counts";
  lua_getfield(L, 3, "results");
  int results = take_count(L, 1, counts);
  lua_getfield(L, 3, "keys");
  int keys = lua_gettop(L);
  bool places = lua_istable(L, keys);
  if (places)
    lua_pushinteger(L, (lua_Integer)lua_rawlen(L, keys));
  else
    lua_pushvalue(L, keys);
  int count = take_count(L, 1, counts);
  struct row_memory *row = push_memory(L, count, results);
  row->first = places ? 1 : 1 + count;
  row->least = row->first;
  for (int i = 0; i < count; i++)
    row->keys[i].argument = 1 + i;
  if (places) read_places(L, keys, row);
  lua_remove(L, keys);
}

static int define(lua_State *L) {
  struct db *db = db_check(L, 1);
  luaL_checktype(L, 3, LUA_TTABLE);
  luaL_checktype(L, 4, LUA_TFUNCTION);
  const char *name = db_function_check_name(L, db, 2);
  lua_getfield(L, 3, "reads_only");
  bool reads_only = lua_toboolean(L, -1);
  make_memory(L);
  db_function_make(L, db, 4, name, -1, invoke_row)->converts = reads_only;
  return 0;
}

/* The row memory of the function named by argument 2. */
static struct row_memory *find(lua_State *L) {
  struct db *db = db_check(L, 1);
  const char *name = luaL_checkstring(L, 2);
  struct db_function *known = db->functions;
  while (known != NULL && strcmp(known->name, name) != 0)
    known = known->next;
  if (known != NULL && known->invoke == invoke_row) return known->memory;
  luaL_argerror(L, 2, "there is no function of rows with this name");
  return NULL;
}

static int forget(lua_State *L) {
  struct row_memory *row = find(L);
  row->called = row->known = row->failed = false;
  return 0;
}

static void push_keys(lua_State *L, const struct row_memory *row) {
  lua_createtable(L, row->key_count, 0);
  for (int i = 0; i < row->key_count; i++) {
    value_push(L, &row->keys[i].value);
    lua_rawseti(L, -2, i + 1);
  }
}

/* The key of the row it was last called for, or nil. */
static int last(lua_State *L) {
  const struct row_memory *row = find(L);
  if (!row->called) return 0;
  push_keys(L, row);
  return 1;
}

/* The key of the row at which it raised, or nil. */
static int failed(lua_State *L) {
  const struct row_memory *row = find(L);
  if (!row->failed) return 0;
  push_keys(L, row);
  return 1;
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

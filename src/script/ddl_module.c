/* require("runner.ddl").
**
**   local ddl = require("runner.ddl")
**   local tree = ddl.parse("CREATE TABLE t(a INT)")
**   tree.columns[1].name    --> "a"
**
** Memory that is not Lua's hangs in a userdata while Lua values are made of it, since
** making them may raise. */
#include "script/ddl_module.h"

#include "script/ddl_push.h"
#include "script/failure.h"
#include "script/object.h"
#include "sqlite/ddl_normal.h"
#include "sqlite/ddl_token.h"

#include <lauxlib.h>

#include <string.h>

/* What must be released whatever happens. */
struct workshop {
  struct arena *arena;
  struct buffer buffer;
};

static const char workshop_type[] = "runner.ddl.workshop";

static void workshop_clear(struct workshop *workshop) {
  arena_destroy(workshop->arena);
  workshop->arena = NULL;
  buffer_release(&workshop->buffer);
}

static int workshop_collect(lua_State *L) {
  workshop_clear(lua_touserdata(L, 1));
  return 0;
}

static struct workshop *push_workshop(lua_State *L) {
  struct workshop *workshop = lua_newuserdatauv(L, sizeof *workshop, 0);
  *workshop = (struct workshop){0};
  luaL_setmetatable(L, workshop_type);
  return workshop;
}

/* Argument 1. SQLite keeps no text with a byte 0 in it, and would not see what is behind. */
static const char *check_sql(lua_State *L) {
  size_t length = 0;
  const char *text = luaL_checklstring(L, 1, &length);
  luaL_argcheck(L, strlen(text) == length, 1, "a definition has no zero bytes");
  return text;
}

static int parse(lua_State *L) {
  const char *text = check_sql(L);
  struct workshop *workshop = push_workshop(L);
  struct runner_error error = RUNNER_ERROR_INIT;
  const struct ddl_statement *statement = NULL;
  workshop->arena = arena_create();
  runner_status status = workshop->arena == NULL
                             ? error_no_memory(&error)
                             : ddl_parse(text, workshop->arena, &statement, &error);
  if (status != RUNNER_DONE) failure_raise(L, &error);
  ddl_push_statement(L, statement);
  workshop_clear(workshop);
  return 1;
}

/* ---- tokens ---- */

/* Offset of the byte whose number is argument `index`. */
static size_t check_byte(lua_State *L, int index, size_t fallback, size_t least,
                         size_t most) {
  lua_Integer byte = luaL_optinteger(L, index, (lua_Integer)fallback);
  luaL_argcheck(L, byte >= (lua_Integer)least && byte <= (lua_Integer)most, index,
                "the text has no such byte");
  return (size_t)byte;
}

static void push_name(lua_State *L, struct sql_token token) {
  luaL_Buffer name;
  char *text = luaL_buffinitsize(L, &name, token.length);
  luaL_pushresultsize(&name, sql_unquote_into(token, text));
}

static void push_token(lua_State *L, struct sql_token token, size_t first) {
  static const char *const kinds[] = {
      [SQL_WORD] = "word",     [SQL_NAME] = "name",           [SQL_STRING] = "string",
      [SQL_NUMBER] = "number", [SQL_PARAMETER] = "parameter", [SQL_SEMICOLON] = "other",
      [SQL_OTHER] = "other"};
  lua_createtable(L, 0, 5);
  ddl_set_text(L, "kind", kinds[token.kind]);
  lua_pushlstring(L, token.start, token.length);
  lua_setfield(L, -2, "text");
  lua_pushinteger(L, (lua_Integer)first);
  lua_setfield(L, -2, "first");
  lua_pushinteger(L, (lua_Integer)(first + token.length) - 1);
  lua_setfield(L, -2, "last");
  if (token.kind != SQL_WORD && token.kind != SQL_NAME) return;
  push_name(L, token);
  lua_setfield(L, -2, "name");
}

/* tokens(sql [, first, last]) */
static int tokens(lua_State *L) {
  const char *text = check_sql(L);
  size_t length = strlen(text);
  size_t first = check_byte(L, 2, 1, 1, length + 1);
  size_t last = check_byte(L, 3, length, first - 1, length);
  const char *part = lua_pushlstring(L, text + first - 1, last - first + 1);
  lua_newtable(L);
  const char *at = part;
  for (lua_Integer i = 1;; i++) {
    struct runner_error error = RUNNER_ERROR_INIT;
    struct sql_token token = sql_next(&at);
    if (token.kind == SQL_END) return 1;
    if (ddl_token_check(part, token, &error) != RUNNER_DONE) failure_raise(L, &error);
    push_token(L, token, first + (size_t)(token.start - part));
    lua_rawseti(L, -2, i);
  }
}

/* ---- statements ---- */

/* A statement while it is read: what its end depends on. */
struct reading {
  size_t count;                  /* tokens so far */
  struct sql_token before, last; /* the last two */
  bool creates;                  /* it begins with CREATE [TEMP] */
  bool trigger;
};

/* A semicolon; of a trigger the one behind its END.
** https://www.sqlite.org/c3ref/complete.html */
static bool ends_statement(const struct reading *reading, struct sql_token token) {
  if (token.kind != SQL_SEMICOLON) return false;
  return !reading->trigger ||
         (sql_token_is(reading->last, "END") && reading->before.kind == SQL_SEMICOLON);
}

static void read_on(struct reading *reading, struct sql_token token) {
  bool temporary = sql_token_is(token, "TEMP") || sql_token_is(token, "TEMPORARY");
  if (reading->count == 0)
    reading->creates = sql_token_is(token, "CREATE");
  else if (reading->creates && !(reading->count == 1 && temporary)) {
    reading->trigger = sql_token_is(token, "TRIGGER");
    reading->creates = false;
  }
  reading->before = reading->last;
  reading->last = token;
  reading->count++;
}

/* statements(sql) */
static int statements(lua_State *L) {
  const char *text = check_sql(L), *at = text, *first = NULL;
  struct reading reading = {.count = 0};
  lua_Integer spans = 0;
  lua_newtable(L);
  for (;;) {
    struct runner_error error = RUNNER_ERROR_INIT;
    struct sql_token token = sql_next(&at);
    if (token.kind != SQL_END && ddl_token_check(text, token, &error) != RUNNER_DONE)
      failure_raise(L, &error);
    bool ends = token.kind == SQL_END || ends_statement(&reading, token);
    if (reading.count == 0) first = token.start;
    if (ends && reading.count > 0) {
      struct sql_token last = token.kind == SQL_END ? reading.last : token;
      lua_pushinteger(L, (lua_Integer)(first - text) + 1);
      lua_rawseti(L, -2, ++spans);
      lua_pushinteger(L, (lua_Integer)(last.start - text) + (lua_Integer)last.length);
      lua_rawseti(L, -2, ++spans);
    }
    if (token.kind == SQL_END) return 1;
    if (ends)
      reading = (struct reading){.count = 0};
    else
      read_on(&reading, token);
  }
}

/* ---- normalise ---- */

static int normalise(lua_State *L) {
  const char *text = check_sql(L);
  struct runner_error error = RUNNER_ERROR_INIT;
  struct buffer *out = &push_workshop(L)->buffer;
  if (ddl_normalise(text, out, &error) != RUNNER_DONE) failure_raise(L, &error);
  lua_pushlstring(L, out->length > 0 ? out->bytes : "", out->length);
  buffer_release(out);
  return 1;
}

int ddl_open_module(lua_State *L) {
  static const luaL_Reg functions[] = {{"parse", parse},
                                       {"tokens", tokens},
                                       {"statements", statements},
                                       {"normalise", normalise},
                                       {NULL, NULL}};
  static const luaL_Reg events[] = {{"__gc", workshop_collect}, {NULL, NULL}};
  object_push_kind(L, workshop_type, events, NULL);
  lua_pop(L, 1);
  luaL_newlib(L, functions);
  return 1;
}

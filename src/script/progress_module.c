/* The functions of runner.progress. */
#include "script/progress_module.h"

#include "script/db_object.h"
#include "script/host.h"
#include "script/object.h"

#include <lauxlib.h>

/* The number in a field of the table at `index`; 0 if it is not there. */
static lua_Number field_number(lua_State *L, int index, const char *name) {
  lua_getfield(L, index, name);
  lua_Number number = lua_isnil(L, -1) ? 0 : luaL_checknumber(L, -1);
  lua_pop(L, 1);
  return number;
}

/* An estimate may be anything; 0 is unknown. */
static int64_t as_rows(lua_Number number) {
  const lua_Number most = 9e18;
  return number > 0 && number < most ? (int64_t)number : 0;
}

static int64_t field_rows(lua_State *L, int index, const char *name) {
  return as_rows(field_number(L, index, name));
}

/* `what` of the table at `index`, which keeps it alive. */
static const char *field_what(lua_State *L, int index) {
  luaL_checktype(L, index, LUA_TTABLE);
  luaL_argcheck(L, lua_getfield(L, index, "what") == LUA_TSTRING, index,
                "`what` must be a text");
  const char *what = lua_tostring(L, -1);
  lua_pop(L, 1);
  return what;
}

/* Work under way: a userdata that ends it when it goes out of scope. */
struct open_work {
  struct db *db; /* which the caller's stack keeps alive */
  struct connection_work work;
};

static const char work_type[] = "runner.progress work";

static int end_work(lua_State *L) {
  struct open_work *open = lua_touserdata(L, 1);
  if (open->db->connection != NULL)
    connection_work_end(open->db->connection, &open->work);
  return 0;
}

/* An error is not caught: it comes to whoever waits for it as it was raised. */
static int progress_around(lua_State *L) {
  struct db *db = db_check(L, 1);
  luaL_checktype(L, 3, LUA_TFUNCTION);
  lua_settop(L, 3);
  struct connection_work work = {.what = field_what(L, 2),
                                 .total = field_rows(L, 2, "total"),
                                 .row_steps = field_rows(L, 2, "row_steps")};
  lua_getfield(L, 2, "counted");
  work.counted = lua_toboolean(L, -1);
  lua_pop(L, 1);
  struct open_work *open = lua_newuserdatauv(L, sizeof *open, 0);
  *open = (struct open_work){db, work};
  luaL_setmetatable(L, work_type);
  connection_work_begin(db->connection, &open->work);
  lua_toclose(L, 4);
  lua_pushvalue(L, 3);
  lua_call(L, 0, LUA_MULTRET);
  return lua_gettop(L) - 4;
}

static int progress_count(lua_State *L) {
  connection_work_count(db_check(L, 1)->connection, luaL_checkinteger(L, 2));
  return 0;
}

static int progress_total(lua_State *L) {
  connection_work_total(db_check(L, 1)->connection, as_rows(luaL_checknumber(L, 2)));
  return 0;
}

static int progress_report(lua_State *L) {
  const struct script_state *state = script_of(L);
  struct progress progress = {0};
  if (!lua_isnoneornil(L, 1)) {
    progress.what = field_what(L, 1);
    progress.done = field_rows(L, 1, "done");
    progress.total = field_rows(L, 1, "total");
    progress.seconds = field_number(L, 1, "seconds");
  }
  if (state != NULL && state->progress != NULL) state->progress(state->user, &progress);
  return 0;
}

int progress_open_module(lua_State *L) {
  static const luaL_Reg functions[] = {{"around", progress_around},
                                       {"count", progress_count},
                                       {"total", progress_total},
                                       {"report", progress_report},
                                       {NULL, NULL}};
  static const luaL_Reg events[] = {{"__close", end_work}, {NULL, NULL}};
  object_push_kind(L, work_type, events, NULL);
  lua_pop(L, 1);
  lua_pop(L, 1);
  luaL_newlib(L, functions);
  return 1;
}

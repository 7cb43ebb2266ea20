/* Error objects, and what Lua raised made into a runner_error.
**
** An error object is a userdata that owns a runner_error. Its metatable sits in the
** registry under the address of `failure_key`, so that looking for it never allocates:
** failure_call must work when there is no memory left.
*/
#include "script/failure.h"

#include "base/memory.h"
#include "script/memory.h"
#include "script/object.h"
#include "script/place.h"

#include <lauxlib.h>

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* The status RUNNER_DONE in it means: raised by Lua itself, the catcher chooses. */
struct failure {
  struct runner_error error;
};

static const char failure_key = 0;

/* Push an empty error object. */
static struct failure *push_failure(lua_State *L) {
  struct failure *failure = lua_newuserdatauv(L, sizeof *failure, 0);
  *failure = (struct failure){.error = RUNNER_ERROR_INIT};
  lua_rawgetp(L, LUA_REGISTRYINDEX, &failure_key);
  lua_setmetatable(L, -2);
  return failure;
}

/* The error object at `index`, or NULL if something else is there. */
static struct failure *to_failure(lua_State *L, int index) {
  struct failure *failure = lua_touserdata(L, index);
  if (failure == NULL || !lua_getmetatable(L, index)) return NULL;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &failure_key);
  bool same = lua_rawequal(L, -1, -2);
  lua_pop(L, 2);
  return same ? failure : NULL;
}

/* ---- what it says ---- */

/* Leave a text for the raised value at 1, which is not a text and no error object. */
static int describe(lua_State *L) {
  if (lua_istable(L, 1) && !luaL_getmetafield(L, 1, "__tostring")) {
    lua_getfield(L, 1, "message");
    if (lua_type(L, -1) == LUA_TSTRING) return 1;
    lua_pushliteral(L, "a table without a message was raised as an error");
  } else if (lua_isnil(L, 1)) {
    lua_pushliteral(L, "error() was called without a message");
  } else {
    luaL_tolstring(L, 1, NULL);
  }
  return 1;
}

/* Push the text of the raised value at `index`; NULL, and what is to be raised in its
** place, if the author's __tostring was interrupted. */
static const char *push_description(lua_State *L, int index) {
  lua_pushcfunction(L, describe);
  lua_pushvalue(L, index);
  if (lua_pcall(L, 1, 1, 0) == LUA_OK) return lua_tostring(L, -1);
  const struct failure *failure = to_failure(L, -1);
  if (failure != NULL && failure->error.status == RUNNER_INTERRUPTED) return NULL;
  lua_pop(L, 1);
  return lua_pushfstring(L, "a %s was raised as an error, and making a text of it failed",
                         luaL_typename(L, index));
}

/* Leave an error object for the raised value at 1. */
static struct failure *push_noted(lua_State *L) {
  struct failure *failure = to_failure(L, 1);
  if (failure != NULL) {
    lua_pushvalue(L, 1);
    return failure;
  }
  const char *message =
      lua_type(L, 1) == LUA_TSTRING ? lua_tostring(L, 1) : push_description(L, 1);
  if (message == NULL) return to_failure(L, -1);
  failure = push_failure(L);
  message = place_take(L, message, &failure->error);
  if (message[0] == '\0') message = "an empty text was raised as an error";
  failure->error.message = memory_text(message);
  return failure;
}

static int leave_noted(lua_State *L) {
  push_noted(L);
  return 1;
}

/* The message handler: leave an error object that knows place and traceback. */
static int note_failure(lua_State *L) {
  struct failure *failure = push_noted(L);
  place_note(L, &failure->error);
  if (failure->error.traceback == NULL) {
    luaL_traceback(L, L, NULL, 1);
    error_traceback(&failure->error, lua_tostring(L, -1));
    lua_pop(L, 1);
  }
  return 1;
}

/* ---- raising and catching ---- */

static int allocate_failure(lua_State *L) {
  push_failure(L);
  return 1;
}

_Noreturn void failure_raise(lua_State *L, struct runner_error *error) {
  /* Memory may run out here too: then that is raised, and the texts are not lost. */
  lua_pushcfunction(L, allocate_failure);
  if (lua_pcall(L, 0, 1, 0) == LUA_OK) {
    struct failure *failure = lua_touserdata(L, -1);
    error_move(&failure->error, error);
    place_note(L, &failure->error);
  } else {
    runner_error_clear(error);
  }
  for (;;)
    lua_error(L);
}

/* Push what was caught as an error object. */
static struct runner_error *push_caught(lua_State *L, int index) {
  lua_pushcfunction(L, leave_noted);
  lua_pushvalue(L, index);
  lua_call(L, 1, 1);
  return &to_failure(L, -1)->error;
}

_Noreturn void failure_raise_at(lua_State *L, int index, const char *file, int line) {
  struct runner_error *error = push_caught(L, index);
  if (error->status != RUNNER_INTERRUPTED) error_place(error, file, line);
  lua_error(L);
  abort();
}

_Noreturn void failure_raise_within(lua_State *L, int index, const char *place) {
  struct runner_error *error = push_caught(L, index);
  if (error->status != RUNNER_INTERRUPTED) {
    const char *before = error->message != NULL ? error->message : "not enough memory";
    const char *text = lua_pushfstring(L, "%s: %s", place, before);
    char *message = memory_text(text);
    lua_pop(L, 1);
    if (message != NULL) {
      memory_release(error->message);
      error->message = message;
    }
  }
  lua_error(L);
  abort();
}

/* Fill `error` from the value on top, as lua_pcall left it. Allocates nothing in Lua. */
static runner_status take_failure(lua_State *L, int outcome, runner_status fallback,
                                  struct runner_error *error) {
  struct failure *failure = to_failure(L, -1);
  if (failure != NULL) {
    bool plain = failure->error.status == RUNNER_DONE;
    runner_status status = plain ? fallback : failure->error.status;
    failure->error.status = status;
    error_move(error, &failure->error);
    return status;
  }
  if (outcome == LUA_ERRMEM) return script_memory_error(L, error);
  if (lua_type(L, -1) == LUA_TSTRING)
    return error_set(error, fallback, "%s", lua_tostring(L, -1));
  return error_set(error, fallback, "a %s was raised as an error", luaL_typename(L, -1));
}

int failure_catch(lua_State *L, int arguments, int results) {
  int handler = lua_gettop(L) - arguments;
  lua_pushcfunction(L, note_failure);
  lua_insert(L, handler);
  int outcome = lua_pcall(L, arguments, results, handler);
  lua_remove(L, handler);
  return outcome;
}

runner_status failure_call(lua_State *L, int arguments, int results,
                           runner_status fallback, struct runner_error *error) {
  if (!lua_checkstack(L, LUA_MINSTACK + (results > 0 ? results : 0))) {
    lua_pop(L, arguments + 1);
    return error_no_memory(error);
  }
  int outcome = failure_catch(L, arguments, results);
  if (outcome == LUA_OK) return RUNNER_DONE;
  runner_status status = take_failure(L, outcome, fallback, error);
  lua_pop(L, 1);
  return status;
}

/* ---- what scripts see of it ---- */

static const char *kind_name(runner_status status) {
  switch (status) {
  case RUNNER_USAGE:
    return "usage";
  case RUNNER_REVISION:
    return "revision";
  case RUNNER_BUSY:
    return "busy";
  case RUNNER_DATABASE:
    return "database";
  case RUNNER_INTERRUPTED:
    return "interrupted";
  default:
    return "failed";
  }
}

static const char *text_of(const struct runner_error *error) {
  return error->message != NULL ? error->message : "not enough memory";
}

static int failure_tostring(lua_State *L) {
  struct failure *failure = to_failure(L, 1);
  lua_pushstring(L, failure != NULL ? text_of(&failure->error) : "failure");
  return 1;
}

static int failure_concat(lua_State *L) {
  luaL_tolstring(L, 1, NULL);
  luaL_tolstring(L, 2, NULL);
  lua_concat(L, 2);
  return 1;
}

static int failure_index(lua_State *L) {
  struct failure *failure = to_failure(L, 1);
  const char *key = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";
  if (failure == NULL) return 0;
  const struct runner_error *error = &failure->error;
  if (strcmp(key, "message") == 0) {
    lua_pushstring(L, text_of(error));
  } else if (strcmp(key, "kind") == 0) {
    lua_pushstring(L, kind_name(error->status));
  } else if (strcmp(key, "hint") == 0) {
    lua_pushstring(L, error->hint);
  } else if (strcmp(key, "file") == 0) {
    lua_pushstring(L, error->file);
  } else if (strcmp(key, "line") == 0) {
    lua_pushinteger(L, error->line);
  } else if (strcmp(key, "sql") == 0) {
    lua_pushstring(L, error->sql);
  } else if (strcmp(key, "code") == 0) {
    lua_pushinteger(L, error->sqlite_code);
  } else if (strcmp(key, "offset") == 0 && error->offset >= 0) {
    lua_pushinteger(L, error->offset);
  } else {
    return 0;
  }
  return 1;
}

static int failure_collect(lua_State *L) {
  struct failure *failure = to_failure(L, 1);
  if (failure != NULL) runner_error_clear(&failure->error);
  return 0;
}

void failure_register(lua_State *L) {
  static const luaL_Reg events[] = {{"__tostring", failure_tostring},
                                    {"__concat", failure_concat},
                                    {"__index", failure_index},
                                    {"__gc", failure_collect},
                                    {NULL, NULL}};
  object_push_kind(L, "error", events, NULL);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &failure_key);
}

/* Compiling scripts, with exact places for what is wrong. */
#include "script/load.h"

#include "base/file.h"
#include "script/failure.h"

#include <lauxlib.h>

#include <stdlib.h>
#include <string.h>

const char *load_body(const char *source, size_t *length) {
  const char *end = source + *length;
  if (*length >= 3 && memcmp(source, "\xEF\xBB\xBF", 3) == 0) source += 3;
  if (source < end && *source == '#')
    while (source < end && *source != '\n')
      source++;
  *length = (size_t)(end - source);
  return source;
}

_Noreturn static void raise_bytecode(lua_State *L, const char *path) {
  struct runner_error error = RUNNER_ERROR_INIT;
  error_set(&error, RUNNER_DONE, "this is compiled Lua, and scripts are loaded as text");
  error_hint(&error, "keep the source file instead of what luac or string.dump made");
  error_place(&error, path, 1);
  failure_raise(L, &error);
}

/* The message on top is "?:LINE: text": the chunk was compiled under the name "?". What
** nests too deep to be compiled fails like a running script, and was noted as one. */
_Noreturn static void raise_syntax(lua_State *L, const char *path) {
  if (lua_type(L, -1) != LUA_TSTRING)
    for (;;)
      lua_error(L);
  const char *message = lua_tostring(L, -1);
  int line = 0;
  if (strncmp(message, "?:", 2) == 0) {
    char *end = NULL;
    line = (int)strtol(message + 2, &end, 10);
    message = strncmp(end, ": ", 2) == 0 ? end + 2 : end;
  }
  struct runner_error error = RUNNER_ERROR_INIT;
  error_set(&error, RUNNER_DONE, "%s", message);
  error_place(&error, path, line);
  failure_raise(L, &error);
}

void load_text(lua_State *L, const char *source, size_t length, const char *path) {
  source = load_body(source, &length);
  if (length > 0 && *source == LUA_SIGNATURE[0]) raise_bytecode(L, path);
  const char *chunk = lua_pushfstring(L, "@%s", path);
  int outcome = luaL_loadbufferx(L, source, length, chunk, "t");
  if (outcome == LUA_ERRMEM) lua_error(L);
  if (outcome != LUA_OK) {
    /* Once more under a short name: Lua shortens long ones, so they cannot be parsed. */
    lua_settop(L, -2);
    if (luaL_loadbufferx(L, source, length, "=?", "t") != LUA_OK) raise_syntax(L, path);
  }
  lua_remove(L, -2);
}

/* What load_file hands to its protected half. */
struct file_text {
  const char *path;
  char *bytes;
  size_t length;
};

static int load_bytes(lua_State *L) {
  const struct file_text *text = lua_touserdata(L, 1);
  load_text(L, text->bytes, text->length, text->path);
  return 1;
}

void load_file(lua_State *L, const char *path) {
  struct runner_error error = RUNNER_ERROR_INIT;
  struct file_text text = {.path = path};
  struct arena *arena = arena_create();
  runner_status status = arena == NULL
                             ? error_no_memory(&error)
                             : file_read(path, arena, &text.bytes, &text.length, &error);
  if (status != RUNNER_DONE) {
    arena_destroy(arena);
    failure_raise(L, &error);
  }
  lua_pushcfunction(L, load_bytes);
  lua_pushlightuserdata(L, &text);
  int outcome = lua_pcall(L, 1, 1, 0);
  arena_destroy(arena);
  if (outcome != LUA_OK) lua_error(L);
}

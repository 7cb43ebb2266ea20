/* Finding and running modules for scripts; each is run once in a state. */
#include "script/require.h"

#include "base/file.h"
#include "script/failure.h"
#include "script/host.h"
#include "script/load.h"
#include "script/modules.h"
#include "script/protect.h"
#include "script/sandbox.h"
#include "script/trust.h"

#include <lauxlib.h>

#include <ctype.h>
#include <string.h>

static const char loaded_key = 0;  /* name -> value, as scripts see it */
static const char loading_key = 0; /* name -> true while its file runs */

void require_register(lua_State *L) {
  lua_newtable(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &loaded_key);
  lua_newtable(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &loading_key);
}

/* Push what `name` gave before; false (and nothing pushed) if it was not loaded. */
static bool push_loaded(lua_State *L, const char *name) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &loaded_key);
  bool found = lua_getfield(L, -1, name) != LUA_TNIL;
  lua_remove(L, -2);
  if (!found) lua_pop(L, 1);
  return found;
}

/* Remember the value on top, which stays. */
static void keep_loaded(lua_State *L, const char *name) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &loaded_key);
  lua_pushvalue(L, -2);
  lua_setfield(L, -2, name);
  lua_pop(L, 1);
}

static void set_loading(lua_State *L, const char *name, bool loading) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &loading_key);
  if (loading)
    lua_pushboolean(L, 1);
  else
    lua_pushnil(L);
  lua_setfield(L, -2, name);
  lua_pop(L, 1);
}

static bool is_loading(lua_State *L, const char *name) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &loading_key);
  bool loading = lua_getfield(L, -1, name) != LUA_TNIL;
  lua_pop(L, 2);
  return loading;
}

/* Push what Lua's own require gives. */
static void require_plain(lua_State *L, const char *name) {
  lua_getglobal(L, "require");
  lua_pushstring(L, name);
  lua_call(L, 1, 1);
}

/* Push a module of runner's own, read-only if it is a table. */
static void push_embedded(lua_State *L, const char *name) {
  if (push_loaded(L, name)) return;
  require_plain(L, name);
  if (lua_istable(L, -1)) protect_module(L, name);
  keep_loaded(L, name);
}

_Noreturn static void refuse_own_name(lua_State *L, const char *name) {
  struct runner_error error = RUNNER_ERROR_INIT;
  error_set(&error, RUNNER_DONE, "there is no module '%s' for scripts", name);
  error_hint(&error, "names that begin with \"runner.\" are runner's own; `db` and `op` "
                     "are there without require");
  failure_raise(L, &error);
}

/* ---- the project's modules ---- */

/* A name is words joined by dots; so no name leads out of lib/. */
static bool is_module_name(const char *name) {
  bool word = false;
  for (const char *c = name; *c != '\0'; c++) {
    if (*c == '.' && !word) return false;
    if (*c != '.' && !isalnum((unsigned char)*c) && strchr("_-", *c) == NULL &&
        (unsigned char)*c < 0x80)
      return false;
    word = *c != '.';
  }
  return word;
}

/* Push the path of the module's file, or what was tried; true if it exists. In the
** current folder it is written as people would: without "./". */
static bool push_module_path(lua_State *L, const char *root, const char *name) {
  bool here = strcmp(root, ".") == 0;
  luaL_gsub(L, name, ".", "/");
  const char *file = lua_tostring(L, -1);
  lua_pushfstring(L, "%s%slib/%s", here ? "" : root, here ? "" : "/", file);
  lua_replace(L, -2);
  file = lua_tostring(L, -1);
  const char *single = lua_pushfstring(L, "%s.lua", file);
  const char *folder = lua_pushfstring(L, "%s/init.lua", file);
  bool found = true;
  if (file_exists(single)) {
    lua_pushstring(L, single);
  } else if (file_exists(folder)) {
    lua_pushstring(L, folder);
  } else {
    lua_pushfstring(L, "there is no %s and no %s", single, folder);
    found = false;
  }
  lua_replace(L, -4);
  lua_pop(L, 2);
  return found;
}

/* Run the file whose path is on top; leave its value in place of the path. */
static void run_module(lua_State *L, const char *name) {
  int path = lua_gettop(L);
  load_file(L, lua_tostring(L, path));
  sandbox_push_environment(L);
  sandbox_confine(L);
  lua_pop(L, 1);
  lua_pushstring(L, name);
  lua_pushvalue(L, path);
  set_loading(L, name, true);
  int outcome = failure_catch(L, 2, 1);
  set_loading(L, name, false);
  if (outcome != LUA_OK) lua_error(L);
  if (lua_isnil(L, -1)) {
    lua_pop(L, 1);
    lua_pushboolean(L, 1);
  }
  lua_replace(L, path);
}

int require_from_script(lua_State *L) {
  const char *name = luaL_checkstring(L, 1);
  struct script_state *state = script_of(L);
  lua_settop(L, 1);
  if (push_loaded(L, name)) return 1;
  if (strncmp(name, "runner.", strlen("runner.")) == 0) {
    /* Lua itself would go on to search for a file of that name. */
    if (!modules_has(name)) refuse_own_name(L, name);
    push_embedded(L, name);
    return 1;
  }
  if (is_loading(L, name))
    return luaL_error(L, "module '%s' requires itself, over others perhaps", name);
  if (is_module_name(name) && state != NULL && state->root != NULL) {
    if (push_module_path(L, state->root, name)) {
      run_module(L, name);
      keep_loaded(L, name);
      return 1;
    }
  } else {
    lua_pushliteral(L, "a name is made of words with dots between them");
  }
  if (!trust_packages(L)) trust_refuse_module(L, name, lua_tostring(L, -1));
  require_plain(L, name);
  return 1;
}

/* A searcher for package.searchers over the embedded modules. */
#include "script/modules.h"

#include "script/catalogue_module.h"
#include "script/db.h"
#include "script/ddl_module.h"
#include "script/embedded.h"
#include "script/failure_module.h"
#include "script/pace_module.h"
#include "script/progress_module.h"
#include "script/seed_module.h"
#include "script/source_module.h"

#include <lauxlib.h>

#include <string.h>

/* The modules made in C that runner's Lua modules use, and scripts may. */
static const luaL_Reg c_modules[] = {{"runner.ddl", ddl_open_module},
                                     {"runner.failure", failure_open_module},
                                     {"runner.row", row_open_module},
                                     {NULL, NULL}};

/* Those that do what scripts may not. */
static const luaL_Reg inner_modules[] = {
    {"runner.catalogue", catalogue_open_module}, {"runner.pace", pace_open_module},
    {"runner.progress", progress_open_module},   {"runner.seed", seed_open_module},
    {"runner.source", source_open_module},       {NULL, NULL}};

static bool is_c_module(const char *name) {
  const luaL_Reg *module = c_modules;
  while (module->name != NULL && strcmp(module->name, name) != 0)
    module++;
  return module->name != NULL;
}

/* The module of this name, or NULL. */
static const struct embedded_module *find_module(const char *name) {
  const struct embedded_module *module = embedded_modules;
  while (module->name != NULL && strcmp(module->name, name) != 0)
    module++;
  return module->name != NULL ? module : NULL;
}

/* What reads files and starts programs is not for scripts, nor what could do it for them.
 */
static bool is_private(const char *name) {
  static const char prefix[] = "runner.autogenerate.";
  return strncmp(name, prefix, strlen(prefix)) == 0;
}

bool modules_has(const char *name) {
  if (is_private(name)) return false;
  return is_c_module(name) || find_module(name) != NULL;
}

static int search_embedded(lua_State *L) {
  const char *name = luaL_checkstring(L, 1);
  const struct embedded_module *module = find_module(name);
  if (module == NULL) {
    lua_pushfstring(L, "no module '%s' inside runner", name);
    return 1;
  }
  const char *chunk = lua_pushfstring(L, "@%s", module->path);
  if (luaL_loadbufferx(L, module->text, module->length, chunk, "t") != LUA_OK)
    return lua_error(L);
  lua_pushstring(L, module->path);
  return 2;
}

void modules_preload(lua_State *L, const char *name, lua_CFunction open) {
  lua_getfield(L, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
  lua_pushcfunction(L, open);
  lua_setfield(L, -2, name);
  lua_pop(L, 1);
}

void modules_register(lua_State *L) {
  for (const luaL_Reg *module = c_modules; module->name != NULL; module++)
    modules_preload(L, module->name, module->func);
  for (const luaL_Reg *module = inner_modules; module->name != NULL; module++)
    modules_preload(L, module->name, module->func);
  lua_getglobal(L, "package");
  lua_getfield(L, -1, "searchers");
  for (lua_Integer i = luaL_len(L, -1); i >= 2; i--) {
    lua_geti(L, -1, i);
    lua_seti(L, -2, i + 1);
  }
  lua_pushcfunction(L, search_embedded);
  lua_seti(L, -2, 2);
  lua_pop(L, 2);
}

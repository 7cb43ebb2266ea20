/* The words of `trust`: refusing what is not granted, granting it. */
#include "script/trust.h"

#include "script/failure.h"
#include "script/host.h"
#include "script/load.h"
#include "script/protect.h"
#include "script/sandbox.h"

#include <lauxlib.h>

#include <string.h>

/* ---- refusing ---- */

/* Names that are left out, and the word that grants them; NULL: none does. */
struct withheld {
  const char *name;
  const char *word;
};

static const struct withheld withheld_names[] = {
    {"io", "io"},         {"load", "load"},    {"loadfile", "load"},
    {"dofile", "load"},   {"debug", "debug"},  {"package", "package"},
    {"os.execute", "os"}, {"os.remove", "os"}, {"os.rename", "os"},
    {"os.tmpname", "os"}, {"os.exit", NULL},   {"os.setlocale", NULL},
};

static const struct withheld *find_withheld(const char *name) {
  for (size_t i = 0; i < sizeof withheld_names / sizeof withheld_names[0]; i++)
    if (strcmp(withheld_names[i].name, name) == 0) return &withheld_names[i];
  return NULL;
}

static void hint_at(struct runner_error *error, lua_State *L, const char *word) {
  struct script_state *state = script_of(L);
  if (state == NULL || !state->granted)
    error_hint(error,
               "runner.lua itself has only the safe functions; it may allow more "
               "to revisions by `trust = { \"%s\" }`",
               word);
  else
    error_hint(error,
               "if the project's scripts may use it, put `trust = { \"%s\" }` "
               "into runner.lua",
               word);
}

void trust_refuse(lua_State *L, const char *name) {
  const struct withheld *withheld = find_withheld(name);
  if (withheld == NULL) {
    lua_pushnil(L);
    return;
  }
  struct runner_error error = RUNNER_ERROR_INIT;
  error_set(&error, RUNNER_DONE, "`%s` is not available to scripts", name);
  if (withheld->word != NULL)
    hint_at(&error, L, withheld->word);
  else
    error_hint(&error, "it would act on the whole program, so nothing allows it");
  failure_raise(L, &error);
}

_Noreturn void trust_refuse_module(lua_State *L, const char *name, const char *tried) {
  struct runner_error error = RUNNER_ERROR_INIT;
  error_set(&error, RUNNER_DONE, "module '%s' not found: %s", name, tried);
  error_hint(&error, "put it into the project's lib/ folder; modules installed on this "
                     "machine need `trust = { \"package\" }` in runner.lua");
  failure_raise(L, &error);
}

/* ---- granting; the base is at 1 ---- */

static void grant_io(lua_State *L) {
  lua_getglobal(L, "io");
  protect_table(L, "io");
  lua_setfield(L, 1, "io");
}

static void grant_debug(lua_State *L) {
  lua_getglobal(L, "debug");
  protect_table(L, "debug");
  lua_setfield(L, 1, "debug");
}

static void grant_package(lua_State *L) {
  lua_getglobal(L, "package");
  lua_setfield(L, 1, "package");
}

/* All of `os` but what nothing allows. */
static void grant_os(lua_State *L) {
  static const char *const names[] = {"execute", "remove", "rename", "tmpname"};
  lua_getfield(L, 1, "os");
  lua_getmetatable(L, -1);
  lua_getfield(L, -1, "__index");
  lua_getglobal(L, "os");
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    lua_getfield(L, -1, names[i]);
    lua_setfield(L, -3, names[i]);
  }
  lua_pop(L, 4);
}

/* Give the function on top the environment of the caller. */
static void confine_to_caller(lua_State *L) {
  sandbox_push_caller_environment(L);
  sandbox_confine(L);
  lua_pop(L, 1);
}

/* load(text [, name [, mode [, environment]]]): Lua's own (the upvalue), text only, and
** by default in the environment of the caller. */
static int confined_load(lua_State *L) {
  bool environment = lua_gettop(L) >= 4;
  lua_settop(L, 4);
  lua_pushliteral(L, "t");
  lua_replace(L, 3);
  if (!environment) {
    sandbox_push_caller_environment(L);
    lua_replace(L, 4);
  }
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, 4, 2);
  if (lua_isnil(L, -2)) return 2; /* nil and a message */
  lua_pop(L, 1);
  return 1;
}

static int confined_loadfile(lua_State *L) {
  load_file(L, luaL_checkstring(L, 1));
  confine_to_caller(L);
  return 1;
}

static int confined_dofile(lua_State *L) {
  lua_settop(L, 1);
  confined_loadfile(L);
  lua_call(L, 0, LUA_MULTRET);
  return lua_gettop(L) - 1;
}

static void grant_load(lua_State *L) {
  lua_getglobal(L, "load");
  lua_pushcclosure(L, confined_load, 1);
  lua_setfield(L, 1, "load");
  lua_pushcfunction(L, confined_loadfile);
  lua_setfield(L, 1, "loadfile");
  lua_pushcfunction(L, confined_dofile);
  lua_setfield(L, 1, "dofile");
}

/* That the definitions in the database may use what has side effects is no affair of
** Lua's: the engine opens the database so. */
static void grant_schema(lua_State *L) {
  (void)L;
}

static const struct {
  const char *word;
  void (*grant)(lua_State *L);
} grants[] = {{"io", grant_io},           {"os", grant_os},
              {"load", grant_load},       {"debug", grant_debug},
              {"package", grant_package}, {"schema", grant_schema}};

static bool is_granted(lua_State *L, const char *library) {
  sandbox_push_base(L);
  lua_pushstring(L, library);
  bool granted = lua_rawget(L, -2) != LUA_TNIL;
  lua_pop(L, 2);
  return granted;
}

bool trust_packages(lua_State *L) {
  return is_granted(L, "package");
}

bool trust_files(lua_State *L) {
  return is_granted(L, "io");
}

static int grant_words(lua_State *L) {
  const struct runner_texts *trust = lua_touserdata(L, 1);
  sandbox_push_base(L);
  lua_replace(L, 1);
  for (size_t i = 0; i < trust->count; i++)
    for (size_t k = 0; k < sizeof grants / sizeof grants[0]; k++)
      if (strcmp(grants[k].word, trust->items[i]) == 0) grants[k].grant(L);
  return 0;
}

static bool is_word(const char *word) {
  for (size_t i = 0; i < sizeof grants / sizeof grants[0]; i++)
    if (strcmp(grants[i].word, word) == 0) return true;
  return false;
}

runner_status script_grant(struct script_state *state, const char *root,
                           const struct runner_texts *trust, struct runner_error *error) {
  for (size_t i = 0; i < trust->count; i++) {
    if (is_word(trust->items[i])) continue;
    error_set(error, RUNNER_USAGE, "`trust` names \"%s\", which means nothing",
              trust->items[i]);
    error_hint(error, "it may name \"io\", \"os\", \"load\", \"debug\", \"package\" and "
                      "\"schema\"");
    return RUNNER_USAGE;
  }
  if (root != NULL) {
    state->root = arena_text(state->arena, root);
    if (state->root == NULL) return error_no_memory(error);
  }
  state->granted = true;
  lua_pushcfunction(state->L, grant_words);
  lua_pushlightuserdata(state->L, (void *)trust);
  return failure_call(state->L, 1, 0, RUNNER_FAILED, error);
}

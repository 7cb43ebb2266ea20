/* `runner lua FILE ...`: Lua as it is, with runner's modules. */
#include "script/db.h"
#include "script/failure.h"
#include "script/load.h"
#include "script/memory.h"
#include "script/modules.h"
#include "script/state.h"

#include <lauxlib.h>
#include <lualib.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* One run. */
struct program {
  int argument_count;
  char *const *arguments;
  int exit_code;
  bool exiting; /* os.exit was called */
};

static const char program_key = 0;

static struct program *program_of(lua_State *L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &program_key);
  struct program *program = lua_touserdata(L, -1);
  lua_pop(L, 1);
  return program;
}

/* ---- os.exit ---- */

/* The process ends by returning from main, so that files are flushed, finalizers run and
** sanitizers report: os.exit raises, and a hook raises again at every instruction that
** would follow, whoever caught it. */
static void leave(lua_State *L, lua_Debug *frame) {
  (void)frame;
  lua_pushliteral(L, "os.exit");
  lua_error(L);
}

static int os_exit(lua_State *L) {
  struct program *program = program_of(L);
  if (lua_isboolean(L, 1))
    program->exit_code = lua_toboolean(L, 1) ? 0 : 1;
  else
    program->exit_code = (int)luaL_optinteger(L, 1, 0);
  program->exiting = true;
  lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_MAINTHREAD);
  lua_sethook(lua_tothread(L, -1), leave, LUA_MASKCOUNT, 1);
  lua_sethook(L, leave, LUA_MASKCOUNT, 1);
  leave(L, NULL);
  return 0;
}

/* ---- running ---- */

/* The global `arg`, as the lua program has it: the script at 0, what started it before.
 */
static void set_arguments(lua_State *L, const struct program *program) {
  lua_createtable(L, program->argument_count, 3);
  lua_pushliteral(L, "runner");
  lua_rawseti(L, -2, -2);
  lua_pushliteral(L, "lua");
  lua_rawseti(L, -2, -1);
  for (int i = 0; i < program->argument_count; i++) {
    lua_pushstring(L, program->arguments[i]);
    lua_rawseti(L, -2, i);
  }
  lua_setglobal(L, "arg");
}

static void open_libraries(lua_State *L) {
  luaL_openlibs(L);
  modules_register(L);
  db_register(L);
  modules_preload(L, "runner.sqlite", db_open_module);
  lua_getglobal(L, "os");
  lua_pushcfunction(L, os_exit);
  lua_setfield(L, -2, "exit");
  lua_settop(L, 0);
}

static int run_program(lua_State *L) {
  struct program *program = lua_touserdata(L, 1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &program_key);
  failure_register(L);
  open_libraries(L);
  set_arguments(L, program);
  load_file(L, program->arguments[0]);
  for (int i = 1; i < program->argument_count; i++) {
    luaL_checkstack(L, 1, "too many arguments");
    lua_pushstring(L, program->arguments[i]);
  }
  lua_call(L, program->argument_count - 1, 1);
  if (lua_isboolean(L, -1))
    program->exit_code = lua_toboolean(L, -1) ? 0 : 1;
  else if (lua_isinteger(L, -1))
    program->exit_code = (int)lua_tointeger(L, -1);
  return 0;
}

runner_status script_main(int argument_count, char *const *arguments, int *exit_code,
                          struct runner_error *error) {
  if (argument_count < 1) {
    error_set(error, RUNNER_USAGE, "which Lua file should run?");
    error_hint(error, "runner lua FILE [ARGUMENT...]");
    return RUNNER_USAGE;
  }
  struct program program = {argument_count, arguments, 0, false};
  struct script_memory memory = {.limit = SIZE_MAX};
  lua_State *L = lua_newstate(script_memory_resize, &memory);
  if (L == NULL) return error_no_memory(error);
  void *no_state = NULL;
  memcpy(lua_getextraspace(L), &no_state, sizeof no_state);
  lua_pushcfunction(L, run_program);
  lua_pushlightuserdata(L, &program);
  runner_status status = failure_call(L, 1, 0, RUNNER_FAILED, error);
  lua_sethook(L, NULL, 0, 0); /* let finalizers run in peace */
  lua_close(L);
  if (program.exiting && status != RUNNER_DONE) {
    runner_error_clear(error);
    status = RUNNER_DONE;
  }
  if (status == RUNNER_DONE) *exit_code = program.exit_code;
  return status;
}

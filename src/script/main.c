/* `runner lua FILE ...`: Lua as it is, with runner's modules. */
#include "script/db.h"
#include "script/failure.h"
#include "script/host.h"
#include "script/interrupt.h"
#include "script/load.h"
#include "script/modules.h"

#include <lauxlib.h>
#include <lualib.h>

#include <stdint.h>
#include <string.h>

/* One run. The Lua state belongs to `state`, so that what stops a script works here too. */
struct program {
  struct script_state state; /* first: script_of finds the program by it */
  int argument_count;
  char *const *arguments;
  int exit_code;
  bool exiting; /* os.exit was called */
};

/* os.exit. The process ends by returning from main, so that files are flushed, finalizers
** run and sanitizers report: the script is interrupted, and nothing of it runs any more,
** whoever catches the error. */
static int os_exit(lua_State *L) {
  struct program *program = (struct program *)script_of(L);
  if (lua_isboolean(L, 1))
    program->exit_code = lua_toboolean(L, 1) ? 0 : 1;
  else
    program->exit_code = (int)luaL_optinteger(L, 1, 0);
  program->exiting = true;
  script_interrupt(&program->state);
  interrupt_arm(L);
  return luaL_error(L, "os.exit");
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
  interrupt_register(L);
  db_register(L);
  modules_preload(L, "runner.sqlite", db_open_module);
  lua_getglobal(L, "os");
  lua_pushcfunction(L, os_exit);
  lua_setfield(L, -2, "exit");
  lua_settop(L, 0);
}

static int run_program(lua_State *L) {
  struct program *program = lua_touserdata(L, 1);
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
  struct program program = {.argument_count = argument_count, .arguments = arguments};
  struct script_state *state = &program.state;
  state->memory.limit = SIZE_MAX;
  state->L = lua_newstate(script_memory_resize, &state->memory);
  if (state->L == NULL) return error_no_memory(error);
  memcpy(lua_getextraspace(state->L), &state, sizeof state);
  lua_pushcfunction(state->L, run_program);
  lua_pushlightuserdata(state->L, &program);
  runner_status status = failure_call(state->L, 1, 0, RUNNER_FAILED, error);
  state->interrupted = 0; /* finalizers run in peace */
  lua_sethook(state->L, NULL, 0, 0);
  lua_close(state->L);
  if (program.exiting) {
    runner_error_clear(error);
    status = RUNNER_DONE;
  }
  if (status == RUNNER_DONE) *exit_code = program.exit_code;
  return status;
}

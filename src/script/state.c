/* Creating, limiting, interrupting and closing a Lua state. */
#include "script/db.h"
#include "script/failure.h"
#include "script/host.h"
#include "script/interrupt.h"
#include "script/modules.h"
#include "script/sandbox.h"
#include "script/session.h"

#include <lauxlib.h>
#include <lualib.h>

#include <string.h>

static const size_t default_memory_limit = (size_t)1 << 30;

struct script_state *script_of(lua_State *L) {
  struct script_state *state = NULL;
  memcpy(&state, lua_getextraspace(L), sizeof state);
  return state;
}

void script_log(struct script_state *state, enum script_log_level level,
                const char *text) {
  if (state != NULL && state->log != NULL) state->log(state->user, level, text);
}

/* lua_WarnFunction: errors in finalizers, and what scripts say by warn(). A warning comes
** in pieces; they are joined in the registry. Control messages ("@on") are left out. */
static void collect_warning(void *user, const char *text, int to_be_continued) {
  struct script_state *state = user;
  struct buffer *warning = &state->warning;
  if (warning->length == 0 && !to_be_continued && text[0] == '@') return;
  buffer_text(warning, text);
  if (to_be_continued) return;
  if (!buffer_failed(warning)) script_log(state, SCRIPT_LOG_WARNING, warning->bytes);
  buffer_clear(warning);
}

/* Open the libraries and everything of ours; called protected. */
static int prepare(lua_State *L) {
  failure_register(L);
  luaL_openlibs(L);
  modules_register(L);
  session_register(L);
  db_register(L);
  interrupt_register(L);
  sandbox_register(L);
  return 0;
}

runner_status script_create(const struct script_options *options,
                            struct script_state **out, struct runner_error *error) {
  runner_status status = RUNNER_DONE;
  struct script_state *state = memory_allocate(sizeof *state);
  if (state == NULL) return error_no_memory(error);
  state->log = options->log;
  state->progress = options->progress;
  state->ask = options->ask;
  state->user = options->user;
  state->memory.limit =
      options->memory_limit != 0 ? options->memory_limit : default_memory_limit;
  state->arena = arena_create();
  if (state->arena != NULL) state->L = lua_newstate(script_memory_resize, &state->memory);
  if (state->L == NULL) {
    status = error_no_memory(error);
    goto done;
  }
  memcpy(lua_getextraspace(state->L), &state, sizeof state);
  state->memory.L = state->L;
  lua_setwarnf(state->L, collect_warning, state);
  lua_pushcfunction(state->L, prepare);
  status = failure_call(state->L, 0, 0, RUNNER_FAILED, error);
done:
  if (status == RUNNER_DONE)
    *out = state;
  else
    script_destroy(state);
  return status;
}

void script_destroy(struct script_state *state) {
  if (state == NULL) return;
  state->memory.L = NULL;
  if (state->L != NULL) lua_close(state->L);
  script_memory_release(&state->memory);
  buffer_release(&state->warning);
  arena_destroy(state->arena);
  memory_release(state);
}

const char *script_lua_version(void) {
  return LUA_VERSION_MAJOR "." LUA_VERSION_MINOR "." LUA_VERSION_RELEASE;
}

void script_limit_memory(struct script_state *state, size_t bytes) {
  state->memory.limit = bytes != 0 ? bytes : default_memory_limit;
}

void script_interrupt(struct script_state *state) {
  state->interrupted = 1;
  interrupt_arm(state->L);
}

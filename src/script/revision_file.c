/* Revision files: reading what they say, and running them. Only their text is kept
** between the two; the functions are garbage as soon as the variables are read. */
#include "script/comment.h"
#include "script/failure.h"
#include "script/host.h"
#include "script/load.h"
#include "script/sandbox.h"
#include "script/session.h"
#include "script/variable.h"

/* Push the environment that the top level of the file leaves behind. */
static void run_top_level(lua_State *L, const struct runner_revision *revision) {
  sandbox_push_environment(L);
  load_text(L, revision->source, revision->source_length, revision->path);
  lua_pushvalue(L, -2);
  sandbox_confine(L);
  lua_pop(L, 1);
  lua_call(L, 0, 0);
}

/* ---- reading ---- */

struct reading {
  struct arena *arena;
  struct runner_revision *revision;
};

static int read_protected(lua_State *L) {
  struct reading *reading = lua_touserdata(L, 1);
  run_top_level(L, reading->revision);
  variable_read_all(L, -1, reading->arena, reading->revision);
  return 0;
}

/* Message and document of the leading comment. */
static runner_status read_comment(struct arena *arena, struct runner_revision *revision,
                                  struct runner_error *error) {
  struct buffer text = {0};
  size_t length = revision->source_length;
  const char *body = load_body(revision->source, &length);
  comment_read(body, length, &text);
  bool failed = buffer_failed(&text);
  if (!failed) {
    const char *document = text.bytes != NULL ? text.bytes : "";
    revision->document = arena_text(arena, document);
    revision->message = arena_bytes(arena, document, comment_paragraph(document));
    failed = revision->document == NULL || revision->message == NULL;
  }
  buffer_release(&text);
  return failed ? error_no_memory(error) : RUNNER_DONE;
}

runner_status script_read_revision(struct script_state *state, struct arena *arena,
                                   struct runner_revision *revision,
                                   struct runner_error *error) {
  struct reading reading = {arena, revision};
  lua_pushcfunction(state->L, read_protected);
  lua_pushlightuserdata(state->L, &reading);
  runner_status status = failure_call(state->L, 1, 0, RUNNER_REVISION, error);
  if (status == RUNNER_DONE) return read_comment(arena, revision, error);
  error_place(error, revision->path, 0);
  return status;
}

/* ---- running ---- */

struct running {
  const struct runner_revision *revision;
  const char *function; /* "upgrade" or "downgrade" */
};

_Noreturn static void raise_no_function(lua_State *L, const struct running *running) {
  struct runner_error error = RUNNER_ERROR_INIT;
  error_set(&error, RUNNER_REVISION, "revision %s has no %s()", running->revision->id,
            running->function);
  error_hint(&error, "define function %s() in it; an empty one if there is nothing to do",
             running->function);
  error_place(&error, running->revision->path, 0);
  failure_raise(L, &error);
}

static int run_protected(lua_State *L) {
  const struct running *running = lua_touserdata(L, 1);
  run_top_level(L, running->revision);
  /* In the environment itself they are found faster than through the base. */
  session_push_db(L);
  lua_setfield(L, -2, "db");
  session_push_context(L);
  lua_setfield(L, -2, "context");
  lua_pushstring(L, running->function);
  if (lua_rawget(L, -2) != LUA_TFUNCTION) raise_no_function(L, running);
  lua_call(L, 0, 0);
  session_check(L);
  return 0;
}

runner_status script_run_revision(struct script_state *state,
                                  const struct runner_revision *revision,
                                  const struct script_context *context,
                                  struct connection *connection,
                                  struct runner_error *error) {
  struct running running = {revision, context->upgrade ? "upgrade" : "downgrade"};
  struct session session = {.connection = connection,
                            .direction = running.function,
                            .revision = revision->id,
                            .tag = context->tag,
                            .offline = context->offline,
                            .rehearsal = context->rehearsal};
  runner_status status = session_begin(state, &session, error);
  if (status == RUNNER_DONE) {
    state->running = context->upgrade ? "upgrade()" : "downgrade()";
    lua_pushcfunction(state->L, run_protected);
    lua_pushlightuserdata(state->L, &running);
    status = failure_call(state->L, 1, 0, RUNNER_FAILED, error);
    state->running = NULL;
  }
  session_end(state);
  if (status == RUNNER_DONE && state->interrupted)
    status = error_set(error, RUNNER_INTERRUPTED, "interrupted");
  if (status == RUNNER_DONE) return status;
  error_in_revision(error, revision->id);
  error_place(error, revision->path, 0);
  return status;
}

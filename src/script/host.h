/* What the files of this room share: the inside of a script_state. */
#ifndef RUNNER_SCRIPT_HOST_H
#define RUNNER_SCRIPT_HOST_H

#include "base/buffer.h"
#include "script/memory.h"
#include "script/state.h"

#include <lua.h>

#include <signal.h>

struct script_state {
  lua_State *L;
  struct script_memory memory;
  volatile sig_atomic_t interrupted;
  void (*log)(void *user, enum script_log_level level, const char *text); /* or NULL */
  void (*progress)(void *user, const struct progress *progress);          /* or NULL */
  enum script_answer (*ask)(void *user, const char *question);            /* or NULL */
  void *user;
  struct buffer warning; /* pieces of a warning that Lua has begun */
  struct arena *arena;   /* `root`, table and function handles */
  const char *root;      /* the project folder, or NULL before it is known */
  bool granted;          /* script_grant was called */
  const char *running;   /* "upgrade()" while it runs, else NULL */
  struct script_alteration alteration;
  const struct collations *collations; /* or NULL */
  lua_State *collator;                 /* where functions that compare run, or NULL */
  bool recorded;                       /* the session's changes are being written down */
};

/* The script_state a Lua state belongs to; NULL under `runner lua`. */
struct script_state *script_of(lua_State *L);

/* What a database that is opened in this Lua state may compare by, or NULL. */
const struct collations *collations_of(lua_State *L);

/* Hand a line to the state's log. */
void script_log(struct script_state *state, enum script_log_level level,
                const char *text);

#endif

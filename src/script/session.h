/* A session: the time during which scripts have a database, and the words they see then:
** `db`, `op`, `backfill` and `context`. There is at most one session in a state at a time.
*/
#ifndef RUNNER_SCRIPT_SESSION_H
#define RUNNER_SCRIPT_SESSION_H

#include "script/state.h"

#include <lua.h>

/* What a session is for; texts must outlive it. */
struct session {
  struct connection *connection; /* NULL: `db` and `op` raise a clear error */
  const char *direction;         /* "upgrade", "downgrade" or NULL */
  const char *revision;          /* id, or NULL */
  const char *tag;               /* --tag, or NULL */
  bool offline;                  /* being written down (--sql) */
  bool rehearsal;                /* on a copy of the schema */
};

/* Push db and context for `session` into the state. After a failure there is no session.
 */
runner_status session_begin(struct script_state *state, const struct session *session,
                            struct runner_error *error);

/* Detach the db object; allocates nothing and never fails. Without a session: nothing. */
void session_end(struct script_state *state);

/* Let the db object at `index` stand in for `db` (and `op` and `backfill` over it) until
** session_return. What was there before is pushed, four values, which session_return
** pops. */
void session_lend(lua_State *L, int index);
void session_return(lua_State *L);

/* Push the current db object, or the stand-in that raises when it is used. */
void session_push_db(lua_State *L);

/* Push the `op` of the current db object (runner.op is loaded when this is first asked),
** which was given these settings: rebuild, naming and own_tables (script_set_alteration),
** offline (changes are being recorded), and report, a function whose text goes to the log
** as SCRIPT_LOG_ALTERATION. Outside a session its operations raise like the stand-in. */
void session_push_op(lua_State *L);

/* Push these settings, as runner.alter.settings takes them. */
void session_push_settings(lua_State *L);

/* Push the word `backfill` of the current db object (runner.backfill is loaded then). */
void session_push_backfill(lua_State *L);

/* The script is over: raise if what it asked of `backfill` is not complete, whatever it
** caught. */
void session_check(lua_State *L);

/* Push the current context; outside a session it has x and x_arguments only. */
void session_push_context(lua_State *L);

/* Once for each state. */
void session_register(lua_State *L);

#endif

/* `struct runner` from the inside: one project that is open.
**
** The parts come to life when they are needed: configuration at once, revisions and graph
** by project_load, the database by database_open_*. What is handed to callers lives in
** `arena` until runner_close.
*/
#ifndef RUNNER_ENGINE_PROJECT_H
#define RUNNER_ENGINE_PROJECT_H

#include "engine/config.h"
#include "engine/plan.h"
#include "runner.h"
#include "sqlite/connection.h"

#include <signal.h>

struct runner {
  struct arena *arena;
  struct script_state *script;
  struct config config;
  double timeout; /* seconds to wait for a lock */
  const char *tag;
  const char *schema; /* the desired one, in place of the configuration's; or NULL */
  runner_listener listener;
  void *user;
  double progress_after; /* seconds that something takes before it is worth telling */
  double next_report;    /* clock_seconds before which scripts' reports are left out */

  struct arena *revision_arena; /* revisions and their texts, replaced on reload */
  struct runner_revision *revisions;
  size_t revision_count;
  struct graph *graph; /* NULL: not loaded yet */

  struct connection *connection;  /* NULL: not open */
  bool writable;                  /* it may write */
  struct sqlite3 *adopted;        /* the application's handle, or NULL */
  bool tables_ready;              /* version table and journal are known to exist */
  struct runner_texts own_tables; /* the engine's: nobody else's to change */

  struct runner_texts alterations; /* of the step that runs, so far (alterations.h) */
  bool alterations_lost;           /* memory ran out for one of them */
  bool rehearsing;                 /* on a copy of the schema */

  bool trying; /* on a copy of the database: that is no news, but how far it is */
  const struct runner_autogenerate *asking; /* whom to ask about renames, or NULL */

  runner_writer sql_write; /* set while changes are written down as SQL (--sql) */
  void *sql_user;

  volatile sig_atomic_t interrupted;
};

/* Read the revision files and build the graph, once. */
runner_status project_load(struct runner *runner, struct runner_error *error);

/* Forget the revisions and read them again (after a file was written). Revisions handed
** out before stay readable. */
runner_status project_reload(struct runner *runner, struct runner_error *error);

/* Tell the listener. */
void project_tell(struct runner *runner, const struct runner_event *event);
void project_warn(struct runner *runner, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* RUNNER_INTERRUPTED, with a message, once somebody asked to stop. */
runner_status project_check_interrupt(struct runner *runner, struct runner_error *error);

/* Nodes to a list in the arena. */
runner_status project_list(struct runner *runner, const struct numbers *nodes,
                           struct runner_list *list, struct runner_error *error);

#endif

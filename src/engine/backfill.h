/* Online backfills as their tables tell: read here and asked by a second process, written by
** the process at work (lua/runner/backfill). One row of runner_backfill for each:
**
**   CREATE TABLE runner_backfill (
**     revision TEXT NOT NULL, direction TEXT NOT NULL, name TEXT NOT NULL,
**     state TEXT NOT NULL,    running | paused | cancelled | failed | done
**     request TEXT,           NULL | pause | cancel, the one column written from here, but for
**                             the state of a backfill that no process is at work on
**     cursor TEXT, rows_done INTEGER NOT NULL, rows_total INTEGER,
**     rows_failed INTEGER NOT NULL, batch INTEGER,
**     started_at TEXT NOT NULL, updated_at TEXT NOT NULL, seconds REAL NOT NULL, error TEXT,
**     PRIMARY KEY (revision, direction, name)) WITHOUT ROWID
**
** and one of runner_backfill_errors for each row that failed and was put aside: revision,
** direction, name, key, row_values, message, at.
*/
#ifndef RUNNER_ENGINE_BACKFILL_H
#define RUNNER_ENGINE_BACKFILL_H

#include "engine/project.h"

/* ---- backfill.c: pure ---- */

/* The state a row names; false: there is none of that name. */
bool backfill_read_state(const char *text, runner_backfill_state *state);

/* What follows from the row's own numbers and `state`, which is what the row says. */
void backfill_derive(struct runner_backfill *backfill, bool at_work);

/* Does `name` mean it: its name, or "revision/name"? */
bool backfill_is_meant(const struct runner_backfill *backfill, const char *name);

/* RUNNER_USAGE: `name` means none of the list. Names the nearest. */
runner_status backfill_fail_unknown(const struct runner_backfill_list *list,
                                    const char *name, struct runner_error *error);

/* The one that a request is about, as runner_backfill_request has it, into `*index`. */
runner_status backfill_choose(const struct runner_backfill_list *list,
                              runner_backfill_action action, const char *name,
                              size_t *index, struct runner_error *error);

/* ---- backfill_read.c ---- */

/* All rows over the connection that is open (NULL: there are none), in the arena. */
runner_status backfill_read(struct runner *runner, struct runner_backfill_list *list,
                            struct runner_error *error);

#endif

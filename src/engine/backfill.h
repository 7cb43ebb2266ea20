/* Online backfills as their tables tell (backfill_table.h): read here, and asked by a second
** process. The process at work writes them (lua/runner/backfill/online/state.lua); of
** runner_backfill the column `request` (NULL, pause, cancel) is the only one written from
** here, and `state` where no process is at work.
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

/* ---- backfill_abandoned.c ---- */

/* Those of the list that no upgrade or downgrade will come to again become
** RUNNER_BACKFILL_ABANDONED, by the version rows over the open connection. Where these, or
** the revision files, are not in order nothing changes: a look goes on without. */
runner_status backfill_mark_abandoned(struct runner *runner,
                                      struct runner_backfill_list *list,
                                      struct runner_error *error);

/* ---- backfill_read.c ---- */

/* All rows over the connection that is open (NULL: there are none), in the arena. */
runner_status backfill_read(struct runner *runner, struct runner_backfill_list *list,
                            struct runner_error *error);

#endif

/* The plan: which revisions run, in which direction and order, and what each step does
** to the version rows. Pure.
**
** Steps and row changes follow Alembic's rules: upgrade = ancestors of the targets
** (dependencies included) minus ancestors of the current rows; downgrade = descendants of
** what must go, among what is applied.
*/
#ifndef RUNNER_ENGINE_PLAN_H
#define RUNNER_ENGINE_PLAN_H

#include "engine/resolve.h"
#include "engine/step.h"

/* All results are allocated in `arena`. `rows`: the version rows in row order; a row no
** file has is an error. `target`: any form of resolve.h and "+N", "label@+N", "id+N",
** "-N", "label@-N".
** plan_upgrade: rows of which one stands on another are RUNNER_REVISION (a stamp mends
** them). A target that is applied already gives an empty plan; `*older` is then true if
** the target is below a current row, so that the caller can say so. */
runner_status plan_upgrade(const struct graph *graph, const char *target,
                           const struct runner_texts *rows, struct arena *arena,
                           struct runner_plan *plan, bool *older,
                           struct runner_error *error);
runner_status plan_downgrade(const struct graph *graph, const char *target,
                             const struct runner_texts *rows, struct arena *arena,
                             struct runner_plan *plan, struct runner_error *error);

/* Set the rows to `targets` without running scripts. `purge`: as if there were no rows
** (the caller deletes them first; unknown rows are then no error). Targets that overlap
** (one an ancestor of another, or the same twice) are RUNNER_REVISION, and so are steps
** without a name ("+1"). */
runner_status plan_stamp(const struct graph *graph, const struct runner_texts *targets,
                         const struct runner_texts *rows, bool purge, struct arena *arena,
                         struct runner_plan *plan, struct runner_error *error);

#endif

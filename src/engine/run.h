/* A run: from a target to the steps that lead there, one transaction each (or one for
** all). The way of `runner upgrade head` is told in docs/architecture.md.
*/
#ifndef RUNNER_ENGINE_RUN_H
#define RUNNER_ENGINE_RUN_H

#include "engine/project.h"

/* What was asked for. */
struct run_request {
  runner_direction direction;
  const char *target;          /* upgrade, downgrade */
  struct runner_texts targets; /* stamp */
  int flags;                   /* RUNNER_ATOMIC, RUNNER_PURGE */
};

/* Make the plan from these version rows. `first`: nothing has run yet, so a target below
** the current rows is an error. */
runner_status run_plan(struct runner *runner, const struct run_request *request,
                       const struct runner_texts *rows, bool first,
                       struct runner_plan *plan, struct runner_error *error);

/* The rows as they stand; a row that no file has is an error that says who wrote it. */
runner_status run_read_rows(struct runner *runner, struct runner_texts *rows,
                            struct runner_error *error);

#endif

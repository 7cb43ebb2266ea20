/* A trial: a revision that is about to be written, on a copy of the database. */
#ifndef RUNNER_ENGINE_TRIAL_H
#define RUNNER_ENGINE_TRIAL_H

#include "engine/project.h"

/* Run the revision up and down as it would run for real, on a copy of the database with its
** rows, in a temporary folder. `graph` has it; the database is on its parents. Callbacks are
** not run, nobody is told of steps. RUNNER_FAILED, with what stood against it, if either way
** fails. Without a database there is nothing to try it on. */
runner_status trial_run(struct runner *runner, const struct graph *graph, const char *id,
                        struct runner_error *error);

#endif

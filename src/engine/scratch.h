/* Running steps on a database in memory instead of the project's own. */
#ifndef RUNNER_ENGINE_SCRATCH_H
#define RUNNER_ENGINE_SCRATCH_H

#include "engine/project.h"

/* Make an empty database in memory the one in use; what was open is closed. It is closed
** by database_close. */
runner_status scratch_open(struct runner *runner, struct runner_error *error);

/* Run a step as it would run for real, in its own transaction. */
runner_status scratch_run_step(struct runner *runner, const struct runner_step *step,
                               struct runner_error *error);

#endif

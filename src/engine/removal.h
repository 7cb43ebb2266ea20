/* The guard: a revision takes no rows from tables unless it says so (`removes_rows`). */
#ifndef RUNNER_ENGINE_REMOVAL_H
#define RUNNER_ENGINE_REMOVAL_H

#include "engine/project.h"

/* Before the script of the step runs, in its transaction. */
runner_status removal_begin(struct runner *runner, const struct runner_step *step,
                            struct runner_error *error);

/* When the script is done. RUNNER_FAILED if a table has fewer rows than before and the
** revision does not announce it; the error has the numbers, and the line to write. A name
** in `removes_rows` that is no table is told as a warning. */
runner_status removal_check(struct runner *runner, const struct runner_step *step,
                            struct runner_error *error);

#endif

/* on_version_apply: the project's functions that run after each step, before its COMMIT.
 */
#ifndef RUNNER_ENGINE_CALLBACK_H
#define RUNNER_ENGINE_CALLBACK_H

#include "engine/project.h"

/* Call them in declared order; each gets one table: direction, is_upgrade, is_stamp,
** revision, source, destination, heads, message. A failure stops the step. */
runner_status callback_run(struct runner *runner, const struct runner_step *step,
                           struct runner_error *error);

#endif

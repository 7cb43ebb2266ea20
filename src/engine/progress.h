/* How far long work has come, from the connection and from scripts to the listener. */
#ifndef RUNNER_ENGINE_PROGRESS_H
#define RUNNER_ENGINE_PROGRESS_H

#include "engine/project.h"

/* What the connection measured. `user` is the struct runner. */
void progress_tell(void *user, const struct progress *progress);

/* What a script reports, as often as it likes: some of it is left out. */
void progress_report(void *user, const struct progress *progress);

#endif

/* The snapshot: the schema of the database as a file, for version control. */
#ifndef RUNNER_ENGINE_SNAPSHOT_H
#define RUNNER_ENGINE_SNAPSHOT_H

#include "engine/project.h"

/* The file that the configuration names, if it is not as the database has it; NULL if it
** is, or none is named. */
runner_status snapshot_check(struct runner *runner, const char **stale,
                             struct runner_error *error);

/* The database was changed: write the file that the configuration names, if it names one.
** What stands against it is told as a warning: the change itself is done. */
void snapshot_refresh(struct runner *runner);

#endif

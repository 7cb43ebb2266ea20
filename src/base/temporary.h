/* A folder for a moment. */
#ifndef RUNNER_BASE_TEMPORARY_H
#define RUNNER_BASE_TEMPORARY_H

#include "base/error.h"

/* Make a folder that only this user can see into, below $TMPDIR or /tmp. `*path` is
** released by temporary_remove. RUNNER_USAGE if it cannot be made. */
runner_status temporary_create(char **path, struct runner_error *error);

/* Remove it with the files in it; NULL is fine. */
void temporary_remove(char *path);

#endif

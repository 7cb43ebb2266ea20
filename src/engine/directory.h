/* The directory of revisions: the files of the version folders, read in a fixed order.
**
** Order: folders as declared, files by name in byte order; with `recursive` a folder's
** files come before those of its subfolders. Only *.lua files count; names starting with
** '.' are left out. The same real file twice (a folder listed twice, a link) is read
** once.
*/
#ifndef RUNNER_ENGINE_DIRECTORY_H
#define RUNNER_ENGINE_DIRECTORY_H

#include "engine/config.h"

/* Read every revision. A missing folder is RUNNER_USAGE; a file that cannot be read, or
** is no revision, RUNNER_REVISION with its place. Everything lives in `arena`. */
runner_status directory_read(const struct config *config, struct script_state *script,
                             struct arena *arena, struct runner_revision **revisions,
                             size_t *count, struct runner_error *error);

#endif

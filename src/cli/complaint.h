/* An error in words, as it stands on the screen. Pure. */
#ifndef RUNNER_CLI_COMPLAINT_H
#define RUNNER_CLI_COMPLAINT_H

#include "base/buffer.h"
#include "base/error.h"
#include "cli/output.h"

/* "runner: error: MESSAGE", place, revision, statement, hint; each on its own line.
** `full` (--raiseerr): the whole statement, and the Lua call stack. */
void complaint_write(struct buffer *out, const struct runner_error *error, bool full,
                     const struct palette *palette);

#endif

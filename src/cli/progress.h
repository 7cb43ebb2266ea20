/* What the engine tells while it works, as lines on standard error. */
#ifndef RUNNER_CLI_PROGRESS_H
#define RUNNER_CLI_PROGRESS_H

#include "base/buffer.h"
#include "runner.h"

/* The runner_listener of the program; `user` is its struct cli. */
void progress_listen(void *user, const struct runner_event *event);

/* "upgrade a, b -> c, message": Alembic's words for a step; base is an empty text. */
void progress_step_text(struct buffer *out, const struct runner_step *step);

#endif

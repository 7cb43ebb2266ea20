/* How backfills look on the screen. Pure. */
#ifndef RUNNER_CLI_BACKFILL_TEXT_H
#define RUNNER_CLI_BACKFILL_TEXT_H

#include "base/buffer.h"
#include "cli/output.h"
#include "runner.h"

/* All that is known of one, a line each. */
void backfill_text_status(struct buffer *out, const struct runner_backfill *backfill,
                          const struct palette *palette);

/* The rows that failed; nothing if none did. */
void backfill_text_errors(struct buffer *out, const struct runner_backfill *backfill,
                          const struct runner_failed_rows *rows);

/* What comes of a request: one line. `after` is how the backfill stands with it. */
void backfill_text_request(struct buffer *out, runner_backfill_action action,
                           const struct runner_backfill *after);

#endif

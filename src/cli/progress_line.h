/* How far something is, as one line for people. */
#ifndef RUNNER_CLI_PROGRESS_LINE_H
#define RUNNER_CLI_PROGRESS_LINE_H

#include "base/buffer.h"
#include "runner.h"

/* "  copying 'tickets': 12 %, 1,200,000 of 10,000,000 rows, 512,000/s, 17 s left", as much
** of it as is known; bytes are "1,200 of 10,000 MB, 512 MB/s". Cut to `columns`, first of
** all what it is, then to "12 %, 17 s left"; 0: not cut. Characters that would move a
** terminal's cursor are replaced. */
void progress_line(struct buffer *out, const struct runner_event *event, int columns);

/* "waiting for the lock on support.db (3 s of 60 s)", cut likewise. */
void waiting_line(struct buffer *out, const struct runner_event *event, int columns);

#endif

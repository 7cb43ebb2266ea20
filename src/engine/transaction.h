/* The transaction around steps: begin, commit, roll back, and telling what is true after
** a COMMIT that failed. While changes are written down as SQL, the words are written too.
*/
#ifndef RUNNER_ENGINE_TRANSACTION_H
#define RUNNER_ENGINE_TRANSACTION_H

#include "engine/project.h"

/* BEGIN IMMEDIATE, and start the watch over what the transaction touches. */
runner_status transaction_begin(struct runner *runner, struct runner_error *error);

/* COMMIT. If its outcome is unknown the database is opened anew and its version rows are
** compared with `after`: equal means it was committed (a warning is told). With `after`
** NULL, for a transaction that does not change them, it counts as failed. The error says
** where the database stands, or that this cannot be known. */
runner_status transaction_commit(struct runner *runner, const struct runner_texts *after,
                                 struct runner_error *error);

void transaction_rollback(struct runner *runner);

/* Version rows for a person: "a, b", or "base" if there are none. In the arena. */
const char *transaction_rows_text(struct runner *runner, const struct runner_texts *rows);

bool transaction_same_rows(const struct runner_texts *left,
                           const struct runner_texts *right);

#endif

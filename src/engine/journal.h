/* The journal: one row of runner_history for each step ever run.
**
** A step's row is written in the step's own transaction. A revision that runs outside a
** transaction writes its row before ("started") and completes it after ("done"), so that
** one that was cut short is known.
*/
#ifndef RUNNER_ENGINE_JOURNAL_H
#define RUNNER_ENGINE_JOURNAL_H

#include "base/error.h"
#include "engine/step.h"
#include "sqlite/connection.h"

#define JOURNAL_TABLE "runner_history"

/* Make the table if it is missing. */
runner_status journal_create(struct connection *connection, struct runner_error *error);

/* Write the row of a step that is done. `seconds` negative: not known (offline). */
runner_status journal_write(struct connection *connection, const struct runner_step *step,
                            double seconds, struct runner_error *error);

/* The two halves for a step outside a transaction. */
runner_status journal_start(struct connection *connection, const struct runner_step *step,
                            struct runner_error *error);
runner_status journal_finish(struct connection *connection,
                             const struct runner_step *step, double seconds,
                             struct runner_error *error);

/* Was this step started outside a transaction and never finished? No, if what it did is
** gone: after a downgrade of the revision (which had been stamped), or of one under it. */
runner_status journal_is_unfinished(struct connection *connection,
                                    const struct runner_step *step, bool *unfinished,
                                    struct runner_error *error);

/* When and by which version of runner this revision was last upgraded to, as
** "on 2026-11-22T10:00:00Z by runner 0.1.0", or NULL if the journal does not know.
** Released with memory_release. */
char *journal_describe(struct connection *connection, const char *revision);

#endif

/* Applying one step: everything of it that belongs into its transaction. */
#ifndef RUNNER_ENGINE_APPLY_H
#define RUNNER_ENGINE_APPLY_H

#include "engine/project.h"

/* Run the step inside the open transaction: script, version rows, callbacks, the proof
** that keys and schema are sound, journal. The caller commits, or rolls back on failure.
** `*seconds` is how long it took. */
runner_status apply_step(struct runner *runner, const struct runner_step *step,
                         double *seconds, struct runner_error *error);

/* A step whose revision says `transaction = false`: journalled as started, run outside a
** transaction, then its version rows and journal in a transaction of their own. Opens and
** ends its transactions itself. `*fits` is false if the version rows were no longer what
** the step expects; then nothing was done. */
runner_status apply_loose_step(struct runner *runner, const struct runner_step *step,
                               bool *fits, double *seconds, struct runner_error *error);

/* Do the version rows stand as the step expects them? Ask inside the transaction. */
runner_status apply_fits(struct runner *runner, const struct runner_step *step,
                         bool *fits, struct runner_error *error);

/* Make version table and journal if they are missing. */
runner_status apply_make_tables(struct runner *runner, struct runner_error *error);

bool apply_is_loose(const struct runner_step *step);

#endif

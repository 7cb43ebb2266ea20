/* The tables of online backfills: runner_backfill, one row for each, and
** runner_backfill_errors, the rows that it could not do. The first batch of a backfill
** makes them (lua/runner/backfill/online/), so most databases have none.
*/
#ifndef RUNNER_ENGINE_BACKFILL_TABLE_H
#define RUNNER_ENGINE_BACKFILL_TABLE_H

#include "base/error.h"
#include "engine/step.h"
#include "sqlite/connection.h"

#define BACKFILL_TABLE "runner_backfill"
#define BACKFILL_ERROR_TABLE "runner_backfill_errors"

/* The step begins anew, not behind one that was cut short: its backfills do, too. Inside
** a transaction. */
runner_status backfill_forget(struct connection *connection,
                              const struct runner_step *step, struct runner_error *error);

#endif

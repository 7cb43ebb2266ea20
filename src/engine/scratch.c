/* The scratch database of --sql and of a rehearsal. */
#include "engine/scratch.h"

#include "engine/apply.h"
#include "engine/database.h"
#include "engine/transaction.h"

runner_status scratch_open(struct runner *runner, struct runner_error *error) {
  struct connection_options options = {.path = ":memory:",
                                       .create = true,
                                       .trust_schema = database_is_trusted(runner),
                                       .collations = &runner->config.collations};
  database_close(runner);
  runner_status status = connection_open(&options, &runner->connection, error);
  runner->writable = status == RUNNER_DONE;
  if (status == RUNNER_DONE) database_reserve(runner);
  return status;
}

runner_status scratch_run_step(struct runner *runner, const struct runner_step *step,
                               struct runner_error *error) {
  double seconds = 0;
  bool fits = true;
  if (apply_is_loose(step)) return apply_loose_step(runner, step, &fits, &seconds, error);
  runner_status status = transaction_begin(runner, error);
  if (status == RUNNER_DONE) status = apply_step(runner, step, &seconds, error);
  if (status == RUNNER_DONE) return transaction_commit(runner, &step->after, error);
  transaction_rollback(runner);
  return status;
}

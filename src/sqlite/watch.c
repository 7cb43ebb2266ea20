/* The watch. */
#include "sqlite/watch.h"

#include "sqlite/connection_state.h"

runner_status watch_start(struct connection *connection, struct runner_error *error) {
  (void)error;
  connection->watch_epoch++;
  return RUNNER_DONE;
}

runner_status watch_note(struct connection *connection, const struct statement *statement,
                         struct runner_error *error) {
  (void)connection;
  (void)statement;
  (void)error;
  return RUNNER_DONE;
}

runner_status watch_verify(struct connection *connection, struct runner_error *error) {
  (void)connection;
  (void)error;
  return RUNNER_DONE;
}

void watch_end(struct connection *connection) {
  (void)connection;
}

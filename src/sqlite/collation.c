/* Collating sequences on a connection. */
#include "sqlite/collation.h"

#include "base/memory.h"
#include "sqlite/connection_state.h"

#include <string.h>

/* What SQLite hands back with each comparison. */
struct collating {
  struct connection *connection;
  const struct collation *collation;
};

/* SQLite takes no errors from here: any order will do until the statement is over. */
static int any_order(struct collated left, struct collated right) {
  size_t length = left.length < right.length ? left.length : right.length;
  int order = memcmp(left.bytes, right.bytes, length);
  if (order != 0) return order;
  return (left.length > right.length) - (left.length < right.length);
}

static runner_status fail_unknown(const struct collation *collation,
                                  struct runner_error *error) {
  error_set(error, RUNNER_FAILED,
            "values must be compared by the collation %s, whose order is not known here",
            collation->name);
  error_hint(error,
             "say it in runner.lua: collations = { %s = function(a, b) ... end }, in "
             "exactly the order of the application",
             collation->name);
  return RUNNER_FAILED;
}

static int compare(void *user, int left_length, const void *left, int right_length,
                   const void *right) {
  const struct collating *collating = user;
  const struct collation *collation = collating->collation;
  struct connection *connection = collating->connection;
  struct collated a = {left, (size_t)left_length}, b = {right, (size_t)right_length};
  struct runner_error *error = &connection->disorder;
  int order = 0;
  if (connection->disordered) return any_order(a, b);
  runner_status status = collation->compare != NULL
                             ? collation->compare(collation->user, a, b, &order, error)
                             : fail_unknown(collation, error);
  connection->disordered = status != RUNNER_DONE;
  return connection->disordered ? any_order(a, b) : order;
}

/* A statement that is its own transaction is committed by its last step. */
static int refuse_commit(void *user) {
  const struct connection *connection = user;
  return connection->disordered;
}

runner_status collations_apply(struct connection *connection,
                               struct runner_error *error) {
  const struct collations *collations = connection->collations;
  if (collations == NULL || collations->count == 0) return RUNNER_DONE;
  if (connection->collating == NULL)
    connection->collating =
        memory_allocate(collations->count * sizeof *connection->collating);
  if (connection->collating == NULL) return error_no_memory(error);
  for (size_t i = 0; i < collations->count; i++) {
    const struct collation *collation = &collations->items[i];
    connection->collating[i] = (struct collating){connection, collation};
    int code =
        sqlite3_create_collation_v2(connection->handle, collation->name, SQLITE_UTF8,
                                    &connection->collating[i], compare, NULL);
    if (code != SQLITE_OK) return connection_fail(connection, code, NULL, error);
  }
  sqlite3_commit_hook(connection->handle, refuse_commit, connection);
  return RUNNER_DONE;
}

runner_status collations_check(struct statement *statement, struct runner_error *error) {
  struct connection *connection = statement->connection;
  if (!connection->disordered) return RUNNER_DONE;
  bool writes = !statement->read_only;
  runner_status status = connection->disorder.status;
  statement_reset(statement);
  if (writes && connection_in_transaction(connection))
    sqlite3_exec(connection->handle, "ROLLBACK", NULL, NULL, NULL);
  connection->disordered = false;
  if (writes) connection_check_poison(connection, &connection->disorder);
  error_statement(&connection->disorder, statement_sql(statement), -1, 0);
  error_move(error, &connection->disorder);
  runner_error_clear(&connection->disorder);
  return status;
}

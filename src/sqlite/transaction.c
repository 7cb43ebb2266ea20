/* The transaction: begin, commit, roll back, and noticing that it ended by itself.
** https://www.sqlite.org/lang_transaction.html */
#include "base/memory.h"
#include "sqlite/connection_state.h"

enum { LARGE = 1 << 24 }; /* bytes whose sync may take longer than a moment */

/* Run one of the transaction words; `wish` is what a wait would be for. */
static int run_word(struct connection *connection, const char *word, const char *wish) {
  connection->waited = 0;
  connection->wish = wish;
  int code = sqlite3_exec(connection->handle, word, NULL, NULL, NULL);
  return code == SQLITE_OK ? code : sqlite3_extended_errcode(connection->handle);
}

/* ---- poison ---- */

static runner_status repeat_poison(const struct connection *connection,
                                   struct runner_error *error) {
  const struct runner_error *poison = &connection->poison;
  const char *reason = poison->message != NULL ? poison->message : "memory ran out";
  error_set(error, poison->status,
            "the transaction was rolled back by an error before: %s", reason);
  error_hint(error, "nothing more can run in it: let the first error through");
  error_statement(error, poison->sql, poison->offset, poison->sqlite_code);
  return poison->status;
}

runner_status connection_usable(const struct connection *connection,
                                struct runner_error *error) {
  if (connection->poisoned) return repeat_poison(connection, error);
  if (connection->interrupted) return error_set(error, RUNNER_INTERRUPTED, "interrupted");
  return RUNNER_DONE;
}

void connection_check_poison(struct connection *connection,
                             const struct runner_error *error) {
  bool ended = connection->began && sqlite3_get_autocommit(connection->handle) != 0;
  if (!ended || connection->poisoned) return;
  connection->poisoned = true;
  struct runner_error *poison = &connection->poison;
  if (error == NULL) {
    error_set(poison, RUNNER_FAILED, "a statement ended it");
    return;
  }
  error_set(poison, error->status, "%s",
            error->message != NULL ? error->message : "memory ran out");
  error_statement(poison, error->sql, error->offset, error->sqlite_code);
}

bool connection_guard(struct connection *connection) {
  if (connection->began) return false;
  connection->began = true;
  return true;
}

runner_status connection_guard_end(struct connection *connection,
                                   struct runner_error *error) {
  connection->began = false;
  if (!connection->poisoned) return RUNNER_DONE;
  runner_status status = repeat_poison(connection, error);
  connection->poisoned = false;
  runner_error_clear(&connection->poison);
  return status;
}

/* ---- begin, commit, roll back ---- */

static runner_status check_begin(struct connection *connection,
                                 struct runner_error *error) {
  runner_status status = connection_usable(connection, error);
  if (status != RUNNER_DONE) return status;
  if (connection_in_transaction(connection))
    return error_set(error, RUNNER_FAILED, "a transaction is open already");
  status = connection_materialize(connection, error);
  if (status != RUNNER_DONE || !connection_read_only(connection)) return status;
  return connection_fail_read_only(connection, error);
}

runner_status connection_begin(struct connection *connection,
                               struct runner_error *error) {
  runner_status status = check_begin(connection, error);
  if (status != RUNNER_DONE) return status;
  int code = run_word(connection, "BEGIN IMMEDIATE", "to write to it");
  if (code != SQLITE_OK) status = connection_fail(connection, code, NULL, error);
  connection->wish = NULL;
  connection->began = status == RUNNER_DONE;
  connection->generation++; /* others may have changed the schema */
  return status;
}

bool connection_in_transaction(const struct connection *connection) {
  return sqlite3_get_autocommit(connection->handle) == 0;
}

double connection_waited(const struct connection *connection) {
  return connection->waited;
}

/* COMMIT itself failed. */
static runner_status fail_commit(struct connection *connection, int code, bool *unknown,
                                 struct runner_error *error) {
  runner_status status = connection_fail(connection, code, NULL, error);
  *unknown = !connection_in_transaction(connection);
  return status;
}

/* With a write-ahead log COMMIT checkpoints it. First the log is synced, of which SQLite
** says nothing, and whose size may be that of the database. */
static int commit(struct connection *connection) {
  struct connection_work work = {.what = "committing"};
  file_work_begin(connection, &work, BESIDE_LOG);
  if (work.total > LARGE) progress_at_once(connection);
  int code = run_word(connection, "COMMIT", "for its readers to finish");
  connection_work_end(connection, &work);
  return code;
}

runner_status connection_commit(struct connection *connection, bool *unknown,
                                struct runner_error *error) {
  *unknown = false;
  runner_status status = connection_usable(connection, error);
  if (status == RUNNER_DONE && !connection_in_transaction(connection))
    return error_set(error, RUNNER_FAILED, "there is no transaction to commit");
  if (status == RUNNER_DONE) status = recorder_check(connection, error);
  if (status == RUNNER_DONE) {
    cache_reset_all(connection); /* an unfinished RETURNING would forbid it */
    int code = commit(connection);
    if (code != SQLITE_OK) status = fail_commit(connection, code, unknown, error);
    connection->wish = NULL;
  }
  if (status != RUNNER_DONE)
    connection_rollback(connection);
  else
    rollback_end(connection); /* a journal that stays open may be another's next */
  connection->began = false;
  return status;
}

/* After a failed write SQLite leaves the file as it is and its journal beside it, for the
** next one who reads to roll back. On a full disk that room is wanted now. */
static void take_back(struct connection *connection) {
  if (!connection->torn) return;
  connection->torn = false;
  run_word(connection, "SELECT 1 FROM sqlite_schema LIMIT 1", NULL);
}

/* Statements are reset first: while one is active a pending interrupt would stop the
** ROLLBACK too. */
void connection_rollback(struct connection *connection) {
  cache_reset_all(connection);
  rollback_begin(connection);
  connection->interrupted = 0;
  if (connection_in_transaction(connection)) run_word(connection, "ROLLBACK", NULL);
  rollback_end(connection);
  take_back(connection);
  connection->generation++;
  connection->began = false;
  connection->poisoned = false;
  runner_error_clear(&connection->poison);
}

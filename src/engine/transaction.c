/* Transactions of the engine. */
#include "engine/transaction.h"

#include "engine/database.h"
#include "engine/version_table.h"
#include "sqlite/watch.h"

#include <string.h>

/* Transaction words appear in the SQL text, but are not recorded like statements. */
static void write_word(struct runner *runner, const char *word) {
  if (runner->sql_write != NULL) runner->sql_write(runner->sql_user, word);
}

runner_status transaction_begin(struct runner *runner, struct runner_error *error) {
  runner_status status = connection_begin(runner->connection, error);
  if (status != RUNNER_DONE) return status;
  write_word(runner, "BEGIN IMMEDIATE;\n");
  status = watch_start(runner->connection, error);
  if (status != RUNNER_DONE) transaction_rollback(runner);
  return status;
}

void transaction_rollback(struct runner *runner) {
  if (runner->connection == NULL) return;
  watch_end(runner->connection);
  connection_rollback(runner->connection);
  runner->tables_ready = false; /* they may have been made in this transaction */
}

bool transaction_same_rows(const struct runner_texts *left,
                           const struct runner_texts *right) {
  if (left->count != right->count) return false;
  for (size_t i = 0; i < left->count; i++)
    if (strcmp(left->items[i], right->items[i]) != 0) return false;
  return true;
}

const char *transaction_rows_text(struct runner *runner,
                                  const struct runner_texts *rows) {
  const char *text = rows->count > 0 ? rows->items[0] : "base";
  for (size_t i = 1; i < rows->count && text != NULL; i++)
    text = arena_format(runner->arena, "%s, %s", text, rows->items[i]);
  return text != NULL ? text : "?";
}

static runner_status read_outcome(struct runner *runner, struct runner_texts *rows,
                                  struct runner_error *error) {
  runner_status status = database_reopen(runner, error);
  if (status != RUNNER_DONE) return status;
  return version_rows(runner->connection, runner->config.version_table, runner->arena,
                      rows, error);
}

/* A COMMIT failed and the transaction is gone: look at the file itself. */
static runner_status find_outcome(struct runner *runner, const struct runner_texts *after,
                                  const struct runner_error *reason,
                                  struct runner_error *error) {
  static const char no_memory[] = "out of memory";
  const char *why = reason->message != NULL ? reason->message : no_memory;
  struct runner_texts rows = {0};
  struct runner_error unread = RUNNER_ERROR_INIT;
  if (read_outcome(runner, &rows, &unread) != RUNNER_DONE) {
    error_set(error, reason->status,
              "COMMIT failed (%s), and what it left cannot be read: %s", why,
              unread.message != NULL ? unread.message : no_memory);
    error_hint(error, "look with `runner current` once the cause is gone: the last "
                      "revision may be there or not, but not a part of it");
  } else if (after != NULL && transaction_same_rows(&rows, after)) {
    project_warn(runner,
                 "COMMIT reported a failure (%s), but the database shows that it "
                 "succeeded",
                 why);
    return RUNNER_DONE;
  } else {
    error_set(error, reason->status, "COMMIT failed, and the database stands at %s: %s",
              transaction_rows_text(runner, &rows), why);
    error_hint(error, "%s",
               reason->hint != NULL ? reason->hint
                                    : "nothing of the transaction was kept");
  }
  error_statement(error, NULL, -1, reason->sqlite_code);
  runner_error_clear(&unread);
  return reason->status;
}

runner_status transaction_commit(struct runner *runner, const struct runner_texts *after,
                                 struct runner_error *error) {
  bool unknown = false;
  struct runner_error reason = RUNNER_ERROR_INIT;
  watch_end(runner->connection);
  runner_status status = connection_commit(runner->connection, &unknown, &reason);
  if (status == RUNNER_DONE) {
    write_word(runner, "COMMIT;\n");
    return RUNNER_DONE;
  }
  runner->tables_ready = false;
  if (unknown)
    status = find_outcome(runner, after, &reason, error);
  else
    error_move(error, &reason);
  runner_error_clear(&reason);
  return status;
}

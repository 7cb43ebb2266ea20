/* Looking at the backfills of a database. */
#include "engine/backfill.h"

#include "base/lock.h"
#include "engine/backfill_table.h"
#include "engine/database.h"
#include "sqlite/location.h"
#include "sqlite/statement.h"

#include <string.h>

/* A look does not wait for long: it can be repeated. */
static const double LOOK_SECONDS = 2;

static const char select_rows[] =
    "SELECT revision, direction, name, state, request, rows_done, rows_total, "
    "rows_failed,"
    " seconds, started_at, updated_at, error FROM runner_backfill"
    " ORDER BY started_at, revision, direction, name";

/* Keys that are numbers in the order of the numbers. */
static const char select_failed[] =
    "SELECT key, row_values, message, at FROM runner_backfill_errors"
    " WHERE revision = ? AND direction = ? AND name = ?"
    " ORDER BY CAST(key AS INTEGER), key LIMIT ?";

static const char count_failed[] = "SELECT count(*) FROM runner_backfill_errors"
                                   " WHERE revision = ? AND direction = ? AND name = ?";

/* ---- reading ---- */

/* Columns of a statement's row, copied. */
struct reading {
  struct arena *arena;
  struct statement *statement;
  void *items; /* one for each row */
  size_t count;
  bool failed; /* memory ran out */
};

static const char *read_text(struct reading *reading, int column) {
  size_t length = 0;
  if (statement_column_type(reading->statement, column) == VALUE_NULL) return NULL;
  const char *text = statement_column_text(reading->statement, column, &length);
  const char *copy = arena_bytes(reading->arena, text, length);
  if (copy == NULL) reading->failed = true;
  return copy;
}

/* Of a column that is never NULL in a table of ours. */
static const char *read_word(struct reading *reading, int column) {
  const char *text = read_text(reading, column);
  return text != NULL ? text : "";
}

/* -1: NULL. */
static int64_t read_count(struct reading *reading, int column) {
  if (statement_column_type(reading->statement, column) == VALUE_NULL) return -1;
  return statement_column_integer(reading->statement, column);
}

static runner_backfill_action read_action(const char *text) {
  if (text != NULL && strcmp(text, "pause") == 0) return RUNNER_BACKFILL_PAUSE;
  if (text != NULL && strcmp(text, "cancel") == 0) return RUNNER_BACKFILL_CANCEL;
  return RUNNER_BACKFILL_NOTHING;
}

static runner_status fail_state(const struct runner_backfill *backfill, const char *state,
                                struct runner_error *error) {
  error_set(error, RUNNER_DATABASE,
            "runner_backfill says that backfill \"%s\" is '%s', which none can be",
            backfill->name, state);
  error_hint(error, "did a newer version of runner, or another program, write it?");
  return RUNNER_DATABASE;
}

/* Reads the row at hand into an item. */
typedef runner_status (*item_reader)(struct reading *reading, void *item,
                                     struct runner_error *error);

/* All rows of the statement as items of `size` bytes. */
static runner_status read_rows(struct reading *reading, size_t size, item_reader read,
                               struct runner_error *error) {
  runner_status status = RUNNER_DONE;
  bool row = true;
  while (status == RUNNER_DONE) {
    status = statement_step(reading->statement, &row, error);
    if (status != RUNNER_DONE || !row) break;
    char *items = arena_grow(reading->arena, reading->items, reading->count, size);
    if (items == NULL) return error_no_memory(error);
    reading->items = items;
    status = read(reading, items + size * reading->count++, error);
    if (status == RUNNER_DONE && reading->failed) status = error_no_memory(error);
  }
  return status;
}

static runner_status read_backfill(struct reading *reading, void *item,
                                   struct runner_error *error) {
  struct runner_backfill *backfill = item;
  const char *state = read_word(reading, 3), *request = read_text(reading, 4);
  *backfill = (struct runner_backfill){
      .revision = read_word(reading, 0),
      .direction = read_word(reading, 1),
      .name = read_word(reading, 2),
      .asked = read_action(request),
      .rows_done = statement_column_integer(reading->statement, 5),
      .rows_total = read_count(reading, 6),
      .rows_failed = statement_column_integer(reading->statement, 7),
      .seconds = statement_column_real(reading->statement, 8),
      .started_at = read_word(reading, 9),
      .updated_at = read_word(reading, 10),
      .error = read_text(reading, 11),
  };
  if (reading->failed) return error_no_memory(error);
  if (backfill_read_state(state, &backfill->state)) return RUNNER_DONE;
  return fail_state(backfill, state, error);
}

static bool is_at_work(const char *lock_path) {
  return lock_path != NULL && lock_is_held(lock_path);
}

/* The lock is looked at on both sides of the rows: a process that ended, or began, between
** them is told right. */
static runner_status read_table(struct runner *runner, struct runner_backfill_list *list,
                                struct runner_error *error) {
  struct reading reading = {.arena = runner->arena};
  const char *lock_path = NULL;
  if (location_is_file(connection_path(runner->connection))) {
    lock_path = database_lock_path(runner);
    if (lock_path == NULL) return error_no_memory(error);
  }
  bool at_work = is_at_work(lock_path);
  runner_status status =
      statement_engine(runner->connection, select_rows, &reading.statement, error);
  if (status == RUNNER_DONE)
    status = read_rows(&reading, sizeof *list->items, read_backfill, error);
  statement_release(reading.statement);
  *list = (struct runner_backfill_list){reading.items, reading.count};
  if (status == RUNNER_FAILED)
    error_hint(error, "is runner_backfill the table of another program?");
  if (!at_work) at_work = is_at_work(lock_path);
  for (size_t i = 0; status == RUNNER_DONE && i < list->count; i++)
    backfill_derive(&list->items[i], at_work);
  if (status == RUNNER_DONE) status = backfill_mark_abandoned(runner, list, error);
  return status;
}

runner_status backfill_read(struct runner *runner, struct runner_backfill_list *list,
                            struct runner_error *error) {
  bool exists = false;
  *list = (struct runner_backfill_list){0};
  if (runner->connection == NULL) return RUNNER_DONE;
  runner_status status =
      connection_has_table(runner->connection, BACKFILL_TABLE, &exists, error);
  if (status != RUNNER_DONE || !exists) return status;
  return read_table(runner, list, error);
}

/* ---- looking ---- */

/* Open to read, with little patience until end_look. */
static runner_status begin_look(struct runner *runner, struct runner_error *error) {
  double patience = runner->timeout;
  if (runner->timeout > LOOK_SECONDS) runner->timeout = LOOK_SECONDS;
  runner_status status = database_open_to_read(runner, error);
  if (runner->connection != NULL)
    connection_timeout(runner->connection, (int)(runner->timeout * 1000));
  runner->timeout = patience;
  return status;
}

static void end_look(struct runner *runner) {
  if (runner->connection != NULL)
    connection_timeout(runner->connection, (int)(runner->timeout * 1000));
}

/* Keep what `name` means. */
static void keep_meant(struct runner_backfill_list *list, const char *name) {
  size_t kept = 0;
  for (size_t i = 0; i < list->count; i++)
    if (backfill_is_meant(&list->items[i], name)) list->items[kept++] = list->items[i];
  list->count = kept;
}

runner_status runner_backfills(struct runner *runner, const char *name,
                               struct runner_backfill_list *list,
                               struct runner_error *error) {
  struct runner_backfill_list all = {0}, meant;
  runner_status status = begin_look(runner, error);
  if (status == RUNNER_DONE) status = backfill_read(runner, &all, error);
  end_look(runner);
  if (status != RUNNER_DONE) return status;
  meant = all;
  if (name != NULL && meant.items != NULL) keep_meant(&meant, name);
  if (name != NULL && meant.count == 0) return backfill_fail_unknown(&all, name, error);
  *list = meant;
  return RUNNER_DONE;
}

/* ---- failed rows ---- */

static runner_status read_failed(struct reading *reading, void *item,
                                 struct runner_error *error) {
  (void)error;
  *(struct runner_failed_row *)item = (struct runner_failed_row){
      .key = read_word(reading, 0),
      .values = read_text(reading, 1),
      .message = read_word(reading, 2),
      .at = read_word(reading, 3),
  };
  return RUNNER_DONE;
}

static runner_status bind_backfill(struct statement *statement,
                                   const struct runner_backfill *backfill,
                                   struct runner_error *error) {
  const char *const texts[] = {backfill->revision, backfill->direction, backfill->name};
  runner_status status = RUNNER_DONE;
  for (int i = 0; status == RUNNER_DONE && i < 3; i++)
    status = statement_bind_text(statement, i + 1, texts[i], strlen(texts[i]), error);
  return status;
}

static runner_status list_failed(struct runner *runner,
                                 const struct runner_backfill *backfill, size_t limit,
                                 struct runner_failed_rows *rows,
                                 struct runner_error *error) {
  struct reading reading = {.arena = runner->arena};
  runner_status status =
      statement_engine(runner->connection, select_failed, &reading.statement, error);
  if (status == RUNNER_DONE) status = bind_backfill(reading.statement, backfill, error);
  if (status == RUNNER_DONE)
    status = statement_bind_integer(reading.statement, 4, (int64_t)limit, error);
  if (status == RUNNER_DONE)
    status = read_rows(&reading, sizeof *rows->items, read_failed, error);
  statement_release(reading.statement);
  rows->items = reading.items;
  rows->count = reading.count;
  return status;
}

/* How many there are besides those that were listed. */
static runner_status count_more(struct runner *runner,
                                const struct runner_backfill *backfill,
                                struct runner_failed_rows *rows,
                                struct runner_error *error) {
  struct statement *statement = NULL;
  bool row = false;
  runner_status status =
      statement_engine(runner->connection, count_failed, &statement, error);
  if (status == RUNNER_DONE) status = bind_backfill(statement, backfill, error);
  if (status == RUNNER_DONE) status = statement_step(statement, &row, error);
  if (status == RUNNER_DONE && row)
    rows->more = statement_column_integer(statement, 0) - (int64_t)rows->count;
  if (rows->more < 0) rows->more = 0; /* some were put right meanwhile */
  statement_release(statement);
  return status;
}

static runner_status look_at_failed(struct runner *runner,
                                    const struct runner_backfill *backfill, size_t limit,
                                    struct runner_failed_rows *rows,
                                    struct runner_error *error) {
  bool exists = false;
  if (runner->connection == NULL) return RUNNER_DONE;
  runner_status status =
      connection_has_table(runner->connection, BACKFILL_ERROR_TABLE, &exists, error);
  if (status != RUNNER_DONE || !exists) return status;
  status = list_failed(runner, backfill, limit, rows, error);
  return status == RUNNER_DONE ? count_more(runner, backfill, rows, error) : status;
}

runner_status runner_backfill_errors(struct runner *runner,
                                     const struct runner_backfill *backfill, size_t limit,
                                     struct runner_failed_rows *rows,
                                     struct runner_error *error) {
  struct runner_failed_rows found = {0};
  runner_status status = begin_look(runner, error);
  if (status == RUNNER_DONE)
    status = look_at_failed(runner, backfill, limit, &found, error);
  end_look(runner);
  if (status == RUNNER_DONE) *rows = found;
  return status;
}

/* Preparing and stepping statements. */
#include "sqlite/statement.h"

#include "base/memory.h"
#include "sqlite/connection_state.h"
#include "sqlite/sql_text.h"

#include <string.h>

/* Longer texts are not worth looking up: scripts of many statements. An INSERT for the most
** columns that a table can have is shorter: for each row anew it would be slow to prepare. */
enum { CACHED_TEXT_LIMIT = 1 << 16 };

/* ---- prepare ---- */

/* Run SQLite's compiler over `sql` (it ends with a 0) with the authorizer taking notes.
 */
static int compile(struct connection *connection, enum connection_mode mode,
                   const char *sql, sqlite3_stmt **handle, const char **tail,
                   struct notes *notes) {
  memory_release(connection->refusal);
  connection->refusal = NULL;
  connection->preparing = mode;
  connection->waited = 0;
  connection->notes = notes;
  int code = sqlite3_prepare_v2(connection->handle, sql, -1, handle, tail);
  connection->notes = NULL;
  return code == SQLITE_OK ? code : sqlite3_extended_errcode(connection->handle);
}

static runner_status fail_and_check(struct connection *connection, int code,
                                    const char *sql, struct runner_error *error) {
  struct runner_error own = RUNNER_ERROR_INIT;
  runner_status status = connection_fail(connection, code, sql, &own);
  connection_check_poison(connection, &own);
  error_move(error, &own);
  return status;
}

/* One compiled statement on its way into a `struct statement`. */
struct compiled {
  sqlite3_stmt *handle; /* NULL: the text holds no statement */
  struct notes notes;
  const char *sql;  /* where the statement starts */
  const char *tail; /* where the next one starts; at the end of the text if none does */
};

static void discard(struct compiled *compiled) {
  sqlite3_finalize(compiled->handle);
  notes_release(&compiled->notes);
  compiled->handle = NULL;
}

/* Must a file that is put off be made for this? What is begun or set on the stand-in would
** be gone with it; SQLite calls those statements read-only. */
static bool needs_file(const struct compiled *compiled) {
  const struct notes *notes = &compiled->notes;
  return !sqlite3_stmt_readonly(compiled->handle) || notes->transaction ||
         notes->savepoint != SAVEPOINT_NONE || notes->setting ||
         notes->changes_schema; /* ATTACH */
}

/* Compile the first statement of the text. After an error nothing is left to discard. */
static runner_status compile_first(struct connection *connection,
                                   enum connection_mode mode, const char *sql,
                                   struct compiled *compiled,
                                   struct runner_error *error) {
  sql = sql_skip_empty(sql);
  *compiled = (struct compiled){.sql = sql, .tail = sql};
  int code = compile(connection, mode, sql, &compiled->handle, &compiled->tail,
                     &compiled->notes);
  if (connection->deferred && needs_file(compiled)) {
    discard(compiled);
    runner_status status = connection_materialize(connection, error);
    if (status != RUNNER_DONE) return status;
    code = compile(connection, mode, sql, &compiled->handle, &compiled->tail,
                   &compiled->notes);
  }
  runner_status status = code != SQLITE_OK ? fail_and_check(connection, code, sql, error)
                                           : authorize_text(mode, sql, error);
  if (status != RUNNER_DONE) discard(compiled);
  compiled->tail = sql_skip_empty(compiled->tail);
  return status;
}

/* Wrap what was compiled, which is taken over also on failure. The statement's text is
** the caller's from `sql` on, so that it is found again by it. */
static runner_status make_statement(struct connection *connection,
                                    enum connection_mode mode, const char *sql,
                                    struct compiled *compiled, struct statement **out,
                                    struct runner_error *error) {
  size_t length = (size_t)(compiled->tail - sql);
  struct statement *statement = memory_allocate(sizeof *statement);
  char *copy = memory_resize(NULL, length + 1);
  if (statement == NULL || copy == NULL || compiled->notes.failed) {
    discard(compiled);
    memory_release(statement);
    memory_release(copy);
    return error_no_memory(error);
  }
  memcpy(copy, sql, length);
  copy[length] = '\0';
  *statement = (struct statement){
      .connection = connection,
      .handle = compiled->handle,
      .sql = copy,
      .sql_length = length,
      .start = (size_t)(compiled->sql - sql),
      .mode = mode,
      .generation = connection->generation,
      .notes = compiled->notes,
      .read_only = sqlite3_stmt_readonly(compiled->handle) != 0,
  };
  cache_add(statement);
  *out = statement;
  return RUNNER_DONE;
}

static runner_status fail_zero_byte(const char *sql, struct runner_error *error) {
  runner_error_clear(error);
  error_set(error, RUNNER_FAILED, "the statement contains a zero byte");
  error_hint(error, "give the value as a parameter");
  error_statement(error, sql, (int)strlen(sql), 0);
  return RUNNER_FAILED;
}

static runner_status fail_several(const char *sql, const char *tail,
                                  struct runner_error *error) {
  error_set(error, RUNNER_FAILED, "only one statement can be prepared at a time");
  error_hint(error, "the second one starts with: %.40s", tail);
  error_statement(error, sql, (int)(tail - sql), 0);
  return RUNNER_FAILED;
}

/* Not in the cache: compile it. */
static runner_status prepare_anew(struct connection *connection,
                                  enum connection_mode mode, const char *sql,
                                  size_t length, struct statement **out,
                                  const char **tail, struct runner_error *error) {
  struct compiled compiled;
  runner_status status = compile_first(connection, mode, sql, &compiled, error);
  bool over = compiled.tail[0] == '\0';
  if ((status != RUNNER_DONE || over) && strlen(sql) < length) {
    discard(&compiled); /* SQLite stopped at a 0 inside the text */
    return fail_zero_byte(sql, error);
  }
  if (status != RUNNER_DONE || compiled.handle == NULL) return status;
  if (tail == NULL && !over) {
    discard(&compiled);
    return fail_several(sql, compiled.tail, error);
  }
  if (!over) *tail = compiled.tail;
  status = make_statement(connection, mode, sql, &compiled, out, error);
  if (*out != NULL)
    (*out)->keep = over && length <= CACHED_TEXT_LIMIT && !(*out)->notes.changes_schema;
  return status;
}

runner_status statement_prepare_as(struct connection *connection,
                                   enum connection_mode mode, const char *sql,
                                   size_t length, struct statement **out,
                                   const char **tail, struct runner_error *error) {
  *out = NULL;
  if (tail != NULL) *tail = NULL;
  runner_status status = connection_usable(connection, error);
  if (status != RUNNER_DONE) return status;
  bool cacheable = length <= CACHED_TEXT_LIMIT;
  uint64_t hash = cacheable ? cache_hash(sql, length) : 0;
  if (cacheable) *out = cache_take(connection, mode, sql, length, hash);
  if (*out != NULL) return RUNNER_DONE;
  status = prepare_anew(connection, mode, sql, length, out, tail, error);
  if (*out != NULL) (*out)->hash = hash;
  return status;
}

runner_status statement_prepare(struct connection *connection, const char *sql,
                                size_t length, struct statement **out, const char **tail,
                                struct runner_error *error) {
  runner_status status =
      statement_prepare_as(connection, connection->mode, sql, length, out, tail, error);
  bool script = connection->mode != CONNECTION_ENGINE;
  if (script && *out != NULL && statement_reads_rows(*out)) connection->rows_read = true;
  return status;
}

runner_status statement_prepare_engine(struct connection *connection, const char *sql,
                                       size_t length, struct statement **out,
                                       const char **tail, struct runner_error *error) {
  return statement_prepare_as(connection, CONNECTION_ENGINE, sql, length, out, tail,
                              error);
}

runner_status statement_engine(struct connection *connection, const char *sql,
                               struct statement **out, struct runner_error *error) {
  return statement_prepare_engine(connection, sql, strlen(sql), out, NULL, error);
}

void statement_release(struct statement *statement) {
  if (statement == NULL) return;
  statement_reset(statement);
  if (!statement->keep) {
    cache_drop(statement);
    return;
  }
  sqlite3_clear_bindings(statement->handle);
  recorder_forget(statement);
  cache_keep(statement);
}

/* ---- what it is ---- */

const char *statement_sql(const struct statement *statement) {
  return statement->sql + statement->start;
}

bool statement_reads_rows(const struct statement *statement) {
  return statement->notes.reads_rows && sqlite3_column_count(statement->handle) > 0;
}

/* ---- step ---- */

/* The schema changed since the notes were taken (a new trigger writes elsewhere, say):
** take them again. The handle itself is prepared again by SQLite. */
static runner_status refresh_notes(struct statement *statement,
                                   struct runner_error *error) {
  struct connection *connection = statement->connection;
  struct notes notes = {0};
  sqlite3_stmt *handle = NULL;
  int code = compile(connection, statement->mode, statement_sql(statement), &handle, NULL,
                     &notes);
  sqlite3_finalize(handle);
  if (code != SQLITE_OK || notes.failed) {
    runner_status status =
        code == SQLITE_OK
            ? error_no_memory(error)
            : fail_and_check(connection, code, statement_sql(statement), error);
    notes_release(&notes);
    return status;
  }
  notes_release(&statement->notes);
  statement->notes = notes;
  statement->generation = connection->generation;
  statement->watched = 0;
  return RUNNER_DONE;
}

static runner_status refuse_writing(struct runner_error *error) {
  error_set(error, RUNNER_FAILED,
            "a function that gives columns their values can read, but not write");
  error_hint(error, "write other rows before or after the alteration");
  return RUNNER_FAILED;
}

static bool is_row_note(const struct note *note) {
  return note->kind == NOTE_INSERT || note->kind == NOTE_UPDATE ||
         note->kind == NOTE_DELETE;
}

/* A table that both write, the outer one row by row as it goes; or NULL. */
static const char *find_contested(const struct notes *inner, const struct notes *outer) {
  for (size_t i = 0; i < outer->count; i++) {
    const struct note *note = &outer->items[i];
    if (!is_row_note(note) || note->kind == NOTE_INSERT || note->trigger != NULL)
      continue;
    for (size_t k = 0; k < inner->count; k++)
      if (is_row_note(&inner->items[k]) &&
          strcasecmp(inner->items[k].name, note->name) == 0)
        return note->name;
  }
  return NULL;
}

/* UPDATE and DELETE have read parts of a row when they call a function. If that changes
** the row, SQLite writes what it has read back, and indexes do not fit their table any
** more. */
static runner_status check_contested(const struct statement *statement,
                                     struct runner_error *error) {
  const struct connection *connection = statement->connection;
  if (connection->calling == 0) return RUNNER_DONE;
  for (const struct statement *outer = connection->newest; outer != NULL;
       outer = outer->older) {
    if (!outer->started || !outer->notes.own_function) continue;
    const char *table = find_contested(&statement->notes, &outer->notes);
    if (table == NULL) continue;
    error_set(error, RUNNER_FAILED,
              "a function that SQL calls cannot write '%s' while its statement does",
              table);
    error_hint(error, "let it return the values, or go through the rows in a loop");
    return RUNNER_FAILED;
  }
  return RUNNER_DONE;
}

/* What is noted holds as long as the watch does; only the tally goes another way about
** what a function writes. */
static bool needs_note(const struct statement *statement) {
  const struct connection *connection = statement->connection;
  return statement->watched != connection->watch_epoch ||
         (connection->calling > 0 && statement->direction != 0);
}

/* Before the first step. */
static runner_status start(struct statement *statement, struct runner_error *error) {
  struct connection *connection = statement->connection;
  runner_status status = connection_usable(connection, error);
  connection->waited = 0;
  if (status == RUNNER_DONE && connection->converting && !statement->read_only)
    status = refuse_writing(error);
  if (status == RUNNER_DONE && !statement->read_only)
    status = check_contested(statement, error);
  bool watched = connection->watch != NULL && !statement->read_only &&
                 statement->mode != CONNECTION_ENGINE;
  if (status == RUNNER_DONE && watched) {
    if (statement->generation != connection->generation)
      status = refresh_notes(statement, error);
    if (status == RUNNER_DONE && needs_note(statement))
      status = watch_note(connection, statement, error);
    if (status == RUNNER_DONE) statement->watched = connection->watch_epoch;
    if (status == RUNNER_DONE) tally_start(statement);
  }
  statement->started = status == RUNNER_DONE;
  statement->scanned =
      sqlite3_stmt_status(statement->handle, SQLITE_STMTSTATUS_FULLSCAN_STEP, 0);
  return status;
}

/* After the last row or an error. */
static runner_status finish(struct statement *statement, int code,
                            struct runner_error *error) {
  struct connection *connection = statement->connection;
  runner_status status = RUNNER_DONE;
  if (statement->notes.changes_schema) connection->generation++;
  if (statement->notes.setting) {
    connection->settings_changed = true;
    connection->generation++; /* which triggers fire, say */
  }
  if (statement->notes.temporary) connection->temporary_made = true;
  if (code != SQLITE_DONE) {
    code = sqlite3_extended_errcode(connection->handle);
    status = fail_and_check(connection, code, statement_sql(statement), error);
    statement_reset(statement);
    return status;
  }
  connection_check_poison(connection, NULL);
  status = watch_done(connection, statement, error);
  if (status == RUNNER_DONE && !statement->recorded)
    status = recorder_note(statement, error);
  statement_reset(statement);
  return status;
}

/* A row of RETURNING: all changes are made before the first one comes, and the caller may
** stop after it. https://www.sqlite.org/lang_returning.html section 3 */
static runner_status note_returning(struct statement *statement,
                                    struct runner_error *error) {
  if (statement->recorded) return RUNNER_DONE;
  statement->recorded = true;
  return recorder_note(statement, error);
}

runner_status statement_step(struct statement *statement, bool *row,
                             struct runner_error *error) {
  *row = false;
  if (!statement->started) {
    runner_status status = start(statement, error);
    if (status != RUNNER_DONE) return status;
  }
  bool outermost = progress_enter(statement->connection, statement);
  int code = sqlite3_step(statement->handle);
  if (outermost) progress_leave(statement->connection);
  runner_status status = collations_check(statement, error);
  if (status != RUNNER_DONE) return status;
  *row = code == SQLITE_ROW;
  if (!*row) return finish(statement, code, error);
  return statement->read_only ? RUNNER_DONE : note_returning(statement, error);
}

runner_status statement_run(struct statement *statement, struct runner_error *error) {
  bool row = true;
  runner_status status = RUNNER_DONE;
  while (row && status == RUNNER_DONE)
    status = statement_step(statement, &row, error);
  return status;
}

void statement_reset(struct statement *statement) {
  sqlite3_reset(statement->handle);
  if (statement->tallied) tally_end(statement);
  statement->started = false;
  statement->recorded = false;
}

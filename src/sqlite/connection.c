/* Opening and closing, and the questions that need no statement. */
#include "sqlite/connection.h"

#include "base/clock.h"
#include "base/memory.h"
#include "sqlite/connection_state.h"
#include "sqlite/location.h"
#include "sqlite/watch.h"

#include <string.h>
#include <unistd.h>

/* ---- making ---- */

static struct connection *make(const char *path,
                               const struct connection_options *options) {
  struct connection *connection = memory_allocate(sizeof *connection);
  if (connection == NULL) return NULL;
  connection->path = memory_text(path);
  connection->timeout_ms = options->timeout_ms;
  connection->trust_schema = options->trust_schema;
  connection->collations = options->collations;
  connection->disorder = (struct runner_error)RUNNER_ERROR_INIT;
  connection->waiting = options->waiting;
  connection->progress = options->progress;
  connection->progress_after = options->progress_after;
  connection->user = options->user;
  connection->poison = (struct runner_error)RUNNER_ERROR_INIT;
  connection->jitter =
      (unsigned)getpid() * 2654435761u ^ (unsigned)(uint64_t)(clock_seconds() * 1e6);
  if (connection->jitter == 0) connection->jitter = 1;
  if (connection->path != NULL) return connection;
  memory_release(connection);
  return NULL;
}

/* Open `name` as the connection's handle. SQLite makes a handle even on most failures: it
** holds the message. */
static runner_status open_handle(struct connection *connection, const char *name,
                                 int flags, struct runner_error *error) {
  sqlite3 *handle = NULL;
  flags |= SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
  int code = sqlite3_open_v2(name, &handle, flags, NULL);
  if (handle == NULL) return error_no_memory(error);
  connection->handle = handle;
  if (code == SQLITE_OK) {
    runner_status status = settings_apply(connection, error);
    return status == RUNNER_DONE ? collations_apply(connection, error) : status;
  }
  return connection_fail(connection, sqlite3_extended_errcode(handle), NULL, error);
}

/* Read the schema, so that a file that is none shows now. Whoever reads first rolls back
** the transaction of a program that crashed. */
static runner_status read_schema(struct connection *connection,
                                 struct runner_error *error) {
  int64_t found = 0;
  struct connection_work work = {.what = "rolling back what a program left that crashed",
                                 .undoing = true};
  file_work_begin(connection, &work, BESIDE_JOURNAL);
  runner_status status = connection_integer(
      connection, "SELECT 1 FROM sqlite_schema LIMIT 1", &found, error);
  connection_work_end(connection, &work);
  return status;
}

static void close_handle(struct connection *connection) {
  cache_clear(connection);
  sqlite3_close(connection->handle);
  connection->handle = NULL;
}

/* Did SQLite find no place for a file beside the database? */
static bool found_no_place(int code) {
  return (code & 0xff) == SQLITE_CANTOPEN || code == SQLITE_READONLY_CANTINIT ||
         code == SQLITE_READONLY_DIRECTORY;
}

static runner_status fail_log(const char *path, struct runner_error *error) {
  runner_error_clear(error);
  error_set(error, RUNNER_USAGE,
            "%s has a write-ahead log that cannot be read: its folder cannot be written",
            path);
  error_hint(error,
             "give the right to write there, or copy the file and its -wal file to "
             "another folder");
  return RUNNER_USAGE;
}

/* A database in WAL mode in a folder that cannot be written has no place for its -shm
** file. Without a log beside it, it can be read as it stands.
** https://www.sqlite.org/wal.html#readonly */
static runner_status open_immutable(struct connection *connection,
                                    struct runner_error *error) {
  char *name = location_immutable(connection->path);
  if (name == NULL) return error_no_memory(error);
  close_handle(connection);
  runner_status status = open_handle(connection, name, SQLITE_OPEN_READONLY, error);
  memory_release(name);
  return status == RUNNER_DONE ? read_schema(connection, error) : status;
}

static runner_status open_and_read(struct connection *connection, int flags,
                                   struct runner_error *error) {
  runner_status status = open_handle(connection, connection->path, flags, error);
  return status == RUNNER_DONE ? read_schema(connection, error) : status;
}

/* Did a program that crashed leave something that only a writer may take back? */
static bool found_leftovers(int code) {
  return code == SQLITE_READONLY_ROLLBACK || code == SQLITE_READONLY_RECOVERY;
}

/* What only looks rolls back the transaction of a program that crashed, too, as every
** program does that opens the file: once as a writer, who changes nothing else.
** https://www.sqlite.org/atomiccommit.html#_hot_rollback_journals */
static runner_status open_file(struct connection *connection, bool read_only,
                               struct runner_error *error) {
  if (!read_only) return open_and_read(connection, SQLITE_OPEN_READWRITE, error);
  runner_status status = open_and_read(connection, SQLITE_OPEN_READONLY, error);
  if (status == RUNNER_DONE || !found_leftovers(error->sqlite_code)) return status;
  runner_error_clear(error);
  close_handle(connection);
  status = open_and_read(connection, SQLITE_OPEN_READWRITE, error);
  if (status != RUNNER_DONE) return status;
  close_handle(connection);
  return open_and_read(connection, SQLITE_OPEN_READONLY, error);
}

static runner_status open_existing(struct connection *connection, bool read_only,
                                   struct runner_error *error) {
  struct runner_error first = RUNNER_ERROR_INIT, second = RUNNER_ERROR_INIT;
  runner_status status = open_file(connection, read_only, &first);
  const char *path = connection->path;
  bool no_place = connection->handle != NULL && found_no_place(first.sqlite_code);
  if (no_place && location_has_log(path)) {
    status = fail_log(path, &first);
  } else if (no_place && location_is_settled(path) &&
             open_immutable(connection, &second) == RUNNER_DONE) {
    status = RUNNER_DONE;
  }
  if (status != RUNNER_DONE) error_move(error, &first);
  runner_error_clear(&first);
  runner_error_clear(&second);
  return status;
}

runner_status connection_open(const struct connection_options *options,
                              struct connection **out, struct runner_error *error) {
  *out = NULL;
  bool missing = false;
  runner_status status = location_check(options, &missing, error);
  if (status != RUNNER_DONE) return status;
  struct connection *connection = make(options->path, options);
  if (connection == NULL) return error_no_memory(error);
  connection->deferred = missing;
  if (missing || !location_is_file(options->path))
    status = open_handle(connection, missing ? ":memory:" : options->path,
                         SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error);
  else
    status = open_existing(connection, options->read_only, error);
  if (status == RUNNER_DONE)
    *out = connection;
  else
    connection_close(connection);
  return status;
}

runner_status connection_materialize(struct connection *connection,
                                     struct runner_error *error) {
  if (!connection->deferred) return RUNNER_DONE;
  sqlite3 *stand_in = connection->handle;
  runner_status status = open_handle(connection, connection->path,
                                     SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error);
  if (status != RUNNER_DONE) {
    if (connection->handle != stand_in) sqlite3_close(connection->handle);
    connection->handle = stand_in;
    return status;
  }
  connection->stand_in = stand_in;
  connection->deferred = false;
  connection->generation++;
  for (struct statement *statement = connection->newest; statement != NULL;
       statement = statement->older)
    statement->keep = false; /* those in use belong to the stand-in */
  return read_schema(connection, error);
}

runner_status connection_adopt(struct sqlite3 *handle,
                               const struct connection_options *options,
                               struct connection **out, struct runner_error *error) {
  *out = NULL;
  if (sqlite3_get_autocommit(handle) == 0) {
    error_set(error, RUNNER_USAGE,
              "the application's connection is inside a transaction");
    error_hint(error, "commit it or roll it back before the connection is handed over");
    return RUNNER_USAGE;
  }
  const char *file = sqlite3_db_filename(handle, "main");
  bool named = file != NULL && file[0] != '\0';
  struct connection *connection = make(named ? file : ":memory:", options);
  if (connection == NULL) return error_no_memory(error);
  connection->handle = handle;
  runner_status status = settings_read(connection, &connection->found, error);
  if (status != RUNNER_DONE) {
    connection->handle = NULL;
    connection_close(connection);
    return status;
  }
  connection->adopted = true;
  connection->collations = NULL; /* the application has its own */
  status = settings_apply(connection, error);
  if (status == RUNNER_DONE) status = read_schema(connection, error);
  if (status == RUNNER_DONE) status = temporary_find(connection, error);
  if (status == RUNNER_DONE)
    *out = connection;
  else
    connection_close(connection);
  return status;
}

/* ---- closing ---- */

/* The last one to close a database checkpoints its log, unless it is interrupted. What a
** large one holds is then left there, as by a COMMIT with readers beside it. */
static void close_at_last(sqlite3 *handle, bool interrupted) {
  if (interrupted) sqlite3_interrupt(handle);
  sqlite3_close(handle);
}

void connection_close(struct connection *connection) {
  if (connection == NULL) return;
  bool interrupted = connection->interrupted != 0;
  if (connection->handle != NULL) {
    watch_end(connection);
    connection_rollback(connection);
    cache_clear(connection);
    functions_forget(connection);
    if (connection->adopted)
      settings_restore(connection, &connection->found);
    else
      close_at_last(connection->handle, interrupted);
  }
  sqlite3_close(connection->stand_in);
  runner_error_clear(&connection->disorder);
  memory_release(connection->collating);
  memory_release(connection->rollback);
  memory_release(connection->file_look);
  memory_release(connection->refusal);
  memory_release(connection->temporary);
  memory_release(connection->unwritten);
  memory_release(connection->path);
  memory_release(connection);
}

void connection_interrupt(struct connection *connection) {
  connection->interrupted = 1;
  sqlite3_interrupt(connection->handle);
}

/* ---- questions ---- */

bool connection_read_only(const struct connection *connection) {
  return sqlite3_db_readonly(connection->handle, "main") == 1;
}

int connection_timeout(struct connection *connection, int timeout_ms) {
  int before = connection->timeout_ms;
  connection->timeout_ms = timeout_ms;
  return before;
}

bool connection_convert(struct connection *connection, bool converting) {
  bool before = connection->converting;
  connection->converting = converting;
  return before;
}

const char *connection_path(const struct connection *connection) {
  return connection->path;
}

int64_t connection_changes(const struct connection *connection) {
  return sqlite3_changes64(connection->handle);
}

int64_t connection_total_changes(const struct connection *connection) {
  return sqlite3_total_changes64(connection->handle);
}

int64_t connection_last_rowid(const struct connection *connection) {
  return sqlite3_last_insert_rowid(connection->handle);
}

void connection_set_mode(struct connection *connection, enum connection_mode mode) {
  connection->mode = mode;
  if (mode == CONNECTION_ENGINE) {
    settings_repair(connection);
    checkpoint_join(connection);
  } else {
    connection->rows_read = false;
  }
}

enum connection_mode connection_get_mode(const struct connection *connection) {
  return connection->mode;
}

void connection_reserve(struct connection *connection, const char *const *names,
                        size_t count) {
  connection->reserved = names;
  connection->reserved_count = count;
}

bool connection_rows_were_read(const struct connection *connection) {
  return connection->rows_read;
}

/* ---- the engine's own SQL ---- */

runner_status connection_execute(struct connection *connection, const char *sql,
                                 struct runner_error *error) {
  runner_status status = RUNNER_DONE;
  while (sql != NULL && status == RUNNER_DONE) {
    struct statement *statement = NULL;
    status = statement_prepare_as(connection, CONNECTION_ENGINE, sql, strlen(sql),
                                  &statement, &sql, error);
    if (statement != NULL) status = statement_run(statement, error);
    statement_release(statement);
  }
  return status;
}

runner_status connection_integer(struct connection *connection, const char *sql,
                                 int64_t *value, struct runner_error *error) {
  *value = 0;
  struct statement *statement = NULL;
  bool row = false;
  runner_status status = statement_engine(connection, sql, &statement, error);
  if (status == RUNNER_DONE && statement != NULL)
    status = statement_step(statement, &row, error);
  if (row) *value = statement_column_integer(statement, 0);
  statement_release(statement);
  return status;
}

/* A look into the schema that SQLite holds in memory, which costs the same in a file of
** 1,000 tables. The first statement makes sure that it is fresh. */
runner_status connection_has_column(struct connection *connection, const char *table,
                                    const char *column, bool *exists,
                                    struct runner_error *error) {
  int64_t found = 0;
  *exists = false;
  runner_status status = connection_integer(
      connection, "SELECT 1 FROM sqlite_schema LIMIT 1", &found, error);
  if (status != RUNNER_DONE) return status;
  int code = sqlite3_table_column_metadata(connection->handle, "main", table, column,
                                           NULL, NULL, NULL, NULL, NULL);
  if (code == SQLITE_NOMEM) return error_no_memory(error);
  *exists = code == SQLITE_OK;
  return RUNNER_DONE;
}

runner_status connection_has_table(struct connection *connection, const char *table,
                                   bool *exists, struct runner_error *error) {
  return connection_has_column(connection, table, NULL, exists, error);
}

const char *connection_library_version(void) {
  return sqlite3_libversion();
}

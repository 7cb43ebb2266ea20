/* Values into and out of statements. */
#include "sqlite/connection_state.h"

/* ---- parameters ---- */

int statement_parameter_count(const struct statement *statement) {
  return sqlite3_bind_parameter_count(statement->handle);
}

const char *statement_parameter_name(const struct statement *statement, int index) {
  return sqlite3_bind_parameter_name(statement->handle, index);
}

static runner_status fail_range(const struct statement *statement, int index,
                                struct runner_error *error) {
  error_set(error, RUNNER_FAILED, "there is no parameter %d: the statement has %d", index,
            statement_parameter_count(statement));
  error_statement(error, statement_sql(statement), -1, SQLITE_RANGE);
  return RUNNER_FAILED;
}

/* The outcome of a bind function; `kept`: the recorder has its copy. */
static runner_status bound(struct statement *statement, int index, int code, bool kept,
                           struct runner_error *error) {
  if (code == SQLITE_OK) return kept ? RUNNER_DONE : error_no_memory(error);
  if (code == SQLITE_RANGE) return fail_range(statement, index, error);
  return connection_fail(statement->connection, code, statement_sql(statement), error);
}

/* Binding to a statement that is being stepped is a misuse to SQLite; a bind starts it
** anew instead. */
static void before_bind(struct statement *statement) {
  if (statement->started) statement_reset(statement);
}

runner_status statement_bind_null(struct statement *statement, int index,
                                  struct runner_error *error) {
  before_bind(statement);
  int code = sqlite3_bind_null(statement->handle, index);
  return bound(statement, index, code,
               code != SQLITE_OK || recorder_null(statement, index), error);
}

runner_status statement_bind_integer(struct statement *statement, int index,
                                     int64_t value, struct runner_error *error) {
  before_bind(statement);
  int code = sqlite3_bind_int64(statement->handle, index, value);
  return bound(statement, index, code,
               code != SQLITE_OK || recorder_integer(statement, index, value), error);
}

runner_status statement_bind_real(struct statement *statement, int index, double value,
                                  struct runner_error *error) {
  before_bind(statement);
  int code = sqlite3_bind_double(statement->handle, index, value);
  return bound(statement, index, code,
               code != SQLITE_OK || recorder_real(statement, index, value), error);
}

static runner_status bind_text(struct statement *statement, int index, const char *text,
                               size_t length, sqlite3_destructor_type keeping,
                               struct runner_error *error) {
  before_bind(statement);
  int code = sqlite3_bind_text64(statement->handle, index, text != NULL ? text : "",
                                 length, keeping, SQLITE_UTF8);
  return bound(statement, index, code,
               code != SQLITE_OK || recorder_text(statement, index, text, length), error);
}

runner_status statement_bind_text(struct statement *statement, int index,
                                  const char *text, size_t length,
                                  struct runner_error *error) {
  return bind_text(statement, index, text, length, SQLITE_TRANSIENT, error);
}

runner_status statement_bind_text_in_place(struct statement *statement, int index,
                                           const char *text, size_t length,
                                           struct runner_error *error) {
  return bind_text(statement, index, text, length, SQLITE_STATIC, error);
}

runner_status statement_bind_blob(struct statement *statement, int index,
                                  const void *bytes, size_t length,
                                  struct runner_error *error) {
  before_bind(statement);
  int code = length == 0 ? sqlite3_bind_zeroblob(statement->handle, index, 0)
                         : sqlite3_bind_blob64(statement->handle, index, bytes, length,
                                               SQLITE_TRANSIENT);
  return bound(statement, index, code,
               code != SQLITE_OK || recorder_blob(statement, index, bytes, length),
               error);
}

/* ---- columns ---- */

int statement_column_count(const struct statement *statement) {
  return sqlite3_column_count(statement->handle);
}

const char *statement_column_name(const struct statement *statement, int column) {
  return sqlite3_column_name(statement->handle, column);
}

enum value_type value_type_of(int type) {
  switch (type) {
  case SQLITE_INTEGER:
    return VALUE_INTEGER;
  case SQLITE_FLOAT:
    return VALUE_REAL;
  case SQLITE_TEXT:
    return VALUE_TEXT;
  case SQLITE_BLOB:
    return VALUE_BLOB;
  default:
    return VALUE_NULL;
  }
}

enum value_type statement_column_type(struct statement *statement, int column) {
  return value_type_of(sqlite3_column_type(statement->handle, column));
}

int64_t statement_column_integer(struct statement *statement, int column) {
  return sqlite3_column_int64(statement->handle, column);
}

double statement_column_real(struct statement *statement, int column) {
  return sqlite3_column_double(statement->handle, column);
}

const char *statement_column_text(struct statement *statement, int column,
                                  size_t *length) {
  const unsigned char *text = sqlite3_column_text(statement->handle, column);
  *length = (size_t)sqlite3_column_bytes(statement->handle, column);
  return text != NULL ? (const char *)text : "";
}

const void *statement_column_blob(struct statement *statement, int column,
                                  size_t *length) {
  const void *bytes = sqlite3_column_blob(statement->handle, column);
  *length = (size_t)sqlite3_column_bytes(statement->handle, column);
  return bytes;
}

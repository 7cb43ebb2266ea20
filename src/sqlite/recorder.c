/* Writing down what was executed, with the parameters as literals.
**
** sqlite3_expanded_sql is not used: it rounds reals to 15 digits and ends texts at a zero
** byte. The literals here give identical values back when the sqlite3 shell reads them:
** reals are tried with SQLite's own conversion, and bytes that the shell's line reader or
** a literal cannot carry (zero, carriage return) are put in by replace(). */
#include "base/memory.h"
#include "sqlite/connection_state.h"
#include "sqlite/literal.h"
#include "sqlite/sql_text.h"

#include <stdlib.h>
#include <string.h>

/* The place for the literal of parameter `index`, emptied; NULL: nobody records, or
** memory ran out (*failed). */
static struct buffer *place_for(struct statement *statement, int index, bool *failed) {
  *failed = false;
  if (statement->connection->record == NULL) return NULL;
  if (statement->literals == NULL) {
    size_t count = (size_t)statement_parameter_count(statement);
    statement->literals = memory_allocate(count * sizeof *statement->literals);
    *failed = statement->literals == NULL;
    if (*failed) return NULL;
  }
  struct buffer *place = &statement->literals[index - 1];
  buffer_clear(place);
  return place;
}

bool recorder_null(struct statement *statement, int index) {
  bool failed;
  place_for(statement, index, &failed); /* empty means NULL */
  return !failed;
}

bool recorder_integer(struct statement *statement, int index, int64_t value) {
  bool failed;
  struct buffer *place = place_for(statement, index, &failed);
  if (place == NULL) return !failed;
  literal_integer(place, value);
  return !buffer_failed(place);
}

bool recorder_real(struct statement *statement, int index, double value) {
  bool failed;
  struct buffer *place = place_for(statement, index, &failed);
  if (place == NULL) return !failed;
  literal_real(place, value, statement->connection->handle);
  return !buffer_failed(place);
}

bool recorder_text(struct statement *statement, int index, const char *text,
                   size_t length) {
  bool failed;
  struct buffer *place = place_for(statement, index, &failed);
  if (place == NULL) return !failed;
  literal_text(place, text, length);
  return !buffer_failed(place);
}

bool recorder_blob(struct statement *statement, int index, const void *bytes,
                   size_t length) {
  bool failed;
  struct buffer *place = place_for(statement, index, &failed);
  if (place == NULL) return !failed;
  literal_blob(place, bytes, length);
  return !buffer_failed(place);
}

void recorder_forget(struct statement *statement) {
  if (statement->literals == NULL) return;
  int count = statement_parameter_count(statement);
  for (int i = 0; i < count; i++)
    buffer_release(&statement->literals[i]);
  memory_release(statement->literals);
  statement->literals = NULL;
}

/* ---- expansion ---- */

/* Number of the parameter; `*largest` is the largest so far. A bare ? takes the number
** after it. https://www.sqlite.org/lang_expr.html#varparam */
static int parameter_index(const struct statement *statement, struct sql_token token,
                           int *largest) {
  int index = *largest + 1;
  if (token.start[0] == '?' && token.length > 1) {
    index = (int)strtol(token.start + 1, NULL, 10);
  } else if (token.start[0] != '?') {
    int count = statement_parameter_count(statement);
    for (index = 1; index < count; index++) {
      const char *name = statement_parameter_name(statement, index);
      if (name != NULL && strlen(name) == token.length &&
          memcmp(name, token.start, token.length) == 0)
        break;
    }
  }
  if (index > *largest) *largest = index;
  return index;
}

static bool joins(char c) {
  unsigned char byte = (unsigned char)c;
  return byte >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
         (c >= 'A' && c <= 'Z') || strchr("_$-.'\"", c) != NULL;
}

/* Put the literal in, apart from what stands beside it: `a-?` must not become a comment,
** nor `?AND` a number. */
static void put_literal(struct buffer *out, const struct buffer *literal, char next) {
  char before = out->length > 0 ? out->bytes[out->length - 1] : ' ';
  if (joins(before)) buffer_text(out, " ");
  if (literal == NULL || literal->length == 0)
    buffer_text(out, "NULL");
  else
    buffer_bytes(out, literal->bytes, literal->length);
  if (next != '\0' && joins(next)) buffer_text(out, " ");
}

static void expand(const struct statement *statement, struct buffer *out) {
  const char *at = statement_sql(statement);
  int largest = 0;
  for (;;) {
    struct sql_token token = sql_token(at);
    at += token.length;
    if (token.kind == SQL_END) return;
    if (token.kind != SQL_PARAMETER) {
      buffer_bytes(out, token.start, token.length);
      continue;
    }
    int index = parameter_index(statement, token, &largest);
    const struct buffer *literals = statement->literals;
    put_literal(out, literals != NULL ? &literals[index - 1] : NULL, *at);
  }
}

/* SQLite keeps with some definitions all that stands before the semicolon, and an
** alteration finds them by their text. */
static bool is_definition(const char *sql) {
  struct sql_token first = sql_token(sql_skip_empty(sql));
  return sql_token_is(first, "CREATE") || sql_token_is(first, "ALTER");
}

/* Cut off the semicolon, and comments and white space at the end but for definitions. A
** comment that lasts up to the end of the line must not swallow what is written next. */
static void cut_end(struct buffer *sql) {
  size_t end = 0, semicolon = sql->length;
  bool open = false;
  for (const char *at = sql->bytes; *at != '\0';) {
    struct sql_token token = sql_token(at);
    if (token.kind == SQL_SEMICOLON && semicolon == sql->length)
      semicolon = (size_t)(at - sql->bytes);
    if (token.kind != SQL_SEMICOLON) open = at[0] == '-' && at[1] == '-';
    at += token.length;
    if (token.kind == SQL_SPACE || token.kind == SQL_SEMICOLON) continue;
    end = (size_t)(at - sql->bytes);
    semicolon = sql->length; /* that of a trigger's body */
  }
  bool whole = is_definition(sql->bytes);
  sql->length = whole ? semicolon : end;
  sql->bytes[sql->length] = '\0';
  if (whole && open) buffer_text(sql, "\n");
}

static bool is_recorded(const struct statement *statement) {
  if (statement->connection->record == NULL) return false;
  const struct notes *notes = &statement->notes;
  if (notes->savepoint != SAVEPOINT_NONE || notes->setting) return true;
  return !statement->read_only && !notes->asks;
}

/* The sqlite3 shell does not have the function. */
static runner_status fail_own_function(const char *sql, struct runner_error *error) {
  error_set(error, RUNNER_FAILED,
            "a function defined in Lua cannot be written down as SQL");
  error_hint(error, "compute the value in Lua and give it as a parameter, or write the "
                    "conversion in SQL");
  error_statement(error, sql, -1, 0);
  return RUNNER_FAILED;
}

/* A script may catch the error and go on; the text would be without the statement. */
static runner_status refuse_own_function(const struct statement *statement,
                                         struct runner_error *error) {
  struct connection *connection = statement->connection;
  const char *sql = statement_sql(statement);
  if (connection->unwritten == NULL) connection->unwritten = memory_text(sql);
  return fail_own_function(sql, error);
}

runner_status recorder_check(const struct connection *connection,
                             struct runner_error *error) {
  if (connection->unwritten == NULL) return RUNNER_DONE;
  return fail_own_function(connection->unwritten, error);
}

runner_status recorder_note(struct statement *statement, struct runner_error *error) {
  if (!is_recorded(statement)) return RUNNER_DONE;
  if (statement->notes.own_function) return refuse_own_function(statement, error);
  struct connection *connection = statement->connection;
  struct buffer sql = {0};
  runner_status status = RUNNER_DONE;
  expand(statement, &sql);
  if (sql.bytes != NULL && !buffer_failed(&sql)) cut_end(&sql);
  if (buffer_failed(&sql))
    status = error_no_memory(error);
  else if (sql.bytes != NULL)
    connection->record(connection->record_user, sql.bytes);
  buffer_release(&sql);
  return status;
}

void connection_record(struct connection *connection, connection_recorder record,
                       void *user) {
  connection->record = record;
  connection->record_user = user;
  memory_release(connection->unwritten);
  connection->unwritten = NULL;
}

bool connection_recording(const struct connection *connection) {
  return connection->record != NULL;
}

/* Prepared statements, cached by their text, and SQL functions.
**
** A statement borrowed with statement_prepare is given back with statement_release;
** the connection keeps it for the next caller with the same text (least recently used
** ones are finalized). A statement that is in use twice at once is simply prepared twice.
*/
#ifndef RUNNER_SQLITE_STATEMENT_H
#define RUNNER_SQLITE_STATEMENT_H

#include "sqlite/connection.h"

#include <stddef.h>

struct statement;

enum value_type { VALUE_NULL, VALUE_INTEGER, VALUE_REAL, VALUE_TEXT, VALUE_BLOB };

/* `sql` may hold several statements: the first is prepared and `*tail` (if not NULL) is
** set to the rest, NULL when only white space and comments are left. With `tail` NULL a
** second statement is an error. Text without any statement gives *out = NULL. The error
** carries the text and the byte where SQLite stopped. sql[length] must be a 0 that can be
** read (so that long scripts are not copied for every statement in them); a 0 before it
** is an error. */
runner_status statement_prepare(struct connection *connection, const char *sql,
                                size_t length, struct statement **out, const char **tail,
                                struct runner_error *error);
/* The same for the engine's own SQL, in any mode: the authorizer does not judge it, the
** watch does not notice what it does. */
runner_status statement_prepare_engine(struct connection *connection, const char *sql,
                                       size_t length, struct statement **out,
                                       const char **tail, struct runner_error *error);
/* One statement of the engine's own. */
runner_status statement_engine(struct connection *connection, const char *sql,
                               struct statement **out, struct runner_error *error);
void statement_release(struct statement *statement); /* NULL is fine */

const char *statement_sql(const struct statement *statement);
/* Does it hand out rows of tables other than the schema? (for warnings in offline mode:
** what a script decides by them cannot be written down) */
bool statement_reads_rows(const struct statement *statement);

/* Parameters are counted from 1. Text and blobs are copied. */
int statement_parameter_count(const struct statement *statement);
const char *statement_parameter_name(const struct statement *statement, int index);
runner_status statement_bind_null(struct statement *statement, int index,
                                  struct runner_error *error);
runner_status statement_bind_integer(struct statement *statement, int index,
                                     int64_t value, struct runner_error *error);
runner_status statement_bind_real(struct statement *statement, int index, double value,
                                  struct runner_error *error);
runner_status statement_bind_text(struct statement *statement, int index,
                                  const char *text, size_t length,
                                  struct runner_error *error);
/* The same without a copy: the bytes must stay as they are until the parameter is bound
** anew or the statement released. */
runner_status statement_bind_text_in_place(struct statement *statement, int index,
                                           const char *text, size_t length,
                                           struct runner_error *error);
runner_status statement_bind_blob(struct statement *statement, int index,
                                  const void *bytes, size_t length,
                                  struct runner_error *error);

/* One step. `*row` tells whether there is a row to read. After an error or the last row
** the statement is reset. Checks poison and runs the watch first (see watch.h). */
runner_status statement_step(struct statement *statement, bool *row,
                             struct runner_error *error);
/* Step to the end, ignoring rows. */
runner_status statement_run(struct statement *statement, struct runner_error *error);
void statement_reset(struct statement *statement);

/* The current row; columns are counted from 0, texts valid until the next step. */
int statement_column_count(const struct statement *statement);
const char *statement_column_name(const struct statement *statement, int column);
enum value_type statement_column_type(struct statement *statement, int column);
int64_t statement_column_integer(struct statement *statement, int column);
double statement_column_real(struct statement *statement, int column);
const char *statement_column_text(struct statement *statement, int column,
                                  size_t *length); /* "" for NULL */
const void *statement_column_blob(struct statement *statement, int column,
                                  size_t *length);

/* SQL functions. The body reads its arguments and gives one answer; an error answer makes
** the statement fail with that message. Registered DIRECTONLY (never from triggers, views
** or the schema of the file). `argument_count` -1: any number. `body` NULL takes the name
** away again. `release` (may be NULL) is called when the function is replaced, taken
** away, or the connection closed, and at once if this call fails. A body must return: it
** may not jump out over SQLite. */
struct function_call;
typedef void (*function_body)(void *user, struct function_call *call);
runner_status connection_define(struct connection *connection, const char *name,
                                int argument_count, function_body body, void *user,
                                void (*release)(void *user), struct runner_error *error);
int function_argument_count(const struct function_call *call);
enum value_type function_argument_type(const struct function_call *call, int index);
int64_t function_argument_integer(const struct function_call *call, int index);
double function_argument_real(const struct function_call *call, int index);
const char *function_argument_text(const struct function_call *call, int index,
                                   size_t *length);
const void *function_argument_blob(const struct function_call *call, int index,
                                   size_t *length);
void function_answer_null(struct function_call *call);
void function_answer_integer(struct function_call *call, int64_t value);
void function_answer_real(struct function_call *call, double value);
void function_answer_text(struct function_call *call, const char *text, size_t length);
void function_answer_blob(struct function_call *call, const void *bytes, size_t length);
void function_answer_error(struct function_call *call, const char *message);

#endif

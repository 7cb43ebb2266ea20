/* Errors: what went wrong, where, and what to do next.
**
** A function that can fail returns a runner_status and takes a `struct runner_error *`.
** The error is filled once, in the place that found the problem, and carried upwards
** unchanged; callers may only add what they know (place, revision, hint). Only the
** command line turns it into words on a terminal.
**
** An error pointer may be NULL: then only the status is reported.
*/
#ifndef RUNNER_BASE_ERROR_H
#define RUNNER_BASE_ERROR_H

#include "base/status.h"

/* Fill an empty error; returns `status`, so that callers can `return error_set(...)`. */
runner_status error_set(struct runner_error *error, runner_status status,
                        const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Memory ran out: RUNNER_FAILED, without allocating anything. */
runner_status error_no_memory(struct runner_error *error);

/* Add what the caller knows. Each keeps what is there already: the innermost place
** knows best. They do nothing if `error` is NULL. */
void error_hint(struct runner_error *error, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void error_place(struct runner_error *error, const char *file, int line);
void error_in_revision(struct runner_error *error, const char *revision);
void error_statement(struct runner_error *error, const char *sql, int offset,
                     int sqlite_code);
void error_traceback(struct runner_error *error, const char *traceback);

/* Move `from` into `to`; `from` becomes empty. */
void error_move(struct runner_error *to, struct runner_error *from);

#endif

/* Errors: what went wrong, where, and what to do next.
**
** A function that can fail returns a runner_status and takes a `struct runner_error *`.
** The error is filled once, in the place that found the problem, and carried upwards
** unchanged; callers may only add what they know (place, revision, hint). Only the
** command line turns it into words on a terminal.
**
** Every text in an error is owned by the error and released by runner_error_clear.
** An error pointer may be NULL: then only the status is reported.
*/
#ifndef RUNNER_BASE_ERROR_H
#define RUNNER_BASE_ERROR_H

/* What librunner offers to applications; all else stays inside it. */
#if defined(__GNUC__)
#define RUNNER_API __attribute__((visibility("default")))
#else
#define RUNNER_API
#endif

/* The kinds of outcome. The numbers are the exit codes of the program (contract). */
typedef enum runner_status {
  RUNNER_DONE = 0,          /* done */
  RUNNER_FAILED = 1,        /* a script or a statement failed */
  RUNNER_USAGE = 2,         /* wrong usage or configuration */
  RUNNER_NEGATIVE = 3,      /* the answer is no */
  RUNNER_REVISION = 4,      /* unknown, ambiguous, several heads, cycle, broken file */
  RUNNER_BUSY = 5,          /* the database is locked by somebody else */
  RUNNER_DATABASE = 6,      /* the database is not as recorded, corrupt, or none */
  RUNNER_INTERRUPTED = 130, /* Ctrl-C, or runner_interrupt */
} runner_status;

struct runner_error {
  runner_status status;
  char *message;   /* one sentence without a full stop; NULL only if memory ran out */
  char *hint;      /* what to do next, or NULL */
  char *file;      /* the file it is in, or NULL */
  int line;        /* line in that file, counted from 1; 0 if not known */
  char *revision;  /* the revision that was running or read, or NULL */
  char *sql;       /* the statement that failed, or NULL */
  int offset;      /* byte in `sql` where it went wrong, or -1 */
  int sqlite_code; /* SQLite's extended result code, or 0 */
  char *traceback; /* Lua call stack, or NULL */
};

#define RUNNER_ERROR_INIT                                                                \
  { .status = RUNNER_DONE, .offset = -1 }

/* Release the texts and make the error empty, ready for reuse. */
RUNNER_API void runner_error_clear(struct runner_error *error);

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

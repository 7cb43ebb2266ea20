/* How a call ended: its status, and the error that says why. Part of what librunner
** offers, so there is nothing in it but that.
**
** Every text in an error is owned by the error and released by runner_error_clear.
*/
#ifndef RUNNER_BASE_STATUS_H
#define RUNNER_BASE_STATUS_H

#ifdef __cplusplus
extern "C" {
#endif

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

/* An empty error. (Without field names: C++ knows those only since 2020.) */
#define RUNNER_ERROR_INIT                                                                \
  { RUNNER_DONE, 0, 0, 0, 0, 0, 0, -1, 0, 0 }

/* Release the texts and make the error empty, ready for reuse. */
RUNNER_API void runner_error_clear(struct runner_error *error);

#ifdef __cplusplus
}
#endif

#endif

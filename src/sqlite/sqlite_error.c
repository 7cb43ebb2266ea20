/* SQLite's result codes as errors: which kind, what to say, what to do about it.
** https://www.sqlite.org/rescode.html */
#include "base/memory.h"
#include "sqlite/connection_state.h"
#include "sqlite/sql_text.h"

#include <string.h>
#include <strings.h>

/* How one primary code is told. With `sentence` NULL the message is SQLite's own. */
struct wording {
  int code; /* primary, or extended where it deserves its own words */
  runner_status status;
  const char *sentence; /* takes the path */
  const char *hint;
};

static const char LOOK_AT_RIGHTS[] =
    "look at the owner and the permissions of the file and of its folder";
static const char RESTORE[] =
    "restore a backup, or save what can be read with the sqlite3 shell's .recover";

/* Older versions of SQLite call full-text tables unsafe, too, where triggers keep them,
** and the functions for JSON; in an index those make the whole file unreadable.
** https://www.sqlite.org/pragma.html#pragma_trusted_schema */
static const char TRUST[] =
    "a definition in the database uses it; if you trust the database, put "
    "`trust = { \"schema\" }` into runner.lua";

static const char DECLARE[] =
    "a collation that only the application has is declared in runner.lua: collations = { "
    "NAME = true }, or a function(a, b) in the place of true that gives its order";

static const struct wording wordings[] = {
    {SQLITE_READONLY_DBMOVED, RUNNER_DATABASE,
     "%s was moved or deleted while it was open",
     "put the file back, then run the command again"},
    {SQLITE_READONLY_ROLLBACK, RUNNER_USAGE,
     "%s holds an unfinished transaction that must be rolled back first, and it cannot "
     "be "
     "written",
     "open it once with the right to write"},
    {SQLITE_READONLY_RECOVERY, RUNNER_USAGE,
     "%s has a write-ahead log that must be recovered first, and it cannot be written",
     "open it once with the right to write"},
    {SQLITE_READONLY_CANTINIT, RUNNER_USAGE,
     "%s is in WAL mode and its -shm file cannot be made",
     "give the right to write to its folder, or open a copy"},
    {SQLITE_READONLY_DIRECTORY, RUNNER_USAGE,
     "%s needs a file beside it (a journal or a write-ahead log), and its folder cannot "
     "be written",
     LOOK_AT_RIGHTS},
    {SQLITE_READONLY, RUNNER_USAGE, "%s cannot be written: it is read-only",
     LOOK_AT_RIGHTS},
    {SQLITE_PERM, RUNNER_USAGE, "%s cannot be used: permission denied", LOOK_AT_RIGHTS},
    {SQLITE_NOTADB, RUNNER_DATABASE, "%s is not a SQLite database",
     "check the path; an encrypted database looks like this too"},
    {SQLITE_INTERRUPT, RUNNER_INTERRUPTED, "interrupted", NULL},
    {SQLITE_FULL, RUNNER_FAILED,
     "no room left to write %s: the disk or the database is full",
     "free some space, then run the command again"},
    {SQLITE_PROTOCOL, RUNNER_BUSY, "%s is locked: too many programs open it at once",
     "run the command again"},
};

static const struct wording *find_wording(int code) {
  for (size_t i = 0; i < sizeof wordings / sizeof *wordings; i++)
    if (wordings[i].code == code) return &wordings[i];
  return (code & ~0xff) != 0 ? find_wording(code & 0xff) : NULL;
}

static runner_status fail_busy(struct connection *connection,
                               struct runner_error *error) {
  const char *path = connection->path;
  const char *wish = connection->wish != NULL ? connection->wish : "to read it";
  if (connection->interrupted)
    return error_set(error, RUNNER_INTERRUPTED,
                     "interrupted while waiting for the lock of %s", path);
  const char *waited = connection->gave_up ? "gave up after" : "waited";
  error_set(error, RUNNER_BUSY, "%s is locked by another program: %s %.1f s %s", path,
            waited, connection->waited, wish);
  error_hint(error, "wait until that program is done, or allow more time");
  return RUNNER_BUSY;
}

/* What the system said, or else SQLite. Codes that come up while a statement runs are not
** kept with the connection but with the file.
** https://www.sqlite.org/c3ref/c_fcntl_begin_atomic_write.html */
static const char *reason_of(sqlite3 *handle) {
  int reason = sqlite3_system_errno(handle);
  if (reason == 0) sqlite3_file_control(handle, "main", SQLITE_FCNTL_LAST_ERRNO, &reason);
  return reason != 0 ? strerror(reason) : sqlite3_errmsg(handle);
}

static runner_status fail_unsafe(const struct connection *connection,
                                 struct runner_error *error) {
  error_set(error, RUNNER_USAGE, "%s cannot be read: %s", connection->path,
            sqlite3_errmsg(connection->handle));
  error_hint(error, TRUST);
  return RUNNER_USAGE;
}

static runner_status fail_storage(struct connection *connection, int code,
                                  struct runner_error *error) {
  sqlite3 *handle = connection->handle;
  const char *path = connection->path, *told = sqlite3_errmsg(handle);
  switch (code & 0xff) {
  case SQLITE_CORRUPT:
    if (strstr(told, "unsafe use of ") != NULL) return fail_unsafe(connection, error);
    error_set(error, RUNNER_DATABASE, "%s is damaged: %s", path, told);
    error_hint(error, RESTORE);
    return RUNNER_DATABASE;
  case SQLITE_CANTOPEN:
    error_set(error, RUNNER_USAGE, "cannot open %s or a file beside it: %s", path,
              reason_of(handle));
    error_hint(error, LOOK_AT_RIGHTS);
    return RUNNER_USAGE;
  default:
    error_set(error, RUNNER_FAILED, "reading or writing %s failed: %s", path,
              reason_of(handle));
    error_hint(error, "check the disk and the system's log before running it again");
    return RUNNER_FAILED;
  }
}

/* A statement of this very connection is in the way: no other program. */
static runner_status fail_locked(struct connection *connection,
                                 struct runner_error *error) {
  error_set(error, RUNNER_FAILED, "%s", sqlite3_errmsg(connection->handle));
  error_hint(error,
             "a statement is not done yet: finish or close the loop that reads first");
  return RUNNER_FAILED;
}

/* SQLite calls it busy, too, that a savepoint cannot begin or end while a statement of the
** same connection writes. https://www.sqlite.org/lang_savepoint.html */
static bool is_own_statement(struct connection *connection) {
  return strstr(sqlite3_errmsg(connection->handle), "SQL statements in progress") != NULL;
}

static runner_status fail_in_function(struct runner_error *error) {
  error_set(
      error, RUNNER_FAILED,
      "a function that SQL calls cannot use a savepoint while its statement writes");
  error_hint(error, "what needs one (db:savepoint, many operations of op) comes before "
                    "or after that statement");
  return RUNNER_FAILED;
}

/* A savepoint that is undone after the schema was changed ends the statements that read.
** https://www.sqlite.org/lang_savepoint.html */
static runner_status fail_undone(struct runner_error *error) {
  error_set(error, RUNNER_FAILED,
            "the rows cannot be read on: a savepoint was undone after the schema had "
            "changed");
  error_hint(error, "read the rows into a table first, then loop over that");
  return RUNNER_FAILED;
}

/* The authorizer said no and left its reason. */
static runner_status fail_refused(struct connection *connection,
                                  struct runner_error *error) {
  error_set(error, RUNNER_FAILED, "%s", connection->refusal);
  error_hint(error, "%s", connection->refusal_hint);
  memory_release(connection->refusal);
  connection->refusal = NULL;
  return RUNNER_FAILED;
}

/* Is this about what only older versions of SQLite call unsafe? */
static bool is_trusted_later(const char *message) {
  return strncmp(message, "unsafe use of virtual table", 27) == 0 ||
         strncasecmp(message, "unsafe use of json", 18) == 0;
}

/* "no query solution" is said of a table whose rows are kept in an unknown order. */
static bool is_unknown_order(const char *message) {
  return strstr(message, "no such collation sequence") != NULL ||
         strstr(message, "no query solution") != NULL;
}

static runner_status fail_plainly(struct connection *connection,
                                  struct runner_error *error) {
  const char *message = sqlite3_errmsg(connection->handle);
  error_set(error, RUNNER_FAILED, "%s", message);
  if (is_trusted_later(message)) error_hint(error, TRUST);
  if (is_unknown_order(message)) error_hint(error, DECLARE);
  return RUNNER_FAILED;
}

static runner_status fill(struct connection *connection, int code,
                          struct runner_error *error) {
  if (connection->refusal != NULL) return fail_refused(connection, error);
  const struct wording *wording = find_wording(code);
  if (wording != NULL) {
    error_set(error, wording->status, wording->sentence, connection->path);
    if (wording->hint != NULL) error_hint(error, "%s", wording->hint);
    return wording->status;
  }
  switch (code & 0xff) {
  case SQLITE_NOMEM:
    return error_no_memory(error);
  case SQLITE_BUSY:
    return is_own_statement(connection) ? fail_in_function(error)
                                        : fail_busy(connection, error);
  case SQLITE_LOCKED:
    return code == SQLITE_LOCKED_SHAREDCACHE ? fail_busy(connection, error)
                                             : fail_locked(connection, error);
  case SQLITE_ABORT:
    return code == SQLITE_ABORT_ROLLBACK ? fail_undone(error)
                                         : error_set(error, RUNNER_FAILED, "%s",
                                                     sqlite3_errmsg(connection->handle));
  case SQLITE_CORRUPT:
  case SQLITE_CANTOPEN:
  case SQLITE_IOERR:
    return fail_storage(connection, code, error);
  default:
    return fail_plainly(connection, error);
  }
}

runner_status connection_fail_read_only(const struct connection *connection,
                                        struct runner_error *error) {
  const struct wording *wording = find_wording(SQLITE_READONLY);
  error_set(error, wording->status, wording->sentence, connection->path);
  error_hint(error, "%s", wording->hint);
  return wording->status;
}

/* Does the error point at a text in double quotes? https://www.sqlite.org/quirks.html#dblquote */
static bool is_quoted_text(const struct connection *connection, const char *sql,
                           int offset) {
  const char *message = sqlite3_errmsg(connection->handle);
  return offset >= 0 && sql[offset] == '"' &&
         strncmp(message, "no such column: ", 16) == 0;
}

runner_status connection_fail(struct connection *connection, int code, const char *sql,
                              struct runner_error *error) {
  int offset = sqlite3_error_offset(connection->handle);
  int primary = code & 0xff;
  if (primary == SQLITE_FULL || primary == SQLITE_IOERR) connection->torn = true;
  if (primary == SQLITE_IOERR && file_look_ended(connection)) code = SQLITE_INTERRUPT;
  runner_status status = fill(connection, code, error);
  if (sql == NULL || error == NULL) {
    error_statement(error, NULL, -1, code);
    return status;
  }
  if (status == RUNNER_FAILED && is_quoted_text(connection, sql, offset))
    error_hint(error, "what is in double quotes is a name: a text is written in 'these'");
  size_t from = offset > 0 ? (size_t)offset : 0;
  char *only = memory_format("%.*s", (int)sql_statement_end(sql, from), sql);
  if (only != NULL) error_statement(error, only, offset, code);
  memory_release(only);
  return status;
}

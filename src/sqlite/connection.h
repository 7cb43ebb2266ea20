/* One connection to one database, opened and kept the way a migration needs it.
**
** Nothing above src/sqlite/ calls the SQLite library. At open: extended result codes,
** defensive mode on, double-quoted strings off, trusted_schema off (unless trust_schema
** says so), extension loading off, secure_delete = FAST, foreign keys off (a revision's changes are checked before
** COMMIT instead, see watch.h). https://www.sqlite.org/c3ref/c_dbconfig_defensive.html
**
** Errors map to: SQLITE_BUSY -> RUNNER_BUSY; SQLITE_CORRUPT,
** SQLITE_NOTADB -> RUNNER_DATABASE; SQLITE_INTERRUPT -> RUNNER_INTERRUPTED;
** SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH of the file
** -> RUNNER_USAGE; all else -> RUNNER_FAILED.
*/
#ifndef RUNNER_SQLITE_CONNECTION_H
#define RUNNER_SQLITE_CONNECTION_H

#include "base/error.h"
#include "sqlite/collation.h"
#include "sqlite/progress.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct connection;
struct sqlite3; /* only for connection_adopt */

struct connection_options {
  const char *path;  /* file, ":memory:", or "" for a scratch database */
  bool read_only;    /* never writes, never creates */
  bool trust_schema; /* triggers and views of the file may use what has side effects */
  const struct collations *collations; /* or NULL; not for a lent connection */
  bool create;    /* make the file if it is missing (never its folder); put off until
                       something is written, so that only looking leaves no file */
  int timeout_ms; /* how long to wait for a lock; 0: not at all */
  /* Called now and then while waiting for a lock (first after 500 ms, then about every
  ** second); may be NULL. Return false to give up at once. */
  bool (*waiting)(void *user, int waited_ms, int timeout_ms);
  /* Called while something takes longer than `progress_after` seconds (progress.h), inside
  ** a statement: nothing may be done with the connection but to interrupt it. May be NULL. */
  void (*progress)(void *user, const struct progress *progress);
  double progress_after;
  void *user;
};

/* A missing file is RUNNER_USAGE; a file that is no database RUNNER_DATABASE. The file is
** really read here, so that errors show now. */
runner_status connection_open(const struct connection_options *options,
                              struct connection **out, struct runner_error *error);

/* Use a connection that belongs to somebody else (an application). It must not be inside
** a transaction (RUNNER_USAGE). What is changed on it is put back by connection_close,
** which leaves it open; its progress handler, if `progress` is given, is lost. Of `options`
** only timeout_ms, waiting, progress, progress_after and user are used. */
runner_status connection_adopt(struct sqlite3 *handle,
                               const struct connection_options *options,
                               struct connection **out, struct runner_error *error);

/* Roll back what is open, finalize everything, close. NULL is fine. */
void connection_close(struct connection *connection);

/* Stop the running statement or the wait for a lock; safe in a signal handler and from
** another thread. Until connection_rollback every later prepare, step, begin and commit
** fails with RUNNER_INTERRUPTED: an interrupt between two statements is not lost. */
void connection_interrupt(struct connection *connection);

bool connection_read_only(const struct connection *connection);

/* How long to wait for a lock from now on. Gives what it was before. */
int connection_timeout(struct connection *connection, int timeout_ms);

/* While true, nothing can be written: a function that gives a statement its values may
** read other rows, but what it changed would depend on how that statement runs. Gives what
** it was before. */
bool connection_convert(struct connection *connection, bool converting);
const char *connection_path(const struct connection *connection);

/* Transactions. begin is BEGIN IMMEDIATE. */
runner_status connection_begin(struct connection *connection, struct runner_error *error);
bool connection_in_transaction(const struct connection *connection);
/* For one statement that changes many pages, in a transaction: SQLite may hold them in
** memory, as many as the size of the file leaves room for; narrow ends that. In between
** small statements would read the same pages again and again. */
runner_status connection_widen(struct connection *connection, struct runner_error *error);
void connection_narrow(struct connection *connection);

/* Seconds that the last begin, statement or commit waited for a lock. */
double connection_waited(const struct connection *connection);

/* From now on, until the mode is that of the engine again, COMMIT leaves the write-ahead
** log to connection_checkpoint, which copies it into the file once it is worth it, without
** waiting for anybody or making anybody wait. The time COMMIT takes is then that of the
** lock alone. With an application's connection, which may have a hook of its own, COMMIT
** goes on doing both. Without such a log nothing happens; a failure is left to the next
** statement. https://www.sqlite.org/c3ref/wal_hook.html */
void connection_part_checkpoints(struct connection *connection);
void connection_checkpoint(struct connection *connection);

/* If COMMIT fails and the transaction still lives it is rolled back and *unknown is
** false; if it is gone, *unknown is true: close, reopen, read what is true. */
runner_status connection_commit(struct connection *connection, bool *unknown,
                                struct runner_error *error);
void connection_rollback(struct connection *connection); /* nothing open is fine */

/* An error that ended the transaction by itself (interrupt during a write, ON CONFLICT
** ROLLBACK, RAISE(ROLLBACK), full disk) poisons the connection: every later prepare or
** step on it fails with the first reason until connection_rollback is called.
** https://www.sqlite.org/lang_transaction.html section 3
**
** So does the transaction that a savepoint began, between connection_guard, called after
** SAVEPOINT (false: it is inside another transaction, which is guarded already), and
** connection_guard_end, called before RELEASE or ROLLBACK TO. If it ended by itself the
** latter fails with the reason; the savepoint is gone, the connection can be used again. */
bool connection_guard(struct connection *connection);
runner_status connection_guard_end(struct connection *connection,
                                   struct runner_error *error);

/* Run the engine's own SQL in any mode; several statements allowed, rows ignored. */
runner_status connection_execute(struct connection *connection, const char *sql,
                                 struct runner_error *error);
/* First column of the first row as integer; `*value` is 0 if there is no row. */
runner_status connection_integer(struct connection *connection, const char *sql,
                                 int64_t *value, struct runner_error *error);

int64_t connection_changes(const struct connection *connection);
/* Rows changed since the connection was opened. Unlike connection_changes it tells whether
** the last statement changed any: others than INSERT, UPDATE, DELETE leave both as they are.
** https://www.sqlite.org/c3ref/total_changes.html */
int64_t connection_total_changes(const struct connection *connection);
int64_t connection_last_rowid(const struct connection *connection);

/* Does a table of this name exist (main schema, names compared as SQLite does)? */
runner_status connection_has_table(struct connection *connection, const char *table,
                                   bool *exists, struct runner_error *error);
/* And does it have this column? */
runner_status connection_has_column(struct connection *connection, const char *table,
                                    const char *column, bool *exists,
                                    struct runner_error *error);

const char *connection_library_version(void); /* of SQLite: "3.40.1" */

/* For a program that is alone with SQLite in its process, before any other call: SQLite
** stops counting the memory it uses, which costs a lock and a look at every block. Where
** SQLite was used before, nothing happens.
** https://www.sqlite.org/c3ref/c_config_covering_index_scan.html#sqliteconfigmemstatus */
void connection_own_process(void);

/* While a script runs, an authorizer watches what its statements would do.
** CONNECTION_SCRIPT refuses BEGIN, COMMIT, ROLLBACK, SAVEPOINT words (db:savepoint is the
** way), ATTACH, DETACH, VACUUM, and the pragmas that do nothing or harm inside a
** transaction (foreign_keys, journal_mode, page_size, auto_vacuum, synchronous,
** writable_schema, schema_version, locking_mode, wal_checkpoint ...), each with the
** reason and the right way as hint (for most: `transaction = false`).
** CONNECTION_SCRIPT_LOOSE is for revisions with `transaction = false`: transactions words
** and ATTACH stay refused, VACUUM and pragmas are allowed (VACUUM's own internal ATTACH
** too). https://www.sqlite.org/c3ref/set_authorizer.html */
enum connection_mode { CONNECTION_ENGINE, CONNECTION_SCRIPT, CONNECTION_SCRIPT_LOOSE };
void connection_set_mode(struct connection *connection, enum connection_mode mode);
enum connection_mode connection_get_mode(const struct connection *connection);

/* Scripts may not write, alter, drop or hide the tables of this list, which belong to the
** engine; reading them is fine. Neither list nor names are copied. */
void connection_reserve(struct connection *connection, const char *const *names,
                        size_t count);

/* Drop what scripts left in the temporary schema, so that the next revision finds the same
** whether it runs in this process or another. What the application that lent the connection
** had there stays. */
runner_status connection_drop_temporary(struct connection *connection,
                                        struct runner_error *error);

/* Did a script fetch rows of tables (other than the schema) since its mode was set? What it
** then did depends on them. */
bool connection_rows_were_read(const struct connection *connection);

/* Write down what scripts change: `record` gets each statement that is not read-only,
** after it succeeded, with its parameters as literals (the sqlite3 shell gives identical
** values back), no trailing semicolon; also pragmas that change how later statements
** behave, and SAVEPOINT, RELEASE, ROLLBACK TO, so that what a savepoint undid stays undone.
** It is the same in every mode: the engine's own changes belong to the script too. A line
** that begins with a dot is a command of the sqlite3 shell, which takes no semicolon. NULL
** ends it. A statement that cannot be written down fails, and the COMMIT after it, too. */
typedef void (*connection_recorder)(void *user, const char *sql);
void connection_record(struct connection *connection, connection_recorder record,
                       void *user);
bool connection_recording(const struct connection *connection);

#endif

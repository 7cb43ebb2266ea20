/* The inside of a connection, shared by the files of this folder only.
**
** connection.c   open, close, capabilities      settings.c    what is set at open
** transaction.c  begin, commit, rollback, poison busy.c        waiting for locks
** sqlite_error.c SQLite's codes as errors        authorizer.c  what scripts may not do
** statement.c    prepare, step                   statement_cache.c
** value.c        bind, column                    function.c    functions for SQL
** recorder.c     writing down what is run        watch*.c      the watch
** checkpoint.c   the write-ahead log
** temporary.c    what scripts leave behind      schema_*.c    editing the stored schema
** progress.c     telling how far things are     rollback.c    and rollbacks
** file_look.c    looking up from long instructions
** page_memory.c  changed pages in memory
*/
#ifndef RUNNER_SQLITE_CONNECTION_STATE_H
#define RUNNER_SQLITE_CONNECTION_STATE_H

#include "base/buffer.h"
#include "sqlite/connection.h"
#include "sqlite/statement.h"

#include <signal.h>
#include <sqlite3.h>
#include <stdatomic.h>

/* ---- what the authorizer saw while one statement was prepared ---- */

enum note_kind {
  NOTE_INSERT, /* rows of the table `name` */
  NOTE_UPDATE, /* `detail` is the column */
  NOTE_DELETE,
  NOTE_CREATE_TABLE,
  NOTE_CREATE_VIEW,
  NOTE_CREATE_TRIGGER, /* `detail` is the table it is on */
  NOTE_ALTER_TABLE,
  NOTE_DROP_TABLE,
  NOTE_DROP_VIEW,
  NOTE_DROP_INDEX, /* `detail` is the table it is on */
};

struct note {
  enum note_kind kind;
  char *name;
  char *detail;  /* or NULL */
  char *trigger; /* of a change of rows: the trigger that makes it; NULL: the statement */
};

enum savepoint_word {
  SAVEPOINT_NONE,
  SAVEPOINT_BEGUN,
  SAVEPOINT_RELEASED,
  SAVEPOINT_UNDONE
};

struct notes {
  struct note *items;
  size_t count;
  size_t capacity;
  bool failed;         /* memory ran out */
  bool reads_rows;     /* reads rows of tables other than the schema */
  bool changes_schema; /* prepared statements are stale after it ran */
  bool temporary;      /* changes the temporary schema */
  bool transaction;    /* BEGIN, COMMIT or ROLLBACK */
  enum savepoint_word savepoint;
  bool setting;      /* a pragma that changes how later statements behave */
  bool asks;         /* a pragma without a value; SQLite takes some for writes */
  bool own_function; /* calls a function made by connection_define */
};

void notes_release(struct notes *notes);

/* ---- settings.c ---- */

enum { SETTINGS = 9, PRAGMAS = 3 };

/* The switches of an adopted connection as they were, to be put back. */
struct settings {
  int switches[SETTINGS];
  int pragmas[PRAGMAS];
  int busy_timeout; /* milliseconds */
};

runner_status settings_apply(struct connection *connection, struct runner_error *error);
runner_status settings_read(struct connection *connection, struct settings *settings,
                            struct runner_error *error);
void settings_restore(struct connection *connection, const struct settings *settings);

/* Undo what a script's pragmas changed, so that the next revision starts the same. */
void settings_repair(struct connection *connection);

/* ---- the connection ---- */

enum { CACHE_BUCKETS = 128, CACHE_LIMIT = 64 };

struct watch;
struct definition;
struct file_look;
struct rollback;

struct connection {
  /* Read by connection_interrupt at any time: set before use, closed at the very end. */
  sqlite3 *_Atomic handle;
  volatile sig_atomic_t interrupted; /* until connection_rollback */

  char *path;
  bool adopted;
  bool trust_schema;
  struct settings found; /* an adopted connection's own settings */
  char *temporary;       /* what was in its temporary schema; NULL: nothing */

  /* A file that is missing is created by the first write, not by opening it; until then
  ** `handle` is an empty database in memory, kept in `stand_in` afterwards. */
  bool deferred;
  sqlite3 *stand_in;

  void *user; /* for `waiting` and `progress` */

  /* Waiting for locks. */
  int timeout_ms;
  bool (*waiting)(void *user, int waited_ms, int timeout_ms);
  double wait_start;  /* clock_seconds at the first refusal of the current wait */
  double waited;      /* seconds the last wait took */
  double next_notice; /* seconds into the wait when `waiting` is called next */
  bool gave_up;       /* `waiting` said so */
  unsigned jitter;    /* state of a small random generator */
  const char *wish;   /* what the lock is needed for, for the message */

  /* How far things have come (progress.c). */
  void (*progress)(void *user, const struct progress *progress); /* or NULL */
  double progress_after;
  struct connection_work *work;  /* innermost, or NULL */
  double busy_since, work_ended; /* clock_seconds: of works one after the other */
  struct statement *running;     /* outermost that is inside SQLite, or NULL */
  int64_t steps;                 /* of the virtual machine, in whole thousands */
  double next_tell, last_look;   /* clock_seconds */
  int stride, uncounted;         /* looks at the clock while rows are counted */
  bool statement_told;
  struct file_look *file_look; /* looks from long instructions (file_look.c), or NULL */
  struct rollback *rollback;   /* a rollback that may come (rollback.c), or NULL */
  double next_journal_look;    /* clock_seconds */

  /* The transaction. */
  bool began;    /* connection_begin succeeded, neither commit nor rollback since */
  bool poisoned; /* it ended by itself */
  struct runner_error poison; /* the first reason */
  bool torn; /* the disk failed: what was written is not yet taken back */

  /* Every statement is in the list, most recently used first; the idle cached ones are
  ** in the buckets too. */
  struct statement *newest, *oldest;
  struct statement *buckets[CACHE_BUCKETS];
  size_t idle;
  uint64_t generation; /* grows whenever the schema may have changed */

  /* The authorizer. */
  enum connection_mode mode;
  bool rows_read;                 /* a script asked for rows since its mode was set */
  enum connection_mode preparing; /* the mode of the statement being prepared */
  struct notes *notes;            /* where to; NULL while statements run */
  char *refusal;                  /* why the authorizer refused; NULL: it did not */
  const char *refusal_hint;
  const char *const *reserved; /* tables of the engine */
  size_t reserved_count;
  bool settings_changed; /* by a script's pragma */
  bool temporary_made;   /* something may be left in the temporary schema */
  bool converting;       /* a function that may read only is running */

  const struct collations *collations; /* NULL: none */
  struct collating *collating;         /* one for each of them */
  bool disordered;              /* a comparison failed in the statement that runs */
  struct runner_error disorder; /* why */

  struct definition *definitions; /* functions made by connection_define */
  int calling;                    /* how many of them are at work, one inside the other */

  connection_recorder record;
  void *record_user;
  char *unwritten; /* a statement that could not be written down; NULL: none */

  bool checkpoints_apart; /* connection_part_checkpoints was called */
  int log_frames;         /* of the write-ahead log, when they are */

  struct watch *watch;  /* NULL: nobody watches */
  uint64_t watch_epoch; /* counts watches */
};

/* Create the file now, if that was put off. */
runner_status connection_materialize(struct connection *connection,
                                     struct runner_error *error);

/* ---- temporary.c ---- */

/* Know what is in the temporary schema of an adopted connection. */
runner_status temporary_find(struct connection *connection, struct runner_error *error);

/* ---- busy.c ---- */

int busy_handler(void *user, int count);

/* ---- collation.c ---- */

/* Make the connection's collations known to its handle. */
runner_status collations_apply(struct connection *connection, struct runner_error *error);
/* After a step: RUNNER_FAILED if a comparison in it failed. Then the statement is reset,
** and if it writes, the transaction is rolled back. */
runner_status collations_check(struct statement *statement, struct runner_error *error);

/* ---- progress.c ---- */

void progress_apply(struct connection *connection); /* set the handler, if it is wanted */
void progress_restore(struct connection *connection);
/* Around a step: true if it is the outermost, which must be left. */
bool progress_enter(struct connection *connection, struct statement *statement);
void progress_leave(struct connection *connection);

/* Look whether it is time to tell; `now` is clock_seconds. */
void progress_look(struct connection *connection, double now);
/* Tell of the work now, if there has been work for long enough before it. */
void progress_at_once(struct connection *connection);

/* ---- file_look.c ---- */

/* Have the connection, unless it was lent, look at the clock and for an interrupt where it
** reads the file. */
void file_look_apply(struct connection *connection);
/* Work that is writing the file, at most what is in the one beside it. It is told of when
** something is written, and ends with connection_work_end. */
enum beside { BESIDE_JOURNAL, BESIDE_LOG };
void file_work_begin(struct connection *connection, struct connection_work *work,
                     enum beside beside);
/* Was it an interrupt that made the running statement's reading fail? */
bool file_look_ended(const struct connection *connection);
/* SQLite's own file of the database; `which` is SQLITE_FCNTL_FILE_POINTER or
** SQLITE_FCNTL_JOURNAL_POINTER. NULL: it is not open, or in memory. */
sqlite3_file *file_find(struct connection *connection, int which);

/* ---- rollback.c ---- */

/* If there is a rollback journal now, `progress` is told of its rollback: when that takes
** longer than `progress_after` seconds, or any time worth a word after an interrupt. */
void rollback_watch(struct connection *connection);
/* The same, as often as one likes; `now` is clock_seconds. */
void rollback_watch_at(struct connection *connection, double now);
/* Around ROLLBACK. Then SQLite's journal, if it keeps it open, is its own again. */
void rollback_begin(struct connection *connection);
void rollback_end(struct connection *connection);

/* ---- checkpoint.c ---- */

/* COMMIT does checkpoints itself again. */
void checkpoint_join(struct connection *connection);

/* ---- sqlite_error.c ---- */

/* Fill `error` from the handle's last failure, `code` its extended code. `sql` (may be
** NULL) is the statement; it need not end where the statement ends. */
runner_status connection_fail(struct connection *connection, int code, const char *sql,
                              struct runner_error *error);

/* SQLite lets a write transaction begin on a file that it cannot write. */
runner_status connection_fail_read_only(const struct connection *connection,
                                        struct runner_error *error);

/* ---- transaction.c ---- */

/* RUNNER_DONE, or why nothing may run: poisoned, or interrupted meanwhile. */
runner_status connection_usable(const struct connection *connection,
                                struct runner_error *error);
/* Notice a transaction that ended by itself; `error` says why, or NULL. */
void connection_check_poison(struct connection *connection,
                             const struct runner_error *error);

/* ---- authorizer.c ---- */

int authorize(void *user, int action, const char *first, const char *second,
              const char *schema, const char *source);

/* What the authorizer is not asked about: VACUUM within a transaction. */
runner_status authorize_text(enum connection_mode mode, const char *sql,
                             struct runner_error *error);

/* ---- function.c ---- */

bool function_is_defined(const struct connection *connection, const char *name);
void functions_forget(struct connection *connection); /* release all definitions */

/* ---- statement.c ---- */

struct statement {
  struct connection *connection;
  sqlite3_stmt *handle;
  struct statement *newer, *older; /* in the connection's list */
  struct statement *bucket;        /* next idle one in the same bucket */
  char *sql;                       /* as the caller wrote it, the key in the cache */
  size_t sql_length;
  size_t start; /* where in `sql` the statement starts */
  uint64_t hash;
  enum connection_mode mode; /* it was prepared in */
  uint64_t generation;       /* of the schema its notes are about */
  uint64_t watched;          /* the watch that has its notes */
  int scanned;               /* steps of scans before this run (progress.c) */
  double began;              /* clock_seconds at the first look at this run, or 0 */
  struct notes notes;
  bool keep; /* worth keeping in the cache */
  bool idle; /* in the cache, nobody uses it */
  bool read_only;
  bool started;  /* stepped, and neither at the end nor reset */
  bool recorded; /* in this run */
  bool tallied;  /* in this run: its changes are added to the tally */
  int direction; /* 1: it inserts into the tally's table, -1 deletes, 0: neither */
  size_t tally;  /* which one, see watch_tally.h */
  int64_t changes_before;  /* of the connection, all told, when it started */
  struct buffer *literals; /* its parameters for the recorder, or NULL */
};

/* Prepare as if the connection were in `mode`. */
runner_status statement_prepare_as(struct connection *connection,
                                   enum connection_mode mode, const char *sql,
                                   size_t length, struct statement **out,
                                   const char **tail, struct runner_error *error);

/* ---- value.c ---- */

enum value_type value_type_of(int type); /* of SQLITE_INTEGER and so on */

/* ---- statement_cache.c ---- */

uint64_t cache_hash(const char *sql, size_t length);
/* Take an idle statement with this text out of the cache, or NULL. */
struct statement *cache_take(struct connection *connection, enum connection_mode mode,
                             const char *sql, size_t length, uint64_t hash);
void cache_add(struct statement *statement);  /* a new one joins the list */
void cache_keep(struct statement *statement); /* becomes idle; the oldest may go */
void cache_drop(struct statement *statement); /* finalize and free */
void cache_clear(struct connection *connection);
void cache_reset_all(struct connection *connection);

/* ---- recorder.c ---- */

/* Keep the literal of a parameter if somebody records. False: memory ran out. */
bool recorder_integer(struct statement *statement, int index, int64_t value);
bool recorder_real(struct statement *statement, int index, double value);
bool recorder_text(struct statement *statement, int index, const char *text,
                   size_t length);
bool recorder_blob(struct statement *statement, int index, const void *bytes,
                   size_t length);
bool recorder_null(struct statement *statement, int index);
void recorder_forget(struct statement *statement); /* all parameters are NULL again */
/* Hand the statement that just succeeded to the recorder, if it is to be written. */
runner_status recorder_note(struct statement *statement, struct runner_error *error);
/* Before COMMIT: is everything written down that ran? */
runner_status recorder_check(const struct connection *connection,
                             struct runner_error *error);

/* ---- watch.c ---- */

/* Take notice of what the statement is about to do. */
runner_status watch_note(struct connection *connection, struct statement *statement,
                         struct runner_error *error);
/* It has succeeded, and is a savepoint's word or changes the schema. */
runner_status watch_done(struct connection *connection, const struct statement *statement,
                         struct runner_error *error);

/* ---- watch_tally.c ---- */

/* The statement starts; it ends, and SQLite knows how many rows it changed. */
void tally_start(struct statement *statement);
void tally_end(struct statement *statement);

#endif

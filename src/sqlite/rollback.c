/* Telling how far a rollback is.
**
** With a rollback journal every changed page is put back, some milliseconds for each
** megabyte, and SQLite tells nobody how far that is: neither its progress handler nor its
** rollback hook is called meanwhile. But it reads the journal from one end to the other,
** which it does at no other time, and writes nothing to it. So the functions of the
** journal's file are replaced by a table that notes where SQLite reads, and is otherwise
** the same.
**
** A rollback may happen inside a statement (an interrupt ends the transaction by itself),
** so the table is put there as soon as there is a journal. With a write-ahead log there is
** nothing to put back, and nothing is done here.
** https://www.sqlite.org/c3ref/c_fcntl_begin_atomic_write.html#sqlitefcntljournalpointer
** https://www.sqlite.org/fileformat2.html section 3, the rollback journal */
#include "base/clock.h"
#include "base/memory.h"
#include "sqlite/connection_state.h"

#include <string.h>

/* What SQLite's file points to; its first field is what SQLite knows of it. */
struct rollback {
  sqlite3_io_methods methods;
  const sqlite3_io_methods *own; /* SQLite's, of this file */
  struct connection *connection;
  sqlite3_int64 first, last; /* where was read first, and last */
  sqlite3_int64 size;        /* of the journal; 0: no rollback is under way */
  double began, next_tell;   /* clock_seconds */
  bool told;
  bool awaited; /* it was interrupted before */
};

static const double look_every = 0.01, tell_every = 0.1; /* seconds */
static const double soon = 0.05; /* for whoever has pressed Ctrl-C and waits */

/* ---- a rollback under way ---- */

static void end(struct rollback *rollback) {
  struct connection *connection = rollback->connection;
  bool told = rollback->told;
  rollback->size = 0;
  rollback->told = false;
  if (told) connection->progress(connection->user, &(struct progress){0});
}

static void begin(struct rollback *rollback, sqlite3_file *file, sqlite3_int64 offset) {
  end(rollback);
  rollback->own->xFileSize(file, &rollback->size);
  rollback->first = offset;
  rollback->began = clock_seconds();
  rollback->next_tell = 0;
}

static void tell(struct rollback *rollback, double now) {
  struct connection *connection = rollback->connection;
  rollback->next_tell = now + tell_every;
  rollback->told = true;
  connection->progress(connection->user,
                       &(struct progress){.what = "rolling back",
                                          .bytes = true,
                                          .undoing = true,
                                          .done = rollback->last - rollback->first,
                                          .total = rollback->size - rollback->first,
                                          .seconds = now - rollback->began});
}

/* Before a rollback SQLite looks for the name of another journal at the end of this one;
** and before it writes, for a header behind what it has written. */
static bool goes_on(const struct rollback *rollback) {
  enum { TAIL = 16 };
  return rollback->last > rollback->first && rollback->last < rollback->size - TAIL;
}

/* It begins where SQLite goes back to the start of what it wants to read. */
static void note(struct rollback *rollback, sqlite3_file *file, sqlite3_int64 offset) {
  struct connection *connection = rollback->connection;
  if (rollback->size == 0 || offset < rollback->last) begin(rollback, file, offset);
  rollback->last = offset;
  if (!goes_on(rollback)) return;
  double now = clock_seconds(), after = connection->progress_after;
  if ((connection->interrupted || rollback->awaited) && after > soon) after = soon;
  if (now - rollback->began >= after && now >= rollback->next_tell) tell(rollback, now);
}

/* ---- the functions of the file ---- */

static int read_journal(sqlite3_file *file, void *bytes, int count,
                        sqlite3_int64 offset) {
  struct rollback *rollback = (struct rollback *)file->pMethods;
  note(rollback, file, offset);
  return rollback->own->xRead(file, bytes, count, offset);
}

/* A look for the next header, which precedes writing, was no rollback; one that ends with
** writing was that of a savepoint. */
static int write_journal(sqlite3_file *file, const void *bytes, int count,
                         sqlite3_int64 offset) {
  struct rollback *rollback = (struct rollback *)file->pMethods;
  end(rollback);
  return rollback->own->xWrite(file, bytes, count, offset);
}

static int close_journal(sqlite3_file *file) {
  struct rollback *rollback = (struct rollback *)file->pMethods;
  file->pMethods = rollback->own;
  end(rollback);
  return rollback->own->xClose(file);
}

/* ---- putting them there ---- */

/* The write-ahead log begins otherwise; before the journal is synchronized zeros are in the
** place of its mark. One in memory is a file without locks. */
static bool is_journal(sqlite3_file *file) {
  static const unsigned char mark[] = {0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7};
  static const unsigned char zeros[sizeof mark] = {0};
  unsigned char bytes[sizeof mark];
  return file->pMethods->xLock != NULL &&
         file->pMethods->xRead(file, bytes, sizeof bytes, 0) == SQLITE_OK &&
         (memcmp(bytes, mark, sizeof mark) == 0 ||
          memcmp(bytes, zeros, sizeof zeros) == 0);
}

static bool is_watched(const struct rollback *rollback, const sqlite3_file *file) {
  return rollback != NULL && file->pMethods == &rollback->methods;
}

/* The first version of the table is all that a journal needs. */
static void replace(struct rollback *rollback, sqlite3_file *file) {
  rollback->own = file->pMethods;
  memcpy(&rollback->methods, rollback->own, offsetof(sqlite3_io_methods, xShmMap));
  rollback->methods.iVersion = 1;
  rollback->methods.xRead = read_journal;
  rollback->methods.xWrite = write_journal;
  rollback->methods.xClose = close_journal;
  file->pMethods = &rollback->methods;
}

/* Without memory it rolls back without a word. */
static struct rollback *make(struct connection *connection) {
  struct rollback *rollback = connection->rollback;
  if (rollback != NULL) return rollback;
  rollback = memory_allocate(sizeof *rollback);
  if (rollback != NULL) rollback->connection = connection;
  return connection->rollback = rollback;
}

void rollback_watch(struct connection *connection) {
  if (connection->progress == NULL) return;
  sqlite3_file *file = file_find(connection, SQLITE_FCNTL_JOURNAL_POINTER);
  if (file == NULL || is_watched(connection->rollback, file) || !is_journal(file)) return;
  struct rollback *rollback = make(connection);
  if (rollback != NULL) replace(rollback, file);
}

void rollback_begin(struct connection *connection) {
  rollback_watch(connection);
  if (connection->rollback != NULL)
    connection->rollback->awaited = connection->interrupted != 0;
}

void rollback_watch_at(struct connection *connection, double now) {
  if (now < connection->next_journal_look) return;
  connection->next_journal_look = now + look_every;
  rollback_watch(connection);
}

void rollback_end(struct connection *connection) {
  struct rollback *rollback = connection->rollback;
  if (rollback == NULL) return;
  sqlite3_file *file = file_find(connection, SQLITE_FCNTL_JOURNAL_POINTER);
  if (file != NULL && is_watched(rollback, file)) file->pMethods = rollback->own;
  end(rollback);
  rollback->awaited = false;
}

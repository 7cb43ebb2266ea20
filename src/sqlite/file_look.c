/* Looking up from what SQLite does in one go.
**
** To drop a table, or to empty it at once, is one instruction of SQLite's machine, however
** many pages that has: a second and more for each gigabyte, in which no progress handler is
** called and no interrupt is heard. But every page is read from the file. So the functions
** of the database's file are replaced by a table that looks at the clock now and then when
** SQLite reads, and is otherwise the same. It counts what is written, too, while a
** checkpoint or the rollback of what a crash left is under way.
**
** Where SQLite does not hear an interrupt by itself, a late read fails, once. It fails as
** it would on a broken disk, with SQLITE_IOERR: whatever SQLite was about then, it ends the
** transaction, and if it cannot be rolled back forgets all that it holds of the file and
** starts again from its journal. No other code does that: after one that is no error of the
** disk, SQLite trusts what is in its cache, also if it was a rollback that could not read.
** So it is here that the error becomes an interrupt.
**
** Only our own connections are looked at, and none that shares its cache: then other threads
** may read through the same file, too, which an application's connection may always do.
** https://www.sqlite.org/sharedcache.html
** https://www.sqlite.org/c3ref/c_fcntl_begin_atomic_write.html#sqlitefcntlfilepointer
** https://www.sqlite.org/c3ref/io_methods.html */
#include "base/clock.h"
#include "base/memory.h"
#include "sqlite/connection_state.h"

#include <string.h>
#include <sys/stat.h>

/* What SQLite's file points to; its first field is what SQLite knows of it. */
struct file_look {
  sqlite3_io_methods methods;
  const sqlite3_io_methods *own; /* SQLite's, of this file */
  struct connection *connection;
  int unseen;  /* reads until the next look */
  int unheard; /* reads since the interrupt */
};

enum {
  READS = 64,    /* some 100 microseconds */
  UNHEARD = 1000 /* a few milliseconds; SQLite may hear by itself before */
};

static bool must_end(struct file_look *look) {
  const struct connection *connection = look->connection;
  bool waits = connection->interrupted && connection->running != NULL;
  if (!waits) look->unheard = 0;
  return waits && ++look->unheard == UNHEARD;
}

static int read_page(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset) {
  struct file_look *look = (struct file_look *)file->pMethods;
  if (--look->unseen <= 0) {
    look->unseen = READS;
    progress_look(look->connection, clock_seconds());
  }
  if (must_end(look)) return SQLITE_IOERR_READ;
  return look->own->xRead(file, bytes, count, offset);
}

/* Many pages at once are written by a checkpoint, or a rollback of what a crash left. */
static int write_page(sqlite3_file *file, const void *bytes, int count,
                      sqlite3_int64 offset) {
  struct file_look *look = (struct file_look *)file->pMethods;
  const struct connection_work *work = look->connection->work;
  if (work != NULL && work->of_file) connection_work_count(look->connection, count);
  return look->own->xWrite(file, bytes, count, offset);
}

sqlite3_file *file_find(struct connection *connection, int which) {
  sqlite3_file *file = NULL;
  int code = sqlite3_file_control(connection->handle, "main", which, (void *)&file);
  return code == SQLITE_OK && file != NULL && file->pMethods != NULL ? file : NULL;
}

/* A table of an older version is shorter. */
static size_t size_of(const sqlite3_io_methods *methods) {
  if (methods->iVersion <= 1) return offsetof(sqlite3_io_methods, xShmMap);
  if (methods->iVersion == 2) return offsetof(sqlite3_io_methods, xFetch);
  return offsetof(sqlite3_io_methods, xUnfetch) + sizeof methods->xUnfetch;
}

static struct file_look *make(struct connection *connection) {
  struct file_look *look = connection->file_look;
  if (look == NULL) look = memory_allocate(sizeof *look);
  if (look != NULL) look->connection = connection;
  return connection->file_look = look;
}

/* Ours are opened with a cache of their own, unless the name of the database says
** otherwise. https://www.sqlite.org/uri.html#uricache */
static bool may_share(const struct connection *connection) {
  const char *name = sqlite3_db_filename(connection->handle, "main");
  const char *cache = name != NULL ? sqlite3_uri_parameter(name, "cache") : NULL;
  return connection->adopted || (cache != NULL && strcmp(cache, "private") != 0);
}

void file_look_apply(struct connection *connection) {
  bool wanted = connection->progress != NULL && !may_share(connection);
  sqlite3_file *file = wanted ? file_find(connection, SQLITE_FCNTL_FILE_POINTER) : NULL;
  struct file_look *look = file != NULL ? make(connection) : NULL;
  if (look == NULL || file->pMethods == &look->methods) return;
  look->own = file->pMethods;
  memcpy(&look->methods, look->own, size_of(look->own));
  if (look->methods.iVersion > 3) look->methods.iVersion = 3;
  look->methods.xRead = read_page;
  look->methods.xWrite = write_page;
  file->pMethods = &look->methods;
}

static int64_t size_beside(const struct connection *connection, enum beside beside) {
  const char *name = sqlite3_db_filename(connection->handle, "main");
  struct stat facts;
  if (name == NULL || name[0] == '\0') return 0;
  name =
      beside == BESIDE_LOG ? sqlite3_filename_wal(name) : sqlite3_filename_journal(name);
  return name != NULL && stat(name, &facts) == 0 ? facts.st_size : 0;
}

void file_work_begin(struct connection *connection, struct connection_work *work,
                     enum beside beside) {
  work->total = connection->progress != NULL ? size_beside(connection, beside) : 0;
  work->counted = work->bytes = work->of_file = true;
  connection_work_begin(connection, work);
}

/* No page was read since. */
bool file_look_ended(const struct connection *connection) {
  const struct file_look *look = connection->file_look;
  return look != NULL && connection->interrupted && look->unheard >= UNHEARD;
}

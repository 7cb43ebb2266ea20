/* The layer for the rollback journal.
**
** A file is opened in place by the VFS underneath, with a note of ours behind it. Then a
** few of its methods are exchanged; the others are called as if there were no layer. Only
** a database, which has to wait for its journal, and the journal itself are looked at. */
#include "sqlite/journal_writes.h"

#include "base/memory.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

enum { ROOM = 64 * 1024 };

/* Behind the file of the VFS underneath. */
struct note {
  const sqlite3_io_methods *real; /* the methods underneath */
  sqlite3_io_methods methods;     /* those with ours among them */
  sqlite3_file *partner;          /* of a database: its journal, if that is open */
  sqlite3_file *database;         /* of a journal; NULL: it is not known */
  sqlite3_int64 next;             /* where its next piece would be; -1: not known */
  char *room;                     /* of a journal: the pieces kept back, or NULL */
  size_t length;                  /* of them; they end at `next` */
  bool synced;                    /* since the journal was begun */
};

static sqlite3_vfs *underneath;
static sqlite3_vfs layer;
static bool registered;

static size_t note_offset(void) {
  size_t step = _Alignof(max_align_t);
  return ((size_t)underneath->szOsFile + step - 1) / step * step;
}

static struct note *note_of(sqlite3_file *file) {
  return (struct note *)(void *)((char *)file + note_offset());
}

/* ---- the journal ---- */

/* Write what is kept back. If that fails it is kept, and tried again before anything that
** relies on it. */
static int let_go(sqlite3_file *journal) {
  struct note *note = note_of(journal);
  if (note->length == 0) return SQLITE_OK;
  sqlite3_int64 start = note->next - (sqlite3_int64)note->length;
  int code = note->real->xWrite(journal, note->room, (int)note->length, start);
  if (code == SQLITE_OK) note->length = 0;
  return code;
}

/* Keep the piece back. */
static int keep_back(struct note *note, const void *bytes, size_t size) {
  if (note->room == NULL) note->room = memory_resize(NULL, ROOM);
  if (note->room == NULL) return SQLITE_IOERR_NOMEM;
  memcpy(note->room + note->length, bytes, size);
  note->length += size;
  return SQLITE_OK;
}

static int write_journal(sqlite3_file *file, const void *bytes, int size,
                         sqlite3_int64 offset) {
  struct note *note = note_of(file);
  bool waits = offset == note->next && size <= ROOM;
  int code = SQLITE_OK;
  if (!waits || note->length + (size_t)size > ROOM) code = let_go(file);
  if (code == SQLITE_OK)
    code = waits ? keep_back(note, bytes, (size_t)size)
                 : note->real->xWrite(file, bytes, size, offset);
  if (code != SQLITE_OK) return code;
  note->next = offset + size;
  if (offset == 0) note->synced = false;
  return SQLITE_OK;
}

static int read_journal(sqlite3_file *file, void *bytes, int size, sqlite3_int64 offset) {
  int code = let_go(file);
  return code == SQLITE_OK ? note_of(file)->real->xRead(file, bytes, size, offset) : code;
}

static int truncate_journal(sqlite3_file *file, sqlite3_int64 size) {
  int code = let_go(file);
  if (code != SQLITE_OK) return code;
  note_of(file)->next = -1;
  note_of(file)->synced = false;
  return note_of(file)->real->xTruncate(file, size);
}

static int sync_journal(sqlite3_file *file, int flags) {
  int code = let_go(file);
  if (code == SQLITE_OK) code = note_of(file)->real->xSync(file, flags);
  if (code == SQLITE_OK) note_of(file)->synced = true;
  return code;
}

static int measure_journal(sqlite3_file *file, sqlite3_int64 *size) {
  int code = let_go(file);
  return code == SQLITE_OK ? note_of(file)->real->xFileSize(file, size) : code;
}

/* What could not be written now was not relied upon either. */
static int close_journal(sqlite3_file *file) {
  struct note *note = note_of(file);
  const sqlite3_io_methods *real = note->real;
  let_go(file);
  memory_release(note->room);
  if (note->database != NULL) note_of(note->database)->partner = NULL;
  return real->xClose(file);
}

/* ---- the database ---- */

/* Before a page is written the journal must hold what was there. A journal that has been
** synced is one that SQLite syncs: it writes no page before its pieces have been, and
** those kept back are about other pages. With synchronous = OFF it writes them at once. */
static int before_change(sqlite3_file *database) {
  sqlite3_file *journal = note_of(database)->partner;
  return journal == NULL || note_of(journal)->synced ? SQLITE_OK : let_go(journal);
}

static int write_database(sqlite3_file *file, const void *bytes, int size,
                          sqlite3_int64 offset) {
  int code = before_change(file);
  return code == SQLITE_OK ? note_of(file)->real->xWrite(file, bytes, size, offset)
                           : code;
}

static int truncate_database(sqlite3_file *file, sqlite3_int64 size) {
  int code = before_change(file);
  return code == SQLITE_OK ? note_of(file)->real->xTruncate(file, size) : code;
}

/* ---- opening ---- */

/* Older versions of the methods are shorter. */
static size_t methods_size(const sqlite3_io_methods *methods) {
  if (methods->iVersion < 2) return offsetof(sqlite3_io_methods, xShmMap);
  if (methods->iVersion < 3) return offsetof(sqlite3_io_methods, xFetch);
  return sizeof *methods;
}

/* The methods may be of a later version than we know. */
static void take_methods(sqlite3_file *file) {
  struct note *note = note_of(file);
  *note = (struct note){.real = file->pMethods, .next = -1};
  memcpy(&note->methods, note->real, methods_size(note->real));
  if (note->methods.iVersion > 3) note->methods.iVersion = 3;
  file->pMethods = &note->methods;
}

static void watch_database(sqlite3_file *file) {
  take_methods(file);
  struct note *note = note_of(file);
  note->methods.xWrite = write_database;
  note->methods.xTruncate = truncate_database;
}

static void gather_journal(sqlite3_file *file, sqlite3_file *database) {
  take_methods(file);
  struct note *note = note_of(file);
  note->methods.xWrite = write_journal;
  note->methods.xRead = read_journal;
  note->methods.xTruncate = truncate_journal;
  note->methods.xSync = sync_journal;
  note->methods.xFileSize = measure_journal;
  note->methods.xClose = close_journal;
  note->database = database;
  note_of(database)->partner = file;
}

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
                     int *flags_out) {
  (void)vfs;
  int code = underneath->xOpen(underneath, name, file, flags, flags_out);
  if (code != SQLITE_OK || file->pMethods == NULL) return code;
  if ((flags & SQLITE_OPEN_MAIN_DB) != 0)
    watch_database(file);
  else if ((flags & SQLITE_OPEN_MAIN_JOURNAL) != 0)
    gather_journal(file, sqlite3_database_file_object(name));
  return SQLITE_OK;
}

/* ---- the layer ---- */

static int delete_file(sqlite3_vfs *vfs, const char *name, int sync_folder) {
  (void)vfs;
  return underneath->xDelete(underneath, name, sync_folder);
}

static int access_file(sqlite3_vfs *vfs, const char *name, int flags, int *answer) {
  (void)vfs;
  return underneath->xAccess(underneath, name, flags, answer);
}

static int full_name(sqlite3_vfs *vfs, const char *name, int size, char *full) {
  (void)vfs;
  return underneath->xFullPathname(underneath, name, size, full);
}

static int randomness(sqlite3_vfs *vfs, int size, char *bytes) {
  (void)vfs;
  return underneath->xRandomness(underneath, size, bytes);
}

static int sleep_for(sqlite3_vfs *vfs, int microseconds) {
  (void)vfs;
  return underneath->xSleep(underneath, microseconds);
}

static int current_time(sqlite3_vfs *vfs, double *day) {
  (void)vfs;
  return underneath->xCurrentTime(underneath, day);
}

static int current_time_64(sqlite3_vfs *vfs, sqlite3_int64 *milliseconds) {
  (void)vfs;
  return underneath->xCurrentTimeInt64(underneath, milliseconds);
}

static int last_error(sqlite3_vfs *vfs, int size, char *text) {
  (void)vfs;
  return underneath->xGetLastError(underneath, size, text);
}

/* Extensions are never loaded over our connections, so there is nothing for them. */
static bool enter(void) {
  underneath = sqlite3_vfs_find(NULL);
  if (underneath == NULL) return false;
  layer = (sqlite3_vfs){.iVersion = underneath->iVersion < 2 ? 1 : 2,
                        .szOsFile = (int)(note_offset() + sizeof(struct note)),
                        .mxPathname = underneath->mxPathname,
                        .zName = "runner",
                        .xOpen = open_file,
                        .xDelete = delete_file,
                        .xAccess = access_file,
                        .xFullPathname = full_name,
                        .xRandomness = randomness,
                        .xSleep = sleep_for,
                        .xCurrentTime = current_time,
                        .xGetLastError = last_error,
                        .xCurrentTimeInt64 = current_time_64};
  return sqlite3_vfs_register(&layer, 0) == SQLITE_OK;
}

/* An application may open databases in several threads at once. */
const char *journal_writes_layer(void) {
  if (sqlite3_initialize() != SQLITE_OK) return NULL;
  sqlite3_mutex *mutex = sqlite3_mutex_alloc(SQLITE_MUTEX_STATIC_APP1);
  sqlite3_mutex_enter(mutex);
  registered = registered || enter();
  bool fits = registered && underneath == sqlite3_vfs_find(NULL);
  sqlite3_mutex_leave(mutex);
  return fits ? layer.zName : NULL;
}

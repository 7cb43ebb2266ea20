/* The layer: every call goes through to SQLite's own, some take a step before.
**
** For a loss of power the bytes that a write or truncation replaces, and the files that
** are deleted, are remembered until the next sync. When the power goes each of these
** changes is taken back or not, by chance, the latest first. */
#include "support/faulty_vfs.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

static struct {
  struct fault fault;
  int steps;
  bool struck;
  unsigned chance;
} now;

/* ---- what a loss of power may take back ---- */

struct change {
  struct change *before;
  char *path;
  sqlite3_int64 offset;
  size_t length; /* of what was there */
  bool deleted;  /* the whole file; else a part was replaced */
  char bytes[];
};
static struct change *changes; /* latest first */

/* Remember up to `length` bytes of a file that are about to change. */
static void remember(const char *path, sqlite3_int64 offset, size_t length,
                     bool deleted) {
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return;
  struct change *change = calloc(1, sizeof *change + length + 1);
  assert_non_null(change);
  ssize_t count = pread(file, change->bytes, length, offset);
  close(file);
  change->path = strdup(path);
  change->offset = offset;
  change->length = deleted && count >= 0 ? (size_t)count : length; /* a hole is zeros */
  change->deleted = deleted;
  change->before = changes;
  changes = change;
}

static size_t file_size(const char *path) {
  struct stat facts;
  return stat(path, &facts) == 0 ? (size_t)facts.st_size : 0;
}

static void forget(struct change **place) {
  struct change *change = *place;
  *place = change->before;
  free(change->path);
  free(change);
}

/* Deletions reach the disk with any sync: SQLite syncs the folder with a new journal. */
static void forget_synced(const char *path) {
  struct change **place = &changes;
  while (*place != NULL) {
    if ((*place)->deleted || strcmp((*place)->path, path) == 0)
      forget(place);
    else
      place = &(*place)->before;
  }
}

/* A file made anew takes the place of the deleted one. */
static void forget_deleted(const char *path) {
  struct change **place = &changes;
  while (*place != NULL) {
    if ((*place)->deleted && strcmp((*place)->path, path) == 0)
      forget(place);
    else
      place = &(*place)->before;
  }
}

static bool toss(void) {
  now.chance = now.chance * 1103515245u + 12345u;
  return (now.chance >> 16 & 1) != 0;
}

static void lose_power(void) {
  for (; changes != NULL; forget(&changes)) {
    if (toss()) continue;
    int flags = O_WRONLY | O_CLOEXEC | (changes->deleted ? O_CREAT : 0);
    int file = open(changes->path, flags, 0644);
    if (file < 0) continue;
    if (pwrite(file, changes->bytes, changes->length, changes->offset) < 0) abort();
    close(file);
  }
}

/* ---- steps ---- */

static bool is_death(void) {
  return now.fault.kind >= FAULT_KILL && now.fault.kind <= FAULT_POWER;
}

/* Does the fault strike at this step? */
static bool strikes(void) {
  int step = ++now.steps;
  bool lasts = now.fault.forever || is_death();
  bool struck = now.fault.kind != FAULT_NONE &&
                (step == now.fault.step || (lasts && step > now.fault.step));
  now.struck = now.struck || struck;
  return struck;
}

/* Is this the very step, not one of those that follow? */
static bool is_first(void) {
  return now.steps == now.fault.step;
}

/* A step that is no write: SQLITE_OK to go on, else `code`. */
static int step(int code) {
  if (!strikes()) return SQLITE_OK;
  if (now.fault.kind == FAULT_POWER && is_first()) lose_power();
  return code;
}

/* ---- files ---- */

/* SQLite's own file follows in the same block. */
struct faulty_file {
  sqlite3_file base;
  char *path; /* NULL: a temporary file, which takes no steps */
};

static sqlite3_vfs *real_vfs;

static sqlite3_file *real(sqlite3_file *file) {
  return (sqlite3_file *)(void *)((struct faulty_file *)(void *)file + 1);
}

static const char *path_of(sqlite3_file *file) {
  return ((struct faulty_file *)(void *)file)->path;
}

static int close_file(sqlite3_file *file) {
  int code = real(file)->pMethods->xClose(real(file));
  free(((struct faulty_file *)(void *)file)->path);
  return code;
}

static int read_file(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset) {
  return real(file)->pMethods->xRead(real(file), bytes, count, offset);
}

static int write_through(sqlite3_file *file, const void *bytes, int count,
                         sqlite3_int64 offset) {
  if (path_of(file) != NULL && now.fault.kind == FAULT_POWER)
    remember(path_of(file), offset, (size_t)count, false);
  return real(file)->pMethods->xWrite(real(file), bytes, count, offset);
}

static int write_file(sqlite3_file *file, const void *bytes, int count,
                      sqlite3_int64 offset) {
  if (path_of(file) == NULL || !strikes())
    return write_through(file, bytes, count, offset);
  bool torn = now.fault.kind == FAULT_TORN || now.fault.kind == FAULT_POWER;
  if (torn && is_first()) write_through(file, bytes, count / 2, offset);
  if (now.fault.kind == FAULT_POWER && is_first()) lose_power();
  return now.fault.kind == FAULT_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

static int truncate_file(sqlite3_file *file, sqlite3_int64 size) {
  const char *path = path_of(file);
  int code = path != NULL ? step(SQLITE_IOERR_TRUNCATE) : SQLITE_OK;
  if (code != SQLITE_OK) return code;
  if (path != NULL && now.fault.kind == FAULT_POWER && file_size(path) > (size_t)size)
    remember(path, size, file_size(path) - (size_t)size, false);
  return real(file)->pMethods->xTruncate(real(file), size);
}

static int sync_file(sqlite3_file *file, int flags) {
  (void)flags;
  const char *path = path_of(file);
  int code = path != NULL ? step(SQLITE_IOERR_FSYNC) : SQLITE_OK;
  if (path != NULL && code == SQLITE_OK && !now.fault.lying) forget_synced(path);
  return code;
}

static int get_size(sqlite3_file *file, sqlite3_int64 *size) {
  return real(file)->pMethods->xFileSize(real(file), size);
}

static int lock_file(sqlite3_file *file, int level) {
  return real(file)->pMethods->xLock(real(file), level);
}

static int unlock_file(sqlite3_file *file, int level) {
  return real(file)->pMethods->xUnlock(real(file), level);
}

static int check_lock(sqlite3_file *file, int *answer) {
  return real(file)->pMethods->xCheckReservedLock(real(file), answer);
}

static int control(sqlite3_file *file, int what, void *argument) {
  return real(file)->pMethods->xFileControl(real(file), what, argument);
}

static int sector_size(sqlite3_file *file) {
  return real(file)->pMethods->xSectorSize(real(file));
}

static int characteristics(sqlite3_file *file) {
  return real(file)->pMethods->xDeviceCharacteristics(real(file));
}

static int map_shared(sqlite3_file *file, int page, int size, int extend,
                      void volatile **memory) {
  return real(file)->pMethods->xShmMap(real(file), page, size, extend, memory);
}

static int lock_shared(sqlite3_file *file, int offset, int count, int flags) {
  return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}

static void shared_barrier(sqlite3_file *file) {
  real(file)->pMethods->xShmBarrier(real(file));
}

static int unmap_shared(sqlite3_file *file, int remove) {
  return real(file)->pMethods->xShmUnmap(real(file), remove);
}

/* ---- the layer ---- */

static const sqlite3_io_methods methods = {2,
                                           close_file,
                                           read_file,
                                           write_file,
                                           truncate_file,
                                           sync_file,
                                           get_size,
                                           lock_file,
                                           unlock_file,
                                           check_lock,
                                           control,
                                           sector_size,
                                           characteristics,
                                           map_shared,
                                           lock_shared,
                                           shared_barrier,
                                           unmap_shared,
                                           NULL,
                                           NULL};

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
                     int *flags_out) {
  (void)vfs;
  const int lasting = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL;
  bool counts = name != NULL && (flags & lasting) != 0;
  struct faulty_file *own = (struct faulty_file *)(void *)file;
  *own = (struct faulty_file){.path = NULL};
  if (counts && (flags & SQLITE_OPEN_CREATE) != 0 && access(name, F_OK) != 0) {
    int code = step(SQLITE_CANTOPEN);
    if (code != SQLITE_OK) return code;
    forget_deleted(name);
  }
  int code = real_vfs->xOpen(real_vfs, name, real(file), flags, flags_out);
  if (code != SQLITE_OK) return code;
  own->path = counts ? strdup(name) : NULL;
  own->base.pMethods = &methods;
  return SQLITE_OK;
}

static int delete_file(sqlite3_vfs *vfs, const char *name, int sync_folder) {
  (void)vfs;
  int code = step(SQLITE_IOERR_DELETE);
  if (code != SQLITE_OK) return code;
  if (now.fault.kind == FAULT_POWER) remember(name, 0, file_size(name), true);
  return real_vfs->xDelete(real_vfs, name, sync_folder);
}

void faulty_vfs_install(void) {
  static sqlite3_vfs layer;
  sqlite3_initialize();
  real_vfs = sqlite3_vfs_find(NULL);
  layer = *real_vfs; /* what is not replaced never looks at its first argument's files */
  layer.zName = "faulty";
  layer.szOsFile = (int)sizeof(struct faulty_file) + real_vfs->szOsFile;
  layer.pNext = NULL;
  layer.xOpen = open_file;
  layer.xDelete = delete_file;
  assert_int_equal(sqlite3_vfs_register(&layer, 1), SQLITE_OK);
}

void faulty_vfs_arm(const struct fault *fault) {
  now.fault = *fault;
  now.steps = 0;
  now.struck = false;
  now.chance = (unsigned)fault->step * 2654435761u + 1;
  while (changes != NULL)
    forget(&changes);
}

bool faulty_vfs_struck(void) {
  return now.struck;
}

int faulty_vfs_steps(void) {
  return now.steps;
}

/* Files and folders over POSIX. */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static runner_status cannot(struct runner_error *error, const char *what,
                            const char *path) {
  return error_set(error, RUNNER_USAGE, "cannot %s %s: %s", what, path, strerror(errno));
}

static bool read_fully(int file, char *bytes, size_t length) {
  size_t done = 0;
  while (done < length) {
    ssize_t got = read(file, bytes + done, length - done);
    if (got < 0 && errno == EINTR) continue;
    if (got == 0) errno = EIO; /* the file became shorter while it was read */
    if (got <= 0) return false;
    done += (size_t)got;
  }
  return true;
}

runner_status file_read(const char *path, struct arena *arena, char **bytes,
                        size_t *length, struct runner_error *error) {
  /* Not to wait for somebody to write, should it be a pipe. */
  int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return cannot(error, "read", path);
  runner_status status = RUNNER_DONE;
  struct stat facts;
  if (fstat(file, &facts) != 0) {
    status = cannot(error, "read", path);
  } else if (!S_ISREG(facts.st_mode)) {
    status = error_set(error, RUNNER_USAGE, "cannot read %s: not a regular file", path);
  } else {
    *length = (size_t)facts.st_size;
    *bytes = arena_allocate(arena, *length + 1);
    if (*bytes == NULL)
      status = error_no_memory(error);
    else if (!read_fully(file, *bytes, *length))
      status = cannot(error, "read", path);
  }
  close(file);
  return status;
}

static bool write_fully(int file, const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t put = write(file, bytes, length);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return false;
    bytes += put;
    length -= (size_t)put;
  }
  return true;
}

/* Make every folder in front of the last part of `path`; `path` is changed and restored.
 */
static runner_status make_folders_above(char *path, struct runner_error *error) {
  for (char *slash = strchr(path + 1, '/'); slash != NULL;
       slash = strchr(slash + 1, '/')) {
    *slash = '\0';
    int failed = mkdir(path, 0777) != 0 && errno != EEXIST;
    runner_status status = failed ? cannot(error, "make the folder", path) : RUNNER_DONE;
    *slash = '/';
    if (status != RUNNER_DONE) return status;
  }
  return RUNNER_DONE;
}

/* Write into `scratch`, which is not there yet, what belongs to `path`. */
static runner_status write_scratch(const char *scratch, const char *path,
                                   const char *bytes, size_t length,
                                   struct runner_error *error) {
  int file = open(scratch, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (file < 0) return cannot(error, "write", path);
  runner_status status = RUNNER_DONE;
  if (!write_fully(file, bytes, length) || fsync(file) != 0)
    status = cannot(error, "write", path);
  if (close(file) != 0 && status == RUNNER_DONE) status = cannot(error, "write", path);
  return status;
}

/* Write beside the target, then give it its name: a crash leaves what was there, or the
** whole file. link() refuses an existing name, rename() takes its place. */
static runner_status write_whole(const char *path, const char *bytes, size_t length,
                                 int (*name)(const char *scratch, const char *path),
                                 struct runner_error *error) {
  char *scratch = memory_format("%s.%ld.new", path, (long)getpid());
  if (scratch == NULL) return error_no_memory(error);
  runner_status status = make_folders_above(scratch, error);
  if (status == RUNNER_DONE) {
    status = write_scratch(scratch, path, bytes, length, error);
    if (status == RUNNER_DONE && name(scratch, path) != 0)
      status = cannot(error, "write", path);
    unlink(scratch);
  }
  memory_release(scratch);
  return status;
}

runner_status file_write_new(const char *path, const char *bytes, size_t length,
                             struct runner_error *error) {
  return write_whole(path, bytes, length, link, error);
}

runner_status file_write(const char *path, const char *bytes, size_t length,
                         struct runner_error *error) {
  return write_whole(path, bytes, length, rename, error);
}

bool file_exists(const char *path) {
  struct stat facts;
  return stat(path, &facts) == 0;
}

bool file_is_missing(const char *path) {
  struct stat facts;
  return stat(path, &facts) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

bool file_is_folder(const char *path) {
  struct stat facts;
  return stat(path, &facts) == 0 && S_ISDIR(facts.st_mode);
}

static int entries_by_name(const void *left, const void *right) {
  const struct file_entry *a = left, *b = right;
  return strcmp(a->name, b->name);
}

static bool is_folder_entry(const struct dirent *entry, const char *path) {
  if (entry->d_type == DT_DIR) return true;
  bool unknown = entry->d_type == DT_UNKNOWN || entry->d_type == DT_LNK;
  return unknown && file_is_folder(path);
}

static bool add_entry(struct arena *arena, const char *folder, const struct dirent *entry,
                      struct file_entry **entries, size_t *count) {
  struct file_entry *grown = arena_grow(arena, *entries, *count, sizeof *grown);
  char *path = path_join(arena, folder, entry->d_name);
  if (grown == NULL || path == NULL) return false;
  *entries = grown;
  (*entries)[(*count)++] = (struct file_entry){
      .path = path, .name = path_name(path), .folder = is_folder_entry(entry, path)};
  return true;
}

runner_status file_list(const char *folder, struct arena *arena,
                        struct file_entry **entries, size_t *count,
                        struct runner_error *error) {
  *entries = NULL;
  *count = 0;
  DIR *opened = opendir(folder);
  if (opened == NULL) return cannot(error, "read the folder", folder);
  runner_status status = RUNNER_DONE;
  for (;;) {
    errno = 0;
    struct dirent *entry = readdir(opened);
    if (entry == NULL && errno != 0) status = cannot(error, "read the folder", folder);
    if (entry == NULL) break;
    if (entry->d_name[0] == '.') continue;
    if (!add_entry(arena, folder, entry, entries, count)) {
      status = error_no_memory(error);
      break;
    }
  }
  closedir(opened);
  if (*count > 1) qsort(*entries, *count, sizeof **entries, entries_by_name);
  return status;
}

char *path_join(struct arena *arena, const char *folder, const char *name) {
  if (name[0] == '/' || folder[0] == '\0' || strcmp(folder, ".") == 0)
    return arena_text(arena, name);
  const char *between = folder[strlen(folder) - 1] == '/' ? "" : "/";
  return arena_format(arena, "%s%s%s", folder, between, name);
}

char *path_folder(struct arena *arena, const char *path) {
  const char *slash = strrchr(path, '/');
  if (slash == NULL) return arena_text(arena, ".");
  size_t length = slash == path ? 1 : (size_t)(slash - path);
  return arena_bytes(arena, path, length);
}

const char *path_name(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash != NULL ? slash + 1 : path;
}

/* What realpath(3) says, which it allocates itself. */
static char *real_path(struct arena *arena, const char *path, bool *failed) {
  char *resolved = realpath(path, NULL);
  if (resolved == NULL) return NULL;
  char *copy = arena_text(arena, resolved);
  *failed = copy == NULL;
  free(resolved);
  return copy;
}

char *path_absolute(struct arena *arena, const char *path) {
  bool failed = false;
  char *absolute = real_path(arena, path, &failed);
  if (absolute != NULL || failed) return absolute;
  char *here = path[0] != '/' ? real_path(arena, ".", &failed) : NULL;
  if (failed) return NULL;
  return here != NULL ? path_join(arena, here, path) : arena_text(arena, path);
}

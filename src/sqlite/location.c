/* Looking at the file before and beside SQLite. */
#include "sqlite/location.h"

#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool location_is_file(const char *path) {
  return path[0] != '\0' && strcmp(path, ":memory:") != 0 &&
         strncmp(path, "file:", 5) != 0;
}

static runner_status check_folder(const char *path, struct runner_error *error) {
  struct arena *arena = arena_create();
  char *folder = arena != NULL ? path_folder(arena, path) : NULL;
  runner_status status = RUNNER_DONE;
  if (folder == NULL) {
    status = error_no_memory(error);
  } else if (!file_is_folder(folder)) {
    status = error_set(error, RUNNER_USAGE, "cannot create %s: there is no folder %s",
                       path, folder);
    error_hint(error, "make the folder first, or correct the path");
  } else if (faccessat(AT_FDCWD, folder, W_OK | X_OK, AT_EACCESS) != 0) {
    status =
        error_set(error, RUNNER_USAGE, "cannot create %s: %s", path, strerror(errno));
    error_hint(error, "look at the owner and the permissions of the folder %s", folder);
  }
  arena_destroy(arena);
  return status;
}

static runner_status check_missing(const struct connection_options *options,
                                   bool *missing, struct runner_error *error) {
  const char *path = options->path;
  if (errno != ENOENT) {
    error_set(error, RUNNER_USAGE, "cannot open %s: %s", path, strerror(errno));
    error_hint(error, "look at the owner and the permissions of its folder");
    return RUNNER_USAGE;
  }
  *missing = options->create && !options->read_only;
  if (*missing) return check_folder(path, error);
  error_set(error, RUNNER_USAGE, "there is no database %s", path);
  error_hint(error, "check the path");
  return RUNNER_USAGE;
}

runner_status location_check(const struct connection_options *options, bool *missing,
                             struct runner_error *error) {
  *missing = false;
  const char *path = options->path;
  if (!location_is_file(path)) return RUNNER_DONE;
  struct stat facts;
  if (stat(path, &facts) != 0) return check_missing(options, missing, error);
  if (S_ISREG(facts.st_mode)) return RUNNER_DONE;
  const char *kind = S_ISDIR(facts.st_mode) ? "a folder" : "not a regular file";
  error_set(error, RUNNER_USAGE, "%s is %s, not a database", path, kind);
  error_hint(error, "check the path");
  return RUNNER_USAGE;
}

/* Size of the file `path` + `suffix`, 0 if there is none, -1 if it cannot be told. */
static long long size_beside(const char *path, const char *suffix) {
  char *name = memory_format("%s%s", path, suffix);
  if (name == NULL) return -1;
  struct stat facts;
  long long size = -1;
  if (stat(name, &facts) == 0)
    size = facts.st_size;
  else if (errno == ENOENT)
    size = 0;
  memory_release(name);
  return size;
}

bool location_is_settled(const char *path) {
  return location_is_file(path) && size_beside(path, "-wal") == 0 &&
         size_beside(path, "-shm") == 0 && size_beside(path, "-journal") == 0;
}

bool location_has_log(const char *path) {
  return location_is_file(path) && size_beside(path, "-wal") > 0;
}

/* https://www.sqlite.org/uri.html: everything but plain bytes as %HH */
char *location_immutable(const char *path) {
  struct buffer uri = {0};
  buffer_text(&uri, "file:");
  for (const char *c = path; *c != '\0'; c++) {
    if (strchr("?#% ", *c) != NULL || (unsigned char)*c >= 0x7f)
      buffer_format(&uri, "%%%02x", (unsigned char)*c);
    else
      buffer_bytes(&uri, c, 1);
  }
  buffer_text(&uri, "?immutable=1");
  if (!buffer_failed(&uri)) return uri.bytes;
  buffer_release(&uri);
  return NULL;
}

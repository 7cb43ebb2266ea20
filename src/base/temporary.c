/* Temporary folders over POSIX. */
#include "base/temporary.h"

#include "base/file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

runner_status temporary_create(char **path, struct runner_error *error) {
  const char *place = getenv("TMPDIR");
  if (place == NULL || place[0] != '/') place = "/tmp";
  char *made = memory_format("%s/runner-XXXXXX", place);
  if (made == NULL) return error_no_memory(error);
  if (mkdtemp(made) == NULL) {
    error_set(error, RUNNER_USAGE, "cannot make a folder in %s: %s", place,
              strerror(errno));
    memory_release(made);
    return RUNNER_USAGE;
  }
  *path = made;
  return RUNNER_DONE;
}

void temporary_remove(char *path) {
  struct file_entry *entries = NULL;
  size_t count = 0;
  struct arena *arena = path != NULL ? arena_create() : NULL;
  if (arena != NULL && file_list(path, arena, &entries, &count, NULL) == RUNNER_DONE) {
    for (size_t i = 0; i < count; i++)
      unlink(entries[i].path);
    rmdir(path);
  }
  arena_destroy(arena);
  memory_release(path);
}

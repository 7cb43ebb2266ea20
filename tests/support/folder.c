/* Temporary folders over POSIX. */
#include "support/folder.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

int folder_setup(void **state) {
  const char *above = getenv("TMPDIR");
  if (above == NULL || above[0] == '\0')
    above = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"; /* no disk to wait for */
  size_t size = strlen(above) + sizeof "/runner-XXXXXX";
  char *path = malloc(size);
  if (path == NULL) return -1;
  snprintf(path, size, "%s/runner-XXXXXX", above);
  *state = mkdtemp(path);
  if (*state == NULL) free(path);
  return *state == NULL ? -1 : 0;
}

static int remove_entry(const char *path, const struct stat *facts, int kind,
                        struct FTW *place) {
  (void)facts;
  (void)kind;
  (void)place;
  return remove(path);
}

int folder_teardown(void **state) {
  int result = nftw(*state, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
  free(*state);
  return result;
}

char *folder_path(void *const *state, const char *name) {
  size_t size = strlen(*state) + strlen(name) + 2;
  char *path = malloc(size);
  assert_non_null(path);
  snprintf(path, size, "%s/%s", (char *)*state, name);
  return path;
}

static void make_folders_above(const char *path) {
  char *copy = strdup(path);
  assert_non_null(copy);
  for (char *at = strchr(copy + 1, '/'); at != NULL; at = strchr(at + 1, '/')) {
    *at = '\0';
    mkdir(copy, 0777);
    *at = '/';
  }
  free(copy);
}

void folder_write(const char *path, const void *bytes, unsigned long length) {
  make_folders_above(path);
  FILE *file = fopen(path, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(bytes, 1, length, file), length);
  assert_int_equal(fclose(file), 0);
}

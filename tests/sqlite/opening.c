/* The words for opening. */
#include "opening.h"

#include "support/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

bool exists(const char *path) {
  return access(path, F_OK) == 0;
}

runner_status try_open(struct world *world, const char *path, bool read_only,
                       bool create) {
  struct connection_options options = {
      .path = path, .read_only = read_only, .create = create};
  struct connection *connection = NULL;
  runner_status status = connection_open(&options, &connection, &world->error);
  if (status != RUNNER_DONE) assert_null(connection);
  connection_close(connection);
  return status;
}

char *path_in(struct world *world, const char *name) {
  return folder_path(&world->folder, name);
}

void assert_path_error(struct world *world, const char *format, const char *path,
                       const char *hint) {
  size_t size = strlen(format) + strlen(path) + 1;
  char *message = malloc(size);
  snprintf(message, size, format, path); /* NOLINT: the formats are the tests' own */
  assert_error(world, message, hint);
  free(message);
}

runner_status open_and_close(void *options, struct runner_error *error) {
  struct connection *connection = NULL;
  runner_status status = connection_open(options, &connection, error);
  connection_close(connection);
  return status;
}

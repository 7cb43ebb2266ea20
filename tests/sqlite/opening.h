/* Words of the tests that open a database, or fail to. */
#ifndef TESTS_SQLITE_OPENING_H
#define TESTS_SQLITE_OPENING_H

#include "world.h"

/* Is there a file or folder of this path? */
bool exists(const char *path);

/* Try to open `path`; on success close it again. */
runner_status try_open(struct world *world, const char *path, bool read_only,
                       bool create);

/* The same for failing_allocator_loop; `options` are struct connection_options. */
runner_status open_and_close(void *options, struct runner_error *error);

/* A path in the world's folder; release with free. */
char *path_in(struct world *world, const char *name);

/* assert_error for a message that names a path: the %s of `format`. */
void assert_path_error(struct world *world, const char *format, const char *path,
                       const char *hint);

#endif

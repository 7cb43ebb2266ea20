/* Where a database is: names that are files and names that are not, and what can be said
** about a file before SQLite opens it. */
#ifndef RUNNER_SQLITE_LOCATION_H
#define RUNNER_SQLITE_LOCATION_H

#include "sqlite/connection.h"

/* Is it the path of a file? Not ":memory:", "" (scratch) or a "file:" URI. */
bool location_is_file(const char *path);

/* Can it be opened as `options` wish? RUNNER_USAGE if it is missing and not to be made,
** or is a folder or a device, or its folder is missing. `*missing`: it must be made. */
runner_status location_check(const struct connection_options *options, bool *missing,
                             struct runner_error *error);

/* Is nothing beside the file that belongs to it: no log, no journal, and no -shm file, so
** no other program at a database in WAL mode? Then it may be read as one that does not
** change. (Only names are looked at: opening and closing the file would drop the locks
** that another connection of this process holds.) */
bool location_is_settled(const char *path);

/* Is there a write-ahead log with something in it? */
bool location_has_log(const char *path);

/* The URI that opens a settled file so; released with memory_release, NULL if memory ran out. */
char *location_immutable(const char *path);

#endif

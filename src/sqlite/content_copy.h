/* A whole database in another file, with its rows. */
#ifndef RUNNER_SQLITE_CONTENT_COPY_H
#define RUNNER_SQLITE_CONTENT_COPY_H

#include "sqlite/connection.h"

/* Make the new, empty database `to` the same as `from`, page by page, as `from` is at one
** moment: it is only read. With a write-ahead log others write on meanwhile, otherwise they
** wait. How far it is, `from` tells (progress.h); an interrupt of `from` ends it. https://www.sqlite.org/backup.html */
runner_status content_copy(struct connection *from, struct connection *to,
                           struct runner_error *error);

#endif

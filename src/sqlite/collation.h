/* Collating sequences that the application brings, as runner.lua declares them.
**
** A database may use sequences that only its application knows. One that is declared with
** its order is used like SQLite's own. One that is declared without can be named, and all
** that compares nothing works; a statement that compares values by it fails, and if it
** writes, its transaction is rolled back: an index in another order would be damage.
** https://www.sqlite.org/c3ref/create_collation.html
*/
#ifndef RUNNER_SQLITE_COLLATION_H
#define RUNNER_SQLITE_COLLATION_H

#include "base/error.h"

#include <stddef.h>

/* A text of SQLite's, in UTF-8, not ended by a zero byte. */
struct collated {
  const char *bytes;
  size_t length;
};

struct collation {
  const char *name;
  /* *order is set below, at or above 0. NULL: the order is not known. */
  runner_status (*compare)(void *user, struct collated left, struct collated right,
                           int *order, struct runner_error *error);
  void *user;
};

/* They outlive every connection that gets them (connection_options). */
struct collations {
  struct collation *items;
  size_t count;
};

#endif

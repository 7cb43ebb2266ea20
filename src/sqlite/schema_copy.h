/* The schema of a database in another one, without its rows. */
#ifndef RUNNER_SQLITE_SCHEMA_COPY_H
#define RUNNER_SQLITE_SCHEMA_COPY_H

#include "sqlite/connection.h"

/* Give the empty database `to` the schema of `from`, which is only read: the same texts,
** byte for byte, over empty tables and indexes, also where SQLite would refuse them as
** statements today (a function that is not there, a string in double quotes). Virtual
** tables are created, so that their own tables are sound; one that cannot be (its module
** is missing) is there in name only. user_version and application_id are the same too,
** and the copy trusts its definitions if the original does. */
runner_status schema_copy(struct connection *from, struct connection *to,
                          struct runner_error *error);

#endif

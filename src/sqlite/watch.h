/* The watch over one transaction: what did it touch, and is that still sound?
**
** Foreign keys are off while a revision runs, so that rebuilding a table cannot cascade.
** Instead the watch finds violations that were not there before: the authorizer names
** each table a statement will write or alter; just before the first such statement runs,
** the violations of the keys around that table are counted (usually none); before COMMIT
** they are looked for again. A revision that only creates tables pays nothing for old
** ones. Likewise every view and trigger that could be broken by a DROP or ALTER, and
** everything newly created, must prepare before COMMIT; what was broken before is not
** held against the revision.
** https://www.sqlite.org/pragma.html#pragma_foreign_key_check
*/
#ifndef RUNNER_SQLITE_WATCH_H
#define RUNNER_SQLITE_WATCH_H

#include "sqlite/connection.h"

/* Start watching; call after connection_begin. */
runner_status watch_start(struct connection *connection, struct runner_error *error);

/* The engine itself is about to make the table anew: know what holds around it, so that it
** is verified. Without a watch nothing is done. */
runner_status watch_rebuild(struct connection *connection, const char *table,
                            struct runner_error *error);

/* Look at the end state; call before COMMIT, in CONNECTION_ENGINE mode. RUNNER_FAILED
** with a message that names the child table, the parent table, how many rows and the
** first rowids; or the view or trigger and SQLite's reason. */
runner_status watch_verify(struct connection *connection, struct runner_error *error);

/* Forget; call after COMMIT or ROLLBACK. */
void watch_end(struct connection *connection);

#endif

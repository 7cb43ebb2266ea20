/* The project's database: opened when needed, read-only if that is enough. */
#ifndef RUNNER_ENGINE_DATABASE_H
#define RUNNER_ENGINE_DATABASE_H

#include "engine/project.h"

/* Open for reading; a missing file is no error: then runner->connection stays NULL. */
runner_status database_open_to_read(struct runner *runner, struct runner_error *error);

/* Open for writing; the file is made if it is missing. RUNNER_USAGE if it is read-only.
 */
runner_status database_open_to_write(struct runner *runner, struct runner_error *error);

/* Does runner.lua trust the definitions in the database (`trust = { "schema" }`)? */
bool database_is_trusted(const struct runner *runner);

/* Keep scripts from changing the engine's own tables on the open connection. */
void database_reserve(struct runner *runner);

/* Close what is open; an adopted connection is given back. */
void database_close(struct runner *runner);

/* Close and open again, to see what is really in the file. */
runner_status database_reopen(struct runner *runner, struct runner_error *error);

/* The file of the lock that a step outside a transaction holds from its start to its end
** (base/lock.h), for the database that is open, which has a file; NULL if memory ran out. */
const char *database_lock_path(struct runner *runner);

/* Tell the listener that we wait for a lock; false once somebody asked to stop. `user` is
** the struct runner. */
bool database_tell_waiting(void *user, int waited_ms, int timeout_ms);

#endif

/* The version table: one row per applied head (contract; Alembic's rules).
**
**   CREATE TABLE runner_version (version_num TEXT NOT NULL PRIMARY KEY)
*/
#ifndef RUNNER_ENGINE_VERSION_TABLE_H
#define RUNNER_ENGINE_VERSION_TABLE_H

#include "base/memory.h"
#include "engine/step.h"
#include "sqlite/connection.h"

/* The rows in the order they were inserted; none if there is no table or no connection
** (NULL). Texts live in `arena`. RUNNER_DATABASE if the table is not a version table. */
runner_status version_rows(struct connection *connection, const char *table,
                           struct arena *arena, struct runner_texts *rows,
                           struct runner_error *error);

/* Make the table if it is missing. */
runner_status version_create(struct connection *connection, const char *table,
                             struct runner_error *error);

/* Apply one step's changes. Each must touch exactly one row: otherwise RUNNER_DATABASE,
** and the caller rolls back. */
runner_status version_change(struct connection *connection, const char *table,
                             const struct runner_step *step, struct runner_error *error);

/* Delete every row. */
runner_status version_purge(struct connection *connection, const char *table,
                            struct runner_error *error);

#endif

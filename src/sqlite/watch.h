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

#include "base/memory.h"
#include "base/text_list.h"
#include "sqlite/connection.h"

/* Start watching; call after connection_begin. */
runner_status watch_start(struct connection *connection, struct runner_error *error);

/* The engine itself is about to make the table anew: know what holds around it, so that it
** is verified. Without a watch nothing is done. */
runner_status watch_rebuild(struct connection *connection, const char *table,
                            struct runner_error *error);

/* ---- rows that are removed ---- */

/* From now on the rows that a script takes from tables are tallied. `announced` (kept, not
** copied) names tables that may lose rows: they are left out, and cost nothing. */
runner_status watch_tally(struct connection *connection,
                          const struct runner_texts *announced,
                          struct runner_error *error);

/* While `table` is set, dropping that table is announced. NULL ends it. Not copied. */
void watch_announce_drop(struct connection *connection, const char *table);

/* A table that has fewer rows than when the tally began. */
struct watch_loss {
  const char *table;
  const char *renamed_from; /* what it was called then; NULL: the same */
  bool dropped;             /* and `after` is 0 */
  int64_t before, after;
};

struct watch_losses {
  struct watch_loss *items;
  size_t count;
  struct runner_texts unknown; /* announced, but no table at the begin or the end */
};

/* End the tally and say what was lost; in the arena. Ends statements that still run. */
runner_status watch_losses(struct connection *connection, struct arena *arena,
                           struct watch_losses *losses, struct runner_error *error);

/* Until the next look, the view, trigger or table (its foreign keys) `name` may be left as
** something that does not work. Without a watch nothing is done. */
runner_status watch_allow_broken(struct connection *connection, const char *name,
                                 struct runner_error *error);

/* Something called `name` does not work, or will not: may that be? *allowed answers. */
runner_status watch_excuse(struct connection *connection, const char *name, bool *allowed,
                           struct runner_error *error);

/* The names that were excused so, in their order; `index` counts from 0. NULL: there are
** no more. They live until watch_end. */
const char *watch_left_broken(const struct connection *connection, size_t index);

/* Look at the end state; call before COMMIT, in CONNECTION_ENGINE mode. RUNNER_FAILED
** with a message that names the child table, the parent table, how many rows and the
** first rowids; or the view or trigger and SQLite's reason. What was allowed to be broken
** does not count, and has to be allowed again after this. */
runner_status watch_verify(struct connection *connection, struct runner_error *error);

/* Forget; call after COMMIT or ROLLBACK. */
void watch_end(struct connection *connection);

#endif

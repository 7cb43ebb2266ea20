/* How many changed pages a long statement may hold in memory.
**
** A page that has to leave memory before COMMIT is written, and before that the journal is
** synced. With SQLite's default, 2 MB, an UPDATE of an 85 MB table syncs 106 times; with 8
** MiB 26 times. (`cache_spill` is about changed pages only. A larger `cache_size` would
** make the sorter's pieces larger, too, and CREATE INDEX slower.) What changes fewer pages
** writes none before COMMIT, so others read until then.
**
** That is for one statement, which keeps the pages that it needs. While more pages are
** changed than `cache_size` says, SQLite gives every other one up as soon as nobody holds
** it: a loop of small statements would read the same pages for each row, in twice the
** time. So the limit is as ever for those.
** https://www.sqlite.org/pragma.html#pragma_cache_spill
**
** The limit is for all that SQLite holds for those pages, the notes included of which ones
** have been written to the journal: one set for the transaction, one for the statement.
** Up to 246,016 pages a set takes 31 KiB. In a larger file it is a tree of one level more,
** up to 62 * 62 nodes of 512 bytes (bitvec.c of SQLite), whatever is in them. */
#include "sqlite/connection_state.h"

enum {
  LIMIT = 8 * 1024, /* KiB */
  NOTES = 2 * 62 * 62 / 2,
  FEW_PAGES = 62 * 3968
};

/* The authorizer looks at whose statement it is. */
static int tell(struct connection *connection, int limit, char *sql, size_t room) {
  enum connection_mode mode = connection->preparing;
  sqlite3_snprintf((int)room, sql, "PRAGMA cache_spill = %d", limit);
  connection->preparing = CONNECTION_ENGINE;
  int code = sqlite3_exec(connection->handle, sql, NULL, NULL, NULL);
  connection->preparing = mode;
  return code;
}

runner_status connection_widen(struct connection *connection,
                               struct runner_error *error) {
  if (connection->adopted)
    return RUNNER_DONE; /* its memory is the application's affair */
  int64_t pages = 0;
  char sql[40];
  runner_status status =
      connection_integer(connection, "PRAGMA page_count", &pages, error);
  if (status != RUNNER_DONE) return status;
  int limit = pages > FEW_PAGES ? LIMIT - NOTES : LIMIT;
  if (tell(connection, -limit, sql, sizeof sql) == SQLITE_OK) return RUNNER_DONE;
  int code = sqlite3_extended_errcode(connection->handle);
  return connection_fail(connection, code, sql, error);
}

/* 1 is SQLite's default: as many as fit into its cache. */
void connection_narrow(struct connection *connection) {
  char sql[40];
  if (!connection->adopted) tell(connection, 1, sql, sizeof sql);
}

/* How many changed pages a transaction may hold in memory.
**
** A page that has to leave memory before COMMIT is written, and before that the journal is
** synced. With SQLite's default, 2 MB, an UPDATE of an 85 MB table syncs 106 times; with 8
** MiB 26 times. (`cache_spill` is about changed pages only. A larger `cache_size` would
** make the sorter's pieces larger, too, and CREATE INDEX slower.) What changes fewer pages
** writes none before COMMIT, so others read until then.
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
  FEW_PAGES = 62 * 3968,
  SMALLEST_PAGE = 512 /* bytes */
};

/* Bytes of the file; it costs one call of the system. */
static int64_t file_size(sqlite3 *handle) {
  sqlite3_file *file = NULL;
  sqlite3_int64 size = 0;
  sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  if (file == NULL || file->pMethods == NULL) return 0; /* in memory */
  return file->pMethods->xFileSize(file, &size) == SQLITE_OK ? size : 0;
}

static runner_status count_pages(struct connection *connection, int64_t *pages,
                                 struct runner_error *error) {
  *pages = 0;
  if (file_size(connection->handle) <= (int64_t)FEW_PAGES * SMALLEST_PAGE)
    return RUNNER_DONE;
  return connection_integer(connection, "PRAGMA page_count", pages, error);
}

runner_status page_memory_apply(struct connection *connection,
                                struct runner_error *error) {
  if (connection->adopted)
    return RUNNER_DONE; /* its memory is the application's affair */
  int64_t pages = 0;
  runner_status status = count_pages(connection, &pages, error);
  int limit = pages > FEW_PAGES ? LIMIT - NOTES : LIMIT;
  if (status != RUNNER_DONE || limit == connection->page_memory) return status;
  char sql[40];
  sqlite3_snprintf((int)sizeof sql, sql, "PRAGMA cache_spill = -%d", limit);
  int code = sqlite3_exec(connection->handle, sql, NULL, NULL, NULL);
  if (code != SQLITE_OK)
    return connection_fail(connection, sqlite3_extended_errcode(connection->handle), sql,
                           error);
  connection->page_memory = limit;
  return RUNNER_DONE;
}

/* The loop a C programmer would write to change a column: read a row, compute, update it
** by its key with a prepared statement. A peer of the benchmark.
**
**   update_loop DATABASE
*/
#include <sqlite3.h>

#include <stdio.h>

static int fail(sqlite3 *db) {
  fprintf(stderr, "update_loop: %s\n", sqlite3_errmsg(db));
  sqlite3_close(db);
  return 1;
}

static int update_rows(sqlite3_stmt *rows, sqlite3_stmt *update) {
  int code = SQLITE_OK;
  while ((code = sqlite3_step(rows)) == SQLITE_ROW) {
    sqlite3_int64 id = sqlite3_column_int64(rows, 0), a = sqlite3_column_int64(rows, 1);
    sqlite3_bind_double(update, 1, (double)a + (double)id * 0.5);
    sqlite3_bind_int64(update, 2, id);
    sqlite3_step(update);
    code = sqlite3_reset(update);
    if (code != SQLITE_OK) return code;
  }
  return code == SQLITE_DONE ? SQLITE_OK : code;
}

/* https://www.sqlite.org/isolation.html: rows that change meanwhile keep their place, as
** neither the key nor an index that is gone through is written. */
static int run(sqlite3 *db) {
  sqlite3_stmt *rows = NULL, *update = NULL;
  int code = sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
  if (code == SQLITE_OK)
    code = sqlite3_prepare_v2(db, "SELECT id, a FROM t ORDER BY id", -1, &rows, NULL);
  if (code == SQLITE_OK)
    code = sqlite3_prepare_v2(db, "UPDATE t SET b = ? WHERE id = ?", -1, &update, NULL);
  if (code == SQLITE_OK) code = update_rows(rows, update);
  sqlite3_finalize(rows);
  sqlite3_finalize(update);
  return code == SQLITE_OK ? sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) : code;
}

int main(int count, char **arguments) {
  if (count != 2) {
    fputs("usage: update_loop DATABASE\n", stderr);
    return 2;
  }
  sqlite3 *db = NULL;
  if (sqlite3_open(arguments[1], &db) != SQLITE_OK || run(db) != SQLITE_OK)
    return fail(db);
  return sqlite3_close(db) == SQLITE_OK ? 0 : 1;
}

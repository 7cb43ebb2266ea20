/* Copying a database page by page. */
#include "sqlite/content_copy.h"

#include "sqlite/connection_state.h"

/* So many at a time that an interrupt is heard soon. */
enum { PAGES_AT_ONCE = 2048 };

static runner_status copy_pages(struct connection *from, struct connection *to,
                                sqlite3_backup *backup, struct runner_error *error) {
  int code = SQLITE_OK;
  while (code == SQLITE_OK) {
    runner_status status = connection_usable(from, error);
    if (status != RUNNER_DONE) return status;
    code = sqlite3_backup_step(backup, PAGES_AT_ONCE);
  }
  return code == SQLITE_DONE ? RUNNER_DONE : connection_fail(to, code, NULL, error);
}

/* The transaction holds still what is read. */
runner_status content_copy(struct connection *from, struct connection *to,
                           struct runner_error *error) {
  int64_t count = 0;
  runner_status status = connection_materialize(to, error);
  if (status == RUNNER_DONE) status = connection_execute(from, "BEGIN", error);
  if (status != RUNNER_DONE) return status;
  status = connection_integer(from, "SELECT count(*) FROM sqlite_schema", &count, error);
  if (status != RUNNER_DONE) goto done;
  sqlite3_backup *backup = sqlite3_backup_init(to->handle, "main", from->handle, "main");
  if (backup == NULL) {
    status = connection_fail(to, sqlite3_extended_errcode(to->handle), NULL, error);
    goto done;
  }
  status = copy_pages(from, to, backup, error);
  sqlite3_backup_finish(backup);
done:
  connection_rollback(from);
  return status;
}

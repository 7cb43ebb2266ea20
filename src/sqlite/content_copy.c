/* Copying a database page by page. */
#include "sqlite/content_copy.h"

#include "sqlite/connection_state.h"

/* So many bytes at a time that an interrupt is heard soon. */
static const int64_t at_once = 1 << 20;

static runner_status copy_pages(struct connection *from, struct connection *to,
                                int64_t page_size, sqlite3_backup *backup,
                                struct runner_error *error) {
  int code = SQLITE_OK, done = 0;
  while (code == SQLITE_OK) {
    runner_status status = connection_usable(from, error);
    if (status != RUNNER_DONE) return status;
    code = sqlite3_backup_step(backup, (int)(at_once / page_size));
    int now = sqlite3_backup_pagecount(backup) - sqlite3_backup_remaining(backup);
    connection_work_count(from, (now - done) * page_size);
    done = now;
  }
  return code == SQLITE_DONE ? RUNNER_DONE : connection_fail(to, code, NULL, error);
}

static runner_status copy_told(struct connection *from, struct connection *to,
                               sqlite3_backup *backup, struct runner_error *error) {
  struct connection_work work = {
      .what = "copying the database", .counted = true, .bytes = true};
  int64_t page_size = 0, pages = 0;
  runner_status status = connection_integer(from, "PRAGMA page_size", &page_size, error);
  if (status == RUNNER_DONE)
    status = connection_integer(from, "PRAGMA page_count", &pages, error);
  if (status != RUNNER_DONE) return status;
  work.total = pages * page_size;
  connection_work_begin(from, &work);
  status = copy_pages(from, to, page_size, backup, error);
  connection_work_end(from, &work);
  return status;
}

/* The transaction holds still what is read. A copy that a crash leaves unfinished is none,
** so nothing of it need be on the disk; waiting for that would be longest after an
** interrupt, when the half of it is taken back. */
runner_status content_copy(struct connection *from, struct connection *to,
                           struct runner_error *error) {
  int64_t count = 0;
  runner_status status = connection_materialize(to, error);
  if (status == RUNNER_DONE)
    status = connection_execute(to, "PRAGMA synchronous = OFF", error);
  if (status == RUNNER_DONE) status = connection_execute(from, "BEGIN", error);
  if (status != RUNNER_DONE) return status;
  status = connection_integer(from, "SELECT count(*) FROM sqlite_schema", &count, error);
  if (status != RUNNER_DONE) goto done;
  sqlite3_backup *backup = sqlite3_backup_init(to->handle, "main", from->handle, "main");
  if (backup == NULL) {
    status = connection_fail(to, sqlite3_extended_errcode(to->handle), NULL, error);
    goto done;
  }
  status = copy_told(from, to, backup, error);
  sqlite3_backup_finish(backup);
done:
  connection_rollback(from);
  return status;
}

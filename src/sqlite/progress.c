/* Telling how far long work has come. */
#include "sqlite/progress.h"

#include "base/clock.h"
#include "sqlite/connection_state.h"

#include <string.h>

enum {
  LOOK_STEPS = 1000, /* some 15 microseconds, of which looking takes 0.05 */
  MOST_STRIDE = 256  /* rows counted between two looks at the clock */
};
static const double tell_every = 0.1; /* seconds */
static const double look_every = 0.001;
static const double soonest =
    0.1; /* in a piece of work, for a rate that means something */

/* ---- what is known ---- */

/* Rows that the running statement has met in scans of whole tables. The counter is that
** of all its runs, and goes round. */
static int64_t scanned_rows(const struct connection *connection) {
  const struct statement *statement = connection->running;
  if (statement == NULL) return 0;
  int now = sqlite3_stmt_status(statement->handle, SQLITE_STMTSTATUS_FULLSCAN_STEP, 0);
  return (uint32_t)now - (uint32_t)statement->scanned;
}

static int64_t stay_below(int64_t rows, int64_t total) {
  return total > 0 && rows > total ? total : rows;
}

/* By the scan, as long as it goes on. */
static void measure_scan(struct connection_work *work, int64_t scanned,
                         struct progress *progress) {
  bool stands = scanned == work->told_scanned && work->rows > work->told_rows;
  progress->done = stands ? work->rows : scanned;
  if (stands) progress->total = 0;
  work->told_scanned = scanned;
  work->told_rows = work->rows;
}

static void measure(const struct connection *connection, struct connection_work *work,
                    struct progress *progress) {
  progress->total = work->total;
  progress->bytes = work->bytes;
  if (work->counted)
    progress->done = work->rows;
  else if (work->row_steps > 0)
    progress->done = (connection->steps - work->first_steps) / work->row_steps;
  else
    measure_scan(work, scanned_rows(connection), progress);
  progress->done = stay_below(progress->done, progress->total);
}

static void tell(struct connection *connection, double now,
                 const struct progress *progress) {
  connection->next_tell = now + tell_every;
  connection->progress(connection->user, progress);
}

static bool is_waited_for(const struct connection *connection, double now) {
  return now - connection->busy_since >= connection->progress_after;
}

static bool is_worth_telling(const struct connection *connection, double now) {
  const struct connection_work *work = connection->work;
  double after = connection->progress_after, seconds = now - work->began;
  if (work->of_file && work->rows == 0) return false;
  return is_waited_for(connection, now) && (seconds >= soonest || seconds >= after);
}

static void tell_work(struct connection *connection, double now) {
  struct connection_work *work = connection->work;
  struct progress progress = {
      .what = work->what, .undoing = work->undoing, .seconds = now - work->began};
  measure(connection, work, &progress);
  work->told = true;
  tell(connection, now, &progress);
}

void progress_at_once(struct connection *connection) {
  double now = clock_seconds();
  if (connection->progress != NULL && is_waited_for(connection, now))
    tell_work(connection, now);
}

/* The beginning of the statement, in one line; no character is cut in two. */
static void copy_beginning(char *out, size_t room, const char *sql) {
  size_t length = 0;
  for (; *sql != '\0' && length + 4 < room; sql++) {
    bool space = strchr(" \t\r\n", *sql) != NULL;
    if (!space)
      out[length++] = *sql;
    else if (length > 0 && out[length - 1] != ' ')
      out[length++] = ' ';
  }
  while (length > 0 && ((unsigned char)*sql & 0xC0) == 0x80)
    sql--, length--;
  memcpy(out + length, *sql == '\0' ? "" : "...", *sql == '\0' ? 1 : 4);
}

static void tell_statement(struct connection *connection, double now) {
  struct statement *statement = connection->running;
  if (statement == NULL) return;
  if (statement->began == 0) statement->began = now;
  struct progress progress = {.seconds = now - statement->began};
  if (progress.seconds < connection->progress_after) return;
  char text[64];
  copy_beginning(text, sizeof text, statement_sql(statement));
  progress.what = text;
  connection->statement_told = true;
  tell(connection, now, &progress);
}

void progress_look(struct connection *connection, double now) {
  if (now < connection->next_tell) return;
  if (connection->work == NULL)
    tell_statement(connection, now);
  else if (is_worth_telling(connection, now))
    tell_work(connection, now);
}

/* ---- where it is looked ---- */

static int handle_progress(void *user) {
  struct connection *connection = user;
  double now = clock_seconds();
  connection->steps += LOOK_STEPS;
  rollback_watch_at(connection, now);
  progress_look(connection, now);
  return 0;
}

void progress_apply(struct connection *connection) {
  if (connection->progress != NULL)
    sqlite3_progress_handler(connection->handle, LOOK_STEPS, handle_progress, connection);
}

void progress_restore(struct connection *connection) {
  if (connection->progress != NULL)
    sqlite3_progress_handler(connection->handle, 0, NULL, NULL);
}

bool progress_enter(struct connection *connection, struct statement *statement) {
  if (connection->progress == NULL || connection->running != NULL) return false;
  connection->running = statement;
  statement->began = 0;
  return true;
}

void progress_leave(struct connection *connection) {
  connection->running = NULL;
  if (!connection->statement_told) return;
  connection->statement_told = false;
  tell(connection, 0, &(struct progress){0});
}

/* Rows may be counted every microsecond, or, where a function is slow, every second: look
** as rarely as it takes to look about a thousand times a second. */
void connection_work_count(struct connection *connection, int64_t rows) {
  struct connection_work *work = connection->work;
  if (work == NULL) return;
  work->rows += rows;
  if (connection->progress == NULL || --connection->uncounted > 0) return;
  double now = clock_seconds();
  bool soon = now - connection->last_look < look_every;
  if (soon && connection->stride < MOST_STRIDE) connection->stride *= 2;
  if (!soon && connection->stride > 1) connection->stride /= 2;
  connection->uncounted = connection->stride;
  connection->last_look = now;
  progress_look(connection, now);
}

/* ---- work ---- */

/* An alteration is several pieces of work, each perhaps short: who waits sees no pause. */
static void note_begin(struct connection *connection, double now) {
  bool goes_on = connection->work != NULL || now - connection->work_ended < soonest;
  if (!goes_on || connection->busy_since == 0) connection->busy_since = now;
}

void connection_work_begin(struct connection *connection, struct connection_work *work) {
  work->rows = 0;
  work->first_steps = connection->steps;
  work->told_rows = work->told_scanned = 0;
  work->began = clock_seconds();
  work->told = false;
  note_begin(connection, work->began);
  work->outer = connection->work;
  connection->work = work;
  connection->next_tell = 0;
  connection->stride = 1;
  connection->uncounted = 1;
}

void connection_work_end(struct connection *connection, struct connection_work *work) {
  connection->work = work->outer;
  connection->work_ended = clock_seconds();
  if (work->told) tell(connection, 0, &(struct progress){0});
}

void connection_work_total(struct connection *connection, int64_t total) {
  if (connection->work != NULL) connection->work->total = total;
}

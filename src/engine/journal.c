/* Rows of runner_history. */
#include "engine/journal.h"

#include "base/buffer.h"
#include "base/digest.h"
#include "base/memory.h"
#include "sqlite/statement.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define JOURNAL_TIME "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')"

static const char create_table[] = "CREATE TABLE IF NOT EXISTS runner_history (\n"
                                   "  id INTEGER PRIMARY KEY,\n"
                                   "  revision TEXT NOT NULL,\n"
                                   "  direction TEXT NOT NULL,\n"
                                   "  state TEXT NOT NULL,\n"
                                   "  applied_at TEXT NOT NULL,\n"
                                   "  seconds REAL,\n"
                                   "  digest TEXT,\n"
                                   "  source TEXT,\n"
                                   "  runner_version TEXT NOT NULL,\n"
                                   "  applied_by TEXT\n"
                                   ")";

static const char insert_row[] =
    "INSERT INTO runner_history (revision, direction, state, applied_at, seconds, digest,"
    " source, runner_version, applied_by)"
    " VALUES (?, ?, ?, " JOURNAL_TIME ", ?, ?, ?, ?, ?)";

static const char finish_row[] =
    "UPDATE runner_history SET state = 'done', applied_at = " JOURNAL_TIME
    ", seconds = ? WHERE id = (SELECT max(id) FROM runner_history"
    " WHERE revision = ? AND direction = ? AND state = 'started')";

/* What was undone since then has to be done anew: also if it had been stamped. */
static const char find_unfinished[] =
    "SELECT id FROM runner_history AS latest WHERE state = 'started' AND id ="
    " (SELECT max(id) FROM runner_history WHERE revision = ?1 AND direction = ?2)"
    " AND NOT EXISTS (SELECT 1 FROM runner_history WHERE id > latest.id"
    " AND revision = ?1 AND direction NOT IN (?2, 'stamp'))";

static const char find_downgrade[] =
    "SELECT 1 FROM runner_history WHERE revision = ? AND direction = 'downgrade'"
    " AND id > ?";

static const char describe_row[] =
    "SELECT 'on ' || applied_at || ' by runner ' || runner_version FROM runner_history"
    " WHERE revision = ? AND direction <> 'downgrade' ORDER BY id DESC LIMIT 1";

static runner_status bind(struct statement *statement, int index, const char *text,
                          struct runner_error *error) {
  if (text == NULL) return statement_bind_null(statement, index, error);
  return statement_bind_text(statement, index, text, strlen(text), error);
}

runner_status journal_create(struct connection *connection, struct runner_error *error) {
  return connection_execute(connection, create_table, error);
}

/* Add the user's name; asking the system for it may go over a network. */
static void add_user(struct buffer *text) {
  const char *name = getenv("LOGNAME");
  if (name == NULL) name = getenv("USER");
  struct passwd entry, *found = NULL;
  char room[1024];
  if (name == NULL && getpwuid_r(getuid(), &entry, room, sizeof room, &found) == 0 &&
      found != NULL)
    name = found->pw_name;
  buffer_text(text, name != NULL ? name : "");
}

/* "user@host", for the record only. */
static runner_status bind_person(struct statement *statement, int index,
                                 struct runner_error *error) {
  struct buffer text = {0};
  char host[256] = "";
  gethostname(host, sizeof host - 1);
  add_user(&text);
  buffer_format(&text, "@%s", host);
  runner_status status = buffer_failed(&text) ? error_no_memory(error)
                                              : bind(statement, index, text.bytes, error);
  buffer_release(&text);
  return status;
}

static runner_status bind_source(struct statement *statement,
                                 const struct runner_step *step,
                                 struct runner_error *error) {
  const struct runner_revision *revision = step->revision;
  bool ran =
      step->direction != RUNNER_STAMP && revision != NULL && revision->source != NULL;
  char digest[DIGEST_TEXT_BYTES];
  if (ran) digest_sha256(revision->source, revision->source_length, digest);
  runner_status status = bind(statement, 5, ran ? digest : NULL, error);
  if (status != RUNNER_DONE) return status;
  if (!ran) return statement_bind_null(statement, 6, error);
  return statement_bind_text(statement, 6, revision->source, revision->source_length,
                             error);
}

static runner_status insert(struct connection *connection, const struct runner_step *step,
                            const char *state, double seconds,
                            struct runner_error *error) {
  struct statement *statement = NULL;
  runner_status status = statement_engine(connection, insert_row, &statement, error);
  const char *id = step->revision != NULL ? step->revision->id : "";
  if (status == RUNNER_DONE) status = bind(statement, 1, id, error);
  if (status == RUNNER_DONE)
    status = bind(statement, 2, runner_direction_name(step->direction), error);
  if (status == RUNNER_DONE) status = bind(statement, 3, state, error);
  if (status == RUNNER_DONE)
    status = seconds < 0 ? statement_bind_null(statement, 4, error)
                         : statement_bind_real(statement, 4, seconds, error);
  if (status == RUNNER_DONE) status = bind_source(statement, step, error);
  if (status == RUNNER_DONE) status = bind(statement, 7, RUNNER_VERSION, error);
  if (status == RUNNER_DONE) status = bind_person(statement, 8, error);
  if (status == RUNNER_DONE) status = statement_run(statement, error);
  statement_release(statement);
  return status;
}

runner_status journal_write(struct connection *connection, const struct runner_step *step,
                            double seconds, struct runner_error *error) {
  return insert(connection, step, "done", seconds, error);
}

runner_status journal_start(struct connection *connection, const struct runner_step *step,
                            struct runner_error *error) {
  return insert(connection, step, "started", -1, error);
}

/* Bind revision and direction from `index` on. */
static runner_status bind_step(struct statement *statement, int index,
                               const struct runner_step *step,
                               struct runner_error *error) {
  runner_status status = bind(statement, index, step->revision->id, error);
  if (status != RUNNER_DONE) return status;
  return bind(statement, index + 1, runner_direction_name(step->direction), error);
}

runner_status journal_finish(struct connection *connection,
                             const struct runner_step *step, double seconds,
                             struct runner_error *error) {
  struct statement *statement = NULL;
  runner_status status = statement_engine(connection, finish_row, &statement, error);
  if (status == RUNNER_DONE && seconds >= 0)
    status = statement_bind_real(statement, 1, seconds, error);
  if (status == RUNNER_DONE) status = bind_step(statement, 2, step, error);
  if (status == RUNNER_DONE) status = statement_run(statement, error);
  statement_release(statement);
  if (status != RUNNER_DONE || connection_changes(connection) == 1) return status;
  error_set(error, RUNNER_DATABASE,
            "the journal has no row that says revision %s was started",
            step->revision->id);
  error_hint(error, "did its script, or another program, change runner_history?");
  return RUNNER_DATABASE;
}

/* Its start that was not followed by an end; 0 if there is none. */
static runner_status find_start(struct connection *connection,
                                const struct runner_step *step, int64_t *id,
                                struct runner_error *error) {
  struct statement *statement = NULL;
  bool row = false;
  runner_status status = statement_engine(connection, find_unfinished, &statement, error);
  if (status == RUNNER_DONE) status = bind_step(statement, 1, step, error);
  if (status == RUNNER_DONE) status = statement_step(statement, &row, error);
  *id = status == RUNNER_DONE && row ? statement_column_integer(statement, 0) : 0;
  statement_release(statement);
  return status;
}

static runner_status was_downgraded(struct connection *connection, const char *revision,
                                    int64_t since, bool *downgraded,
                                    struct runner_error *error) {
  struct statement *statement = NULL;
  runner_status status = statement_engine(connection, find_downgrade, &statement, error);
  if (status == RUNNER_DONE) status = bind(statement, 1, revision, error);
  if (status == RUNNER_DONE) status = statement_bind_integer(statement, 2, since, error);
  if (status == RUNNER_DONE) status = statement_step(statement, downgraded, error);
  statement_release(statement);
  return status;
}

/* Was one of these revisions downgraded since then? */
static runner_status were_downgraded(struct connection *connection,
                                     const struct runner_texts *revisions, int64_t since,
                                     bool *downgraded, struct runner_error *error) {
  runner_status status = RUNNER_DONE;
  for (size_t i = 0; status == RUNNER_DONE && !*downgraded && i < revisions->count; i++)
    status = was_downgraded(connection, revisions->items[i], since, downgraded, error);
  return status;
}

runner_status journal_is_unfinished(struct connection *connection,
                                    const struct runner_step *step, bool *unfinished,
                                    struct runner_error *error) {
  const struct runner_revision *revision = step->revision;
  bool lost = false;
  int64_t start = 0;
  *unfinished = false;
  runner_status status = find_start(connection, step, &start, error);
  if (status != RUNNER_DONE || start == 0) return status;
  if (step->direction == RUNNER_UPGRADE)
    status = were_downgraded(connection, &revision->down, start, &lost, error);
  if (step->direction == RUNNER_UPGRADE && status == RUNNER_DONE)
    status = were_downgraded(connection, &revision->depends_on, start, &lost, error);
  *unfinished = status == RUNNER_DONE && !lost;
  return status;
}

char *journal_describe(struct connection *connection, const char *revision) {
  bool exists = false, row = false;
  struct statement *statement = NULL;
  char *text = NULL;
  if (connection == NULL ||
      connection_has_table(connection, "runner_history", &exists, NULL) != RUNNER_DONE ||
      !exists)
    return NULL;
  if (statement_engine(connection, describe_row, &statement, NULL) == RUNNER_DONE &&
      bind(statement, 1, revision, NULL) == RUNNER_DONE &&
      statement_step(statement, &row, NULL) == RUNNER_DONE && row) {
    size_t length = 0;
    text = memory_text(statement_column_text(statement, 0, &length));
  }
  statement_release(statement);
  return text;
}

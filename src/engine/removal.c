/* The guard against rows that disappear: putting into words what the watch has tallied. */
#include "engine/removal.h"

#include "base/buffer.h"
#include "sqlite/watch.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* SQL that is only written down, and a copy without rows, have no rows to lose. A script
** outside a transaction cannot be taken back. */
static bool is_guarded(const struct runner *runner, const struct runner_step *step) {
  const struct runner_revision *revision = step->revision;
  return step->direction != RUNNER_STAMP && revision->transaction &&
         !revision->removes_any_rows && runner->sql_write == NULL && !runner->rehearsing;
}

runner_status removal_begin(struct runner *runner, const struct runner_step *step,
                            struct runner_error *error) {
  if (!is_guarded(runner, step)) return RUNNER_DONE;
  return watch_tally(runner->connection, &step->revision->removes_rows, error);
}

/* ---- words ---- */

static void put_loss(struct buffer *text, const struct watch_loss *loss) {
  int64_t fewer = loss->before - loss->after;
  if (loss->dropped) {
    buffer_format(text, "'%s' is dropped with %" PRId64 " row%s", loss->table, fewer,
                  fewer == 1 ? "" : "s");
    return;
  }
  buffer_format(text, "'%s'", loss->table);
  if (loss->renamed_from != NULL)
    buffer_format(text, " (before: '%s')", loss->renamed_from);
  buffer_format(text, " has %" PRId64 " row%s, %" PRId64 " fewer than before",
                loss->after, loss->after == 1 ? "" : "s", fewer);
}

/* A text as Lua writes it. */
static void put_quoted(struct buffer *text, const char *value) {
  buffer_text(text, "\"");
  for (; *value != '\0'; value++) {
    unsigned char byte = (unsigned char)*value;
    if (byte == '"' || byte == '\\')
      buffer_format(text, "\\%c", byte);
    else if (byte < ' ')
      buffer_format(text, "\\%03u", byte);
    else
      buffer_bytes(text, value, 1);
  }
  buffer_text(text, "\"");
}

static void put_name(struct buffer *text, const char *name, bool first) {
  buffer_text(text, first ? "" : ", ");
  put_quoted(text, name);
}

/* The whole line: what is announced already stays. */
static void put_line(struct buffer *text, const struct runner_texts *announced,
                     const struct watch_losses *losses) {
  buffer_text(text, "removes_rows = { ");
  for (size_t i = 0; i < announced->count; i++)
    put_name(text, announced->items[i], i == 0);
  for (size_t i = 0; i < losses->count; i++)
    put_name(text, losses->items[i].table, i + announced->count == 0);
  buffer_text(text, " }");
}

static runner_status refuse(const struct runner_revision *revision,
                            const struct watch_losses *losses,
                            struct runner_error *error) {
  struct buffer message = {0}, line = {0};
  for (size_t i = 0; i < losses->count; i++) {
    buffer_text(&message, i == 0 ? "" : "; ");
    put_loss(&message, &losses->items[i]);
  }
  put_line(&line, &revision->removes_rows, losses);
  runner_status status = RUNNER_FAILED;
  if (buffer_failed(&message) || buffer_failed(&line)) {
    status = error_no_memory(error);
  } else {
    error_set(error, status, "revision %s removes rows: %s", revision->id, message.bytes);
    error_hint(error,
               "nothing of it was kept; if these rows should go, write %s into the file",
               line.bytes);
    error_place(error, revision->path, 0);
  }
  buffer_release(&message);
  buffer_release(&line);
  return status;
}

static void warn_unknown(struct runner *runner, const struct runner_revision *revision,
                         const struct runner_texts *unknown) {
  for (size_t i = 0; i < unknown->count; i++)
    project_warn(runner,
                 "revision %s: removes_rows names '%s', but there is no such table",
                 revision->id, unknown->items[i]);
}

runner_status removal_check(struct runner *runner, const struct runner_step *step,
                            struct runner_error *error) {
  struct watch_losses losses = {0};
  if (!is_guarded(runner, step)) return RUNNER_DONE;
  runner_status status = watch_losses(runner->connection, runner->arena, &losses, error);
  if (status != RUNNER_DONE) return status;
  warn_unknown(runner, step->revision, &losses.unknown);
  return losses.count == 0 ? RUNNER_DONE : refuse(step->revision, &losses, error);
}

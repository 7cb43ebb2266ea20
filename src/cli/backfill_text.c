/* Backfills in words. */
#include "cli/backfill_text.h"

#include "cli/quantity.h"

#include <string.h>

static const char *rows_word(int64_t count) {
  return count == 1 ? "row" : "rows";
}

/* A text of a script or of a row on one line: what is no letter there becomes a blank. */
static void write_plain(struct buffer *out, const char *text) {
  for (; *text != '\0'; text++)
    buffer_bytes(out, (unsigned char)*text < ' ' || *text == 127 ? " " : text, 1);
}

static bool is_down(const struct runner_backfill *backfill) {
  return strcmp(backfill->direction, "downgrade") == 0;
}

/* ---- status ---- */

static void write_rows(struct buffer *out, const struct runner_backfill *backfill) {
  buffer_text(out, "Rows:     ");
  quantity_count(out, backfill->rows_done);
  buffer_text(out, " done");
  if (backfill->rows_left >= 0) {
    buffer_text(out, ", ");
    quantity_count(out, backfill->rows_left);
    buffer_text(out, " left");
  }
  if (backfill->percent >= 0) buffer_format(out, " (%d %%)", (int)backfill->percent);
  buffer_text(out, "\n");
}

static void write_rate(struct buffer *out, const struct runner_backfill *backfill) {
  const double slow = 10, most = 1e15; /* rows a second */
  if (backfill->rate < 0 || backfill->rate > most) return;
  buffer_text(out, "Rate:     ");
  if (backfill->rate < slow)
    buffer_format(out, "%.1f", backfill->rate);
  else
    quantity_count(out, (int64_t)backfill->rate);
  buffer_text(out, " rows/s");
  if (backfill->remaining >= 0) {
    buffer_text(out, ", ");
    quantity_time(out, backfill->remaining);
    buffer_text(out, " left");
  }
  buffer_text(out, "\n");
}

/* What comes next, where that is not plain. */
static void write_next(struct buffer *out, const struct runner_backfill *backfill) {
  bool pauses = backfill->asked == RUNNER_BACKFILL_PAUSE;
  if (backfill->asked != RUNNER_BACKFILL_NOTHING)
    buffer_format(out, "Asked:    %s, not heard yet\n",
                  runner_backfill_action_name(backfill->asked));
  if (backfill->state == RUNNER_BACKFILL_STOPPED && pauses)
    buffer_format(out,
                  "Next:     the next `runner %s` pauses there until it is resumed\n",
                  backfill->direction);
  else if (backfill->state == RUNNER_BACKFILL_STOPPED)
    buffer_format(out, "Next:     the next `runner %s` goes on with it\n",
                  backfill->direction);
  if (backfill->state == RUNNER_BACKFILL_FAILED)
    buffer_format(out, "Next:     the next `runner %s` tries what failed again\n",
                  backfill->direction);
  if (backfill->state == RUNNER_BACKFILL_PAUSED)
    buffer_text(out, "Next:     `runner backfill resume` lets it go on\n");
  if (backfill->state == RUNNER_BACKFILL_CANCELLED)
    buffer_format(out, "Next:     `runner backfill resume`, then `runner %s`\n",
                  backfill->direction);
  if (backfill->state == RUNNER_BACKFILL_ABANDONED)
    buffer_format(out, "Next:     nothing: revision %s counts as %s without it\n",
                  backfill->revision, is_down(backfill) ? "downgraded" : "applied");
}

void backfill_text_status(struct buffer *out, const struct runner_backfill *backfill,
                          const struct palette *palette) {
  buffer_format(out, "Backfill: %s %s(%s)%s\n", backfill->name, palette->mark,
                runner_backfill_state_name(backfill->state), palette->off);
  buffer_format(out, "Revision: %s%s\n", backfill->revision,
                is_down(backfill) ? " (downgrade)" : "");
  write_rows(out, backfill);
  write_rate(out, backfill);
  if (backfill->rows_failed > 0) {
    buffer_text(out, "Failed:   ");
    quantity_count(out, backfill->rows_failed);
    buffer_format(out, " %s\n", rows_word(backfill->rows_failed));
  }
  if (backfill->error != NULL) {
    buffer_text(out, "Error:    ");
    write_plain(out, backfill->error);
    buffer_text(out, "\n");
  }
  buffer_format(out, "Started:  %s\nUpdated:  %s\n", backfill->started_at,
                backfill->updated_at);
  write_next(out, backfill);
}

/* ---- failed rows ---- */

static int widest_key(const struct runner_failed_rows *rows) {
  const size_t most = 24; /* one long key does not push the others away */
  size_t width = 0;
  for (size_t i = 0; i < rows->count; i++) {
    size_t length = strlen(rows->items[i].key);
    if (length > width && length <= most) width = length;
  }
  return (int)width;
}

/* The key padded to `width`, the values if they are known, the message. */
static void write_failed_row(struct buffer *out, const struct runner_failed_row *row,
                             int width) {
  buffer_text(out, "  ");
  write_plain(out, row->key);
  int missing = width - (int)strlen(row->key);
  buffer_format(out, "%*s  ", missing > 0 ? missing : 0, "");
  if (row->values != NULL) {
    write_plain(out, row->values);
    buffer_text(out, ": ");
  }
  write_plain(out, row->message);
  buffer_text(out, "\n");
}

void backfill_text_errors(struct buffer *out, const struct runner_backfill *backfill,
                          const struct runner_failed_rows *rows) {
  int width = widest_key(rows);
  int64_t total = (int64_t)rows->count + rows->more;
  if (total == 0) return;
  buffer_format(out, "%s (%s): %lld failed %s\n", backfill->name, backfill->revision,
                (long long)total, rows_word(total));
  for (size_t i = 0; i < rows->count; i++)
    write_failed_row(out, &rows->items[i], width);
  if (rows->more > 0)
    buffer_format(out, "  and %lld more (--limit %lld lists them all)\n",
                  (long long)rows->more, (long long)total);
}

/* ---- requests ---- */

static void write_pause(struct buffer *out, const struct runner_backfill *after) {
  if (after->state == RUNNER_BACKFILL_PAUSED)
    buffer_format(out, "backfill \"%s\" is paused", after->name);
  else if (after->state == RUNNER_BACKFILL_RUNNING)
    buffer_format(out, "backfill \"%s\" pauses behind its batch", after->name);
  else
    buffer_format(out,
                  "no process is at work on backfill \"%s\": it pauses when the next "
                  "`runner %s` comes to it",
                  after->name, after->direction);
}

static void write_resume(struct buffer *out, const struct runner_backfill *after) {
  bool at_work =
      after->state == RUNNER_BACKFILL_RUNNING || after->state == RUNNER_BACKFILL_PAUSED;
  if (at_work)
    buffer_format(out, "backfill \"%s\" goes on", after->name);
  else
    buffer_format(out,
                  "no process is at work on backfill \"%s\": the next `runner %s` %s",
                  after->name, after->direction,
                  after->state == RUNNER_BACKFILL_FAILED ? "tries what failed again"
                                                         : "goes on with it");
}

static void write_cancel(struct buffer *out, const struct runner_backfill *after) {
  bool cancelled = after->state == RUNNER_BACKFILL_CANCELLED;
  buffer_format(out,
                "backfill \"%s\" %s; after `runner backfill resume` the next `runner %s` "
                "goes on with it",
                after->name, cancelled ? "is cancelled" : "stops behind its batch",
                after->direction);
}

void backfill_text_request(struct buffer *out, runner_backfill_action action,
                           const struct runner_backfill *after) {
  if (action == RUNNER_BACKFILL_PAUSE) write_pause(out, after);
  if (action == RUNNER_BACKFILL_RESUME) write_resume(out, after);
  if (action == RUNNER_BACKFILL_CANCEL) write_cancel(out, after);
  buffer_text(out, "\n");
}

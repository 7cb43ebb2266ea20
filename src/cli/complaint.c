/* Wording errors. */
#include "cli/complaint.h"

#include "cli/excerpt.h"

#include <string.h>

static void write_place(struct buffer *out, const struct runner_error *error) {
  if (error->file == NULL) return;
  buffer_format(out, "  at %s", error->file);
  if (error->line > 0) buffer_format(out, ":%d", error->line);
  buffer_text(out, "\n");
}

static void write_traceback(struct buffer *out, const char *traceback) {
  while (*traceback != '\0') {
    size_t length = strcspn(traceback, "\n");
    buffer_format(out, "  %.*s\n", (int)length, traceback);
    traceback += length;
    if (*traceback == '\n') traceback++;
  }
}

void complaint_write(struct buffer *out, const struct runner_error *error, bool full,
                     const struct palette *palette) {
  buffer_format(out, "%srunner: error:%s %s\n", palette->error, palette->off,
                error->message != NULL ? error->message : "out of memory");
  write_place(out, error);
  if (error->revision != NULL) buffer_format(out, "  in revision %s\n", error->revision);
  if (error->sql != NULL && full)
    excerpt_write_whole(out, error->sql, error->offset);
  else if (error->sql != NULL)
    excerpt_write(out, error->sql, error->offset);
  if (full && error->traceback != NULL) write_traceback(out, error->traceback);
  if (error->hint != NULL)
    buffer_format(out, "%shint:%s %s\n", palette->hint, palette->off, error->hint);
}

/* Showing where in a statement an error is. */
#include "cli/excerpt.h"

#include <string.h>

enum { EXCERPT_BYTES = 70 };

/* A piece of one line; `caret` is counted from its start, or -1. */
struct piece {
  const char *start;
  size_t length;
  long caret;
};

static bool is_continuation(char byte) {
  return ((unsigned char)byte & 0xC0) == 0x80;
}

/* Tabs and other control characters would move what follows: they become blanks. */
static void write_visible(struct buffer *out, const char *text, size_t length) {
  for (size_t i = 0; i < length; i++)
    buffer_bytes(out, (unsigned char)text[i] < ' ' ? " " : &text[i], 1);
}

static void write_piece(struct buffer *out, const struct piece *piece, const char *before,
                        const char *after) {
  buffer_format(out, "    %s", before);
  write_visible(out, piece->start, piece->length);
  buffer_format(out, "%s\n", after);
  if (piece->caret < 0) return;
  buffer_format(out, "    %*s", (int)strlen(before), "");
  for (long i = 0; i < piece->caret && (size_t)i < piece->length; i++)
    if (!is_continuation(piece->start[i])) buffer_text(out, " ");
  buffer_text(out, "^\n");
}

/* Cut a line to EXCERPT_BYTES with the caret inside, between characters. */
static void write_cut(struct buffer *out, struct piece line) {
  size_t caret = line.caret > 0 ? (size_t)line.caret : 0;
  size_t from = 0;
  if (line.length > EXCERPT_BYTES && caret > EXCERPT_BYTES / 2)
    from = caret - EXCERPT_BYTES / 2;
  if (line.length > EXCERPT_BYTES && from + EXCERPT_BYTES > line.length)
    from = line.length - EXCERPT_BYTES;
  size_t to = line.length - from > EXCERPT_BYTES ? from + EXCERPT_BYTES : line.length;
  while (from > 0 && is_continuation(line.start[from]))
    from--;
  while (to < line.length && is_continuation(line.start[to]))
    to++;
  struct piece cut = {line.start + from, to - from,
                      line.caret < 0 ? -1 : line.caret - (long)from};
  write_piece(out, &cut, from > 0 ? "..." : "", to < line.length ? "..." : "");
}

static struct piece next_line(const char *sql, size_t start, int offset) {
  struct piece line = {sql + start, strcspn(sql + start, "\n"), -1};
  if (offset >= 0 && (size_t)offset >= start && (size_t)offset <= start + line.length)
    line.caret = offset - (long)start;
  return line;
}

static bool is_blank(const struct piece *line) {
  return strspn(line->start, " \t\r") >= line->length;
}

void excerpt_write(struct buffer *out, const char *sql, int offset) {
  size_t length = strlen(sql);
  if (offset > (int)length) offset = -1;
  for (size_t start = 0; start <= length;) {
    struct piece line = next_line(sql, start, offset);
    if (line.caret >= 0 || (offset < 0 && !is_blank(&line))) {
      write_cut(out, line);
      return;
    }
    start += line.length + 1;
  }
}

void excerpt_write_whole(struct buffer *out, const char *sql, int offset) {
  size_t length = strlen(sql);
  for (size_t start = 0; start < length;) {
    struct piece line = next_line(sql, start, offset);
    write_piece(out, &line, "", "");
    start += line.length + 1;
  }
}

/* Reading the leading comment of a script. */
#include "script/comment.h"

#include <stdbool.h>
#include <string.h>

/* A piece of the source. */
struct span {
  const char *start;
  const char *end;
};

static bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v';
}

static const char *skip_space(const char *at, const char *end) {
  while (at < end && is_space(*at))
    at++;
  return at;
}

/* The line that starts at `at`, without its newline. */
static struct span line_at(const char *at, const char *end) {
  const char *newline = memchr(at, '\n', (size_t)(end - at));
  return (struct span){at, newline != NULL ? newline : end};
}

static bool is_comment(const char *at, const char *end) {
  return end - at >= 2 && at[0] == '-' && at[1] == '-';
}

/* Add one line without the space at its end; blank ones at the start are left out. */
static void add_line(struct buffer *text, struct span line) {
  while (line.end > line.start && is_space(line.end[-1]))
    line.end--;
  if (text->length == 0 && line.start == line.end) return;
  buffer_bytes(text, line.start, (size_t)(line.end - line.start));
  buffer_bytes(text, "\n", 1);
}

/* The level of the long bracket that opens at `at` ("[==[" is 2), or -1. */
static int bracket_level(const char *at, const char *end) {
  int level = 0;
  if (at == end || *at++ != '[') return -1;
  while (at < end && *at == '=') {
    level++;
    at++;
  }
  return at < end && *at == '[' ? level : -1;
}

/* Where the bracket of this level closes, or `end`. */
static const char *bracket_end(const char *at, const char *end, int level) {
  for (; (at = memchr(at, ']', (size_t)(end - at))) != NULL; at++) {
    const char *sign = at + 1;
    while (sign < end && *sign == '=')
      sign++;
    if (sign < end && *sign == ']' && sign - at - 1 == level) return at;
  }
  return end;
}

/* The smallest indentation of the lines after the first. */
static size_t common_indentation(struct span inside) {
  size_t smallest = (size_t)-1;
  struct span line = line_at(inside.start, inside.end);
  while (line.end < inside.end) {
    line = line_at(line.end + 1, inside.end);
    const char *text = line.start;
    while (text < line.end && (*text == ' ' || *text == '\t'))
      text++;
    size_t indentation = (size_t)(text - line.start);
    if (skip_space(text, line.end) < line.end && indentation < smallest)
      smallest = indentation;
  }
  return smallest;
}

static void read_block(struct span inside, struct buffer *text) {
  size_t indentation = common_indentation(inside);
  struct span line = line_at(inside.start, inside.end);
  line.start = skip_space(line.start, line.end);
  add_line(text, line);
  while (line.end < inside.end) {
    line = line_at(line.end + 1, inside.end);
    size_t length = (size_t)(line.end - line.start);
    struct span shown = line;
    shown.start += indentation < length ? indentation : length;
    add_line(text, shown);
  }
}

/* Lines that begin with two dashes or more; one space after the dashes is not text. */
static void read_lines(const char *at, const char *end, struct buffer *text) {
  while (is_comment(at, end)) {
    struct span line = line_at(at, end);
    const char *next = line.end < end ? line.end + 1 : end;
    while (line.start < line.end && *line.start == '-')
      line.start++;
    if (line.start < line.end && *line.start == ' ') line.start++;
    add_line(text, line);
    at = next;
    while (at < end && (*at == ' ' || *at == '\t'))
      at++;
  }
}

void comment_read(const char *source, size_t length, struct buffer *text) {
  const char *end = source + length;
  const char *at = skip_space(source, end);
  if (!is_comment(at, end)) return;
  int level = bracket_level(at + 2, end);
  if (level >= 0) {
    const char *inside = at + 2 + level + 2;
    read_block((struct span){inside, bracket_end(inside, end, level)}, text);
  } else {
    read_lines(at, end, text);
  }
  while (text->length > 0 && text->bytes[text->length - 1] == '\n')
    text->bytes[--text->length] = '\0';
}

size_t comment_paragraph(const char *text) {
  const char *blank = strstr(text, "\n\n");
  return blank != NULL ? (size_t)(blank - text) : strlen(text);
}

/* Wording and cutting a progress line. */
#include "cli/progress_line.h"

#include "cli/quantity.h"

#include <string.h>

/* Bytes are told in millions. */
static void add_amount(struct buffer *out, const struct runner_event *event) {
  int64_t unit = event->bytes ? 1000000 : 1;
  quantity_count(out, event->done / unit);
  if (event->total > 0) {
    buffer_text(out, " of ");
    quantity_count(out, event->total / unit);
  }
  buffer_text(out, event->bytes ? " MB" : " rows");
  double rate = (double)event->done / (double)unit / event->seconds;
  if (event->seconds <= 0 || rate >= 1e15) return;
  buffer_text(out, ", ");
  quantity_count(out, (int64_t)rate);
  buffer_text(out, event->bytes ? " MB/s" : "/s");
}

/* The part behind "what:". At the end of a scan there may still be much to do, and nobody
** knows how much. */
static void add_numbers(struct buffer *out, const struct runner_event *event) {
  double share = event->total > 0 ? (double)event->done / (double)event->total : 0;
  if (event->done > 0 && event->total > 0)
    buffer_format(out, "%d %%, ", (int)(share * 100));
  if (event->done > 0) {
    add_amount(out, event);
    buffer_text(out, ", ");
  }
  bool ends = share > 0 && share < 1;
  quantity_time(out, ends ? event->seconds / share - event->seconds : event->seconds);
  if (ends) buffer_text(out, " left");
}

/* ---- cutting ---- */

/* Columns of the character that begins with this byte of UTF-8; those of East Asia take
** two, and for others beyond them it does no harm to think so. */
static int width_of(unsigned char byte) {
  if ((byte & 0xC0) == 0x80) return 0; /* inside a character */
  return byte >= 0xE1 ? 2 : 1;
}

/* Add as much of the text as fits; "..." takes the place of the rest. */
static void add_cut(struct buffer *out, const char *text, int columns) {
  const char *end = text; /* of what fits before "..." */
  int width = 0;
  for (const char *at = text; *at != '\0'; at++) {
    if (width_of((unsigned char)*at) > 0 && width <= columns - 3) end = at;
    width += width_of((unsigned char)*at);
  }
  if (width <= columns) end = text + strlen(text);
  for (const char *at = text; at < end; at++)
    buffer_bytes(out, (unsigned char)*at < ' ' || *at == 0x7f ? "?" : at, 1);
  if (*end != '\0' && columns >= 3) buffer_text(out, "...");
}

void progress_line(struct buffer *out, const struct runner_event *event, int columns) {
  enum { AROUND = 4 }; /* two blanks before, a colon and a blank behind */
  struct buffer numbers = {0};
  buffer_text(out, ""); /* a text also where nothing fits */
  add_numbers(&numbers, event);
  int taken = AROUND + (int)numbers.length;
  bool fits = columns <= 0 || taken < columns;
  if (!buffer_failed(&numbers) && fits) {
    buffer_text(out, "  ");
    add_cut(out, event->text,
            columns > 0 ? columns - taken : (int)strlen(event->text) * 2);
    buffer_format(out, ": %s", numbers.bytes);
  } else if (!buffer_failed(&numbers)) {
    add_cut(out, numbers.bytes, columns);
  }
  buffer_release(&numbers);
}

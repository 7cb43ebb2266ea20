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

/* The part behind "what:", if `brief` without what has been done so far. At the end of a
** scan there may still be much to do, and nobody knows how much. */
static void add_numbers(struct buffer *out, const struct runner_event *event,
                        bool brief) {
  double share = event->total > 0 ? (double)event->done / (double)event->total : 0;
  if (event->done > 0 && event->total > 0)
    buffer_format(out, "%d %%, ", (int)(share * 100));
  if (event->done > 0 && !brief) {
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

enum { AROUND = 4 }; /* two blanks before, a colon and a blank behind */

static bool fits(const struct buffer *numbers, int columns) {
  return columns <= 0 || AROUND + (int)numbers->length < columns;
}

static void add_numbers_that_fit(struct buffer *out, const struct runner_event *event,
                                 int columns) {
  add_numbers(out, event, false);
  if (fits(out, columns) || event->done <= 0 || event->total <= 0) return;
  buffer_release(out);
  add_numbers(out, event, true);
}

void progress_line(struct buffer *out, const struct runner_event *event, int columns) {
  struct buffer numbers = {0};
  buffer_text(out, ""); /* a text also where nothing fits */
  add_numbers_that_fit(&numbers, event, columns);
  if (!buffer_failed(&numbers) && fits(&numbers, columns)) {
    int room = columns - AROUND - (int)numbers.length;
    buffer_text(out, "  ");
    add_cut(out, event->text, columns > 0 ? room : (int)strlen(event->text) * 2);
    buffer_format(out, ": %s", numbers.bytes);
  } else if (!buffer_failed(&numbers)) {
    add_cut(out, numbers.bytes, columns);
  }
  buffer_release(&numbers);
}

/* Where it is too long, the time says more than the name. */
void waiting_line(struct buffer *out, const struct runner_event *event, int columns) {
  struct buffer line = {0};
  const char *name = event->text != NULL ? event->text : "the database";
  buffer_format(&line, "waiting for the lock on %s (%.0f s of %.0f s)", name,
                event->seconds, event->limit);
  if (!buffer_failed(&line) && columns > 0 && (int)line.length > columns) {
    buffer_release(&line);
    buffer_format(&line, "waiting for the lock (%.0f s of %.0f s)", event->seconds,
                  event->limit);
  }
  if (!buffer_failed(&line))
    add_cut(out, line.bytes, columns > 0 ? columns : (int)line.length * 2);
  buffer_release(&line);
}

/* The reader of comma-separated values. It runs over plain bytes with one look into a table
** each; a 0 put behind the text saves asking for its end at every byte. */
#include "base/csv.h"

#include "base/memory.h"

#include <string.h>

/* One call: where it is, and what it must not pass. */
struct scan {
  struct csv *csv;
  char *at;
  char *end;
  bool last;
};

void csv_start(struct csv *csv, char separator, int quote) {
  *csv = (struct csv){.separator = separator, .quote = quote};
  const char ends[] = {'\0', '\r', '\n'};
  for (size_t i = 0; i < sizeof ends; i++)
    csv->plain_ends[(unsigned char)ends[i]] = csv->quoted_ends[(unsigned char)ends[i]] =
        true;
  csv->plain_ends[(unsigned char)separator] = true;
  if (quote == CSV_NO_QUOTE) return;
  csv->plain_ends[quote] = csv->quoted_ends[quote] = true;
}

void csv_release(struct csv *csv) {
  memory_release(csv->fields);
  csv->fields = NULL;
  csv->count = csv->capacity = 0;
}

static bool make_room(struct csv *csv) {
  size_t capacity = csv->capacity == 0 ? 16 : csv->capacity * 2;
  struct csv_field *fields = memory_resize(csv->fields, capacity * sizeof *fields);
  if (fields == NULL) return false;
  csv->fields = fields;
  csv->capacity = capacity;
  return true;
}

static enum csv_outcome add_field(struct csv *csv, struct csv_field field) {
  if (csv->count == csv->capacity && !make_room(csv)) return CSV_NO_MEMORY;
  csv->fields[csv->count++] = field;
  return CSV_RECORD;
}

/* Is the text used up before this can be decided? */
static bool is_cut(const struct scan *scan, const char *at) {
  return at == scan->end && !scan->last;
}

/* Behind one line end; false if it may go on behind the text. */
static bool skip_line_end(struct scan *scan) {
  char *next = scan->at + 1;
  if (*scan->at == '\r' && is_cut(scan, next)) return false;
  if (*scan->at == '\r' && next < scan->end && *next == '\n') next++;
  scan->csv->lines++;
  scan->at = next;
  return true;
}

static enum csv_outcome read_plain(struct scan *scan) {
  struct csv *csv = scan->csv;
  char *start = scan->at, *at = start;
  for (;; at++) {
    while (!csv->plain_ends[(unsigned char)*at])
      at++;
    if (*at != '\0' || at == scan->end) break;
  }
  scan->at = at;
  if (at < scan->end && csv->quote == (unsigned char)*at) return CSV_STRAY_QUOTE;
  return add_field(csv, (struct csv_field){start, (size_t)(at - start), false, false});
}

/* Move on to a quote, or the end of the text; false if a line end is cut. */
static bool find_quote(struct scan *scan) {
  struct csv *csv = scan->csv;
  for (;;) {
    while (!csv->quoted_ends[(unsigned char)*scan->at])
      scan->at++;
    char found = *scan->at;
    if (scan->at == scan->end || csv->quote == (unsigned char)found) return true;
    if (found == '\0')
      scan->at++;
    else if (!skip_line_end(scan))
      return false;
  }
}

static bool ends_field(const struct scan *scan) {
  char next = *scan->at;
  return scan->at == scan->end || next == scan->csv->separator || next == '\r' ||
         next == '\n';
}

/* A field in quotes; it is at the first one. */
static enum csv_outcome read_quoted(struct scan *scan) {
  struct csv *csv = scan->csv;
  size_t opened = csv->lines;
  struct csv_field field = {.bytes = ++scan->at, .quoted = true};
  for (;;) {
    if (!find_quote(scan) || is_cut(scan, scan->at)) return CSV_MORE;
    if (scan->at == scan->end) {
      csv->lines = opened;
      return CSV_OPEN_QUOTE;
    }
    field.length = (size_t)(scan->at++ - field.bytes);
    if (is_cut(scan, scan->at)) return CSV_MORE;
    if (scan->at == scan->end || csv->quote != (unsigned char)*scan->at) break;
    field.doubled = true;
    scan->at++;
  }
  return ends_field(scan) ? add_field(csv, field) : CSV_AFTER_QUOTE;
}

static enum csv_outcome read_fields(struct scan *scan) {
  struct csv *csv = scan->csv;
  for (;;) {
    bool quoted = scan->at < scan->end && csv->quote == (unsigned char)*scan->at;
    enum csv_outcome outcome = quoted ? read_quoted(scan) : read_plain(scan);
    if (outcome != CSV_RECORD) return outcome;
    if (scan->at == scan->end) return scan->last ? CSV_RECORD : CSV_MORE;
    if (*scan->at != csv->separator) return skip_line_end(scan) ? CSV_RECORD : CSV_MORE;
    scan->at++;
  }
}

/* Make doubled quotes single, in place. */
static void undouble(struct csv_field *field, char quote) {
  char *to = field->bytes, *end = field->bytes + field->length;
  for (const char *from = field->bytes; from < end; from++) {
    *to++ = *from;
    if (*from == quote) from++;
  }
  field->length = (size_t)(to - field->bytes);
}

enum csv_outcome csv_read(struct csv *csv, char **text, char *end, bool last) {
  struct scan scan = {csv, *text, end, last};
  csv->count = csv->lines = 0;
  if (*text == end) return last ? CSV_END : CSV_MORE;
  char kept = *end;
  *end = '\0';
  enum csv_outcome outcome = read_fields(&scan);
  *end = kept;
  if (outcome != CSV_RECORD) return outcome;
  for (size_t i = 0; i < csv->count; i++)
    if (csv->fields[i].doubled) undouble(&csv->fields[i], (char)csv->quote);
  *text = scan.at;
  return CSV_RECORD;
}

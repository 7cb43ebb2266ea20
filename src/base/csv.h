/* Reading comma-separated values, as RFC 4180 has them, record by record out of a text that
** may come in parts. Pure: bytes in, fields out.
**
**   struct csv csv;
**   csv_start(&csv, ',', '"');
**   char *at = text;
**   while (csv_read(&csv, &at, text + length, true) == CSV_RECORD)
**     ... csv.fields[0 .. csv.count - 1]
**   csv_release(&csv);
**
** Records end with a line feed, a carriage return or both; the last may end with the text.
** A field in quotes may hold all of these, and a quote when it is doubled. Elsewhere a
** quote is an error, as it is in the RFC (section 2, rule 5): what was meant is not known.
** Spaces belong to the fields.
*/
#ifndef RUNNER_BASE_CSV_H
#define RUNNER_BASE_CSV_H

#include <stdbool.h>
#include <stddef.h>

struct csv_field {
  char *bytes; /* in the text itself, without quotes; not ended by a 0 */
  size_t length;
  bool quoted;
  bool doubled; /* quotes in it were doubled in the text */
};

struct csv {
  char separator;
  int quote;             /* CSV_NO_QUOTE: quotes are bytes like others */
  bool plain_ends[256];  /* bytes at which to look closer outside quotes */
  bool quoted_ends[256]; /* and inside */
  struct csv_field *fields;
  size_t count, capacity;
  size_t lines; /* line ends from the record's start to where reading stopped */
};

enum { CSV_NO_QUOTE = -1 };

enum csv_outcome {
  CSV_RECORD,      /* `fields` holds one */
  CSV_END,         /* no more text */
  CSV_MORE,        /* the record goes on behind the text: read again with more of it */
  CSV_STRAY_QUOTE, /* a quote in a field that does not begin with one */
  CSV_AFTER_QUOTE, /* something follows the quote that ends a field */
  CSV_OPEN_QUOTE,  /* a quote is never closed; `lines` counts up to where it opened */
  CSV_NO_MEMORY,
};

/* `separator` and `quote` are different ASCII characters, and no line ends. */
void csv_start(struct csv *csv, char separator, int quote);
void csv_release(struct csv *csv);

/* Read the record at *text, and move *text behind it; on any other outcome *text stays.
** With `last` nothing comes behind `end`. Doubled quotes are made single in the text when
** the record is complete. The fields are valid until the next call, and as long as the
** text is. The byte at `end` must be writable; it is as before afterwards. After a mistake
** csv->count is the number of fields before it. */
enum csv_outcome csv_read(struct csv *csv, char **text, char *end, bool last);

#endif

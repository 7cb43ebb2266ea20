/* Distance between words: letters inserted, deleted, replaced, or two swapped. */
#include "base/suggest.h"

#include <string.h>

enum { WORD_BYTES = 48 };

static size_t least(size_t a, size_t b) {
  return a < b ? a : b;
}

/* Fill the row for letter `i` of `a`: the cost of turning its first i letters into the
** first j letters of `b`. `rows` holds the row before and the one before that. */
static void fill_row(const char *a, const char *b, size_t i, size_t rows[3][WORD_BYTES]) {
  size_t *row = rows[i % 3];
  const size_t *before = rows[(i + 2) % 3];
  const size_t *earlier = rows[(i + 1) % 3];
  row[0] = i;
  for (size_t j = 1; b[j - 1] != '\0'; j++) {
    size_t replaced = before[j - 1] + (a[i - 1] != b[j - 1]);
    row[j] = least(replaced, least(before[j], row[j - 1]) + 1);
    if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
      row[j] = least(row[j], earlier[j - 2] + 1);
  }
}

static size_t distance(const char *a, const char *b) {
  size_t rows[3][WORD_BYTES] = {{0}};
  size_t length = strlen(a);
  for (size_t j = 0; j < WORD_BYTES; j++)
    rows[0][j] = j;
  for (size_t i = 1; i <= length; i++)
    fill_row(a, b, i, rows);
  return rows[length % 3][strlen(b)];
}

void suggestion_consider(struct suggestion *suggestion, const char *known) {
  size_t length = strlen(suggestion->typed);
  if (length == 0 || length >= WORD_BYTES || strlen(known) >= WORD_BYTES) return;
  size_t cost = distance(suggestion->typed, known);
  /* The beginning of a word means that word, whatever is missing. */
  if (length >= 3 && strncmp(known, suggestion->typed, length) == 0) cost = 1;
  if (cost > length / 3 + 1 || cost >= length) return;
  if (suggestion->nearest != NULL && cost >= suggestion->distance) return;
  suggestion->nearest = known;
  suggestion->distance = cost;
}

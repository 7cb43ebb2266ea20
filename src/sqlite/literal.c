/* Writing literals. */
#include "sqlite/literal.h"

#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

void literal_integer(struct buffer *out, int64_t value) {
  buffer_format(out, "%lld", (long long)value);
}

/* ---- reals ---- */

/* What SQLite makes of the digits. */
static double read_back(const char *digits, sqlite3 *judge) {
  double value = NAN;
  sqlite3_stmt *statement = NULL;
  if (sqlite3_prepare_v2(judge, "SELECT CAST(? AS REAL)", -1, &statement, NULL) ==
          SQLITE_OK &&
      sqlite3_bind_text(statement, 1, digits, -1, SQLITE_STATIC) == SQLITE_OK &&
      sqlite3_step(statement) == SQLITE_ROW)
    value = sqlite3_column_double(statement, 0);
  sqlite3_finalize(statement);
  return value;
}

/* 2 to the power of `exponent` as factors that are exact as literals. */
static void put_power(struct buffer *out, int exponent) {
  const char *operator= exponent<0 ? "/" : "*";
  for (int left = exponent < 0 ? -exponent : exponent; left > 0;) {
    int part = left < 52 ? left : 52;
    buffer_format(out, "%s%lld.0", operator, 1LL << part);
    left -= part;
  }
}

/* No decimal digits are read back as this value: write it as an integer below 2^53, which
** is exact, times a power of two. Only the last division may round, and does not, since
** the result is a double. */
static void put_exactly(struct buffer *out, double value) {
  int exponent = 0;
  double fraction = frexp(value, &exponent);
  long long whole = (long long)ldexp(fraction, 53);
  exponent -= 53;
  while (whole % 2 == 0) {
    whole /= 2;
    exponent++;
  }
  buffer_format(out, "(%lld.0", whole);
  put_power(out, exponent);
  buffer_text(out, ")");
}

void literal_real(struct buffer *out, double value, sqlite3 *judge) {
  if (isnan(value)) {
    buffer_text(out, "NULL");
    return;
  }
  if (isinf(value)) {
    buffer_text(out, value < 0 ? "-9e999" : "9e999");
    return;
  }
  for (int digits = 15; digits <= 17; digits++) {
    char number[32], text[40];
    snprintf(number, sizeof number, "%.*g", digits, value);
    bool whole = strpbrk(number, ".e") == NULL; /* would be read as an integer */
    snprintf(text, sizeof text, "%s%s", number, whole ? ".0" : "");
    if (read_back(text, judge) != value) continue;
    buffer_text(out, text);
    return;
  }
  put_exactly(out, value);
}

/* ---- texts and blobs ---- */

static bool contains(const char *text, size_t length, const char *part) {
  size_t size = strlen(part);
  for (size_t i = 0; i + size <= length; i++)
    if (memcmp(text + i, part, size) == 0) return true;
  return false;
}

/* A short text that does not occur in `text`, to stand for the byte. It starts with a ~
** and does not end with one, so that it forms no marker with what stands beside it. */
static void choose_marker(const char *text, size_t length, char letter, char marker[24]) {
  snprintf(marker, 24, "~%c", letter);
  for (unsigned n = 0; contains(text, length, marker); n++)
    snprintf(marker, 24, "~%c%u.", letter, n);
}

static void put_quoted(struct buffer *out, const char *text, size_t length,
                       const char *zero, const char *carriage_return) {
  buffer_text(out, "'");
  size_t from = 0;
  for (size_t i = 0; i < length; i++) {
    const char *instead = text[i] == '\0'   ? zero
                          : text[i] == '\r' ? carriage_return
                          : text[i] == '\'' ? "''"
                                            : NULL;
    if (instead == NULL) continue;
    buffer_bytes(out, text + from, i - from);
    buffer_text(out, instead);
    from = i + 1;
  }
  buffer_bytes(out, text + from, length - from);
  buffer_text(out, "'");
}

/* The shell's line reader takes a carriage return before a newline away, and a zero byte
** ends any statement: both are put in by replace(), whose result, unlike that of CAST,
** has no affinity and does not depend on the encoding of the database. */
void literal_text(struct buffer *out, const char *text, size_t length) {
  bool zero = length > 0 && memchr(text, '\0', length) != NULL;
  bool carriage_return = length > 0 && memchr(text, '\r', length) != NULL;
  char zero_marker[24] = "", return_marker[24] = "";
  if (zero) choose_marker(text, length, '0', zero_marker);
  if (carriage_return) choose_marker(text, length, 'r', return_marker);
  if (zero) buffer_text(out, "replace(");
  if (carriage_return) buffer_text(out, "replace(");
  put_quoted(out, text, length, zero_marker, return_marker);
  if (carriage_return) buffer_format(out, ",'%s',char(13))", return_marker);
  if (zero) buffer_format(out, ",'%s',char(0))", zero_marker);
}

void literal_blob(struct buffer *out, const void *bytes, size_t length) {
  static const char digits[] = "0123456789abcdef";
  const unsigned char *byte = bytes;
  buffer_text(out, "x'");
  for (size_t i = 0; i < length; i++) {
    char pair[2] = {digits[byte[i] >> 4], digits[byte[i] & 15]};
    buffer_bytes(out, pair, 2);
  }
  buffer_text(out, "'");
}

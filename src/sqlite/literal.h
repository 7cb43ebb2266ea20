/* Values as SQL literals that give the identical value back, in any text encoding of the
** target database and also through the sqlite3 shell. They have no affinity, like the
** parameters they stand for. Appended to `out`; look at buffer_failed at the end. */
#ifndef RUNNER_SQLITE_LITERAL_H
#define RUNNER_SQLITE_LITERAL_H

#include "base/buffer.h"

#include <stdint.h>

struct sqlite3;

void literal_integer(struct buffer *out, int64_t value);
/* NaN is NULL, as it is to SQLite. `judge` is any open handle: SQLite's conversion of
** decimal digits is not exact everywhere, so it is asked. */
void literal_real(struct buffer *out, double value, struct sqlite3 *judge);
void literal_text(struct buffer *out, const char *text, size_t length);
void literal_blob(struct buffer *out, const void *bytes, size_t length);

#endif

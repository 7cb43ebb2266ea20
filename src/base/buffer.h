/* A text that grows: built piece by piece, failure looked at once at the end.
**
**   struct buffer text = {0};
**   buffer_text(&text, "SELECT ");
**   buffer_format(&text, "%d", 1);
**   if (buffer_failed(&text)) ... memory ran out, `bytes` is NULL or incomplete
**   buffer_release(&text);
*/
#ifndef RUNNER_BASE_BUFFER_H
#define RUNNER_BASE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

struct buffer {
  char *bytes;   /* always ends with a 0 once anything was added; may be NULL */
  size_t length; /* without that 0 */
  size_t capacity;
  bool failed; /* memory ran out once; later additions do nothing */
};

void buffer_bytes(struct buffer *buffer, const char *bytes, size_t length);
void buffer_text(struct buffer *buffer, const char *text);
void buffer_format(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
bool buffer_failed(const struct buffer *buffer);
void buffer_clear(struct buffer *buffer);   /* empty, memory kept */
void buffer_release(struct buffer *buffer); /* empty, memory given back */

#endif

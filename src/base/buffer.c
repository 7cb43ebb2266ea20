/* Growing text. */
#include "base/buffer.h"

#include "base/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static bool buffer_reserve(struct buffer *buffer, size_t more) {
  if (buffer->failed) return false;
  size_t needed = buffer->length + more + 1;
  if (needed <= buffer->capacity) return true;
  size_t capacity = buffer->capacity != 0 ? buffer->capacity : 64;
  while (capacity < needed)
    capacity *= 2;
  char *bytes = memory_resize(buffer->bytes, capacity);
  if (bytes == NULL) {
    buffer->failed = true;
    return false;
  }
  buffer->bytes = bytes;
  buffer->capacity = capacity;
  return true;
}

void buffer_bytes(struct buffer *buffer, const char *bytes, size_t length) {
  if (!buffer_reserve(buffer, length)) return;
  if (length != 0) memcpy(buffer->bytes + buffer->length, bytes, length);
  buffer->length += length;
  buffer->bytes[buffer->length] = '\0';
}

void buffer_text(struct buffer *buffer, const char *text) {
  buffer_bytes(buffer, text, strlen(text));
}

void buffer_format(struct buffer *buffer, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int length = memory_format_length(format, arguments);
  if (length < 0) buffer->failed = true;
  if (length >= 0 && buffer_reserve(buffer, (size_t)length)) {
    vsnprintf(buffer->bytes + buffer->length, (size_t)length + 1, format, arguments);
    buffer->length += (size_t)length;
  }
  va_end(arguments);
}

bool buffer_failed(const struct buffer *buffer) {
  return buffer->failed;
}

void buffer_clear(struct buffer *buffer) {
  buffer->length = 0;
  buffer->failed = false;
  if (buffer->bytes != NULL) buffer->bytes[0] = '\0';
}

void buffer_release(struct buffer *buffer) {
  memory_release(buffer->bytes);
  *buffer = (struct buffer){0};
}

/* The replaceable allocator, and arenas of chained blocks. */
#include "base/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *standard_allocator(void *block, size_t size) {
  if (size != 0) return realloc(block, size);
  free(block);
  return NULL;
}

static memory_allocator current_allocator = standard_allocator;

void memory_use(memory_allocator allocator) {
  current_allocator = allocator != NULL ? allocator : standard_allocator;
}

void *memory_resize(void *block, size_t size) {
  return current_allocator(block, size);
}

void *memory_allocate(size_t size) {
  void *block = current_allocator(NULL, size != 0 ? size : 1);
  if (block != NULL) memset(block, 0, size);
  return block;
}

void memory_release(void *block) {
  if (block != NULL) current_allocator(block, 0);
}

char *memory_text(const char *text) {
  size_t size = strlen(text) + 1;
  char *copy = memory_resize(NULL, size);
  if (copy != NULL) memcpy(copy, text, size);
  return copy;
}

int memory_format_length(const char *format, va_list arguments) {
  va_list again;
  va_copy(again, arguments);
  int length = vsnprintf(NULL, 0, format, again);
  va_end(again);
  return length;
}

char *memory_vformat(const char *format, va_list arguments) {
  int length = memory_format_length(format, arguments);
  if (length < 0) return NULL;
  char *text = memory_resize(NULL, (size_t)length + 1);
  if (text != NULL) vsnprintf(text, (size_t)length + 1, format, arguments);
  return text;
}

char *memory_format(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  char *text = memory_vformat(format, arguments);
  va_end(arguments);
  return text;
}

/* A block of an arena: the header, then `capacity` bytes of which `used` are given out.
 */
struct arena_block {
  struct arena_block *previous;
  size_t used;
  size_t capacity;
  max_align_t bytes[];
};

struct arena {
  struct arena_block *last; /* the block allocations come from */
};

enum { ARENA_BLOCK_BYTES = 8192 };

struct arena *arena_create(void) {
  return memory_allocate(sizeof(struct arena));
}

void arena_destroy(struct arena *arena) {
  if (arena == NULL) return;
  for (struct arena_block *block = arena->last; block != NULL;) {
    struct arena_block *previous = block->previous;
    memory_release(block);
    block = previous;
  }
  memory_release(arena);
}

static struct arena_block *add_block(struct arena *arena, size_t size) {
  size_t capacity = size > ARENA_BLOCK_BYTES ? size : ARENA_BLOCK_BYTES;
  struct arena_block *block = memory_resize(NULL, sizeof *block + capacity);
  if (block == NULL) return NULL;
  block->previous = arena->last;
  block->used = 0;
  block->capacity = capacity;
  arena->last = block;
  return block;
}

void *arena_allocate(struct arena *arena, size_t size) {
  const size_t unit = sizeof(max_align_t);
  if (size > SIZE_MAX / 2) return NULL;
  size = (size + unit - 1) / unit * unit;
  struct arena_block *block = arena->last;
  if (block == NULL || block->capacity - block->used < size) {
    block = add_block(arena, size);
    if (block == NULL) return NULL;
  }
  void *place = (char *)block->bytes + block->used;
  block->used += size;
  memset(place, 0, size);
  return place;
}

char *arena_bytes(struct arena *arena, const char *bytes, size_t length) {
  char *copy = arena_allocate(arena, length + 1);
  if (copy != NULL && length != 0) memcpy(copy, bytes, length);
  return copy;
}

char *arena_text(struct arena *arena, const char *text) {
  return arena_bytes(arena, text, strlen(text));
}

char *arena_format(struct arena *arena, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int length = memory_format_length(format, arguments);
  char *text = length < 0 ? NULL : arena_allocate(arena, (size_t)length + 1);
  if (text != NULL) vsnprintf(text, (size_t)length + 1, format, arguments);
  va_end(arguments);
  return text;
}

void *arena_grow(struct arena *arena, void *items, size_t count, size_t size) {
  if ((count & (count - 1)) != 0) return items;
  void *grown = arena_allocate(arena, (count == 0 ? 1 : count * 2) * size);
  if (grown != NULL && count != 0) memcpy(grown, items, count * size);
  return grown;
}

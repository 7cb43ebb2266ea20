/* Memory: the one place the program allocates from, and arenas.
**
** Everything the engine allocates goes through memory_resize, so that the tests can let
** any single allocation fail. An arena owns many small things that live equally long
** (a project's revisions, one plan); nothing in it is released alone.
*/
#ifndef RUNNER_BASE_MEMORY_H
#define RUNNER_BASE_MEMORY_H

#include <stdarg.h>
#include <stddef.h>

/* The allocator in use: like realloc, but size 0 releases and returns NULL. */
typedef void *(*memory_allocator)(void *block, size_t size);

/* Replace the allocator (tests only); NULL restores the C library's. */
void memory_use(memory_allocator allocator);

void *memory_resize(void *block, size_t size); /* NULL if memory ran out */
void *memory_allocate(size_t size);            /* zeroed; NULL if memory ran out */
void memory_release(void *block);              /* NULL is fine */

/* Copies and formatted texts, released with memory_release; NULL if memory ran out. */
char *memory_text(const char *text);
char *memory_format(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* How long the text would be; negative: it cannot be made. `arguments` stay as they are. */
int memory_format_length(const char *format, va_list arguments)
    __attribute__((format(printf, 1, 0)));
char *memory_vformat(const char *format, va_list arguments)
    __attribute__((format(printf, 1, 0)));

struct arena;

struct arena *arena_create(void);                        /* NULL if memory ran out */
void arena_destroy(struct arena *arena);                 /* releases all; NULL is fine */
void *arena_allocate(struct arena *arena, size_t size);  /* zeroed, aligned; or NULL */
char *arena_text(struct arena *arena, const char *text); /* a copy; or NULL */
char *arena_bytes(struct arena *arena, const char *bytes, size_t length); /* adds a 0 */
char *arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The array `items` (NULL: none yet) with room for one more behind its `count` items of
** `size` bytes, or NULL. It doubles when `count` is a power of two: call it before each
** item that is added. The former array stays in the arena. */
void *arena_grow(struct arena *arena, void *items, size_t count, size_t size);

#endif

/* The nearest known word for a mistyped one. Pure. */
#ifndef RUNNER_BASE_SUGGEST_H
#define RUNNER_BASE_SUGGEST_H

#include <stddef.h>

/* The best of the words seen so far. Start with {.typed = word}. */
struct suggestion {
  const char *typed;
  const char *nearest; /* NULL: nothing is near enough */
  size_t distance;
};

/* Look at one more known word. */
void suggestion_consider(struct suggestion *suggestion, const char *known);

#endif

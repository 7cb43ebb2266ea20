/* A list of texts. The type is part of what librunner offers, the function is not. */
#ifndef RUNNER_BASE_TEXTS_H
#define RUNNER_BASE_TEXTS_H

#include <stdbool.h>
#include <stddef.h>

struct runner_texts {
  const char **items; /* may be NULL if `count` is 0 */
  size_t count;
};

bool texts_contain(const struct runner_texts *texts, const char *text);

#endif

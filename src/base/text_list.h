/* A list of texts. Part of what librunner offers. */
#ifndef RUNNER_BASE_TEXT_LIST_H
#define RUNNER_BASE_TEXT_LIST_H

#include <stddef.h>

struct runner_texts {
  const char **items; /* may be NULL if `count` is 0 */
  size_t count;
};

#endif

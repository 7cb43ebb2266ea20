/* Looking into lists of texts. */
#ifndef RUNNER_BASE_TEXTS_H
#define RUNNER_BASE_TEXTS_H

#include "base/text_list.h"

#include <stdbool.h>

bool texts_contain(const struct runner_texts *texts, const char *text);

#endif

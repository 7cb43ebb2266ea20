/* Lists of texts. */
#include "base/texts.h"

#include <string.h>

bool texts_contain(const struct runner_texts *texts, const char *text) {
  for (size_t i = 0; i < texts->count; i++)
    if (strcmp(texts->items[i], text) == 0) return true;
  return false;
}

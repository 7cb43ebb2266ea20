/* Lines about alterations: to the listener, into the SQL text, and to the step. */
#include "engine/alterations.h"

#include <string.h>

void alterations_begin(struct runner *runner) {
  runner->alterations = (struct runner_texts){0};
  runner->alterations_lost = false;
}

/* Keep a copy; it may have several lines only if a name has. */
static const char *keep(struct runner *runner, const char *text) {
  struct runner_texts *texts = &runner->alterations;
  const char **items =
      arena_grow(runner->arena, texts->items, texts->count, sizeof *items);
  char *copy = arena_text(runner->arena, text);
  if (items == NULL || copy == NULL) return NULL;
  texts->items = items;
  for (char *end = strpbrk(copy, "\r\n"); end != NULL; end = strpbrk(end, "\r\n"))
    *end = ' ';
  texts->items[texts->count++] = copy;
  return copy;
}

void alterations_note(struct runner *runner, const char *text) {
  const char *line = keep(runner, text);
  if (line == NULL) {
    runner->alterations_lost = true;
    return;
  }
  if (runner->sql_write != NULL) {
    runner->sql_write(runner->sql_user, "-- ");
    runner->sql_write(runner->sql_user, line);
    runner->sql_write(runner->sql_user, "\n");
  }
  project_tell(runner,
               &(struct runner_event){.kind = RUNNER_EVENT_ALTERATION, .text = line});
}

runner_status alterations_check(const struct runner *runner, struct runner_error *error) {
  return runner->alterations_lost ? error_no_memory(error) : RUNNER_DONE;
}

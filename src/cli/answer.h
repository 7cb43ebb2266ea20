/* The JSON answers: the same facts as the text, as values.
**
** Each function returns a new reference, or NULL if memory ran out; one that is given
** NULL for a part returns NULL, so that only the end result needs to be looked at.
*/
#ifndef RUNNER_CLI_ANSWER_H
#define RUNNER_CLI_ANSWER_H

#include "base/memory.h"
#include "runner.h"

#include <jansson.h>

/* Let jansson allocate through base/memory.h. */
void answer_start(void);

/* A string; bytes that are not UTF-8 become U+FFFD. NULL becomes null. */
json_t *answer_text(const char *text);
json_t *answer_texts(const struct runner_texts *texts);

/* Append `value` to `array` (both are taken over); returns the array or NULL. */
json_t *answer_append(json_t *array, json_t *value);

/* A list of revisions. `rows` (may be NULL): with "current" as they say. The
** arena is for work on the way. */
json_t *answer_revisions(struct arena *arena, const struct runner_list *list,
                         const struct runner_texts *rows);

/* What a plan's answer tells besides the steps. */
enum {
  ANSWER_APPLIED = 1,     /* they were run: "applied" */
  ANSWER_ALTERATIONS = 2, /* "alterations" of every step, not only where there are some */
  ANSWER_FORESEEN = 4 /* they were rehearsed: "unforeseen", and that rows were not read */
};

/* {"command", "target", "current", "steps", "after"}, and what `parts` add. */
json_t *answer_plan(const char *command, json_t *target, const struct runner_plan *plan,
                    int parts);

/* {"error": {...}, "exit": N}; with the traceback if `full`. */
json_t *answer_error(const struct runner_error *error, runner_status status, bool full);

#endif

/* Differences between schemas in the answers. */
#ifndef RUNNER_CLI_DIFFERENCE_H
#define RUNNER_CLI_DIFFERENCE_H

#include "cli/command.h"

#include <jansson.h>

/* "Detected added column 'day' of 'tickets': day TEXT", from a difference's text. */
void difference_detected(struct buffer *out, const char *text);

/* The list of them for a JSON answer, NULL if memory ran out. */
json_t *difference_document(const struct runner_differences *differences);

/* Answer a comparison: RUNNER_NEGATIVE, with what there is, if anything differs. `same` is
** the answer if nothing does, `next` a hint at what to do with differences, or NULL. */
runner_status difference_answer(struct cli *cli, const struct runner_comparison *found,
                                const char *same, const char *next);

#endif

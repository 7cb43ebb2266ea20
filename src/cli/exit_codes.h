/* The exit codes in words: one table for the help, the manual and the JSON errors. */
#ifndef RUNNER_CLI_EXIT_CODES_H
#define RUNNER_CLI_EXIT_CODES_H

#include "base/error.h"

struct exit_code {
  runner_status status;
  const char *kind; /* one word, as in the JSON errors */
  const char *meaning;
};

extern const struct exit_code exit_codes[]; /* ended by a row without kind */

/* The word for a status. */
const char *exit_kind(runner_status status);

#endif

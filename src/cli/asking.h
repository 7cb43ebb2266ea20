/* Asking the person at the terminal. */
#ifndef RUNNER_CLI_ASKING_H
#define RUNNER_CLI_ASKING_H

#include "cli/command.h"

/* Is there somebody who sees a question and can answer it? Not with -q and --json. */
bool asking_is_possible(const struct cli *cli);

/* A runner_asker; `user` is the struct cli. RUNNER_NO_ANSWER at the end of the input, and
** after Ctrl-C. */
runner_answer asking_answer(void *user, const char *question);

#endif

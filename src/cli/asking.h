/* Asking the person at the terminal. */
#ifndef RUNNER_CLI_ASKING_H
#define RUNNER_CLI_ASKING_H

#include "cli/command.h"

/* Is there somebody who sees a question and can answer it? Not with -q and --json. */
bool asking_is_possible(const struct cli *cli);

/* Whom to ask. */
struct asking {
  struct cli *cli;
  runner_answer rest; /* what was said for all further questions, too; or no answer */
};

/* A runner_asker; `user` is a struct asking. RUNNER_NO_ANSWER at the end of the input, and
** after Ctrl-C. */
runner_answer asking_answer(void *user, const char *question);

#endif

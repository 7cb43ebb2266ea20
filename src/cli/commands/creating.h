/* What `revision` and `merge` share. */
#ifndef RUNNER_CLI_COMMANDS_CREATING_H
#define RUNNER_CLI_COMMANDS_CREATING_H

#include "cli/command.h"

struct creating {
  struct runner_texts parents;
  bool merge;
  const struct runner_autogenerate *autogenerate; /* or NULL */
};

/* Write the revision that this and the options describe. */
runner_status creating_run(struct cli *cli, const struct creating *creating);

#endif

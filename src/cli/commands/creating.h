/* What `revision` and `merge` share. */
#ifndef RUNNER_CLI_COMMANDS_CREATING_H
#define RUNNER_CLI_COMMANDS_CREATING_H

#include "cli/command.h"

/* Write the revision that the options and `parents` describe. */
runner_status creating_run(struct cli *cli, const struct runner_texts *parents,
                           bool merge);

#endif

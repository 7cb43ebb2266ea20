/* The functions of the commands: each takes what cli/command.h offers and answers. */
#ifndef RUNNER_CLI_COMMANDS_COMMANDS_H
#define RUNNER_CLI_COMMANDS_COMMANDS_H

#include "cli/command.h"

runner_status backfill_run(struct cli *cli);
runner_status branches_run(struct cli *cli);
runner_status check_run(struct cli *cli);
runner_status completion_run(struct cli *cli);
runner_status current_run(struct cli *cli);
runner_status downgrade_run(struct cli *cli);
runner_status edit_run(struct cli *cli);
runner_status ensure_version_run(struct cli *cli);
runner_status heads_run(struct cli *cli);
runner_status help_run(struct cli *cli);
runner_status history_run(struct cli *cli);
runner_status init_run(struct cli *cli);
runner_status list_templates_run(struct cli *cli);
runner_status lua_run(struct cli *cli);
runner_status merge_run(struct cli *cli);
runner_status revision_run(struct cli *cli);
runner_status schema_run(struct cli *cli);
runner_status show_run(struct cli *cli);
runner_status stamp_run(struct cli *cli);
runner_status upgrade_run(struct cli *cli);

/* --version, and --help where a command (or none: NULL) is explained. */
runner_status version_run(struct cli *cli);
runner_status help_for(struct cli *cli, const struct cli_command *command);
/* The overview on standard error, RUNNER_USAGE. */
runner_status help_missing_command(struct cli *cli);

/* A word the table does not have: a command of runner.lua, or a mistake. */
runner_status own_run(struct cli *cli);

#endif

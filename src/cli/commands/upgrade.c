/* runner upgrade */
#include "cli/commands/commands.h"
#include "cli/commands/migrating.h"

runner_status upgrade_run(struct cli *cli) {
  const struct migration upgrade = {runner_plan_upgrade, runner_upgrade,
                                    runner_sql_upgrade};
  return migrating_run(cli, &upgrade);
}

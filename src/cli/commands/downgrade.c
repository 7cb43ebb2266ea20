/* runner downgrade */
#include "cli/commands/commands.h"
#include "cli/commands/migrating.h"

runner_status downgrade_run(struct cli *cli) {
  const struct migration downgrade = {runner_plan_downgrade, runner_downgrade,
                                      runner_sql_downgrade};
  return migrating_run(cli, &downgrade);
}

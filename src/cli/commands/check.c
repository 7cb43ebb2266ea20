/* runner check */
#include "cli/commands/commands.h"
#include "cli/difference.h"

runner_status check_run(struct cli *cli) {
  struct runner_comparison found = {.stale_snapshot = NULL};
  runner_status status = cli_open(cli);
  if (status == RUNNER_DONE) status = runner_check(cli->runner, &found, &cli->error);
  if (status != RUNNER_DONE) return status;
  return difference_answer(cli, &found, "No new upgrade operations detected.\n",
                           "`runner revision --autogenerate` writes a revision of them");
}

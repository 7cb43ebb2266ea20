/* runner show */
#include "cli/commands/commands.h"
#include "cli/commands/listing.h"

runner_status show_run(struct cli *cli) {
  struct runner_list list = {0};
  runner_status status = cli_open(cli);
  if (status == RUNNER_DONE)
    status = runner_find(cli->runner, cli_operand(cli, 0), &list, &cli->error);
  if (status != RUNNER_DONE) return status;
  return listing_answer(cli, &list, true, 0, NULL);
}

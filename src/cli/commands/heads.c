/* runner heads */
#include "cli/commands/commands.h"
#include "cli/commands/listing.h"
#include "cli/entry.h"

runner_status heads_run(struct cli *cli) {
  struct runner_list list = {0};
  runner_status status = cli_open(cli);
  if (status == RUNNER_DONE)
    status = runner_heads(cli->runner, cli_flag(cli, "resolve-dependencies"), &list,
                          &cli->error);
  if (status != RUNNER_DONE) return status;
  return listing_answer(cli, &list, cli_flag(cli, "verbose"), ENTRY_LABELS, NULL);
}

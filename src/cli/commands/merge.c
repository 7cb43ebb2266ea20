/* runner merge */
#include "cli/commands/commands.h"
#include "cli/commands/creating.h"

runner_status merge_run(struct cli *cli) {
  return creating_run(cli, &cli->operands, true);
}

/* runner merge */
#include "cli/commands/commands.h"
#include "cli/commands/creating.h"

runner_status merge_run(struct cli *cli) {
  struct creating creating = {.parents = cli->operands, .merge = true};
  return creating_run(cli, &creating);
}

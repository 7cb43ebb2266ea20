/* runner revision */
#include "cli/commands/commands.h"
#include "cli/commands/creating.h"

runner_status revision_run(struct cli *cli) {
  struct runner_texts parents = cli_values(cli, "head");
  return creating_run(cli, &parents, false);
}

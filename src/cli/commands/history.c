/* runner history */
#include "cli/commands/commands.h"
#include "cli/commands/listing.h"
#include "cli/entry.h"

runner_status history_run(struct cli *cli) {
  struct runner_list list = {0};
  struct runner_texts rows = {0};
  bool indicate = cli_flag(cli, "indicate-current");
  runner_status status = cli_open(cli);
  if (status == RUNNER_DONE)
    status = runner_history(cli->runner, cli_value(cli, "rev-range"), &list, &cli->error);
  if (status == RUNNER_DONE && indicate)
    status = runner_rows(cli->runner, &rows, &cli->error);
  if (status != RUNNER_DONE) return status;
  return listing_answer(cli, &list, cli_flag(cli, "verbose"),
                        ENTRY_PARENTS | ENTRY_LABELS | ENTRY_TREE | ENTRY_MESSAGE,
                        indicate ? &rows : NULL);
}

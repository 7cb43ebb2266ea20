/* Writing revisions. The lines about what was made come from the engine, through
** cli/progress.c. */
#include "cli/commands/creating.h"

#include "cli/answer.h"

runner_status creating_run(struct cli *cli, const struct runner_texts *parents,
                           bool merge) {
  struct runner_new_revision wanted = {.message = cli_value(cli, "message"),
                                       .parents = *parents,
                                       .merge = merge,
                                       .splice = cli_flag(cli, "splice"),
                                       .labels = cli_values(cli, "branch-label"),
                                       .folder = cli_value(cli, "version-path"),
                                       .id = cli_value(cli, "rev-id"),
                                       .depends = cli_values(cli, "depends-on")};
  struct runner_list created = {0};
  runner_status status = cli_open(cli);
  if (status == RUNNER_DONE)
    status = runner_create_revision(cli->runner, &wanted, &created, &cli->error);
  if (status != RUNNER_DONE || !cli->output.json) return status;
  return cli_answer(cli, json_pack("{s:s,s:o}", "command", cli->command->name, "created",
                                   answer_revisions(cli->arena, &created, NULL)));
}

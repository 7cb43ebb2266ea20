/* Writing revisions. The lines about what was made come from the engine, through
** cli/progress.c. */
#include "cli/commands/creating.h"

#include "cli/answer.h"
#include "cli/difference.h"

static runner_status answer(struct cli *cli, const struct creating *creating,
                            const struct runner_list *created,
                            const struct runner_differences *differences) {
  json_t *found =
      creating->autogenerate != NULL ? difference_document(differences) : NULL;
  runner_status status = cli_answer(
      cli, json_pack("{s:s,s:o,s:O*}", "command", cli->command->name, "created",
                     answer_revisions(cli->arena, created, NULL), "differences", found));
  json_decref(found);
  return status;
}

runner_status creating_run(struct cli *cli, const struct creating *creating) {
  struct runner_differences differences = {0};
  struct runner_new_revision wanted = {.message = cli_value(cli, "message"),
                                       .parents = creating->parents,
                                       .merge = creating->merge,
                                       .splice = cli_flag(cli, "splice"),
                                       .labels = cli_values(cli, "branch-label"),
                                       .folder = cli_value(cli, "version-path"),
                                       .id = cli_value(cli, "rev-id"),
                                       .depends = cli_values(cli, "depends-on"),
                                       .autogenerate = creating->autogenerate,
                                       .differences = &differences};
  struct runner_list created = {0};
  runner_status status = cli_open(cli);
  if (status == RUNNER_DONE)
    status = runner_create_revision(cli->runner, &wanted, &created, &cli->error);
  if (status != RUNNER_DONE) return status;
  if (cli->output.json) return answer(cli, creating, &created, &differences);
  if (created.count == 0)
    output_answer(&cli->output, "No new upgrade operations detected.\n");
  return RUNNER_DONE;
}

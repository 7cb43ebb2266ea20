/* runner current */
#include "cli/commands/commands.h"
#include "cli/commands/listing.h"
#include "cli/entry.h"

static runner_status write_text(struct cli *cli, const struct runner_list *list) {
  bool verbose = cli_flag(cli, "verbose");
  if (verbose)
    output_answer_format(&cli->output, "Current revision(s) for %s:\n",
                         runner_database(cli->runner));
  return listing_write(cli, list, verbose, ENTRY_TREE, NULL);
}

static runner_status write_json(struct cli *cli, const struct runner_list *list) {
  struct runner_texts rows = {0};
  runner_status status = runner_rows(cli->runner, &rows, &cli->error);
  if (status != RUNNER_DONE) return status;
  return cli_answer(cli, json_pack("{s:s,s:o,s:o,s:o}", "command", "current", "database",
                                   answer_text(runner_database(cli->runner)), "rows",
                                   answer_texts(&rows), "revisions",
                                   answer_revisions(cli->arena, list, NULL)));
}

runner_status current_run(struct cli *cli) {
  struct runner_list list = {0};
  runner_status status = cli_open(cli);
  if (status == RUNNER_DONE && cli_flag(cli, "check-heads"))
    status = runner_check_heads(cli->runner, &cli->error);
  if (status == RUNNER_DONE) status = runner_current(cli->runner, &list, &cli->error);
  if (status != RUNNER_DONE) return status;
  return cli->output.json ? write_json(cli, &list) : write_text(cli, &list);
}

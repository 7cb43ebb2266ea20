/* runner ensure_version */
#include "cli/commands/commands.h"
#include "cli/commands/migrating.h"

static runner_status write_sql(struct cli *cli) {
  struct sql_script script = {.cli = cli};
  runner_status status =
      runner_sql_ensure_version(cli->runner, migrating_write_sql, &script, &cli->error);
  return migrating_finish_sql(&script, status, NULL);
}

runner_status ensure_version_run(struct cli *cli) {
  runner_status status = cli_open(cli);
  if (status != RUNNER_DONE) return status;
  if (cli_flag(cli, "sql")) return write_sql(cli);
  status = runner_ensure_version(cli->runner, &cli->error);
  if (status != RUNNER_DONE || !cli->output.json) return status;
  return cli_answer(cli, json_pack("{s:s,s:o}", "command", "ensure_version", "database",
                                   answer_text(runner_database(cli->runner))));
}

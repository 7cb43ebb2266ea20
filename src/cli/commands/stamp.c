/* runner stamp */
#include "cli/commands/commands.h"
#include "cli/commands/migrating.h"

static runner_status write_sql(struct cli *cli) {
  struct sql_script script = {.cli = cli};
  runner_status status = runner_sql_stamp(cli->runner, &cli->operands,
                                          migrating_write_sql, &script, &cli->error);
  return migrating_finish_sql(&script, status, answer_texts(&cli->operands));
}

runner_status stamp_run(struct cli *cli) {
  struct runner_plan done = {0};
  runner_status status = cli_exclusive(cli, "purge", "sql");
  if (status == RUNNER_DONE) status = cli_open(cli);
  if (status != RUNNER_DONE) return status;
  if (cli_flag(cli, "sql")) return write_sql(cli);
  int flags = cli_flag(cli, "purge") ? RUNNER_PURGE : 0;
  status = runner_stamp(cli->runner, &cli->operands, flags, &done, &cli->error);
  return migrating_finish(cli, status, answer_texts(&cli->operands), &done);
}

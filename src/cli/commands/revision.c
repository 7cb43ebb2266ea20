/* runner revision */
#include "cli/asking.h"
#include "cli/commands/commands.h"
#include "cli/commands/creating.h"

/* Options that say how to autogenerate say nothing without it. */
static runner_status check_options(struct cli *cli) {
  static const char *const names[] = {"schema", "rename", "data"};
  if (cli_flag(cli, "autogenerate")) return cli_exclusive(cli, "autogenerate", "sql");
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (cli_flag(cli, names[i]))
      return error_set(&cli->error, RUNNER_USAGE,
                       "--%s is of use with --autogenerate only", names[i]);
  return RUNNER_DONE;
}

runner_status revision_run(struct cli *cli) {
  struct runner_texts parents = cli_values(cli, "head");
  struct asking asking = {.cli = cli, .rest = RUNNER_NO_ANSWER};
  struct runner_autogenerate autogenerate = {.renames = cli_values(cli, "rename"),
                                             .data = cli_flag(cli, "data"),
                                             .user = &asking};
  if (asking_is_possible(cli)) autogenerate.ask = asking_answer;
  struct creating creating = {.parents = parents};
  if (cli_flag(cli, "autogenerate")) creating.autogenerate = &autogenerate;
  runner_status status = check_options(cli);
  return status == RUNNER_DONE ? creating_run(cli, &creating) : status;
}

/* runner schema */
#include "cli/answer.h"
#include "cli/commands/commands.h"
#include "cli/difference.h"

struct written {
  struct cli *cli;
  struct buffer gathered; /* for --json */
};

static void on_text(void *user, const char *text) {
  struct written *written = user;
  if (written->cli->output.json)
    buffer_text(&written->gathered, text);
  else
    output_product(&written->cli->output, text);
}

static runner_status answer(struct cli *cli, const char *format,
                            const struct buffer *text) {
  if (!cli->output.json) return RUNNER_DONE;
  if (buffer_failed(text)) return error_no_memory(&cli->error);
  return cli_answer(cli,
                    json_pack("{s:s,s:o,s:o}", "command", "schema", "format",
                              answer_text(format), "text", answer_text(text->bytes)));
}

static runner_status write_schema(struct cli *cli) {
  const char *format = cli_value(cli, "format");
  struct runner_schema_wanted wanted = {.source = cli_operand(cli, 0),
                                        .desired = cli_flag(cli, "desired") ||
                                                   cli_value(cli, "schema") != NULL,
                                        .format = format != NULL ? format : "sql"};
  struct written written = {.cli = cli};
  buffer_text(&written.gathered, "");
  runner_status status =
      runner_schema(cli->runner, &wanted, on_text, &written, &cli->error);
  if (status == RUNNER_DONE) status = answer(cli, wanted.format, &written.gathered);
  buffer_release(&written.gathered);
  return status;
}

static runner_status compare(struct cli *cli) {
  struct runner_comparison found = {.stale_snapshot = NULL};
  runner_status status = runner_compare(cli->runner, cli_operand(cli, 0),
                                        cli_operand(cli, 1), &found, &cli->error);
  if (status != RUNNER_DONE) return status;
  return difference_answer(cli, &found, "No differences.\n", NULL);
}

static runner_status write_snapshot(struct cli *cli) {
  const char *path = cli_value(cli, "snapshot");
  bool written = false;
  runner_status status = runner_snapshot(cli->runner, path, &written, &cli->error);
  if (status != RUNNER_DONE) return status;
  if (cli->output.json)
    return cli_answer(cli, json_pack("{s:s,s:o,s:b}", "command", "schema", "snapshot",
                                     answer_text(path), "written", written));
  output_answer_format(&cli->output,
                       written ? "Writing %s ...  done\n" : "%s is up to date\n", path);
  return RUNNER_DONE;
}

/* --desired, --diff and --snapshot are ways of their own. */
static runner_status check_way(struct cli *cli) {
  size_t operands = cli->operands.count;
  struct runner_error *error = &cli->error;
  if (cli_flag(cli, "diff") && operands != 2)
    return error_set(error, RUNNER_USAGE, "--diff takes two sources, not %zu", operands);
  if (!cli_flag(cli, "diff") && operands > 1)
    return error_set(error, RUNNER_USAGE, "there is one SOURCE too many: %s",
                     cli_operand(cli, 1));
  if ((cli_flag(cli, "desired") || cli_flag(cli, "schema")) && operands > 0)
    return error_set(error, RUNNER_USAGE,
                     "SOURCE cannot be used together with --desired or --schema");
  if (cli_flag(cli, "snapshot") && operands > 0)
    return error_set(error, RUNNER_USAGE,
                     "SOURCE cannot be used together with --snapshot");
  return RUNNER_DONE;
}

static runner_status check_options(struct cli *cli) {
  static const char *const apart[][2] = {{"diff", "desired"},    {"diff", "format"},
                                         {"diff", "snapshot"},   {"diff", "schema"},
                                         {"snapshot", "schema"}, {"snapshot", "desired"},
                                         {"snapshot", "format"}};
  runner_status status = RUNNER_DONE;
  for (size_t i = 0; status == RUNNER_DONE && i < sizeof apart / sizeof *apart; i++)
    status = cli_exclusive(cli, apart[i][0], apart[i][1]);
  return status == RUNNER_DONE ? check_way(cli) : status;
}

runner_status schema_run(struct cli *cli) {
  runner_status status = check_options(cli);
  if (status == RUNNER_DONE) status = cli_open(cli);
  if (status != RUNNER_DONE) return status;
  if (cli_flag(cli, "diff")) return compare(cli);
  return cli_flag(cli, "snapshot") ? write_snapshot(cli) : write_schema(cli);
}

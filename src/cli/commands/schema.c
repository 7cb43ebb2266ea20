/* runner schema */
#include "cli/answer.h"
#include "cli/commands/commands.h"

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

runner_status schema_run(struct cli *cli) {
  const char *format = cli_value(cli, "format");
  struct runner_schema_wanted wanted = {.source = cli_operand(cli, 0),
                                        .desired = cli_flag(cli, "desired") ||
                                                   cli_value(cli, "schema") != NULL,
                                        .format = format != NULL ? format : "sql"};
  struct written written = {.cli = cli};
  if (wanted.desired && wanted.source != NULL)
    return error_set(&cli->error, RUNNER_USAGE,
                     "SOURCE cannot be used together with --desired or --schema");
  buffer_text(&written.gathered, "");
  runner_status status = cli_open(cli);
  if (status == RUNNER_DONE)
    status = runner_schema(cli->runner, &wanted, on_text, &written, &cli->error);
  if (status == RUNNER_DONE) status = answer(cli, wanted.format, &written.gathered);
  buffer_release(&written.gathered);
  return status;
}

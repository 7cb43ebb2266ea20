/* runner help, --help, --version */
#include "cli/help.h"

#include "cli/answer.h"
#include "cli/commands/commands.h"
#include "cli/usage.h"

/* The project's own commands, if there is a project that can be read: help is given
** with or without one. */
static struct help_own own_commands(struct cli *cli) {
  struct help_own own = {0};
  struct runner_error ignored = RUNNER_ERROR_INIT;
  if (cli->runner == NULL && cli_open(cli) != RUNNER_DONE)
    runner_error_clear(&cli->error);
  else if (runner_commands(cli->runner, &own.names, &own.helps, &ignored) != RUNNER_DONE)
    own = (struct help_own){0};
  runner_error_clear(&ignored);
  return own;
}

static void write_text(struct cli *cli, struct buffer *text,
                       const struct cli_command *command) {
  struct help_own own = {0};
  if (cli_flag(cli, "man")) {
    help_manual(text);
  } else if (command != NULL) {
    help_command(text, command);
  } else {
    own = own_commands(cli);
    help_overview(text, &own);
  }
}

runner_status help_for(struct cli *cli, const struct cli_command *command) {
  if (cli->output.json) {
    struct help_own own = own_commands(cli);
    return cli_answer(cli, help_document(&own));
  }
  struct buffer text = {0};
  write_text(cli, &text, command);
  bool failed = buffer_failed(&text);
  if (!failed) output_product(&cli->output, text.bytes);
  buffer_release(&text);
  return failed ? error_no_memory(&cli->error) : RUNNER_DONE;
}

runner_status help_missing_command(struct cli *cli) {
  struct buffer text = {0};
  write_text(cli, &text, NULL);
  bool failed = buffer_failed(&text);
  if (!failed) output_complaint(&cli->output, text.bytes);
  buffer_release(&text);
  cli->explained = !failed;
  return failed ? error_no_memory(&cli->error) : RUNNER_USAGE;
}

runner_status help_run(struct cli *cli) {
  const char *word = cli_operand(cli, 0);
  const struct cli_command *command = word != NULL ? command_find(word) : NULL;
  if (word == NULL || command != NULL) return help_for(cli, command);
  struct help_own own = own_commands(cli);
  return usage_unknown_command(cli, word, &own.names);
}

runner_status version_run(struct cli *cli) {
  if (cli->output.json)
    return cli_answer(cli,
                      json_pack("{s:s,s:s,s:s}", "version", runner_version(), "sqlite",
                                runner_sqlite_version(), "lua", runner_lua_version()));
  struct buffer text = {0};
  buffer_format(&text, "runner %s (Lua %s, SQLite %s)\n", runner_version(),
                runner_lua_version(), runner_sqlite_version());
  bool failed = buffer_failed(&text);
  if (!failed) output_product(&cli->output, text.bytes);
  buffer_release(&text);
  return failed ? error_no_memory(&cli->error) : RUNNER_DONE;
}

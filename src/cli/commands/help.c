/* runner help, --help, --version */
#include "cli/help.h"

#include "cli/answer.h"
#include "cli/commands/commands.h"
#include "cli/usage.h"

#include <string.h>

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

/* Answer with the text and release it. */
static runner_status give_text(struct cli *cli, struct buffer *text) {
  bool failed = buffer_failed(text);
  if (!failed) output_product(&cli->output, text->bytes);
  buffer_release(text);
  return failed ? error_no_memory(&cli->error) : RUNNER_DONE;
}

runner_status help_for(struct cli *cli, const struct cli_command *command) {
  if (cli->output.json) {
    struct help_own own = own_commands(cli);
    return cli_answer(cli, help_document(&own));
  }
  struct buffer text = {0};
  write_text(cli, &text, command);
  return give_text(cli, &text);
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

/* Help on a command of the project. */
static runner_status help_for_own(struct cli *cli, const char *word) {
  struct help_own own = own_commands(cli);
  size_t i = 0;
  while (i < own.names.count && strcmp(own.names.items[i], word) != 0)
    i++;
  if (i == own.names.count) return usage_unknown_command(cli, word, &own.names);
  if (cli->output.json) return cli_answer(cli, help_document(&own));
  struct buffer text = {0};
  help_own_command(&text, word, own.helps.items[i]);
  return give_text(cli, &text);
}

runner_status help_run(struct cli *cli) {
  const char *word = cli_operand(cli, 0);
  const struct cli_command *command = word != NULL ? command_find(word) : NULL;
  if (word == NULL || command != NULL) return help_for(cli, command);
  return help_for_own(cli, word);
}

runner_status version_run(struct cli *cli) {
  if (cli->output.json)
    return cli_answer(cli,
                      json_pack("{s:s,s:s,s:s}", "version", runner_version(), "sqlite",
                                runner_sqlite_version(), "lua", runner_lua_version()));
  struct buffer text = {0};
  buffer_format(&text, "runner %s (Lua %s, SQLite %s)\n", runner_version(),
                runner_lua_version(), runner_sqlite_version());
  return give_text(cli, &text);
}

/* The commands that a project's runner.lua defines. */
#include "base/texts.h"
#include "cli/answer.h"
#include "cli/commands/commands.h"
#include "cli/usage.h"

static void on_text(void *user, const char *text) {
  buffer_text(user, text);
}

/* The text as the command gave it, on a line of its own. */
static runner_status answer(struct cli *cli, struct buffer *text) {
  if (cli->output.json)
    return cli_answer(cli,
                      json_pack("{s:o,s:o}", "command", answer_text(cli->command_word),
                                "output", answer_text(text->bytes)));
  output_answer(&cli->output, text->bytes);
  if (text->length > 0 && text->bytes[text->length - 1] != '\n')
    output_answer(&cli->output, "\n");
  return RUNNER_DONE;
}

static runner_status call(struct cli *cli) {
  struct buffer text = {0};
  buffer_text(&text, "");
  runner_status status = runner_call_command(cli->runner, cli->command_word,
                                             &cli->operands, on_text, &text, &cli->error);
  if (status == RUNNER_DONE && buffer_failed(&text))
    status = error_no_memory(&cli->error);
  if (status == RUNNER_DONE) status = answer(cli, &text);
  buffer_release(&text);
  return status;
}

/* Without a project the word can only be a mistake; a project that cannot be read is the
** thing to report. */
static runner_status names_of_project(struct cli *cli, struct runner_texts *names) {
  struct runner_texts helps = {0};
  runner_status status = cli_open(cli);
  if (status != RUNNER_DONE) return cli->error.file != NULL ? status : RUNNER_DONE;
  return runner_commands(cli->runner, names, &helps, &cli->error);
}

runner_status own_run(struct cli *cli) {
  struct runner_texts names = {0};
  runner_status status = names_of_project(cli, &names);
  if (status != RUNNER_DONE) return status;
  if (texts_contain(&names, cli->command_word)) return call(cli);
  return usage_unknown_command(cli, cli->command_word, &names);
}

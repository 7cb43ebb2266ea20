/* runner completion */
#include "cli/answer.h"
#include "cli/commands/commands.h"
#include "cli/help.h"

runner_status completion_run(struct cli *cli) {
  const char *shell = cli_operand(cli, 0);
  struct buffer text = {0};
  if (!help_completion(&text, shell)) {
    error_set(&cli->error, RUNNER_USAGE, "no completion for the shell '%s'", shell);
    error_hint(&cli->error, "there is one for bash, zsh and fish");
    return RUNNER_USAGE;
  }
  runner_status status = RUNNER_DONE;
  if (buffer_failed(&text))
    status = error_no_memory(&cli->error);
  else if (cli->output.json)
    status = cli_answer(cli, json_pack("{s:s,s:s,s:s}", "command", "completion", "shell",
                                       shell, "text", text.bytes));
  else
    output_product(&cli->output, text.bytes);
  buffer_release(&text);
  return status;
}

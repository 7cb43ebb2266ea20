/* The program, from arguments to exit code: an ordered list of small steps.
**
** arguments -> globals -> command -> its options -> run it -> error, if any -> exit code
*/
#include "cli/cli.h"

#include "cli/answer.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/commands/commands.h"
#include "cli/complaint.h"
#include "cli/help.h"
#include "cli/signals.h"
#include "cli/usage.h"

#include <math.h>
#include <stdlib.h>

static runner_status read_timeout(struct cli *cli) {
  const char *text = cli_value(cli, "timeout");
  if (text == NULL) return RUNNER_DONE;
  char *end = NULL;
  double seconds = strtod(text, &end);
  cli->timeout = seconds > 0 ? seconds : -1;
  if (end != text && *end == '\0' && isfinite(seconds) && seconds >= 0)
    return RUNNER_DONE;
  error_set(&cli->error, RUNNER_USAGE, "--timeout '%s' is not a number of seconds", text);
  error_hint(&cli->error, "0 means not to wait at all");
  return RUNNER_USAGE;
}

/* What the globals mean for the output; they may come before and after the command. */
static void apply_globals(struct cli *cli) {
  cli->output.quiet = cli_flag(cli, "quiet");
  cli->output.json = cli_flag(cli, "json");
  if (cli_flag(cli, "no-color")) output_no_color(&cli->output);
}

static runner_status run_builtin(struct cli *cli, int count, char **arguments) {
  runner_status status = arguments_command(cli, count, arguments);
  apply_globals(cli);
  if (status == RUNNER_DONE) status = read_timeout(cli);
  if (status != RUNNER_DONE) return status;
  if (cli_flag(cli, "version")) return version_run(cli);
  if (cli_flag(cli, "help")) return help_for(cli, cli->command);
  return cli->command->run(cli);
}

/* The word may be a command of the project. */
static runner_status run_own(struct cli *cli, int count, char **arguments) {
  runner_status status = arguments_verbatim(cli, count, arguments);
  return status == RUNNER_DONE ? own_run(cli) : status;
}

static runner_status run_without_command(struct cli *cli) {
  if (cli_flag(cli, "version")) return version_run(cli);
  if (cli_flag(cli, "help")) return help_for(cli, NULL);
  if (cli->output.json) return usage_no_command(cli);
  return help_missing_command(cli);
}

static runner_status run(struct cli *cli, int count, char **arguments) {
  int next = count;
  runner_status status = arguments_globals(cli, count, arguments, &next);
  apply_globals(cli);
  if (status == RUNNER_DONE) status = read_timeout(cli);
  if (status != RUNNER_DONE) return status;
  if (next >= count || cli_flag(cli, "version") || cli_flag(cli, "help"))
    return run_without_command(cli);
  cli->command_word = arguments[next];
  cli->command = command_find(cli->command_word);
  if (cli->command == NULL) return run_own(cli, count - next, arguments + next);
  return run_builtin(cli, count - next, arguments + next);
}

/* ---- the end ---- */

static void report(struct cli *cli, runner_status status) {
  bool full = cli_flag(cli, "raiseerr");
  if (cli->output.json) {
    json_t *document = answer_error(&cli->error, status, full);
    if (document != NULL && output_document(&cli->output, document) == RUNNER_DONE) {
      json_decref(document);
      return;
    }
    json_decref(document);
  }
  struct buffer text = {0};
  complaint_write(&text, &cli->error, full, &cli->output.message);
  bool readable = !buffer_failed(&text);
  output_complaint(&cli->output,
                   readable ? text.bytes : "runner: error: out of memory\n");
  buffer_release(&text);
}

static int finish(struct cli *cli, runner_status status) {
  if (status != RUNNER_DONE && !cli->explained) report(cli, status);
  runner_status written = output_finish(&cli->output, &cli->error);
  if (written != RUNNER_DONE) {
    cli->output.json = false; /* it has nowhere to go */
    report(cli, written);
  }
  if (status == RUNNER_DONE) status = written;
  return status != RUNNER_DONE ? (int)status : cli->exit_code;
}

int cli_main(int argument_count, char **arguments) {
  struct cli cli = {.error = RUNNER_ERROR_INIT};
  runner_own_process();
  signals_keep_pipes();
  answer_start();
  output_start(&cli.output);
  cli.arena = arena_create();
  runner_status status = cli.arena != NULL ? run(&cli, argument_count, arguments)
                                           : error_no_memory(&cli.error);
  int exit_code = finish(&cli, status);
  signals_forget();
  runner_close(cli.runner);
  runner_error_clear(&cli.error);
  arena_destroy(cli.arena);
  return exit_code;
}

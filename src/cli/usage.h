/* Complaints about the command line: what was wrong and the nearest thing that exists.
** Each fills cli->error and returns RUNNER_USAGE.
*/
#ifndef RUNNER_CLI_USAGE_H
#define RUNNER_CLI_USAGE_H

#include "cli/command.h"

/* The options understood at a place; the first `letters` of them in their short form. */
struct usage_known {
  struct cli_given *const *options;
  size_t count;
  size_t letters;
};

/* `token` as typed, with its dashes and perhaps "=value"; also for one that is the
** beginning of several. */
runner_status usage_unknown_option(struct cli *cli, const struct usage_known *known,
                                   const char *token);
runner_status usage_unknown_letter(struct cli *cli, char letter);
runner_status usage_value_missing(struct cli *cli, const struct cli_option *option);
runner_status usage_no_value(struct cli *cli, const struct cli_option *option);
runner_status usage_operand_missing(struct cli *cli);
runner_status usage_operand_unexpected(struct cli *cli, const char *operand);
/* The first operand is none of the command's words. */
runner_status usage_unknown_word(struct cli *cli, const char *word);
runner_status usage_no_command(struct cli *cli);
/* `own` are the project's own commands. */
runner_status usage_unknown_command(struct cli *cli, const char *word,
                                    const struct runner_texts *own);

#endif

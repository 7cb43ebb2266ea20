/* Reading the command line over the command table, with getopt_long.
**
** Both functions fill `cli` and report a complaint as RUNNER_USAGE with the nearest known
** word. They go on reading after a complaint, so that a later --json still decides how it
** is reported. Arguments like -1 or -3: are operands or values, never options.
*/
#ifndef RUNNER_CLI_ARGUMENTS_H
#define RUNNER_CLI_ARGUMENTS_H

#include "cli/command.h"

/* Read the options before the command; `*next` is the index of the command's name, or
** `count` if there is none. */
runner_status arguments_globals(struct cli *cli, int count, char **arguments, int *next);

/* Read what follows the name of cli->command; `arguments[0]` is that name. */
runner_status arguments_command(struct cli *cli, int count, char **arguments);

/* Take everything after arguments[0] as operands, unread. */
runner_status arguments_verbatim(struct cli *cli, int count, char **arguments);

#endif

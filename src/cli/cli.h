/* The command line program, called by main. */
#ifndef RUNNER_CLI_CLI_H
#define RUNNER_CLI_CLI_H

/* Run one command line; returns the exit code. */
int cli_main(int argument_count, char **arguments);

#endif

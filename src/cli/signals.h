/* Ctrl-C and termination, as far as the program answers to them. */
#ifndef RUNNER_CLI_SIGNALS_H
#define RUNNER_CLI_SIGNALS_H

#include <stdbool.h>

struct runner;

/* A write to a closed pipe shall fail instead of killing the program in the middle of a
** step. Programs started from here get the default back. */
void signals_keep_pipes(void);
/* The default again, for scripts that write by themselves. */
void signals_default_pipes(void);

/* From now on SIGINT and SIGTERM interrupt `*runner`, unless it is NULL; the same signal
** once more kills. A signal that was ignored when the program started stays so. */
void signals_watch(struct runner *const *runner);
/* Did one of the two come? */
bool signals_stopped(void);
/* `*runner` is about to go away. */
void signals_forget(void);

#endif

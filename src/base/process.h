/* Another program: started, listened to, waited for.
**
** It gets nothing on stdin, and a process group of its own, so that stopping it stops what
** it started, too. What it writes is collected in memory. */
#ifndef RUNNER_BASE_PROCESS_H
#define RUNNER_BASE_PROCESS_H

#include "base/buffer.h"
#include "base/error.h"

#include <signal.h>

struct process {
  const char *const *arguments; /* the program first; NULL at the end */
  const char *folder;           /* where it runs, NULL: here */
  const char *variable;         /* a name in its environment, or NULL */
  const char *value;
  const volatile sig_atomic_t *stop; /* once this is set it is stopped; may be NULL */
  size_t most;                       /* bytes that it may write; 0: 256 MiB */
  /* What became of it: */
  struct buffer output; /* stdout */
  struct buffer errors; /* stderr */
  int exit_code;        /* -1: a signal ended it */
  int signal;
};

/* Run it to its end; whatever that is, it is RUNNER_DONE. RUNNER_USAGE if it cannot be
** started or writes too much, RUNNER_INTERRUPTED if it was stopped. The buffers are released by
** process_release in any case. */
runner_status process_run(struct process *process, struct runner_error *error);
void process_release(struct process *process);

#endif

/* The handlers: they only pass the word on. */
#include "cli/signals.h"

#include "runner.h"

#include <signal.h>
#include <stddef.h>

static struct runner *const
    *volatile watched; /* a handler has no other way to reach it */

static volatile sig_atomic_t stopped;

static void on_stop(int number) {
  (void)number;
  stopped = 1;
  struct runner *const *place = watched;
  if (place != NULL && *place != NULL) runner_interrupt(*place);
}

/* The write that is refused reports an error, which is enough. A handler, unlike SIG_IGN,
** is not handed down to the programs we start. */
static void on_refused_write(int number) {
  (void)number;
}

static void handle(int number, void (*handler)(int), int flags) {
  struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
  struct sigaction before;
  sigemptyset(&action.sa_mask);
  if (sigaction(number, NULL, &before) == 0 && before.sa_handler != SIG_IGN)
    sigaction(number, &action, NULL);
}

void signals_keep_pipes(void) {
  handle(SIGPIPE, on_refused_write, SA_RESTART);
}

void signals_default_pipes(void) {
  handle(SIGPIPE, SIG_DFL, 0);
}

void signals_watch(struct runner *const *runner) {
  watched = runner;
  handle(SIGXFSZ, on_refused_write, SA_RESTART); /* a file larger than `ulimit -f` */
  handle(SIGINT, on_stop, (int)(SA_RESTART | SA_RESETHAND));
  handle(SIGTERM, on_stop, (int)(SA_RESTART | SA_RESETHAND));
}

bool signals_stopped(void) {
  return stopped != 0;
}

void signals_forget(void) {
  watched = NULL;
}

/* What the program says when Ctrl-C came and the rollback takes its time.
**
** Each case runs in a child, whose standard error is read. */
#include "cli/command.h"
#include "cli/progress.h"
#include "cli/signals.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char said[1000];

static void speak(bool stopped, bool quiet) {
  static struct runner *none;
  struct cli cli = {0};
  output_start(&cli.output);
  cli.output.quiet = quiet;
  signals_watch(&none);
  if (stopped) raise(SIGINT);
  struct runner_event event = {.kind = RUNNER_EVENT_ROLLBACK,
                               .text = "rolling back",
                               .bytes = true,
                               .done = 1,
                               .total = 2,
                               .seconds = 1};
  progress_listen(&cli, &event);
  progress_listen(&cli, &event);
  progress_listen(&cli, &(struct runner_event){.kind = RUNNER_EVENT_PROGRESS});
  output_finish(&cli.output, NULL);
}

static void in_child(bool stopped, bool quiet) {
  int ends[2];
  assert_int_equal(pipe(ends), 0);
  pid_t child = fork();
  if (child == 0) {
    dup2(ends[1], STDERR_FILENO);
    speak(stopped, quiet);
    _exit(0);
  }
  assert_true(child > 0);
  close(ends[1]);
  size_t length = 0;
  ssize_t count = 0;
  while (length < sizeof said - 1 &&
         (count = read(ends[0], said + length, sizeof said - 1 - length)) > 0)
    length += (size_t)count;
  said[length] = '\0';
  close(ends[0]);
  assert_int_equal(waitpid(child, NULL, 0), child);
}

/* Without waiting for five seconds of silence. */
static void ctrl_c_is_answered_once(void **state) {
  (void)state;
  in_child(true, false);
  assert_string_equal(said, "interrupted: rolling back what was not committed; Ctrl-C "
                            "once more leaves that to whoever opens the database next\n");
}

static void without_ctrl_c_it_is_like_any_long_work(void **state) {
  (void)state;
  in_child(false, false);
  assert_string_equal(said, "");
}

static void quiet_is_quiet(void **state) {
  (void)state;
  in_child(true, true);
  assert_string_equal(said, "");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(ctrl_c_is_answered_once),
      cmocka_unit_test(without_ctrl_c_it_is_like_any_long_work),
      cmocka_unit_test(quiet_is_quiet),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

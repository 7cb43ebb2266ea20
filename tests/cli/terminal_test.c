/* Lines that pass: on a terminal they are rewritten and taken away, elsewhere they are few.
**
** Each case runs in a child whose standard error is a terminal of its own, or a pipe.
** https://pubs.opengroup.org/onlinepubs/9699919799/functions/posix_openpt.html */
#include "cli/output.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <cmocka.h>

typedef void (*speaker)(struct output *output);

static char screen[1000]; /* what was written to standard error */

/* A terminal ends reading with an error, as soon as nobody holds its other end. */
static void read_screen(int from) {
  size_t length = 0;
  ssize_t count = 0;
  while (length < sizeof screen - 1 &&
         (count = read(from, screen + length, sizeof screen - 1 - length)) > 0)
    length += (size_t)count;
  screen[length] = '\0';
}

static void speak_to(int descriptor, speaker speak) {
  struct output output;
  dup2(descriptor, STDERR_FILENO);
  freopen("/dev/null", "w", stdout);
  output_start(&output);
  speak(&output);
  output_finish(&output, NULL);
  _exit(0);
}

static void in_child(int from, int to, speaker speak) {
  pid_t child = fork();
  if (child == 0) speak_to(to, speak);
  assert_true(child > 0);
  close(to);
  read_screen(from);
  close(from);
  assert_int_equal(waitpid(child, NULL, 0), child);
}

static void on_terminal(int columns, speaker speak) {
  int from = posix_openpt(O_RDWR | O_NOCTTY);
  if (from < 0 || grantpt(from) != 0 || unlockpt(from) != 0) skip();
  int to = open(ptsname(from), O_RDWR | O_NOCTTY);
  assert_true(to >= 0);
  struct winsize size = {.ws_row = 24, .ws_col = (unsigned short)columns};
  struct termios settings;
  assert_int_equal(ioctl(to, TIOCSWINSZ, &size), 0);
  assert_int_equal(tcgetattr(to, &settings), 0);
  settings.c_oflag &= ~(tcflag_t)OPOST; /* line ends stay as they are written */
  assert_int_equal(tcsetattr(to, TCSANOW, &settings), 0);
  in_child(from, to, speak);
}

static void on_pipe(speaker speak) {
  int ends[2];
  assert_int_equal(pipe(ends), 0);
  in_child(ends[0], ends[1], speak);
}

#define LINE(text) "\r" text "\033[K"
#define CLEARED "\r\033[K"

/* ---- what is said ---- */

static void go_on_and_tell(struct output *output) {
  output_progress(output, "one");
  output_progress(output, "two");
  output_message(output, "a message");
  output_progress(output, "three");
  output_answer(output, "an answer");
  output_progress(output, "four");
  output_complaint(output, "an error\n");
  output_progress(output, "five");
}

static void go_on_and_end(struct output *output) {
  output_progress(output, "one");
  output_clear(output);
  output_clear(output);
}

static void go_on_quietly(struct output *output) {
  output->quiet = true;
  output_progress(output, "one");
  output->quiet = false;
  output->json = true;
  output_progress(output, "two");
}

static void measure(struct output *output) {
  output_message(output, "%d", output_columns(output));
}

static void be_silent_for_long(struct output *output) {
  output_progress(output, "too early");
  output->spoke_at -= 6;
  output_progress(output, "one");
  output_progress(output, "two");
  output->spoke_at -= 6;
  output_message(output, "a message");
  output_progress(output, "three");
  output->spoke_at -= 6;
  output_progress(output, "four");
  output_clear(output);
}

/* ---- what is seen ---- */

static void lines_are_rewritten_and_make_room(void **state) {
  (void)state;
  on_terminal(80, go_on_and_tell);
  assert_string_equal(screen,
                      LINE("one") LINE("two") CLEARED "a message\n" LINE("three")
                          CLEARED LINE("four") CLEARED "an error\n" LINE("five") CLEARED);
  on_terminal(80, go_on_and_end);
  assert_string_equal(screen, LINE("one") CLEARED);
}

static void the_width_is_the_terminals(void **state) {
  (void)state;
  on_terminal(120, measure);
  assert_string_equal(screen, "119\n");
  on_terminal(0, measure); /* it does not know */
  assert_string_equal(screen, "79\n");
  on_pipe(measure);
  assert_string_equal(screen, "0\n");
}

static void elsewhere_a_line_breaks_a_long_silence(void **state) {
  (void)state;
  on_pipe(be_silent_for_long);
  assert_string_equal(screen, "one\na message\nfour\n");
}

/* It would show what is meant to take a line away. */
static void a_dumb_terminal_is_like_elsewhere(void **state) {
  (void)state;
  setenv("TERM", "dumb", 1);
  on_terminal(80, be_silent_for_long);
  unsetenv("TERM");
  assert_string_equal(screen, "one\na message\nfour\n");
}

static void who_wants_silence_has_it(void **state) {
  (void)state;
  on_terminal(80, go_on_quietly);
  assert_string_equal(screen, "");
}

int main(void) {
  unsetenv("TERM"); /* one that the tests run in says nothing of theirs */
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(lines_are_rewritten_and_make_room),
      cmocka_unit_test(the_width_is_the_terminals),
      cmocka_unit_test(elsewhere_a_line_breaks_a_long_silence),
      cmocka_unit_test(a_dumb_terminal_is_like_elsewhere),
      cmocka_unit_test(who_wants_silence_has_it),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

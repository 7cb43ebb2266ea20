/* Questions with yes or no on standard error, answered on standard input. */
#include "cli/asking.h"

#include "cli/signals.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { ANSWER_LENGTH = 16 };

bool asking_is_possible(const struct cli *cli) {
  return !cli->output.quiet && !cli->output.json && isatty(STDIN_FILENO) &&
         isatty(STDERR_FILENO);
}

/* One byte; 0 at the end. A read would go on after Ctrl-C, so it is waited for in short
** pieces. */
static char read_byte(void) {
  struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
  char byte = 0;
  while (!signals_stopped()) {
    int ready = poll(&input, 1, 100);
    if (ready < 0 && errno != EINTR) return 0;
    if (ready > 0) return read(STDIN_FILENO, &byte, 1) == 1 ? byte : 0;
  }
  return 0;
}

/* A line without its end and the spaces around it, cut to what an answer may have; false at
** the end of the input. */
static bool read_line(char *line) {
  size_t length = 0;
  char byte = read_byte();
  for (; byte != '\n' && byte != 0; byte = read_byte())
    if (strchr(" \t\r", byte) == NULL && length + 1 < ANSWER_LENGTH)
      line[length++] = byte;
  line[length] = '\0';
  return byte != 0;
}

static bool is_word(const char *text, const char *word) {
  return text[0] != '\0' && strncasecmp(text, word, strlen(text)) == 0;
}

runner_answer asking_answer(void *user, const char *question) {
  struct cli *cli = user;
  char line[ANSWER_LENGTH];
  for (;;) {
    output_question(&cli->output, question);
    if (!read_line(line)) return RUNNER_NO_ANSWER;
    if (is_word(line, "yes")) return RUNNER_YES;
    if (is_word(line, "no")) return RUNNER_NO;
    output_message(&cli->output, "please answer y or n");
  }
}

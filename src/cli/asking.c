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

/* "n" is no rather than none. */
static runner_answer understand(struct asking *asking, const char *line) {
  if (is_word(line, "yes")) return RUNNER_YES;
  if (is_word(line, "no")) return RUNNER_NO;
  if (is_word(line, "all")) asking->rest = RUNNER_YES;
  if (is_word(line, "none")) asking->rest = RUNNER_NO;
  return asking->rest;
}

runner_answer asking_answer(void *user, const char *question) {
  struct asking *asking = user;
  struct output *output = &asking->cli->output;
  char line[ANSWER_LENGTH];
  if (asking->rest != RUNNER_NO_ANSWER) return asking->rest;
  for (;;) {
    output_question(output, question);
    if (!read_line(line)) return RUNNER_NO_ANSWER;
    runner_answer answer = understand(asking, line);
    if (answer != RUNNER_NO_ANSWER) return answer;
    output_message(output,
                   "please answer y or n; all or none says it of all further ones, too");
  }
}

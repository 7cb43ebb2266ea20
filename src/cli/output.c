/* Writing to standard output and standard error. */
#include "cli/output.h"

#include "base/clock.h"
#include "base/memory.h"

#include <errno.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

const struct palette palette_none = {"", "", "", "", ""};
static const struct palette palette_terminal = {"\033[1;31m", "\033[1;33m", "\033[1;36m",
                                                "\033[32m", "\033[0m"};

/* A dumb one is an editor's window, say, which shows every byte as it comes. */
static bool is_dumb(void) {
  const char *terminal = getenv("TERM");
  return terminal != NULL && strcmp(terminal, "dumb") == 0;
}

/* https://no-color.org: any value that is not empty turns colour off. */
static bool wants_colour(int descriptor) {
  const char *no_color = getenv("NO_COLOR");
  if (no_color != NULL && no_color[0] != '\0') return false;
  return getenv("TERM") != NULL && !is_dumb() && isatty(descriptor);
}

void output_start(struct output *output) {
  *output = (struct output){.answer = palette_none, .message = palette_none};
  if (wants_colour(STDOUT_FILENO)) output->answer = palette_terminal;
  if (wants_colour(STDERR_FILENO)) output->message = palette_terminal;
  output->rewrites = !is_dumb() && isatty(STDERR_FILENO);
  output->spoke_at = clock_seconds();
}

void output_no_color(struct output *output) {
  output->answer = palette_none;
  output->message = palette_none;
}

void output_clear(struct output *output) {
  if (output->passing) fputs("\r\033[K", stderr);
  output->passing = false;
}

static void write_out(struct output *output, const char *bytes, size_t length) {
  if (output->write_error != 0 || length == 0) return;
  output_clear(output);
  errno = 0;
  if (fwrite(bytes, 1, length, stdout) < length)
    output->write_error = errno != 0 ? errno : EIO;
}

void output_product(struct output *output, const char *text) {
  write_out(output, text, strlen(text));
}

void output_answer(struct output *output, const char *text) {
  if (!output->quiet && !output->json) output_product(output, text);
}

void output_answer_format(struct output *output, const char *format, ...) {
  if (output->quiet || output->json) return;
  va_list arguments;
  va_start(arguments, format);
  char *text = memory_vformat(format, arguments);
  va_end(arguments);
  if (text == NULL) output->write_error = ENOMEM;
  if (text != NULL) output_product(output, text);
  memory_release(text);
}

static int write_document(const char *bytes, size_t length, void *user) {
  write_out(user, bytes, length);
  return 0;
}

runner_status output_document(struct output *output, const struct json_t *document) {
  /* 15 digits: 0.1 stays 0.1. */
  size_t form = JSON_COMPACT | JSON_REAL_PRECISION(15);
  if (json_dump_callback(document, write_document, output, form) != 0)
    return RUNNER_FAILED;
  write_out(output, "\n", 1);
  return RUNNER_DONE;
}

/* Standard error has nobody left to tell of its own failures. */
static void write_message(struct output *output, const char *text) {
  output_clear(output);
  output->notices = 0;
  output->spoke_at = clock_seconds();
  fputs(text, stderr);
}

void output_message(struct output *output, const char *format, ...) {
  if (output->quiet) return;
  va_list arguments;
  va_start(arguments, format);
  char *text = memory_vformat(format, arguments);
  va_end(arguments);
  if (text != NULL) {
    write_message(output, text);
    fputc('\n', stderr);
  }
  memory_release(text);
}

void output_question(struct output *output, const char *question) {
  write_message(output, question);
  fputs(" [y/n/all/none] ", stderr);
}

void output_waiting(struct output *output, const char *line) {
  int notice = output->notices;
  if (output->quiet) return;
  if (output->rewrites || notice % 10 == 0) {
    write_message(output, line);
    output->passing = output->rewrites;
    if (!output->passing) fputc('\n', stderr);
  }
  output->notices = notice + 1;
}

int output_columns(const struct output *output) {
  struct winsize size = {0};
  if (!output->rewrites) return 0;
  bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col - 1 : 79; /* the last one would begin a new line */
}

/* In one piece, and over the old line: nothing flickers. */
static void rewrite(struct output *output, const char *line) {
  fprintf(stderr, "\r%s\033[K", line);
  output->passing = true;
}

void output_progress(struct output *output, const char *line) {
  static const double silence = 5;
  if (output->quiet || output->json) return;
  if (output->rewrites)
    rewrite(output, line);
  else if (clock_seconds() - output->spoke_at >= silence)
    output_message(output, "%s", line);
}

void output_complaint(struct output *output, const char *text) {
  write_message(output, text);
}

runner_status output_finish(struct output *output, struct runner_error *error) {
  output_clear(output);
  errno = 0;
  if (fflush(stdout) != 0 && output->write_error == 0)
    output->write_error = errno != 0 ? errno : EIO;
  if (output->write_error == 0 || output->write_error == EPIPE) return RUNNER_DONE;
  return error_set(error, RUNNER_FAILED, "cannot write the answer to standard output: %s",
                   strerror(output->write_error));
}

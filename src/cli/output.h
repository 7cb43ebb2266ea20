/* The one writer to standard output and standard error.
**
** Standard output holds the answer and nothing else; it is text, or with --json one
** document. Everything said on the way (progress, log lines, warnings, errors) goes to
** standard error. A reader who closed the pipe is left in peace; any other failure to
** write the answer is kept and reported by output_finish.
*/
#ifndef RUNNER_CLI_OUTPUT_H
#define RUNNER_CLI_OUTPUT_H

#include "base/buffer.h"
#include "base/error.h"

#include <stdbool.h>

struct json_t;

/* Escape sequences around words; empty texts where there is no colour. */
struct palette {
  const char *error;
  const char *warning;
  const char *hint;
  const char *mark; /* "(head)" and the like */
  const char *off;
};
extern const struct palette palette_none;

struct output {
  bool quiet;             /* -q: no answer text, no progress, no warnings */
  bool json;              /* the answer is one JSON document */
  struct palette answer;  /* for standard output */
  struct palette message; /* for standard error */
  bool rewrites; /* standard error is a terminal where a passing line can be rewritten */
  bool passing;  /* such a line is on the screen, without a line end */
  int notices;   /* waiting lines since the last other line */
  double spoke_at; /* clock_seconds of the last line on standard error */
  int write_error; /* errno of the first write to standard output that failed, or 0 */
};

/* Colour as the terminal and NO_COLOR allow. */
void output_start(struct output *output);
void output_no_color(struct output *output);

/* A piece of the answer as text: nothing with -q or --json. */
void output_answer(struct output *output, const char *text);
void output_answer_format(struct output *output, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Something asked for as a whole (SQL, help, a completion): written with -q too. */
void output_product(struct output *output, const char *text);

/* The JSON answer, with a line end. */
runner_status output_document(struct output *output, const struct json_t *document);

/* A question for standard error; the answer is typed on the same line. */
void output_question(struct output *output, const char *question);

/* A line for standard error; not with -q. The line end is added. */
void output_message(struct output *output, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A line that the next one replaces, if standard error is a terminal; elsewhere only one
** in ten is written, so that a log is not flooded. */
void output_waiting(struct output *output, const char *line);

/* Columns that a passing line may take; 0: any number, it is no terminal. */
int output_columns(const struct output *output);

/* How far something is: replaced by the next one on a terminal; elsewhere written when
** nothing has been for five seconds. Not with -q and --json. */
void output_progress(struct output *output, const char *line);

/* Take a passing line away again: what it spoke of is over. */
void output_clear(struct output *output);

/* Text for standard error, with -q too. */
void output_complaint(struct output *output, const char *text);

/* Write out what is held back. RUNNER_FAILED if a part of the answer was lost. */
runner_status output_finish(struct output *output, struct runner_error *error);

#endif

/* How a revision is written: [branch@][name][+N|-N]. Text only, no graph. */
#ifndef RUNNER_ENGINE_REFERENCE_H
#define RUNNER_ENGINE_REFERENCE_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/* A piece of a longer text; `bytes` is NULL if the piece was not written. */
struct slice {
  const char *bytes;
  size_t length;
};

struct reference {
  const char *text;    /* all of it, as the user wrote it */
  struct slice branch; /* before '@' */
  struct slice name;   /* id, start of an id, label or symbol */
  bool stepped;        /* has +N or -N; a bare step has no name */
  long steps;          /* signed; cut at one thousand million */
  struct slice step;   /* the text of the step, "+2" */
};

bool slice_is(struct slice slice, const char *word);

/* RUNNER_REVISION if the text is empty, a range, or anything but this form. `reference`
** points into `text`. */
runner_status reference_parse(const char *text, struct reference *reference,
                              struct runner_error *error);

#endif

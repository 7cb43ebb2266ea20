/* Steps and plans as values: what runs, and what it does to the version rows. */
#ifndef RUNNER_ENGINE_STEP_H
#define RUNNER_ENGINE_STEP_H

#include "base/status.h"
#include "script/revision.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum runner_direction {
  RUNNER_UPGRADE,
  RUNNER_DOWNGRADE,
  RUNNER_STAMP
} runner_direction;

/* "upgrade", "downgrade" or "stamp". */
RUNNER_API const char *runner_direction_name(runner_direction direction);

/* One version row change. `from` NULL: insert `to`. `to` NULL: delete `from`. Both:
** update. Each must touch exactly one row. */
struct runner_row_change {
  const char *from;
  const char *to;
};

struct runner_step {
  runner_direction direction;
  /* The revision whose script runs; for a stamp the destination (NULL: base). */
  const struct runner_revision *revision;
  struct runner_texts from; /* revisions on the source side, for display ("a, b -> c") */
  struct runner_texts to;   /* revisions on the destination side; empty = base */
  struct runner_row_change *changes;
  size_t change_count;
  struct runner_texts before; /* version rows as this step expects them, in row order */
  struct runner_texts after;  /* version rows when it is done, in row order */
  const char *warning;        /* something the user should know, or NULL */

  /* How tables are altered, a line each: in a step that was done, and in one that was
  ** rehearsed (runner_rehearse). `unforeseen` is what a rehearsal could not see, or NULL. */
  struct runner_texts alterations;
  const char *unforeseen;
};

struct runner_plan {
  struct runner_step *steps;
  size_t count;
  struct runner_texts before; /* rows before the first step */
  struct runner_texts after;  /* rows after the last step */
};

#ifdef __cplusplus
}
#endif

#endif

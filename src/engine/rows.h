/* The version rows while a plan is made: what each step changes, and how they stand
** before and after it. For the files plan*.c.
**
** One row per applied revision that nothing applied stands on ("applied" includes what
** depends_on implies). Order: an updated row keeps its place, a new one goes to the end.
*/
#ifndef RUNNER_ENGINE_ROWS_H
#define RUNNER_ENGINE_ROWS_H

#include "engine/graph.h"
#include "engine/step.h"

struct rows {
  const struct graph *graph;
  struct arena *arena;
  struct runner_texts texts; /* never changed in place where a step can see it */
  size_t capacity;
  unsigned char *present; /* for each node: has it a row? */
};

/* Everything is allocated in `arena`. */
runner_status rows_open(const struct graph *graph, const struct numbers *nodes,
                        struct arena *arena, struct rows *rows,
                        struct runner_error *error);

/* The rows `sources` (all present, in this order; may be none) become the rows `results`
** (none present, or one of the sources' kind; may be none): the last source is updated to
** the last result, other sources are deleted, other results are inserted. Sets the
** step's `before`, `changes` and `after`. */
runner_status rows_change(struct rows *rows, const struct numbers *sources,
                          const struct numbers *results, struct runner_step *step,
                          struct runner_error *error);

#endif

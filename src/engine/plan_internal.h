/* What the files plan*.c share. */
#ifndef RUNNER_ENGINE_PLAN_INTERNAL_H
#define RUNNER_ENGINE_PLAN_INTERNAL_H

#include "engine/plan.h"
#include "engine/rows.h"

/* Working space of one upgrade or downgrade. */
struct planner {
  const struct graph *graph;
  struct arena *arena;
  struct numbers rows;    /* the nodes of the version rows */
  struct numbers targets; /* where an upgrade goes */
  struct numbers order;   /* what runs, newest first */
  unsigned char *set;     /* what runs */
  unsigned char *applied; /* the rows and all below them */
  size_t *standing;       /* downgrade: applied revisions that stand on a node */
};

/* Resolve the rows and find what is applied. Closed by planner_close in any case. */
runner_status planner_open(struct planner *planner, const struct graph *graph,
                           const struct runner_texts *rows, struct arena *arena,
                           struct runner_error *error);
void planner_close(struct planner *planner);

/* Steps in a plan being made; `count` steps have room. */
runner_status plan_open(struct runner_plan *plan, size_t count, struct arena *arena,
                        struct runner_error *error);

/* Names of nodes, allocated in `arena`. */
runner_status plan_names(const struct graph *graph, const struct numbers *nodes,
                         struct arena *arena, struct runner_texts *out,
                         struct runner_error *error);

#endif

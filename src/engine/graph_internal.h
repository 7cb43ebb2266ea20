/* The inside of a graph, for the files graph*.c only. Everything but the revisions
** themselves lives in the graph's arena. */
#ifndef RUNNER_ENGINE_GRAPH_INTERNAL_H
#define RUNNER_ENGINE_GRAPH_INTERNAL_H

#include "engine/graph.h"

/* Edges of all nodes in one array: those of node n are items[starts[n]] up to (not
** including) items[starts[n + 1]]. */
struct graph_table {
  size_t *starts;
  size_t *items;
};

/* Where a name leads: ids and labels share one name space. */
struct graph_name {
  const char *name; /* NULL: free place */
  size_t length;
  size_t node;
};

struct graph {
  struct runner_revision *revisions;
  size_t count;
  struct arena *arena;
  struct graph_name *names; /* hash table with open addressing */
  size_t name_capacity;     /* a power of two, at least twice the names */
  struct graph_table parents;
  struct graph_table children;
  struct graph_table dependencies;
  struct graph_table dependents;
  struct graph_table normalized;
  size_t *order; /* nodes, each after its parents */
};

struct graph_edges graph_edges_of(const struct graph_table *table, size_t node);

/* graph_names.c: check and register all ids, then all labels. */
runner_status graph_build_names(struct graph *graph, struct runner_error *error);

/* graph_edges.c: parents, dependencies and their reverses. */
runner_status graph_build_edges(struct graph *graph, struct runner_error *error);

/* graph_cycles.c: fill `order`; report versioned cycles, then those that need a
** dependency. */
runner_status graph_check_cycles(struct graph *graph, struct runner_error *error);

/* graph_normal.c: leave out the dependencies that an ancestor has as well. */
runner_status graph_normalize(struct graph *graph, struct runner_error *error);

/* graph_labels.c: spread branch labels. */
runner_status graph_spread_labels(struct graph *graph, struct runner_error *error);

#endif

/* Cycles: a topological order proves that there is none; else one is named. */
#include "engine/graph_internal.h"

/* Working space: for every node the up-edges that are not yet in the order. */
struct ordering {
  const struct graph *graph;
  bool dependencies;
  size_t *waiting;
  size_t *order;
  size_t count;
};

static void release_edges(struct ordering *ordering, struct graph_edges edges) {
  for (size_t i = 0; i < edges.count; i++)
    if (--ordering->waiting[edges.items[i]] == 0)
      ordering->order[ordering->count++] = edges.items[i];
}

static void put_in_order(struct ordering *ordering) {
  const struct graph *graph = ordering->graph;
  for (size_t node = 0; node < graph->count; node++) {
    ordering->waiting[node] = graph_parents(graph, node).count;
    if (ordering->dependencies)
      ordering->waiting[node] += graph_dependencies(graph, node).count;
    if (ordering->waiting[node] == 0) ordering->order[ordering->count++] = node;
  }
  for (size_t next = 0; next < ordering->count; next++) {
    size_t node = ordering->order[next];
    release_edges(ordering, graph_children(graph, node));
    if (ordering->dependencies) release_edges(ordering, graph_dependents(graph, node));
  }
}

/* An up-neighbour that waits too; every waiting node has one. */
static size_t waiting_neighbour(const struct ordering *ordering, size_t node) {
  struct graph_edges edges = graph_parents(ordering->graph, node);
  for (size_t i = 0; i < edges.count; i++)
    if (ordering->waiting[edges.items[i]] != 0) return edges.items[i];
  edges = graph_dependencies(ordering->graph, node);
  size_t i = 0;
  while (ordering->waiting[edges.items[i]] == 0)
    i++;
  return edges.items[i];
}

/* Walk down among the waiting nodes until one comes again, then once around. */
static runner_status name_cycle(struct ordering *ordering, struct runner_error *error) {
  const struct graph *graph = ordering->graph;
  struct numbers cycle = {0};
  size_t node = 0;
  while (ordering->waiting[node] == 0)
    node++;
  unsigned char *seen = memory_allocate(graph->count);
  bool complete = seen != NULL;
  for (; complete && !seen[node]; node = waiting_neighbour(ordering, node))
    seen[node] = 1;
  size_t first = node;
  do {
    complete = complete && numbers_add(&cycle, node);
    node = waiting_neighbour(ordering, node);
  } while (complete && node != first);
  char *names = complete ? graph_names_text(graph, &cycle, "") : NULL;
  runner_status status = error_no_memory(error);
  if (names != NULL) {
    status = error_set(error, RUNNER_REVISION, "%s is detected in revisions (%s)",
                       ordering->dependencies ? "dependency cycle" : "cycle", names);
    error_hint(error,
               "each leads to the next and the last to the first: change %s in "
               "one of them",
               ordering->dependencies ? "depends_on" : "down_revision");
    error_place(error, graph->revisions[first].path, 0);
    error_in_revision(error, graph->revisions[first].id);
  }
  memory_release(names);
  memory_release(seen);
  numbers_release(&cycle);
  return status;
}

static runner_status check(struct graph *graph, bool dependencies, size_t *order,
                           struct runner_error *error) {
  struct ordering ordering = {.graph = graph, .dependencies = dependencies};
  ordering.order = order;
  ordering.waiting =
      arena_allocate(graph->arena, (graph->count + 1) * sizeof *ordering.waiting);
  if (order == NULL || ordering.waiting == NULL) return error_no_memory(error);
  put_in_order(&ordering);
  return ordering.count == graph->count ? RUNNER_DONE : name_cycle(&ordering, error);
}

runner_status graph_check_cycles(struct graph *graph, struct runner_error *error) {
  size_t size = (graph->count + 1) * sizeof *graph->order;
  graph->order = arena_allocate(graph->arena, size);
  size_t *order = arena_allocate(graph->arena, size);
  runner_status status = check(graph, false, graph->order, error);
  if (status == RUNNER_DONE) status = check(graph, true, order, error);
  return status;
}

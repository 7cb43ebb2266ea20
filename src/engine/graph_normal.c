/* Normalized edges: a dependency that an ancestor (by down_revision) of the revision has
** as well is left out, because reaching that ancestor has met it already.
**
** Only a revision with several dependents can be affected. For each of those, the
** dependents' descendants are looked at, up to the height of the highest dependent. */
#include "engine/graph_internal.h"

struct normalizer {
  struct graph *graph;
  size_t *height; /* longest way down to a root */
  size_t *seen;   /* for which dependency (plus one) a node was reached */
  struct numbers todo;
  unsigned char *drop; /* for each edge of `dependencies`: is it left out */
};

static void measure(struct normalizer *normalizer) {
  const struct graph *graph = normalizer->graph;
  for (size_t i = 0; i < graph->count; i++) {
    size_t node = graph->order[i];
    struct graph_edges parents = graph_parents(graph, node);
    for (size_t k = 0; k < parents.count; k++)
      if (normalizer->height[node] <= normalizer->height[parents.items[k]])
        normalizer->height[node] = normalizer->height[parents.items[k]] + 1;
  }
}

static bool reach_children(struct normalizer *normalizer, size_t node, size_t mark,
                           size_t limit) {
  struct graph_edges children = graph_children(normalizer->graph, node);
  for (size_t i = 0; i < children.count; i++) {
    size_t child = children.items[i];
    if (normalizer->seen[child] == mark || normalizer->height[child] > limit) continue;
    normalizer->seen[child] = mark;
    if (!numbers_add(&normalizer->todo, child)) return false;
  }
  return true;
}

/* Mark what lies above the dependents of `target`. */
static bool reach(struct normalizer *normalizer, size_t target) {
  struct graph_edges dependents = graph_dependents(normalizer->graph, target);
  size_t limit = 0;
  for (size_t i = 0; i < dependents.count; i++)
    if (limit < normalizer->height[dependents.items[i]])
      limit = normalizer->height[dependents.items[i]];
  normalizer->todo.count = 0;
  for (size_t i = 0; i < dependents.count; i++)
    if (!reach_children(normalizer, dependents.items[i], target + 1, limit)) return false;
  while (normalizer->todo.count > 0) {
    size_t node = normalizer->todo.items[--normalizer->todo.count];
    if (!reach_children(normalizer, node, target + 1, limit)) return false;
  }
  return true;
}

static bool mark_drops(struct normalizer *normalizer) {
  const struct graph *graph = normalizer->graph;
  const struct graph_table *dependencies = &graph->dependencies;
  for (size_t target = 0; target < graph->count; target++) {
    struct graph_edges dependents = graph_dependents(graph, target);
    if (dependents.count < 2) continue;
    if (!reach(normalizer, target)) return false;
    for (size_t i = 0; i < dependents.count; i++) {
      size_t node = dependents.items[i];
      if (normalizer->seen[node] != target + 1) continue;
      size_t edge = dependencies->starts[node];
      while (dependencies->items[edge] != target)
        edge++;
      normalizer->drop[edge] = 1;
    }
  }
  return true;
}

static bool is_parent(const struct graph *graph, size_t node, size_t parent) {
  struct graph_edges parents = graph_parents(graph, node);
  for (size_t i = 0; i < parents.count; i++)
    if (parents.items[i] == parent) return true;
  return false;
}

static void fill(const struct normalizer *normalizer, struct graph_table *table) {
  const struct graph *graph = normalizer->graph;
  size_t used = 0;
  for (size_t node = 0; node < graph->count; node++) {
    table->starts[node] = used;
    struct graph_edges parents = graph_parents(graph, node);
    for (size_t i = 0; i < parents.count; i++)
      table->items[used++] = parents.items[i];
    size_t end = graph->dependencies.starts[node + 1];
    for (size_t edge = graph->dependencies.starts[node]; edge < end; edge++) {
      size_t target = graph->dependencies.items[edge];
      if (normalizer->drop[edge] == 0 && !is_parent(graph, node, target))
        table->items[used++] = target;
    }
  }
  table->starts[graph->count] = used;
}

runner_status graph_normalize(struct graph *graph, struct runner_error *error) {
  size_t nodes = graph->count + 1;
  size_t dependencies = graph->dependencies.starts[graph->count];
  size_t edges = graph->parents.starts[graph->count] + dependencies;
  struct arena *arena = graph->arena;
  struct graph_table *table = &graph->normalized;
  struct normalizer normalizer = {.graph = graph};
  normalizer.height = arena_allocate(arena, nodes * sizeof(size_t));
  normalizer.seen = arena_allocate(arena, nodes * sizeof(size_t));
  normalizer.drop = arena_allocate(arena, dependencies + 1);
  table->starts = arena_allocate(arena, nodes * sizeof(size_t));
  table->items = arena_allocate(arena, (edges + 1) * sizeof(size_t));
  runner_status status = RUNNER_DONE;
  if (normalizer.height == NULL || normalizer.seen == NULL || normalizer.drop == NULL ||
      table->starts == NULL || table->items == NULL) {
    status = error_no_memory(error);
  } else {
    measure(&normalizer);
    if (mark_drops(&normalizer))
      fill(&normalizer, table);
    else
      status = error_no_memory(error);
  }
  numbers_release(&normalizer.todo);
  return status;
}

/* Building a graph step by step, and looking at it. */
#include "engine/graph_internal.h"

bool numbers_add(struct numbers *numbers, size_t number) {
  if (numbers->count == numbers->capacity) {
    size_t capacity = numbers->capacity != 0 ? numbers->capacity * 2 : 16;
    size_t *items = memory_resize(numbers->items, capacity * sizeof *items);
    if (items == NULL) return false;
    numbers->items = items;
    numbers->capacity = capacity;
  }
  numbers->items[numbers->count++] = number;
  return true;
}

void numbers_release(struct numbers *numbers) {
  memory_release(numbers->items);
  *numbers = (struct numbers){0};
}

/* Texts of a revision's edges, for the second half of struct runner_revision. */
static bool name_edges(const struct graph *graph, const struct graph_table *table,
                       size_t node, struct runner_texts *texts) {
  struct graph_edges edges = graph_edges_of(table, node);
  *texts = (struct runner_texts){0};
  if (edges.count == 0) return true;
  texts->items = arena_allocate(graph->arena, edges.count * sizeof *texts->items);
  if (texts->items == NULL) return false;
  for (size_t i = 0; i < edges.count; i++)
    texts->items[i] = graph->revisions[edges.items[i]].id;
  texts->count = edges.count;
  return true;
}

static runner_status describe_places(struct graph *graph, struct runner_error *error) {
  for (size_t node = 0; node < graph->count; node++) {
    struct runner_revision *revision = &graph->revisions[node];
    size_t parents = graph_parents(graph, node).count;
    size_t children = graph_children(graph, node).count;
    revision->index = node;
    revision->is_base = parents == 0;
    revision->is_head = children == 0;
    revision->is_real_head = children == 0 && graph_dependents(graph, node).count == 0;
    revision->is_branch_point = children > 1;
    revision->is_merge_point = parents > 1;
    if (!name_edges(graph, &graph->children, node, &revision->children) ||
        !name_edges(graph, &graph->dependencies, node, &revision->depends_on))
      return error_no_memory(error);
  }
  return RUNNER_DONE;
}

static runner_status connect(struct graph *graph, struct runner_error *error) {
  runner_status status = graph_build_names(graph, error);
  if (status == RUNNER_DONE) status = graph_build_edges(graph, error);
  if (status == RUNNER_DONE) status = graph_check_cycles(graph, error);
  if (status == RUNNER_DONE) status = graph_normalize(graph, error);
  if (status == RUNNER_DONE) status = describe_places(graph, error);
  if (status == RUNNER_DONE) status = graph_spread_labels(graph, error);
  return status;
}

runner_status graph_build(struct runner_revision *revisions, size_t count,
                          struct graph **out, struct runner_error *error) {
  *out = NULL;
  struct arena *arena = arena_create();
  struct graph *graph = arena != NULL ? arena_allocate(arena, sizeof *graph) : NULL;
  if (graph == NULL) {
    arena_destroy(arena);
    return error_no_memory(error);
  }
  graph->arena = arena;
  graph->revisions = revisions;
  graph->count = count;
  runner_status status = connect(graph, error);
  if (status == RUNNER_DONE)
    *out = graph;
  else
    graph_destroy(graph);
  return status;
}

void graph_destroy(struct graph *graph) {
  if (graph != NULL) arena_destroy(graph->arena);
}

size_t graph_count(const struct graph *graph) {
  return graph->count;
}

const struct runner_revision *graph_revision(const struct graph *graph, size_t node) {
  return &graph->revisions[node];
}

struct graph_edges graph_edges_of(const struct graph_table *table, size_t node) {
  size_t start = table->starts[node];
  return (struct graph_edges){table->items + start, table->starts[node + 1] - start};
}

struct graph_edges graph_parents(const struct graph *graph, size_t node) {
  return graph_edges_of(&graph->parents, node);
}

struct graph_edges graph_children(const struct graph *graph, size_t node) {
  return graph_edges_of(&graph->children, node);
}

struct graph_edges graph_dependencies(const struct graph *graph, size_t node) {
  return graph_edges_of(&graph->dependencies, node);
}

struct graph_edges graph_dependents(const struct graph *graph, size_t node) {
  return graph_edges_of(&graph->dependents, node);
}

struct graph_edges graph_normalized_parents(const struct graph *graph, size_t node) {
  return graph_edges_of(&graph->normalized, node);
}

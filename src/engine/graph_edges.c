/* Edges: from the names in the revisions to tables of node numbers, and back. */
#include "engine/graph_internal.h"

#include <string.h>

/* The texts a table of up-edges is made from, and what to call them. */
struct naming {
  const struct runner_texts *(*texts)(const struct runner_revision *revision);
  runner_status (*find)(const struct graph *graph, size_t node, const char *name,
                        size_t *found, struct runner_error *error);
};

static const struct runner_texts *down_of(const struct runner_revision *revision) {
  return &revision->down;
}

static const struct runner_texts *depends_of(const struct runner_revision *revision) {
  return &revision->depends;
}

static runner_status fail_at(const struct graph *graph, size_t node, runner_status status,
                             struct runner_error *error) {
  error_place(error, graph->revisions[node].path, 0);
  error_in_revision(error, graph->revisions[node].id);
  return status;
}

static runner_status find_parent(const struct graph *graph, size_t node, const char *name,
                                 size_t *found, struct runner_error *error) {
  const char *id = graph->revisions[node].id;
  runner_status status = RUNNER_DONE;
  if (strcmp(id, name) == 0) {
    status =
        error_set(error, RUNNER_REVISION, "self-loop is detected in revisions (%s)", id);
    error_hint(error, "down_revision must name another revision, or be nil for a root");
  } else if (!graph_find(graph, name, found)) {
    status = error_set(error, RUNNER_REVISION,
                       "revision %s referenced from %s is not present", name, id);
    error_hint(error, "down_revision takes the full id of another revision: bring its "
                      "file back, or change the line");
  }
  return status != RUNNER_DONE ? fail_at(graph, node, status, error) : RUNNER_DONE;
}

static runner_status complete_dependency(const struct graph *graph, const char *id,
                                         const char *name, size_t *found,
                                         struct runner_error *error) {
  struct numbers matches = {0};
  runner_status status =
      graph_find_prefix(graph, name, strlen(name), NULL, &matches, error);
  if (status == RUNNER_DONE && matches.count == 0) {
    status = error_set(error, RUNNER_REVISION,
                       "dependency %s referenced from %s is not present", name, id);
    error_hint(error, "depends_on takes ids, the start of an id, and branch labels");
  } else if (status == RUNNER_DONE && matches.count > 1) {
    status = error_set(error, RUNNER_REVISION,
                       "dependency %s referenced from %s is ambiguous: %s and %s start "
                       "with it",
                       name, id, graph->revisions[matches.items[0]].id,
                       graph->revisions[matches.items[1]].id);
    error_hint(error, "write more of the id");
  } else if (status == RUNNER_DONE) {
    *found = matches.items[0];
  }
  numbers_release(&matches);
  return status;
}

static runner_status find_dependency(const struct graph *graph, size_t node,
                                     const char *name, size_t *found,
                                     struct runner_error *error) {
  const char *id = graph->revisions[node].id;
  runner_status status = RUNNER_DONE;
  if (name[0] == '\0') {
    status =
        error_set(error, RUNNER_REVISION, "a dependency of revision %s is empty", id);
    error_hint(error, "depends_on takes ids, the start of an id, and branch labels");
  } else if (!graph_find_name(graph, name, strlen(name), found)) {
    status = complete_dependency(graph, id, name, found, error);
  }
  if (status == RUNNER_DONE && *found == node) {
    status = error_set(error, RUNNER_REVISION,
                       "dependency self-loop is detected in revisions (%s)", id);
    error_hint(error, "depends_on must name another revision");
  }
  return status != RUNNER_DONE ? fail_at(graph, node, status, error) : RUNNER_DONE;
}

/* Make room for at most `edges` edges. */
static bool open_table(struct graph *graph, struct graph_table *table, size_t edges) {
  table->starts =
      arena_allocate(graph->arena, (graph->count + 1) * sizeof *table->starts);
  table->items = arena_allocate(graph->arena, (edges + 1) * sizeof *table->items);
  return table->starts != NULL && table->items != NULL;
}

/* Look up the names of every node; a name given twice makes one edge. */
static runner_status fill_upwards(struct graph *graph, const struct naming *naming,
                                  struct graph_table *table, struct runner_error *error) {
  size_t edges = 0;
  for (size_t node = 0; node < graph->count; node++)
    edges += naming->texts(&graph->revisions[node])->count;
  /* Which node (plus one) was seen last to name this one. */
  size_t *seen = arena_allocate(graph->arena, (graph->count + 1) * sizeof *seen);
  if (seen == NULL || !open_table(graph, table, edges)) return error_no_memory(error);
  size_t used = 0;
  for (size_t node = 0; node < graph->count; node++) {
    const struct runner_texts *texts = naming->texts(&graph->revisions[node]);
    table->starts[node] = used;
    for (size_t i = 0; i < texts->count; i++) {
      size_t found = 0;
      runner_status status = naming->find(graph, node, texts->items[i], &found, error);
      if (status != RUNNER_DONE) return status;
      if (seen[found] == node + 1) continue;
      seen[found] = node + 1;
      table->items[used++] = found;
    }
  }
  table->starts[graph->count] = used;
  return RUNNER_DONE;
}

/* The same edges seen from the other end; lists come out in load order. */
static runner_status reverse(struct graph *graph, const struct graph_table *forward,
                             struct graph_table *table, struct runner_error *error) {
  size_t edges = forward->starts[graph->count];
  size_t *used = arena_allocate(graph->arena, (graph->count + 1) * sizeof *used);
  if (used == NULL || !open_table(graph, table, edges)) return error_no_memory(error);
  for (size_t i = 0; i < edges; i++)
    table->starts[forward->items[i] + 1]++;
  for (size_t node = 0; node < graph->count; node++)
    table->starts[node + 1] += table->starts[node];
  for (size_t node = 0; node < graph->count; node++) {
    struct graph_edges targets = graph_edges_of(forward, node);
    for (size_t i = 0; i < targets.count; i++) {
      size_t target = targets.items[i];
      table->items[table->starts[target] + used[target]++] = node;
    }
  }
  return RUNNER_DONE;
}

runner_status graph_build_edges(struct graph *graph, struct runner_error *error) {
  const struct naming parents = {down_of, find_parent};
  const struct naming dependencies = {depends_of, find_dependency};
  runner_status status = fill_upwards(graph, &parents, &graph->parents, error);
  if (status == RUNNER_DONE)
    status = fill_upwards(graph, &dependencies, &graph->dependencies, error);
  if (status == RUNNER_DONE)
    status = reverse(graph, &graph->parents, &graph->children, error);
  if (status == RUNNER_DONE)
    status = reverse(graph, &graph->dependencies, &graph->dependents, error);
  return status;
}

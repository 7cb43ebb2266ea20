/* Branch labels: a label reaches all descendants of its revision. It also reaches the
** ancestors down to the next branch or merge point, if from the revision upwards there is
** neither (dependents count as branches here): this is what Alembic's walk from the last
** descendant comes to.
**
** So above the highest branch or merge points lie "runs", chains that end in a head. All
** labels of a run and of what lies below it reach every node of the run, which therefore
** share one list. Elsewhere a list is the parents' lists and the node's own labels, and
** is shared with a single parent if the node has none of its own. */
#include "engine/graph_internal.h"

#include <stdlib.h>
#include <string.h>

static int compare_texts(const void *left, const void *right) {
  return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static void sort_and_unify(struct runner_texts *texts) {
  if (texts->count < 2) return;
  qsort(texts->items, texts->count, sizeof *texts->items, compare_texts);
  size_t kept = 1;
  for (size_t i = 1; i < texts->count; i++)
    if (strcmp(texts->items[kept - 1], texts->items[i]) != 0)
      texts->items[kept++] = texts->items[i];
  texts->count = kept;
}

/* The union of `own` and the lists of these nodes. */
static bool unite(struct graph *graph, const struct runner_texts *own,
                  struct graph_edges parents, struct runner_texts *out) {
  if (own->count == 0 && parents.count == 1) {
    *out = graph->revisions[parents.items[0]].branches;
    return true;
  }
  size_t most = own->count;
  for (size_t i = 0; i < parents.count; i++)
    most += graph->revisions[parents.items[i]].branches.count;
  *out = (struct runner_texts){0};
  if (most == 0) return true;
  out->items = arena_allocate(graph->arena, most * sizeof *out->items);
  if (out->items == NULL) return false;
  for (size_t i = 0; i < own->count; i++)
    out->items[out->count++] = own->items[i];
  for (size_t i = 0; i < parents.count; i++) {
    const struct runner_texts *more = &graph->revisions[parents.items[i]].branches;
    for (size_t k = 0; k < more->count; k++)
      out->items[out->count++] = more->items[k];
  }
  sort_and_unify(out);
  return true;
}

/* Several children or dependents (a child that also depends counts once), or parents. */
static bool ends_run(const struct graph *graph, size_t node, size_t *seen) {
  if (graph_parents(graph, node).count > 1) return true;
  struct graph_edges children = graph_children(graph, node);
  struct graph_edges dependents = graph_dependents(graph, node);
  size_t successors = children.count;
  for (size_t i = 0; i < children.count; i++)
    seen[children.items[i]] = node + 1;
  for (size_t i = 0; i < dependents.count; i++)
    if (seen[dependents.items[i]] != node + 1) successors++;
  return successors > 1;
}

/* `top[node]` becomes the head (plus one) in whose run the node is, or 0. Parents come
** before children in `order`, so it is read backwards. */
static void find_runs(const struct graph *graph, size_t *top, size_t *seen) {
  for (size_t i = graph->count; i-- > 0;) {
    size_t node = graph->order[i];
    struct graph_edges children = graph_children(graph, node);
    if (ends_run(graph, node, seen)) continue;
    top[node] = children.count == 0 ? node + 1 : top[children.items[0]];
  }
}

/* The labels declared in the run that begins (at its lowest node) with `bottom`. */
static bool collect_run(struct graph *graph, size_t bottom, struct runner_texts *own) {
  size_t labels = 0;
  for (size_t node = bottom;; node = graph_children(graph, node).items[0]) {
    labels += graph->revisions[node].labels.count;
    if (graph_children(graph, node).count == 0) break;
  }
  own->items = arena_allocate(graph->arena, (labels + 1) * sizeof *own->items);
  if (own->items == NULL) return false;
  for (size_t node = bottom;; node = graph_children(graph, node).items[0]) {
    const struct runner_texts *more = &graph->revisions[node].labels;
    for (size_t i = 0; i < more->count; i++)
      own->items[own->count++] = more->items[i];
    if (graph_children(graph, node).count == 0) return true;
  }
}

static bool spread(struct graph *graph, size_t node, const size_t *top) {
  struct runner_revision *revision = &graph->revisions[node];
  struct graph_edges parents = graph_parents(graph, node);
  if (top[node] == 0)
    return unite(graph, &revision->labels, parents, &revision->branches);
  if (parents.count == 1 && top[parents.items[0]] != 0) {
    revision->branches = graph->revisions[parents.items[0]].branches;
    return true;
  }
  struct runner_texts own = {0};
  return collect_run(graph, node, &own) &&
         unite(graph, &own, parents, &revision->branches);
}

runner_status graph_spread_labels(struct graph *graph, struct runner_error *error) {
  size_t size = (graph->count + 1) * sizeof(size_t);
  size_t *top = arena_allocate(graph->arena, size);
  size_t *seen = arena_allocate(graph->arena, size);
  if (top == NULL || seen == NULL) return error_no_memory(error);
  find_runs(graph, top, seen);
  for (size_t i = 0; i < graph->count; i++)
    if (!spread(graph, graph->order[i], top)) return error_no_memory(error);
  return RUNNER_DONE;
}

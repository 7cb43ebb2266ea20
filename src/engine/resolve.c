/* Resolution without version rows moving: symbols, steps from symbols, heads, rows. */
#include "engine/resolve.h"

#include "engine/scope.h"

static bool contains(const struct numbers *numbers, size_t number) {
  for (size_t i = 0; i < numbers->count; i++)
    if (numbers->items[i] == number) return true;
  return false;
}

/* Where steps without a name go down from: the real heads, of the branch if there is one;
** if it has none, because all it has is depended upon, its heads. */
static runner_status find_starts(const struct scope *scope, const struct numbers *current,
                                 struct numbers *out, struct runner_error *error) {
  if (scope->reference.name.bytes != NULL) return scope_nodes(scope, current, out, error);
  if (scope->reference.steps >= 0) {
    runner_status status = error_set(error, RUNNER_REVISION,
                                     "relative revision %s has nothing to start from",
                                     scope->reference.text);
    error_hint(error, "name the start, as in base+1; a bare number goes down, as in -1");
    return status;
  }
  runner_status status = resolve_heads(scope->graph, true, out, error);
  scope_filter(scope, out);
  if (status == RUNNER_DONE && out->count == 0) {
    status = resolve_heads(scope->graph, false, out, error);
    scope_filter(scope, out);
  }
  return status;
}

/* Replace the nodes by where the steps lead; different ways may meet. */
static runner_status take_steps(const struct scope *scope, struct numbers *nodes,
                                struct runner_error *error) {
  struct numbers ends = {0};
  runner_status status = RUNNER_DONE;
  bool from_base = nodes->count == 0;
  for (size_t i = 0; i < nodes->count + from_base && status == RUNNER_DONE; i++) {
    size_t end = SCOPE_BASE;
    bool past = false;
    status = scope_walk(scope, from_base ? SCOPE_BASE : nodes->items[i], false, &end,
                        &past, error);
    if (status == RUNNER_DONE && past) status = scope_short(scope, error);
    if (status != RUNNER_DONE || end == SCOPE_BASE || contains(&ends, end)) continue;
    if (!numbers_add(&ends, end)) status = error_no_memory(error);
  }
  numbers_release(nodes);
  *nodes = ends;
  return status;
}

static runner_status find_many(const struct scope *scope, const struct numbers *current,
                               struct numbers *out, struct runner_error *error) {
  if (!scope->reference.stepped) return scope_nodes(scope, current, out, error);
  out->count = 0;
  runner_status status = find_starts(scope, current, out, error);
  return status == RUNNER_DONE ? take_steps(scope, out, error) : status;
}

runner_status resolve_many(const struct graph *graph, const char *text,
                           const struct numbers *current, struct numbers *out,
                           struct runner_error *error) {
  struct scope scope;
  runner_status status = scope_open(graph, text, &scope, error);
  if (status == RUNNER_DONE) status = find_many(&scope, current, out, error);
  scope_close(&scope);
  return status;
}

runner_status resolve_one(const struct graph *graph, const char *text,
                          const struct numbers *current, size_t *node,
                          struct runner_error *error) {
  struct scope scope;
  struct numbers nodes = {0};
  runner_status status = scope_open(graph, text, &scope, error);
  if (status == RUNNER_DONE) status = find_many(&scope, current, &nodes, error);
  if (status == RUNNER_DONE && nodes.count > 1)
    status = scope_several_heads(&scope, &nodes, error);
  if (status == RUNNER_DONE && nodes.count == 0) {
    status =
        error_set(error, RUNNER_REVISION,
                  "no revision is indicated by '%s': it is before the first one", text);
    error_hint(error, "name a revision");
  }
  if (status == RUNNER_DONE && nodes.items != NULL) *node = nodes.items[0];
  numbers_release(&nodes);
  scope_close(&scope);
  return status;
}

runner_status resolve_heads(const struct graph *graph, bool resolve_dependencies,
                            struct numbers *out, struct runner_error *error) {
  out->count = 0;
  for (size_t node = 0; node < graph_count(graph); node++) {
    const struct runner_revision *revision = graph_revision(graph, node);
    if (resolve_dependencies ? !revision->is_real_head : !revision->is_head) continue;
    if (!numbers_add(out, node)) return error_no_memory(error);
  }
  return RUNNER_DONE;
}

runner_status resolve_rows(const struct graph *graph, const struct runner_texts *rows,
                           struct numbers *out, struct runner_error *error) {
  out->count = 0;
  for (size_t i = 0; i < rows->count; i++) {
    size_t node = 0;
    if (!graph_find(graph, rows->items[i], &node)) {
      runner_status status = error_set(
          error, RUNNER_REVISION,
          "can't locate revision identified by '%s', at which the database is recorded",
          rows->items[i]);
      error_hint(error,
                 "the database may be newer than these revisions: bring the missing "
                 "file back, or set the record with 'runner stamp --purge'");
      return status;
    }
    if (!numbers_add(out, node)) return error_no_memory(error);
  }
  return RUNNER_DONE;
}

/* Does the node have a child in the set? */
static bool has_child_in(const struct graph *graph, size_t node,
                         const unsigned char *set) {
  struct graph_edges children = graph_children(graph, node);
  for (size_t i = 0; i < children.count; i++)
    if (set[children.items[i]]) return true;
  return false;
}

runner_status resolve_implied_heads(const struct graph *graph, struct numbers *nodes,
                                    struct runner_error *error) {
  size_t count = graph_count(graph);
  size_t given = nodes->count;
  unsigned char *applied = memory_allocate(count);
  unsigned char *known = memory_allocate(count);
  runner_status status = RUNNER_DONE;
  if (applied == NULL || known == NULL) {
    status = error_no_memory(error);
    goto done;
  }
  for (size_t i = 0; i < given; i++)
    applied[nodes->items[i]] = known[nodes->items[i]] = 1;
  status = graph_close(graph, GRAPH_DOWN_ALL, applied, error);
  for (size_t node = 0; node < count && status == RUNNER_DONE; node++) {
    if (!applied[node] || known[node] || has_child_in(graph, node, applied)) continue;
    if (!numbers_add(nodes, node)) status = error_no_memory(error);
  }
done:
  memory_release(applied);
  memory_release(known);
  return status;
}

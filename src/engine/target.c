/* Targets of upgrades and downgrades. */
#include "engine/target.h"
#include "engine/resolve.h"

/* Applied revisions of the branch without an applied successor in it. */
static runner_status find_tips(const struct scope *scope, const struct numbers *rows,
                               struct numbers *out, struct runner_error *error) {
  const struct graph *graph = scope->graph;
  size_t count = graph_count(graph);
  unsigned char *applied = memory_allocate(count);
  unsigned char *covered = memory_allocate(count);
  runner_status status = RUNNER_DONE;
  if (applied == NULL || covered == NULL) {
    status = error_no_memory(error);
    goto done;
  }
  for (size_t i = 0; i < rows->count; i++)
    applied[rows->items[i]] = 1;
  status = graph_close(graph, GRAPH_DOWN_ALL, applied, error);
  for (size_t node = 0; node < count; node++) {
    applied[node] = applied[node] && scope->lineage[node];
    struct graph_edges parents = graph_normalized_parents(graph, node);
    for (size_t i = 0; applied[node] && i < parents.count; i++)
      covered[parents.items[i]] = 1;
  }
  for (size_t node = 0; node < count && status == RUNNER_DONE; node++)
    if (applied[node] && !covered[node] && !numbers_add(out, node))
      status = error_no_memory(error);
done:
  memory_release(applied);
  memory_release(covered);
  return status;
}

static runner_status copy_numbers(const struct numbers *from, struct numbers *to,
                                  struct runner_error *error) {
  to->count = 0;
  for (size_t i = 0; i < from->count; i++)
    if (!numbers_add(to, from->items[i])) return error_no_memory(error);
  return RUNNER_DONE;
}

static runner_status several_starts(const struct scope *scope, const char *word,
                                    const struct numbers *starts,
                                    struct runner_error *error) {
  char *names = graph_names_text(scope->graph, starts, "");
  if (names == NULL) return error_no_memory(error);
  runner_status status =
      error_set(error, RUNNER_REVISION,
                "ambiguous %s from multiple current revisions: '%s' could start from %s",
                word, scope->reference.text, names);
  error_hint(error, "name the branch, as in 'label@%.*s', or the revision",
             (int)scope->reference.step.length, scope->reference.step.bytes);
  memory_release(names);
  return status;
}

/* The one place a bare "+N" starts from. */
static runner_status find_start(const struct scope *scope, const struct numbers *rows,
                                size_t *start, struct runner_error *error) {
  struct numbers starts = {0};
  runner_status status = copy_numbers(rows, &starts, error);
  if (status == RUNNER_DONE && scope->has_branch) {
    scope_filter(scope, &starts);
    if (starts.count == 0) status = find_tips(scope, rows, &starts, error);
  }
  if (status == RUNNER_DONE && starts.count > 1)
    status = several_starts(scope, "upgrade", &starts, error);
  *start = starts.count > 0 ? starts.items[0] : SCOPE_BASE;
  numbers_release(&starts);
  return status;
}

runner_status target_upgrade(const struct scope *scope, const struct numbers *rows,
                             bool clamp, struct numbers *out,
                             struct runner_error *error) {
  const struct reference *reference = &scope->reference;
  if (!reference->stepped) return scope_nodes(scope, rows, out, error);
  size_t node = SCOPE_BASE;
  bool past = false;
  bool bare = reference->name.bytes == NULL;
  out->count = 0;
  if (bare && reference->steps <= 0) return scope_short(scope, error);
  runner_status status = bare ? find_start(scope, rows, &node, error)
                              : scope_node(scope, rows, &node, error);
  if (status == RUNNER_DONE) status = scope_walk(scope, node, clamp, &node, &past, error);
  if (status != RUNNER_DONE) return status;
  if (past) return scope_short(scope, error);
  if (node == SCOPE_BASE) return RUNNER_DONE;
  return numbers_add(out, node) ? RUNNER_DONE : error_no_memory(error);
}

/* The row a bare "-N" goes down from. */
static runner_status choose_row(const struct scope *scope, const struct numbers *rows,
                                struct downgrade_target *target, size_t *row,
                                struct runner_error *error) {
  struct numbers starts = {0};
  runner_status status = copy_numbers(rows, &starts, error);
  if (status != RUNNER_DONE) goto done;
  scope_filter(scope, &starts);
  if (starts.count == 0 && scope->has_branch) {
    /* The branch may be applied only because another one depends on it. */
    status = copy_numbers(rows, &starts, error);
    if (status == RUNNER_DONE)
      status = resolve_implied_heads(scope->graph, &starts, error);
    if (status != RUNNER_DONE) goto done;
    scope_filter(scope, &starts);
  }
  if (starts.count == 0) {
    status = scope_short(scope, error);
  } else if (scope->has_branch && starts.count > 1) {
    status = several_starts(scope, "downgrade", &starts, error);
  } else {
    *row = starts.items[0];
    target->ambiguous = starts.count > 1;
    target->narrowed = true;
    target->branch = scope->has_branch ? scope->branch : *row;
  }
done:
  numbers_release(&starts);
  return status;
}

runner_status target_downgrade(const struct scope *scope, const struct numbers *rows,
                               struct downgrade_target *target,
                               struct runner_error *error) {
  const struct reference *reference = &scope->reference;
  bool bare = reference->stepped && reference->name.bytes == NULL;
  *target = (struct downgrade_target){
      .node = SCOPE_BASE, .narrowed = scope->has_branch, .branch = scope->branch};
  if (bare && reference->steps >= 0) return scope_short(scope, error);
  runner_status status = bare ? choose_row(scope, rows, target, &target->node, error)
                              : scope_node(scope, rows, &target->node, error);
  if (status != RUNNER_DONE || !reference->stepped) return status;
  bool past = false;
  status = scope_walk(scope, target->node, false, &target->node, &past, error);
  return status == RUNNER_DONE && past ? scope_short(scope, error) : status;
}

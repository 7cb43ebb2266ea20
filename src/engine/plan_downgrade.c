/* Downgrades: what stands on the target and is applied. */
#include "engine/plan_internal.h"
#include "engine/target.h"

static runner_status no_valid_target(const char *target, const char *why,
                                     struct runner_error *error) {
  runner_status status = error_set(
      error, RUNNER_REVISION,
      "destination %s is not a valid downgrade target from current head(s)", target);
  error_hint(error, "%s; 'runner current' shows where the database is", why);
  return status;
}

/* Put the lowest revisions that must go into `set`. */
static runner_status choose_roots(struct planner *planner, const char *text,
                                  const struct downgrade_target *target,
                                  struct runner_error *error) {
  const struct graph *graph = planner->graph;
  size_t count = graph_count(graph);
  struct graph_edges children = {0};
  size_t roots = 0;
  if (target->node != SCOPE_BASE) children = graph_children(graph, target->node);
  for (size_t i = 0; i < children.count; i++)
    planner->set[children.items[i]] = 1;
  for (size_t node = 0; node < count; node++) {
    if (target->node == SCOPE_BASE && graph_revision(graph, node)->is_base)
      planner->set[node] = 1;
    roots += planner->set[node];
  }
  if (!target->narrowed || roots < 2) return RUNNER_DONE;
  unsigned char *below = memory_allocate(count);
  if (below == NULL) return error_no_memory(error);
  below[target->branch] = 1;
  runner_status status = graph_close(graph, GRAPH_DOWN, below, error);
  roots = 0;
  for (size_t node = 0; node < count; node++)
    roots += planner->set[node] = planner->set[node] && below[node];
  memory_release(below);
  if (status == RUNNER_DONE && roots == 0)
    return no_valid_target(text, "the branch before '@' has nothing above it", error);
  return status;
}

static bool is_row(const struct planner *planner, size_t node) {
  for (size_t i = 0; i < planner->rows.count; i++)
    if (planner->rows.items[i] == node) return true;
  return false;
}

static runner_status choose_downgrade(struct planner *planner, const char *text,
                                      bool *ambiguous, struct runner_error *error) {
  const struct graph *graph = planner->graph;
  struct scope scope;
  struct downgrade_target target = {.node = SCOPE_BASE};
  runner_status status = scope_open(graph, text, &scope, error);
  if (status == RUNNER_DONE)
    status = target_downgrade(&scope, &planner->rows, &target, error);
  scope_close(&scope);
  if (status == RUNNER_DONE) status = choose_roots(planner, text, &target, error);
  if (status == RUNNER_DONE)
    status = graph_close(graph, GRAPH_UP_ALL, planner->set, error);
  if (status != RUNNER_DONE) return status;
  size_t chosen = 0;
  for (size_t node = 0; node < graph_count(graph); node++)
    chosen += planner->set[node] = planner->set[node] && planner->applied[node];
  *ambiguous = target.ambiguous;
  if (chosen == 0 && target.node != SCOPE_BASE && !is_row(planner, target.node))
    return no_valid_target(text,
                           planner->applied[target.node]
                               ? "it is applied, but only because another "
                                 "revision depends on it"
                               : "it is not applied",
                           error);
  return RUNNER_DONE;
}

static void count_standing(struct planner *planner) {
  for (size_t node = 0; node < graph_count(planner->graph); node++) {
    struct graph_edges parents = graph_normalized_parents(planner->graph, node);
    for (size_t i = 0; planner->applied[node] && i < parents.count; i++)
      planner->standing[parents.items[i]]++;
  }
}

/* The row goes back to those parents on which nothing applied stands any more. */
static runner_status add_downgrade(struct planner *planner, size_t node,
                                   struct rows *rows, struct runner_step *step,
                                   struct runner_error *error) {
  struct numbers source = {&node, 1, 0};
  struct numbers results = {0};
  struct graph_edges parents = graph_normalized_parents(planner->graph, node);
  runner_status status = RUNNER_DONE;
  for (size_t i = 0; i < parents.count && status == RUNNER_DONE; i++) {
    size_t parent = parents.items[i];
    if (--planner->standing[parent] > 0 || rows->present[parent]) continue;
    if (!numbers_add(&results, parent)) status = error_no_memory(error);
  }
  step->direction = RUNNER_DOWNGRADE;
  step->revision = graph_revision(planner->graph, node);
  step->to = step->revision->down;
  if (status == RUNNER_DONE)
    status = plan_names(planner->graph, &source, planner->arena, &step->from, error);
  if (status == RUNNER_DONE) status = rows_change(rows, &source, &results, step, error);
  numbers_release(&results);
  return status;
}

/* A bare "-1" with several rows. */
static runner_status warn(const struct planner *planner, const char *target,
                          struct runner_plan *plan, struct runner_error *error) {
  char *names = graph_names_text(planner->graph, &planner->rows, "");
  const char *first = graph_revision(planner->graph, planner->rows.items[0])->id;
  if (names == NULL) return error_no_memory(error);
  plan->steps[0].warning = arena_format(planner->arena,
                                        "downgrade %s from multiple heads is ambiguous: "
                                        "of the current revisions %s the first "
                                        "is taken; write %s@%s to say which",
                                        target, names, first, target);
  memory_release(names);
  return plan->steps[0].warning != NULL ? RUNNER_DONE : error_no_memory(error);
}

runner_status plan_downgrade(const struct graph *graph, const char *target,
                             const struct runner_texts *rows, struct arena *arena,
                             struct runner_plan *plan, struct runner_error *error) {
  struct planner planner;
  struct rows book;
  bool ambiguous = false;
  runner_status status = planner_open(&planner, graph, rows, arena, error);
  if (status == RUNNER_DONE)
    status = choose_downgrade(&planner, target, &ambiguous, error);
  if (status == RUNNER_DONE)
    status = graph_sort(graph, planner.set, &planner.rows, &planner.order, error);
  if (status == RUNNER_DONE) status = plan_open(plan, planner.order.count, arena, error);
  if (status == RUNNER_DONE)
    status = rows_open(graph, &planner.rows, arena, &book, error);
  if (status != RUNNER_DONE) goto done;
  count_standing(&planner);
  plan->before = book.texts;
  for (size_t i = 0; i < planner.order.count && status == RUNNER_DONE; i++)
    status = add_downgrade(&planner, planner.order.items[i], &book,
                           &plan->steps[plan->count++], error);
  plan->after = book.texts;
  if (status == RUNNER_DONE && ambiguous && plan->count > 0)
    status = warn(&planner, target, plan, error);
done:
  planner_close(&planner);
  return status;
}

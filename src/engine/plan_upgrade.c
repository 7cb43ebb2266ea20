/* Upgrades: the targets and what they need, without what is applied. */
#include "engine/plan_internal.h"
#include "engine/target.h"

static bool any_applied(const struct planner *planner, struct graph_edges edges) {
  for (size_t i = 0; i < edges.count; i++)
    if (planner->applied[edges.items[i]]) return true;
  return false;
}

/* Name the row that stands on the row `covered`. */
static runner_status refuse_rows(const struct planner *planner, size_t covered,
                                 struct runner_error *error) {
  const struct graph *graph = planner->graph;
  unsigned char *above = memory_allocate(graph_count(graph));
  if (above == NULL) return error_no_memory(error);
  above[covered] = 1;
  runner_status status = graph_close(graph, GRAPH_UP_ALL, above, error);
  for (size_t i = 0; i < planner->rows.count && status == RUNNER_DONE; i++) {
    size_t row = planner->rows.items[i];
    if (row == covered || !above[row]) continue;
    status =
        error_set(error, RUNNER_REVISION,
                  "current revision %s overlaps with other current revisions: %s "
                  "stands on it",
                  graph_revision(graph, covered)->id, graph_revision(graph, row)->id);
    error_hint(error, "set the record right with 'runner stamp --purge'");
  }
  memory_release(above);
  return status;
}

/* Rows must not stand on each other: no step could then say what its rows are. */
static runner_status check_rows(const struct planner *planner,
                                struct runner_error *error) {
  for (size_t i = 0; i < planner->rows.count; i++) {
    size_t row = planner->rows.items[i];
    if (any_applied(planner, graph_children(planner->graph, row)) ||
        any_applied(planner, graph_dependents(planner->graph, row)))
      return refuse_rows(planner, row, error);
  }
  return RUNNER_DONE;
}

/* Is something below the place where the database is meant? */
static bool is_older(const struct planner *planner) {
  if (planner->targets.count == 0) return planner->rows.count > 0;
  for (size_t i = 0; i < planner->targets.count; i++) {
    size_t target = planner->targets.items[i];
    if (any_applied(planner, graph_children(planner->graph, target))) return true;
  }
  return false;
}

static runner_status choose_upgrade(struct planner *planner, const char *target,
                                    struct runner_error *error) {
  struct scope scope;
  runner_status status = scope_open(planner->graph, target, &scope, error);
  if (status == RUNNER_DONE)
    status = target_upgrade(&scope, &planner->rows, false, &planner->targets, error);
  scope_close(&scope);
  if (status != RUNNER_DONE) return status;
  for (size_t i = 0; i < planner->targets.count; i++)
    planner->set[planner->targets.items[i]] = 1;
  status = graph_close(planner->graph, GRAPH_DOWN_ALL, planner->set, error);
  for (size_t node = 0; node < graph_count(planner->graph); node++)
    planner->set[node] = planner->set[node] && !planner->applied[node];
  return status;
}

/* The new revision takes the place of those parents that have rows. */
static runner_status add_upgrade(struct planner *planner, size_t node, struct rows *rows,
                                 struct runner_step *step, struct runner_error *error) {
  struct numbers sources = {0};
  struct numbers result = {&node, 1, 0};
  struct graph_edges parents = graph_normalized_parents(planner->graph, node);
  runner_status status = RUNNER_DONE;
  for (size_t i = 0; i < parents.count && status == RUNNER_DONE; i++)
    if (rows->present[parents.items[i]] && !numbers_add(&sources, parents.items[i]))
      status = error_no_memory(error);
  step->direction = RUNNER_UPGRADE;
  step->revision = graph_revision(planner->graph, node);
  step->from = step->revision->down;
  if (status == RUNNER_DONE)
    status = plan_names(planner->graph, &result, planner->arena, &step->to, error);
  if (status == RUNNER_DONE) status = rows_change(rows, &sources, &result, step, error);
  numbers_release(&sources);
  return status;
}

runner_status plan_upgrade(const struct graph *graph, const char *target,
                           const struct runner_texts *rows, struct arena *arena,
                           struct runner_plan *plan, bool *older,
                           struct runner_error *error) {
  struct planner planner;
  struct rows book;
  *older = false;
  runner_status status = planner_open(&planner, graph, rows, arena, error);
  if (status == RUNNER_DONE) status = check_rows(&planner, error);
  if (status == RUNNER_DONE) status = choose_upgrade(&planner, target, error);
  if (status == RUNNER_DONE)
    status = graph_sort(graph, planner.set, &planner.targets, &planner.order, error);
  if (status == RUNNER_DONE) status = plan_open(plan, planner.order.count, arena, error);
  if (status == RUNNER_DONE)
    status = rows_open(graph, &planner.rows, arena, &book, error);
  if (status != RUNNER_DONE) goto done;
  plan->before = book.texts;
  for (size_t i = planner.order.count; i-- > 0 && status == RUNNER_DONE;)
    status = add_upgrade(&planner, planner.order.items[i], &book,
                         &plan->steps[plan->count++], error);
  plan->after = book.texts;
  *older = plan->count == 0 && is_older(&planner);
done:
  planner_close(&planner);
  return status;
}

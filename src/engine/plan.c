/* What all plans need: room for steps, names, and the planner's working space. */
#include "engine/plan_internal.h"

runner_status plan_open(struct runner_plan *plan, size_t count, struct arena *arena,
                        struct runner_error *error) {
  *plan = (struct runner_plan){0};
  plan->steps = arena_allocate(arena, (count + 1) * sizeof *plan->steps);
  return plan->steps != NULL ? RUNNER_DONE : error_no_memory(error);
}

runner_status plan_names(const struct graph *graph, const struct numbers *nodes,
                         struct arena *arena, struct runner_texts *out,
                         struct runner_error *error) {
  *out = (struct runner_texts){0};
  if (nodes->count == 0) return RUNNER_DONE;
  out->items = arena_allocate(arena, nodes->count * sizeof *out->items);
  if (out->items == NULL) return error_no_memory(error);
  for (size_t i = 0; i < nodes->count; i++)
    out->items[out->count++] = graph_revision(graph, nodes->items[i])->id;
  return RUNNER_DONE;
}

runner_status planner_open(struct planner *planner, const struct graph *graph,
                           const struct runner_texts *rows, struct arena *arena,
                           struct runner_error *error) {
  size_t count = graph_count(graph);
  *planner = (struct planner){.graph = graph, .arena = arena};
  planner->set = memory_allocate(count);
  planner->applied = memory_allocate(count);
  planner->standing = memory_allocate((count + 1) * sizeof *planner->standing);
  if (planner->set == NULL || planner->applied == NULL || planner->standing == NULL)
    return error_no_memory(error);
  runner_status status = resolve_rows(graph, rows, &planner->rows, error);
  for (size_t i = 0; i < planner->rows.count; i++)
    planner->applied[planner->rows.items[i]] = 1;
  if (status == RUNNER_DONE)
    status = graph_close(graph, GRAPH_DOWN_ALL, planner->applied, error);
  return status;
}

void planner_close(struct planner *planner) {
  numbers_release(&planner->rows);
  numbers_release(&planner->targets);
  numbers_release(&planner->order);
  memory_release(planner->set);
  memory_release(planner->applied);
  memory_release(planner->standing);
}

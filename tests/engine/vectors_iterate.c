/* fn "iterate": the revisions from `upper` down to `lower`, newest first.
**
** Our engine has no such function with that many switches; it has the three questions
** people ask. So a case goes to the one that asks the same, and only what none of them
** can express (lists of bounds, inclusive downgrades) is put together from the closures
** and the sort they all stand on. */
#include "vectors.h"

#include <string.h>

struct bounds {
  json_t *upper, *lower;
  bool inclusive, implicit_base, downgrade;
};

/* A bound as text: base for nothing, NULL for a list of several. */
static const char *bound_text(const json_t *bound) {
  if (json_is_string(bound)) return json_string_value(bound);
  if (json_array_size(bound) == 0) return "base";
  if (json_array_size(bound) == 1) return json_string_value(json_array_get(bound, 0));
  return NULL;
}

static bool is_base(const char *text) {
  size_t length = strlen(text);
  return strcmp(text, "base") == 0 ||
         (length > 5 && strcmp(text + length - 5, "@base") == 0);
}

static struct runner_texts plan_ids(struct vector *vector, const struct runner_plan *plan,
                                    bool reversed) {
  struct runner_texts ids = {.count = plan->count};
  ids.items = arena_allocate(vector->arena, (plan->count + 1) * sizeof *ids.items);
  for (size_t i = 0; i < plan->count; i++)
    ids.items[reversed ? plan->count - 1 - i : i] = plan->steps[i].revision->id;
  return ids;
}

/* Exclusive downgrade: what `downgrade LOWER` runs with the rows UPPER. */
static runner_status by_downgrade(struct vector *vector, const struct bounds *bounds,
                                  struct runner_texts *ids, struct runner_error *error) {
  struct numbers upper = {0};
  struct runner_plan plan = {0};
  runner_status status = vector_resolve(vector, bounds->upper, &upper, error);
  struct runner_texts rows = vector_ids(vector, &upper);
  if (status == RUNNER_DONE)
    status = plan_downgrade(vector->world->graph, bound_text(bounds->lower), &rows,
                            vector->arena, &plan, error);
  *ids = plan_ids(vector, &plan, false);
  numbers_release(&upper);
  return status;
}

/* Exclusive, with everything the other branches need: what `upgrade UPPER` runs. */
static runner_status by_upgrade(struct vector *vector, const struct bounds *bounds,
                                struct runner_texts *ids, struct runner_error *error) {
  struct numbers lower = {0};
  struct runner_plan plan = {0};
  bool older = false;
  runner_status status = vector_resolve(vector, bounds->lower, &lower, error);
  struct runner_texts rows = vector_ids(vector, &lower);
  if (status == RUNNER_DONE)
    status = plan_upgrade(vector->world->graph, bound_text(bounds->upper), &rows,
                          vector->arena, &plan, &older, error);
  *ids = plan_ids(vector, &plan, true);
  numbers_release(&lower);
  return status;
}

/* Inclusive: what `history -r LOWER:UPPER` lists. */
static runner_status by_history(struct vector *vector, const struct bounds *bounds,
                                struct runner_texts *ids, struct runner_error *error) {
  const char *range = arena_format(vector->arena, "%s:%s", bound_text(bounds->lower),
                                   bound_text(bounds->upper));
  struct numbers nodes = {0};
  runner_status status =
      resolve_history(vector->world->graph, range, NULL, &nodes, error);
  *ids = vector_ids(vector, &nodes);
  numbers_release(&nodes);
  return status;
}

/* Bounds of which one lies behind another: stamping them is refused for that. */
static runner_status by_stamp(struct vector *vector, const struct bounds *bounds,
                              struct runner_error *error) {
  const json_t *several =
      json_array_size(bounds->upper) > 1 ? bounds->upper : bounds->lower;
  struct runner_texts targets = vector_texts(vector, several);
  struct runner_texts rows = {0};
  struct runner_plan plan = {0};
  return plan_stamp(vector->world->graph, &targets, &rows, false, vector->arena, &plan,
                    error);
}

static runner_status close_over(struct vector *vector, const struct numbers *nodes,
                                enum graph_way way, unsigned char **set,
                                struct runner_error *error) {
  const struct graph *graph = vector->world->graph;
  *set = arena_allocate(vector->arena, graph_count(graph) + 1);
  for (size_t i = 0; i < nodes->count; i++)
    (*set)[nodes->items[i]] = 1;
  return graph_close(graph, way, *set, error);
}

/* Which nodes lie between the bounds, by Alembic's rules. */
static runner_status choose(struct vector *vector, const struct bounds *bounds,
                            const struct numbers *upper, const struct numbers *lower,
                            unsigned char **chosen, struct runner_error *error) {
  enum graph_way ways[4] = {GRAPH_DOWN_ALL, GRAPH_DOWN_ALL, GRAPH_UP, GRAPH_UP_ALL};
  unsigned char *needed, *present, *above, *falling;
  unsigned char **sets[4] = {&needed, &present, &above, &falling};
  for (size_t i = 0; i < 4; i++) {
    runner_status status =
        close_over(vector, i == 0 ? upper : lower, ways[i], sets[i], error);
    if (status != RUNNER_DONE) return status;
  }
  size_t count = graph_count(vector->world->graph);
  for (size_t node = 0; node < count; node++) {
    bool beyond = needed[node] && !present[node];
    if (bounds->downgrade)
      needed[node] = needed[node] && (falling[node] || (bounds->implicit_base && beyond));
    else
      needed[node] =
          beyond && (lower->count == 0 || bounds->implicit_base || above[node]);
  }
  for (size_t i = 0; bounds->inclusive && i < lower->count; i++)
    needed[lower->items[i]] = 1;
  *chosen = needed;
  return RUNNER_DONE;
}

static runner_status by_closures(struct vector *vector, const struct bounds *bounds,
                                 struct runner_texts *ids, struct runner_error *error) {
  struct numbers upper = {0}, lower = {0}, sorted = {0};
  unsigned char *chosen = NULL;
  runner_status status = vector_resolve(vector, bounds->upper, &upper, error);
  if (status == RUNNER_DONE)
    status = vector_resolve(vector, bounds->lower, &lower, error);
  if (status == RUNNER_DONE)
    status = choose(vector, bounds, &upper, &lower, &chosen, error);
  if (status == RUNNER_DONE)
    status = graph_sort(vector->world->graph, chosen, &upper, &sorted, error);
  *ids = vector_ids(vector, &sorted);
  numbers_release(&upper);
  numbers_release(&lower);
  numbers_release(&sorted);
  return status;
}

static runner_status ask(struct vector *vector, const struct bounds *bounds,
                         struct runner_texts *ids, struct runner_error *error) {
  const char *upper = bound_text(bounds->upper);
  const char *lower = bound_text(bounds->lower);
  const char *kind = vector_text(vector, "error");
  if (kind != NULL && strcmp(kind, "overlap") == 0)
    return by_stamp(vector, bounds, error);
  if (bounds->downgrade && !bounds->implicit_base && lower != NULL &&
      (!bounds->inclusive || is_base(lower)))
    return by_downgrade(vector, bounds, ids, error);
  if (!bounds->downgrade && bounds->implicit_base && !bounds->inclusive && upper != NULL)
    return by_upgrade(vector, bounds, ids, error);
  if (!bounds->downgrade && !bounds->implicit_base && upper != NULL && lower != NULL &&
      (bounds->inclusive || is_base(lower) || kind != NULL))
    return by_history(vector, bounds, ids, error);
  return by_closures(vector, bounds, ids, error);
}

void vector_iterate(struct vector *vector) {
  struct bounds bounds = {
      .upper = json_object_get(vector->json, "upper"),
      .lower = json_object_get(vector->json, "lower"),
      .inclusive = vector_flag(vector, "inclusive"),
      .implicit_base = vector_flag(vector, "implicit_base"),
      .downgrade = vector_flag(vector, "downgrade"),
  };
  struct runner_texts ids = {0};
  struct runner_error error = RUNNER_ERROR_INIT;
  runner_status status = ask(vector, &bounds, &ids, &error);
  if (!vector_succeeds(vector, status, &error)) return;
  expect_list(vector, "revisions", json_object_get(vector->json, "expect"), &ids);
  expect_newest_first(vector, &ids);
}

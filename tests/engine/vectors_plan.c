/* Every `cmd`: plan an upgrade, a downgrade or a stamp and compare the steps, the rows
** after it, and what holds for every plan: each change touches one row, each step starts
** from the rows the one before left, nothing runs before what it needs, and the rows are
** the tips of what is applied. */
#include "vectors.h"

#include "base/texts.h"

#include <string.h>

static const struct graph *graph_of(const struct vector *vector) {
  return vector->world->graph;
}

/* ---- rows as a table of them would change ---- */

static bool row_position(const struct runner_texts *rows, const char *row, size_t *at) {
  size_t found = 0;
  for (size_t i = 0; i < rows->count; i++)
    if (strcmp(rows->items[i], row) == 0) {
      *at = i;
      found++;
    }
  return found == 1;
}

static bool apply_change(struct runner_texts *rows,
                         const struct runner_row_change *change) {
  size_t at = 0;
  if (change->to != NULL && texts_contain(rows, change->to)) return false;
  if (change->from != NULL && !row_position(rows, change->from, &at)) return false;
  if (change->from == NULL) {
    rows->items[rows->count++] = change->to;
  } else if (change->to != NULL) {
    rows->items[at] = change->to;
  } else {
    rows->count--;
    memmove(&rows->items[at], &rows->items[at + 1],
            (rows->count - at) * sizeof *rows->items);
  }
  return change->from != NULL || change->to != NULL;
}

static bool same_rows(const struct runner_texts *a, const struct runner_texts *b) {
  bool same = a->count == b->count;
  for (size_t i = 0; same && i < a->count; i++)
    same = strcmp(a->items[i], b->items[i]) == 0;
  return same;
}

/* ---- what is applied ---- */

static unsigned char *applied_by(struct vector *vector, const struct runner_texts *rows) {
  unsigned char *set = arena_allocate(vector->arena, graph_count(graph_of(vector)) + 1);
  for (size_t i = 0; i < rows->count; i++) {
    size_t node = 0;
    if (graph_find(graph_of(vector), rows->items[i], &node)) set[node] = 1;
  }
  graph_close(graph_of(vector), GRAPH_DOWN_ALL, set, NULL);
  return set;
}

static bool any_in(const unsigned char *set, struct graph_edges edges) {
  for (size_t i = 0; i < edges.count; i++)
    if (set[edges.items[i]]) return true;
  return false;
}

static bool all_in(const unsigned char *set, struct graph_edges edges) {
  for (size_t i = 0; i < edges.count; i++)
    if (!set[edges.items[i]]) return false;
  return true;
}

/* Are the rows exactly the applied revisions on which no applied one stands? */
static bool are_tips(struct vector *vector, const unsigned char *applied,
                     const struct runner_texts *rows) {
  const struct graph *graph = graph_of(vector);
  size_t tips = 0;
  for (size_t node = 0; node < graph_count(graph); node++) {
    if (!applied[node] || any_in(applied, graph_children(graph, node)) ||
        any_in(applied, graph_dependents(graph, node)))
      continue;
    tips++;
    if (!texts_contain(rows, graph_revision(graph, node)->id)) return false;
  }
  return tips == rows->count;
}

static void expect_allowed(struct vector *vector, unsigned char *applied,
                           const struct runner_step *step) {
  const struct graph *graph = graph_of(vector);
  size_t node = step->revision->index;
  bool up = step->direction == RUNNER_UPGRADE;
  bool ready = up ? all_in(applied, graph_parents(graph, node)) &&
                        all_in(applied, graph_dependencies(graph, node))
                  : !any_in(applied, graph_children(graph, node)) &&
                        !any_in(applied, graph_dependents(graph, node));
  if (applied[node] == up || !ready)
    vector_fail(vector, "%s cannot run at its place in the plan", step->revision->id);
  applied[node] = up;
}

static void expect_sound(struct vector *vector, const struct runner_plan *plan,
                         const struct runner_texts *current) {
  size_t room = current->count + graph_count(graph_of(vector)) + 1;
  struct runner_texts rows = {.count = current->count};
  rows.items = arena_allocate(vector->arena, room * sizeof *rows.items);
  if (current->count > 0)
    memcpy(rows.items, current->items, current->count * sizeof *rows.items);
  unsigned char *applied = applied_by(vector, current);
  bool tips = are_tips(vector, applied, current);
  if (!same_rows(&plan->before, current))
    vector_fail(vector, "the plan starts from other rows");
  for (size_t i = 0; i < plan->count; i++) {
    const struct runner_step *step = &plan->steps[i];
    if (!same_rows(&step->before, &rows))
      vector_fail(vector, "step %zu starts from other rows", i + 1);
    if (step->direction != RUNNER_STAMP) expect_allowed(vector, applied, step);
    for (size_t j = 0; j < step->change_count; j++)
      if (!apply_change(&rows, &step->changes[j]))
        vector_fail(vector, "change %zu of step %zu does not touch one row", j + 1,
                    i + 1);
    if (!same_rows(&step->after, &rows))
      vector_fail(vector, "step %zu leaves other rows than it says", i + 1);
    if (tips && step->direction != RUNNER_STAMP && !are_tips(vector, applied, &rows))
      vector_fail(vector, "the rows after step %zu are not the tips", i + 1);
  }
  if (!same_rows(&plan->after, &rows)) vector_fail(vector, "the plan ends elsewhere");
}

/* ---- against the case ---- */

static struct runner_texts plan_ids(struct vector *vector,
                                    const struct runner_plan *plan) {
  struct runner_texts ids = {.count = plan->count};
  ids.items = arena_allocate(vector->arena, (plan->count + 1) * sizeof *ids.items);
  for (size_t i = 0; i < plan->count; i++)
    ids.items[i] = plan->steps[i].revision == NULL ? "" : plan->steps[i].revision->id;
  return ids;
}

/* The changes of all steps together, each as [from, to]. */
static void expect_changes(struct vector *vector, const struct runner_plan *plan) {
  const json_t *expected = json_object_get(vector->json, "changes");
  if (expected == NULL) return;
  json_t *got = json_array();
  for (size_t i = 0; i < plan->count; i++)
    for (size_t j = 0; j < plan->steps[i].change_count; j++) {
      const struct runner_row_change *change = &plan->steps[i].changes[j];
      json_array_append_new(got, json_pack("[s?,s?]", change->from, change->to));
    }
  if (!json_equal(got, expected)) {
    char *text = json_dumps(got, 0);
    vector_fail(vector, "row changes: got %s", text);
    free(text);
  }
  json_decref(got);
}

static void expect_warning(struct vector *vector, const struct runner_plan *plan) {
  bool wanted = vector_text(vector, "warning") != NULL;
  bool warned = false;
  for (size_t i = 0; i < plan->count; i++)
    warned = warned || plan->steps[i].warning != NULL;
  if (wanted != warned)
    vector_fail(vector, "%s", wanted ? "no warning" : "an unexpected warning");
}

/* Must the user be told that the target lies below the database? */
static void expect_older(struct vector *vector, bool older) {
  const json_t *expected = json_object_get(vector->json, "older");
  if (json_is_true(expected) != older)
    vector_fail(vector, "%s", older ? "taken for an older target" : "not found older");
}

static void expect_plan(struct vector *vector, const struct runner_plan *plan,
                        const struct runner_texts *current) {
  struct runner_texts ids = plan_ids(vector, plan);
  const json_t *steps = json_object_get(vector->json, "steps");
  const json_t *count = json_object_get(vector->json, "count");
  if (steps != NULL) expect_list(vector, "steps", steps, &ids);
  if (count != NULL && plan->count != (size_t)json_integer_value(count))
    vector_fail(vector, "%zu steps", plan->count);
  expect_changes(vector, plan);
  expect_warning(vector, plan);
  expect_set(vector, "rows after", json_object_get(vector->json, "heads_after"),
             &plan->after);
  expect_sound(vector, plan, current);
}

/* One target as text. Several are what "heads" means: checked, since the command takes
** one target only. */
static const char *target_text(struct vector *vector, const json_t *target) {
  if (json_is_string(target)) return json_string_value(target);
  struct numbers heads = {0};
  resolve_heads(graph_of(vector), true, &heads, NULL);
  struct runner_texts ids = vector_ids(vector, &heads);
  expect_set(vector, "several targets that are not the heads", target, &ids);
  numbers_release(&heads);
  return "heads";
}

static runner_status make_plan(struct vector *vector, const char *command,
                               const json_t *target, const struct runner_texts *rows,
                               struct runner_plan *plan, struct runner_error *error) {
  bool older = false;
  struct runner_texts targets = vector_texts(vector, target);
  if (strcmp(command, "upgrade") == 0) {
    runner_status status = plan_upgrade(graph_of(vector), target_text(vector, target),
                                        rows, vector->arena, plan, &older, error);
    expect_older(vector, older);
    return status;
  }
  if (strcmp(command, "downgrade") == 0)
    return plan_downgrade(graph_of(vector), target_text(vector, target), rows,
                          vector->arena, plan, error);
  return plan_stamp(graph_of(vector), &targets, rows, vector_flag(vector, "purge"),
                    vector->arena, plan, error);
}

/* "start:end" of --sql: the start stands for the rows, the end for the target. */
static json_t *split_range(struct vector *vector, json_t *target,
                           struct runner_texts *rows) {
  const char *text = json_string_value(target);
  const char *colon = text == NULL ? NULL : strchr(text, ':');
  if (!vector_flag(vector, "sql") || colon == NULL) return json_incref(target);
  json_t *start = json_stringn(text, (size_t)(colon - text));
  struct numbers nodes = {0};
  struct runner_error error = RUNNER_ERROR_INIT;
  runner_status status = vector_resolve(vector, start, &nodes, &error);
  if (status != RUNNER_DONE) vector_fail(vector, "start: %s", error.message);
  *rows = vector_ids(vector, &nodes);
  numbers_release(&nodes);
  runner_error_clear(&error);
  json_decref(start);
  return json_string(colon + 1);
}

/* The target that takes down just this revision: "id@first parent", or "id@base". */
static json_t *below(struct vector *vector, const char *id) {
  size_t node = 0;
  if (!graph_find(graph_of(vector), id, &node)) return json_string(id);
  const struct runner_texts *down = &graph_revision(graph_of(vector), node)->down;
  return json_sprintf("%s@%s", id, down->count == 0 ? "base" : down->items[0]);
}

/* Step by step, each planned alone: [[id, "up" or "down", rows after], ...]. */
static void replay(struct vector *vector, struct runner_texts rows) {
  size_t i;
  json_t *step;
  json_array_foreach(json_object_get(vector->json, "steps"), i, step) {
    const char *id = json_string_value(json_array_get(step, 0));
    bool up = strcmp(json_string_value(json_array_get(step, 1)), "up") == 0;
    json_t *target = up ? json_string(id) : below(vector, id);
    struct runner_plan plan = {0};
    struct runner_error error = RUNNER_ERROR_INIT;
    runner_status status =
        make_plan(vector, up ? "upgrade" : "downgrade", target, &rows, &plan, &error);
    json_decref(target);
    if (!vector_succeeds(vector, status, &error)) return;
    if (plan.count != 1 || strcmp(plan.steps[0].revision->id, id) != 0)
      vector_fail(vector, "replaying %s plans %zu steps", id, plan.count);
    expect_set(vector, id, json_array_get(step, 2), &plan.after);
    expect_sound(vector, &plan, &rows);
    rows = plan.after;
  }
}

void vector_plan(struct vector *vector) {
  const char *command = vector_text(vector, "cmd");
  struct runner_texts rows =
      vector_texts(vector, json_object_get(vector->json, "current"));
  if (strcmp(command, "replay") == 0) {
    replay(vector, rows);
    return;
  }
  json_t *target = split_range(vector, json_object_get(vector->json, "target"), &rows);
  struct runner_plan plan = {0};
  struct runner_error error = RUNNER_ERROR_INIT;
  runner_status status = make_plan(vector, command, target, &rows, &plan, &error);
  if (vector_flag(vector, "purge")) rows.count = 0;
  if (vector_succeeds(vector, status, &error)) expect_plan(vector, &plan, &rows);
  json_decref(target);
}

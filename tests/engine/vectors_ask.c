/* Every `fn` but "iterate": looking revisions up. */
#include "vectors.h"

#include "base/texts.h"

#include <string.h>

static const struct graph *graph_of(const struct vector *vector) {
  return vector->world->graph;
}

static const json_t *expected_of(const struct vector *vector) {
  return json_object_get(vector->json, "expect");
}

/* One revision; null means the place before the first. */
static void ask_get(struct vector *vector) {
  const char *symbol = vector_text(vector, "arg");
  struct runner_error error = RUNNER_ERROR_INIT;
  if (json_is_null(expected_of(vector))) {
    struct numbers nodes = {0};
    runner_status status = resolve_many(graph_of(vector), symbol, NULL, &nodes, &error);
    if (vector_succeeds(vector, status, &error) && nodes.count > 0)
      vector_fail(vector, "not taken for base");
    numbers_release(&nodes);
    return;
  }
  size_t node = 0;
  runner_status status = resolve_one(graph_of(vector), symbol, NULL, &node, &error);
  if (!vector_succeeds(vector, status, &error)) return;
  const char *id = graph_revision(graph_of(vector), node)->id;
  if (strcmp(id, vector_text(vector, "expect")) != 0) vector_fail(vector, "got %s", id);
}

static void expect_nodes(struct vector *vector, runner_status status,
                         struct numbers *nodes, struct runner_error *error,
                         bool in_order) {
  if (vector_succeeds(vector, status, error)) {
    struct runner_texts ids = vector_ids(vector, nodes);
    (in_order ? expect_list : expect_set)(vector, "revisions", expected_of(vector), &ids);
  }
  numbers_release(nodes);
}

static void ask_getall(struct vector *vector) {
  struct numbers nodes = {0};
  struct runner_error error = RUNNER_ERROR_INIT;
  runner_status status =
      resolve_many(graph_of(vector), vector_text(vector, "arg"), NULL, &nodes, &error);
  expect_nodes(vector, status, &nodes, &error, true);
}

static void ask_heads(struct vector *vector) {
  struct numbers nodes = {0};
  struct runner_error error = RUNNER_ERROR_INIT;
  runner_status status = resolve_heads(graph_of(vector), false, &nodes, &error);
  expect_nodes(vector, status, &nodes, &error, true);
}

static struct numbers current_of(struct vector *vector) {
  struct runner_texts rows =
      vector_texts(vector, json_object_get(vector->json, "current"));
  struct numbers nodes = {0};
  struct runner_error error = RUNNER_ERROR_INIT;
  if (resolve_rows(graph_of(vector), &rows, &nodes, &error) != RUNNER_DONE)
    vector_fail(vector, "current: %s", error.message);
  runner_error_clear(&error);
  return nodes;
}

static void ask_history(struct vector *vector) {
  struct numbers current = current_of(vector), nodes = {0};
  struct runner_error error = RUNNER_ERROR_INIT;
  runner_status status = resolve_history(graph_of(vector), vector_text(vector, "range"),
                                         &current, &nodes, &error);
  expect_nodes(vector, status, &nodes, &error, true);
  numbers_release(&current);
}

/* What `current` shows: the rows and the heads their dependencies imply. */
static void ask_current(struct vector *vector) {
  struct numbers nodes = current_of(vector);
  struct runner_error error = RUNNER_ERROR_INIT;
  runner_status status = resolve_implied_heads(graph_of(vector), &nodes, &error);
  expect_nodes(vector, status, &nodes, &error, false);
}

static void ask_check_heads(struct vector *vector) {
  struct numbers current = current_of(vector), heads = {0};
  struct runner_error error = RUNNER_ERROR_INIT;
  runner_status status = resolve_heads(graph_of(vector), false, &heads, &error);
  if (vector_succeeds(vector, status, &error)) {
    struct runner_texts ids = vector_ids(vector, &heads);
    bool same = ids.count == current.count;
    for (size_t i = 0; same && i < current.count; i++)
      same = texts_contain(&ids, graph_revision(graph_of(vector), current.items[i])->id);
    if (same != json_is_true(expected_of(vector)))
      vector_fail(vector, "at heads: %d", same);
  }
  numbers_release(&current);
  numbers_release(&heads);
}

static void ask_find(struct vector *vector) {
  struct numbers current = current_of(vector), nodes = {0};
  struct runner_error error = RUNNER_ERROR_INIT;
  runner_status status = resolve_many(graph_of(vector), vector_text(vector, "arg"),
                                      &current, &nodes, &error);
  expect_nodes(vector, status, &nodes, &error, false);
  numbers_release(&current);
}

/* The roots in what the range from `arg` to the heads lists, in load order. */
static void ask_bases(struct vector *vector) {
  const struct graph *graph = graph_of(vector);
  const char *range = arena_format(vector->arena, "%s:heads", vector_text(vector, "arg"));
  struct numbers listed = {0}, bases = {0};
  struct runner_error error = RUNNER_ERROR_INIT;
  runner_status status = resolve_history(graph, range, NULL, &listed, &error);
  bases.items = memory_allocate((listed.count + 1) * sizeof *bases.items);
  for (size_t node = 0; node < graph_count(graph); node++)
    for (size_t i = 0; i < listed.count; i++)
      if (listed.items[i] == node && graph_revision(graph, node)->is_base)
        bases.items[bases.count++] = node;
  expect_nodes(vector, status, &bases, &error, true);
  numbers_release(&listed);
}

/* Add to `set` the closure of each of `nodes` in one way. */
static void add_closure(struct vector *vector, const struct numbers *nodes,
                        enum graph_way way, unsigned char *set) {
  unsigned char *one = arena_allocate(vector->arena, graph_count(graph_of(vector)) + 1);
  for (size_t i = 0; i < nodes->count; i++)
    one[nodes->items[i]] = 1;
  graph_close(graph_of(vector), way, one, NULL);
  for (size_t node = 0; node < graph_count(graph_of(vector)); node++)
    set[node] |= one[node];
}

/* Which of `targets` are ancestors or descendants of what `against` names. */
static void ask_lineage(struct vector *vector) {
  struct numbers against = {0}, targets = {0}, kept = {0};
  struct runner_error error = RUNNER_ERROR_INIT;
  unsigned char *set = arena_allocate(vector->arena, graph_count(graph_of(vector)) + 1);
  runner_status status =
      vector_resolve(vector, json_object_get(vector->json, "against"), &against, &error);
  if (status == RUNNER_DONE)
    status = vector_resolve(vector, json_object_get(vector->json, "targets"), &targets,
                            &error);
  add_closure(vector, &against, GRAPH_DOWN, set);
  add_closure(vector, &against, GRAPH_UP, set);
  kept.items = memory_allocate((targets.count + 1) * sizeof *kept.items);
  for (size_t i = 0; i < targets.count; i++)
    if (set[targets.items[i]]) kept.items[kept.count++] = targets.items[i];
  expect_nodes(vector, status, &kept, &error, true);
  numbers_release(&against);
  numbers_release(&targets);
}

static void ask_ancestors(struct vector *vector) {
  struct numbers start = {0}, found = {0};
  struct runner_error error = RUNNER_ERROR_INIT;
  unsigned char *set = arena_allocate(vector->arena, graph_count(graph_of(vector)) + 1);
  runner_status status =
      vector_resolve(vector, json_object_get(vector->json, "arg"), &start, &error);
  add_closure(vector, &start, GRAPH_DOWN_ALL, set);
  found.items =
      memory_allocate((graph_count(graph_of(vector)) + 1) * sizeof *found.items);
  for (size_t node = 0; node < graph_count(graph_of(vector)); node++)
    if (set[node]) found.items[found.count++] = node;
  expect_nodes(vector, status, &found, &error, false);
  numbers_release(&start);
}

static void ask_sort(struct vector *vector) {
  struct numbers members = {0}, heads = {0}, sorted = {0};
  struct runner_error error = RUNNER_ERROR_INIT;
  unsigned char *set = arena_allocate(vector->arena, graph_count(graph_of(vector)) + 1);
  runner_status status = vector_resolve(
      vector, json_object_get(vector->json, "revisions"), &members, &error);
  for (size_t i = 0; i < members.count; i++)
    set[members.items[i]] = 1;
  if (status == RUNNER_DONE)
    status =
        vector_resolve(vector, json_object_get(vector->json, "heads"), &heads, &error);
  if (status == RUNNER_DONE)
    status = graph_sort(graph_of(vector), set, &heads, &sorted, &error);
  expect_nodes(vector, status, &sorted, &error, true);
  numbers_release(&members);
  numbers_release(&heads);
}

static void expect_edges(struct vector *vector, struct graph_edges first,
                         struct graph_edges second) {
  struct numbers nodes = {0};
  struct runner_error error = RUNNER_ERROR_INIT;
  nodes.items = memory_allocate((first.count + second.count + 1) * sizeof *nodes.items);
  for (size_t i = 0; i < first.count + second.count; i++) {
    size_t edge = i < first.count ? first.items[i] : second.items[i - first.count];
    bool known = false;
    for (size_t j = 0; j < nodes.count; j++)
      known = known || nodes.items[j] == edge;
    if (!known) nodes.items[nodes.count++] = edge;
  }
  expect_nodes(vector, RUNNER_DONE, &nodes, &error, true);
}

static void ask_parents(struct vector *vector) {
  size_t node = 0;
  if (!graph_find(graph_of(vector), vector_text(vector, "arg"), &node))
    vector_fail(vector, "no such revision");
  expect_edges(vector, graph_parents(graph_of(vector), node),
               graph_dependencies(graph_of(vector), node));
}

static void ask_normalized(struct vector *vector) {
  size_t node = 0;
  if (!graph_find(graph_of(vector), vector_text(vector, "arg"), &node))
    vector_fail(vector, "no such revision");
  expect_edges(vector, graph_normalized_parents(graph_of(vector), node),
               (struct graph_edges){0});
}

void vector_ask(struct vector *vector) {
  static const struct {
    const char *name;
    void (*ask)(struct vector *vector);
  } questions[] = {
      {"get", ask_get},
      {"getall", ask_getall},
      {"heads", ask_heads},
      {"history", ask_history},
      {"current", ask_current},
      {"check_heads", ask_check_heads},
      {"find", ask_find},
      {"bases", ask_bases},
      {"lineage", ask_lineage},
      {"ancestors", ask_ancestors},
      {"sort", ask_sort},
      {"parents", ask_parents},
      {"normalized", ask_normalized},
      {"iterate", vector_iterate},
  };
  const char *name = vector_text(vector, "fn");
  for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++)
    if (strcmp(questions[i].name, name) == 0) {
      questions[i].ask(vector);
      return;
    }
  vector_fail(vector, "unknown fn");
}

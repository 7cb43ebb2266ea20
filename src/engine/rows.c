/* Version rows in a plan. Lists are shared between steps: a list that only grows keeps
** its array, since older views of it end earlier. */
#include "engine/rows.h"

#include <stdint.h>

static const char *id_of(const struct rows *rows, size_t node) {
  return graph_revision(rows->graph, node)->id;
}

/* A copy of the list with this room (not none); the old array stays as it is. */
static bool renew(struct rows *rows, size_t capacity) {
  const char **items = arena_allocate(rows->arena, capacity * sizeof *items);
  if (items == NULL) return false;
  for (size_t i = 0; i < rows->texts.count; i++)
    items[i] = rows->texts.items[i];
  rows->texts.items = items;
  rows->capacity = capacity;
  return true;
}

static bool append(struct rows *rows, size_t node) {
  if (rows->texts.count >= rows->capacity && !renew(rows, rows->texts.count * 2 + 1))
    return false;
  rows->texts.items[rows->texts.count++] = id_of(rows, node);
  rows->present[node] = 1;
  return true;
}

static size_t position(const struct rows *rows, size_t node) {
  size_t i = 0;
  while (rows->texts.items[i] != id_of(rows, node))
    i++;
  return i;
}

static bool replace(struct rows *rows, size_t from, size_t to) {
  size_t i = position(rows, from);
  if (!renew(rows, rows->texts.count)) return false;
  rows->texts.items[i] = id_of(rows, to);
  rows->present[from] = 0;
  rows->present[to] = 1;
  return true;
}

static bool erase(struct rows *rows, size_t node) {
  size_t i = position(rows, node);
  rows->present[node] = 0;
  if (i + 1 == rows->texts.count) {
    rows->texts.count--;
    rows->capacity = 0; /* what comes next must not show in older views */
    return true;
  }
  if (!renew(rows, rows->texts.count)) return false;
  for (rows->texts.count--; i < rows->texts.count; i++)
    rows->texts.items[i] = rows->texts.items[i + 1];
  return true;
}

runner_status rows_open(const struct graph *graph, const struct numbers *nodes,
                        struct arena *arena, struct rows *rows,
                        struct runner_error *error) {
  *rows = (struct rows){.graph = graph, .arena = arena};
  rows->present = arena_allocate(arena, graph_count(graph) + 1);
  if (rows->present == NULL) return error_no_memory(error);
  for (size_t i = 0; i < nodes->count; i++)
    if (!rows->present[nodes->items[i]] && !append(rows, nodes->items[i]))
      return error_no_memory(error);
  return RUNNER_DONE;
}

static void note(struct rows *rows, struct runner_step *step, size_t from, size_t to) {
  step->changes[step->change_count++] =
      (struct runner_row_change){from != SIZE_MAX ? id_of(rows, from) : NULL,
                                 to != SIZE_MAX ? id_of(rows, to) : NULL};
}

runner_status rows_change(struct rows *rows, const struct numbers *sources,
                          const struct numbers *results, struct runner_step *step,
                          struct runner_error *error) {
  size_t deleted = sources->count, inserted = results->count;
  bool update = deleted > 0 && inserted > 0;
  if (update) deleted--, inserted--;
  bool complete = true;
  step->before = rows->texts;
  step->change_count = 0;
  step->changes =
      arena_allocate(rows->arena, (deleted + inserted + 1) * sizeof *step->changes);
  if (step->changes == NULL) return error_no_memory(error);
  for (size_t i = 0; i < deleted && complete; i++) {
    note(rows, step, sources->items[i], SIZE_MAX);
    complete = erase(rows, sources->items[i]);
  }
  for (size_t i = 0; i < inserted && complete; i++) {
    note(rows, step, SIZE_MAX, results->items[i]);
    complete = append(rows, results->items[i]);
  }
  if (update && complete) {
    note(rows, step, sources->items[deleted], results->items[inserted]);
    complete = replace(rows, sources->items[deleted], results->items[inserted]);
  }
  step->after = rows->texts;
  return complete ? RUNNER_DONE : error_no_memory(error);
}

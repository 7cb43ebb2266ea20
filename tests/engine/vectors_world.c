/* Graphs from JSON, and comparing lists of ids. */
#include "vectors.h"

#include "base/buffer.h"
#include "base/texts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct runner_texts texts_from(struct arena *arena, const json_t *value) {
  struct runner_texts texts = {0};
  size_t count = json_is_string(value) ? 1 : json_array_size(value);
  if (count == 0) return texts;
  texts.items = arena_allocate(arena, count * sizeof *texts.items);
  texts.count = count;
  for (size_t i = 0; i < count; i++)
    texts.items[i] =
        json_string_value(json_is_string(value) ? value : json_array_get(value, i));
  return texts;
}

void world_build(struct world *world, const json_t *graph) {
  *world = (struct world){.arena = arena_create(), .count = json_array_size(graph)};
  world->revisions =
      arena_allocate(world->arena, (world->count + 1) * sizeof *world->revisions);
  for (size_t i = 0; i < world->count; i++) {
    const json_t *row = json_array_get(graph, i);
    struct runner_revision *revision = &world->revisions[i];
    revision->id = json_string_value(json_array_get(row, 0));
    revision->down = texts_from(world->arena, json_array_get(row, 1));
    revision->depends = texts_from(world->arena, json_array_get(row, 2));
    revision->labels = texts_from(world->arena, json_array_get(row, 3));
    revision->message = revision->document = revision->source = "";
    revision->path = arena_format(world->arena, "versions/%s.lua", revision->id);
    revision->transaction = revision->has_downgrade = true;
  }
  world->error = (struct runner_error)RUNNER_ERROR_INIT;
  world->status =
      graph_build(world->revisions, world->count, &world->graph, &world->error);
}

void world_release(struct world *world) {
  graph_destroy(world->graph);
  runner_error_clear(&world->error);
  arena_destroy(world->arena);
  *world = (struct world){0};
}

void vector_fail(struct vector *vector, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  char *message = memory_vformat(format, arguments);
  va_end(arguments);
  char *json = json_dumps(vector->json, 0);
  print_error("%s, case %zu: %s\n  %s\n", vector->file, vector->number, message, json);
  free(json);
  memory_release(message);
  vector->failed = true;
}

const char *vector_text(const struct vector *vector, const char *key) {
  return json_string_value(json_object_get(vector->json, key));
}

bool vector_flag(const struct vector *vector, const char *key) {
  return json_is_true(json_object_get(vector->json, key));
}

struct runner_texts vector_texts(struct vector *vector, const json_t *value) {
  return texts_from(vector->arena, value);
}

struct runner_texts vector_ids(struct vector *vector, const struct numbers *nodes) {
  struct runner_texts ids = {0};
  if (nodes->count == 0) return ids;
  ids.items = arena_allocate(vector->arena, nodes->count * sizeof *ids.items);
  ids.count = nodes->count;
  for (size_t i = 0; i < nodes->count; i++)
    ids.items[i] = graph_revision(vector->world->graph, nodes->items[i])->id;
  return ids;
}

static void fail_lists(struct vector *vector, const char *what, const json_t *expected,
                       const struct runner_texts *got) {
  struct buffer text = {0};
  for (size_t i = 0; i < got->count; i++)
    buffer_format(&text, "%s%s", i == 0 ? "" : " ", got->items[i]);
  char *wanted = json_dumps(expected, JSON_ENCODE_ANY);
  vector_fail(vector, "%s: expected %s, got [%s]", what, wanted,
              text.bytes == NULL ? "" : text.bytes);
  free(wanted);
  buffer_release(&text);
}

void expect_list(struct vector *vector, const char *what, const json_t *expected,
                 const struct runner_texts *got) {
  struct runner_texts wanted = vector_texts(vector, expected);
  bool same = wanted.count == got->count;
  for (size_t i = 0; same && i < got->count; i++)
    same = strcmp(wanted.items[i], got->items[i]) == 0;
  if (!same) fail_lists(vector, what, expected, got);
}

void expect_set(struct vector *vector, const char *what, const json_t *expected,
                const struct runner_texts *got) {
  struct runner_texts wanted = vector_texts(vector, expected);
  bool same = wanted.count == got->count;
  for (size_t i = 0; same && i < got->count; i++)
    same = texts_contain(&wanted, got->items[i]) && texts_contain(got, wanted.items[i]);
  if (!same) fail_lists(vector, what, expected, got);
}

runner_status vector_resolve(struct vector *vector, const json_t *value,
                             struct numbers *out, struct runner_error *error) {
  struct runner_texts symbols = vector_texts(vector, value);
  size_t room = graph_count(vector->world->graph) * (symbols.count + 1) + 1;
  out->items = memory_allocate(room * sizeof *out->items);
  out->capacity = room;
  for (size_t i = 0; i < symbols.count; i++) {
    struct numbers found = {0};
    runner_status status =
        resolve_many(vector->world->graph, symbols.items[i], NULL, &found, error);
    for (size_t j = 0; status == RUNNER_DONE && j < found.count; j++)
      out->items[out->count++] = found.items[j];
    numbers_release(&found);
    if (status != RUNNER_DONE) return status;
  }
  return RUNNER_DONE;
}

void expect_newest_first(struct vector *vector, const struct runner_texts *ids) {
  const struct graph *graph = vector->world->graph;
  unsigned char *seen = arena_allocate(vector->arena, graph_count(graph) + 1);
  for (size_t i = 0; i < ids->count; i++) {
    size_t node = 0;
    if (!graph_find(graph, ids->items[i], &node)) continue;
    struct graph_edges edges[2] = {graph_parents(graph, node),
                                   graph_dependencies(graph, node)};
    for (size_t e = 0; e < 2; e++)
      for (size_t j = 0; j < edges[e].count; j++)
        if (seen[edges[e].items[j]])
          vector_fail(vector, "%s stands after %s, which it needs", ids->items[i],
                      graph_revision(graph, edges[e].items[j])->id);
    seen[node] = 1;
  }
}

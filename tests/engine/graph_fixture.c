/* Reading and writing the short texts, and the assertions. */
#include "engine/graph_fixture.h"

#include "base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct runner_texts split(struct arena *arena, const char *text, size_t length) {
  struct runner_texts texts = {0};
  if (length == 0) return texts;
  texts.items = arena_allocate(arena, (length + 1) * sizeof *texts.items);
  for (const char *end = text + length; text <= end;) {
    const char *comma = memchr(text, ',', (size_t)(end - text));
    if (comma == NULL) comma = end;
    texts.items[texts.count++] = arena_bytes(arena, text, (size_t)(comma - text));
    text = comma + 1;
  }
  return texts;
}

/* One word: the id, then lists that begin with '<', '>' or '!'. */
static struct runner_revision read_word(struct arena *arena, const char *word,
                                        size_t length) {
  struct runner_revision revision = {.message = "", .document = "", .source = ""};
  const char *end = word + length;
  const char *next = word;
  while (next < end && strchr("<>!", *next) == NULL)
    next++;
  revision.id = arena_bytes(arena, word, (size_t)(next - word));
  while (next < end) {
    char kind = *next;
    const char *start = ++next;
    while (next < end && strchr("<>!", *next) == NULL)
      next++;
    struct runner_texts texts = split(arena, start, (size_t)(next - start));
    if (kind == '<') revision.down = texts;
    if (kind == '>') revision.depends = texts;
    if (kind == '!') revision.labels = texts;
  }
  revision.path = arena_format(arena, "versions/%s.lua", revision.id);
  return revision;
}

void fixture_read(struct fixture *fixture, const char *text) {
  *fixture = (struct fixture){.arena = arena_create()};
  size_t most = strlen(text) / 2 + 1;
  fixture->revisions = arena_allocate(fixture->arena, most * sizeof *fixture->revisions);
  for (text += strspn(text, " "); *text != '\0'; text += strspn(text, " ")) {
    size_t length = strcspn(text, " ");
    fixture->revisions[fixture->count++] = read_word(fixture->arena, text, length);
    text += length;
  }
}

void fixture_open(struct fixture *fixture, const char *text) {
  struct runner_error error = RUNNER_ERROR_INIT;
  fixture_read(fixture, text);
  expect_done(graph_build(fixture->revisions, fixture->count, &fixture->graph, &error),
              &error);
}

void fixture_close(struct fixture *fixture) {
  graph_destroy(fixture->graph);
  arena_destroy(fixture->arena);
}

int fixture_setup(void **state, const char *text) {
  static struct fixture fixture;
  fixture_open(&fixture, text);
  *state = &fixture;
  return 0;
}

int fixture_teardown(void **state) {
  fixture_close(*state);
  return 0;
}

struct runner_texts fixture_texts(const struct fixture *fixture, const char *text) {
  return split(fixture->arena, text, strlen(text));
}

struct numbers fixture_nodes(const struct fixture *fixture, const char *text) {
  struct runner_texts ids = fixture_texts(fixture, text);
  struct numbers nodes = {0};
  for (size_t i = 0; i < ids.count; i++) {
    size_t node = 0;
    assert_true(graph_find(fixture->graph, ids.items[i], &node));
    assert_true(numbers_add(&nodes, node));
  }
  return nodes;
}

static void join(struct buffer *text, const struct runner_texts *texts) {
  buffer_text(text, "");
  for (size_t i = 0; i < texts->count; i++)
    buffer_format(text, "%s%s", i > 0 ? "," : "", texts->items[i]);
}

static void write_step(struct buffer *text, const struct runner_step *step) {
  buffer_text(text, step->revision != NULL ? step->revision->id : "base");
  for (size_t i = 0; i < step->change_count; i++) {
    const struct runner_row_change *change = &step->changes[i];
    if (change->from == NULL)
      buffer_format(text, " +%s", change->to);
    else if (change->to == NULL)
      buffer_format(text, " -%s", change->from);
    else
      buffer_format(text, " %s>%s", change->from, change->to);
  }
}

static char *plan_text(const struct fixture *fixture, const struct runner_plan *plan) {
  struct buffer text = {0};
  for (size_t i = 0; i < plan->count; i++) {
    if (i > 0) buffer_text(&text, "; ");
    write_step(&text, &plan->steps[i]);
  }
  if (plan->count > 0) buffer_text(&text, " ");
  buffer_text(&text, "=> ");
  join(&text, &plan->after);
  assert_false(buffer_failed(&text));
  char *copy = arena_text(fixture->arena, text.bytes);
  buffer_release(&text);
  return copy;
}

/* Each step's rows follow from those before it by its changes; the ends meet. */
static void check_rows(const struct fixture *fixture, const struct runner_plan *plan) {
  const struct runner_texts *rows = &plan->before;
  for (size_t i = 0; i < plan->count; i++) {
    const struct runner_step *step = &plan->steps[i];
    struct runner_texts now = {0};
    assert_int_equal(step->before.count, rows->count);
    now.items = arena_allocate(fixture->arena,
                               (rows->count + step->change_count + 1) * sizeof(char *));
    for (size_t k = 0; k < rows->count; k++) {
      assert_string_equal(step->before.items[k], rows->items[k]);
      now.items[now.count++] = rows->items[k];
    }
    for (size_t k = 0; k < step->change_count; k++) {
      const struct runner_row_change *change = &step->changes[k];
      size_t at = 0;
      while (change->from != NULL && strcmp(now.items[at], change->from) != 0)
        assert_true(++at < now.count);
      if (change->from == NULL)
        now.items[now.count++] = change->to;
      else if (change->to != NULL)
        now.items[at] = change->to;
      else
        for (now.count--; at < now.count; at++)
          now.items[at] = now.items[at + 1];
    }
    assert_int_equal(step->after.count, now.count);
    for (size_t k = 0; k < now.count; k++)
      assert_string_equal(step->after.items[k], now.items[k]);
    rows = &step->after;
  }
  assert_int_equal(plan->after.count, rows->count);
  for (size_t k = 0; k < rows->count; k++)
    assert_string_equal(plan->after.items[k], rows->items[k]);
}

void expect_plan(const struct fixture *fixture, const struct runner_plan *plan,
                 const char *expected) {
  assert_string_equal(plan_text(fixture, plan), expected);
  check_rows(fixture, plan);
}

void expect_texts(const struct runner_texts *texts, const char *expected) {
  struct buffer text = {0};
  join(&text, texts);
  assert_string_equal(text.bytes, expected);
  buffer_release(&text);
}

void expect_nodes(const struct fixture *fixture, const struct numbers *nodes,
                  const char *expected) {
  struct runner_texts ids = {0};
  ids.items = arena_allocate(fixture->arena, (nodes->count + 1) * sizeof *ids.items);
  for (size_t i = 0; i < nodes->count; i++)
    ids.items[ids.count++] = graph_revision(fixture->graph, nodes->items[i])->id;
  expect_texts(&ids, expected);
}

void expect_failure(runner_status got, struct runner_error *error, runner_status status,
                    const char *message) {
  assert_non_null(error->message);
  assert_string_equal(error->message, message);
  assert_int_equal(got, status);
  assert_int_equal(error->status, status);
  assert_non_null(error->hint);
  runner_error_clear(error);
}

void expect_done(runner_status got, const struct runner_error *error) {
  if (got != RUNNER_DONE)
    fail_msg("status %d: %s", got,
             error->message != NULL ? error->message : "(no memory)");
}

/* Ten times the revisions take about ten times the work, in every shape of history.
**
** Memory asked for is counted exactly. Time is the least of some runs, and its bound is
** wide enough for a busy machine; what grows with the square would take a hundred times
** as long. */
#include "base/memory.h"
#include "engine/plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

enum { SMALL = 1000, LARGE = 10000 };

static size_t bytes_asked;

static void *counting_allocator(void *block, size_t size) {
  bytes_asked += size;
  if (size != 0) return realloc(block, size);
  free(block);
  return NULL;
}

/* A history under construction. */
struct history {
  struct arena *arena;
  struct runner_revision *revisions;
  size_t count;
};

static const char *name(struct history *history, const char *letter, size_t number) {
  return arena_format(history->arena, "%s%zu", letter, number);
}

static void name_one(struct history *history, struct runner_texts *texts,
                     const char *id) {
  const char **items = arena_allocate(history->arena, (texts->count + 1) * sizeof *items);
  for (size_t i = 0; i < texts->count; i++)
    items[i] = texts->items[i];
  items[texts->count++] = id;
  texts->items = items;
}

/* A new revision on `number` of the same letter, unless that wraps around. */
static struct runner_revision *add(struct history *history, const char *letter,
                                   size_t number, size_t distance) {
  struct runner_revision *revision = &history->revisions[history->count++];
  revision->id = name(history, letter, number);
  revision->path = "versions/x.lua";
  if (number >= distance)
    name_one(history, &revision->down, name(history, letter, number - distance));
  return revision;
}

static void line(struct history *history, size_t size) {
  for (size_t i = 0; i < size; i++)
    add(history, "a", i, 1);
}

/* Files sorted the other way round. */
static void backward_line(struct history *history, size_t size) {
  for (size_t i = size; i-- > 0;)
    add(history, "a", i, 1);
}

static void labelled_line(struct history *history, size_t size) {
  for (size_t i = 0; i < size; i++) {
    struct runner_revision *revision = add(history, "a", i, 1);
    name_one(history, &revision->labels, name(history, "label", i));
  }
}

/* Feature branches, merged one after the other. */
static void diamonds(struct history *history, size_t size) {
  for (size_t i = 0; i < size / 3; i++) {
    struct runner_revision *merge = add(history, "m", i, i + 1);
    if (i > 0) {
      name_one(history, &merge->down, name(history, "x", i - 1));
      name_one(history, &merge->down, name(history, "y", i - 1));
    }
    name_one(history, &add(history, "x", i, i + 1)->down, name(history, "m", i));
    name_one(history, &add(history, "y", i, i + 1)->down, name(history, "m", i));
  }
}

/* Ten long branches side by side. */
static void branches(struct history *history, size_t size) {
  for (size_t i = 0; i < size; i++)
    add(history, "a", i, 10);
}

/* Two branches; each revision of one depends on its neighbour. */
static void ladder(struct history *history, size_t size) {
  for (size_t i = 0; i < size / 2; i++) {
    add(history, "a", i, 1);
    name_one(history, &add(history, "b", i, 1)->depends, name(history, "a", i));
  }
}

/* Two branches that depend on each other by turns. */
static void zigzag(struct history *history, size_t size) {
  for (size_t i = 0; i < size / 2; i++) {
    struct runner_revision *left = add(history, "a", i, 1);
    struct runner_revision *right = add(history, "b", i, 1);
    if (i > 1) name_one(history, &left->depends, name(history, "b", i - 2));
    if (i > 0) name_one(history, &right->depends, name(history, "a", i - 1));
  }
}

/* Everything depends on one revision. */
static void core(struct history *history, size_t size) {
  add(history, "core", 0, 1);
  for (size_t i = 1; i < size; i++)
    name_one(history, &add(history, "a", i - 1, 1)->depends, "core0");
}

struct cost {
  double seconds;
  size_t bytes;
};

static void travel(struct history *history) {
  const struct runner_texts none = {0};
  struct arena *arena = arena_create();
  struct graph *graph = NULL;
  struct runner_plan up = {0}, down = {0}, set = {0};
  struct numbers list = {0};
  const char *heads = "heads";
  struct runner_texts targets = {&heads, 1};
  bool older = false;
  assert_int_equal(graph_build(history->revisions, history->count, &graph, NULL),
                   RUNNER_DONE);
  assert_int_equal(plan_upgrade(graph, "heads", &none, arena, &up, &older, NULL),
                   RUNNER_DONE);
  assert_int_equal(plan_downgrade(graph, "base", &up.after, arena, &down, NULL),
                   RUNNER_DONE);
  assert_int_equal(plan_stamp(graph, &targets, &none, false, arena, &set, NULL),
                   RUNNER_DONE);
  assert_int_equal(resolve_history(graph, NULL, NULL, &list, NULL), RUNNER_DONE);
  assert_int_equal(up.count, history->count);
  assert_int_equal(down.count, history->count);
  assert_int_equal(list.count, history->count);
  assert_int_equal(down.after.count, 0);
  numbers_release(&list);
  graph_destroy(graph);
  arena_destroy(arena);
}

/* A busy machine makes some runs slower, so the quickest of them counts. */
static struct cost measure(void (*shape)(struct history *, size_t), size_t size,
                           int runs) {
  struct history history = {.arena = arena_create()};
  struct cost cost = {.seconds = 1e9};
  history.revisions =
      arena_allocate(history.arena, (size + 3) * sizeof *history.revisions);
  shape(&history, size);
  memory_use(counting_allocator);
  for (int i = 0; i < runs; i++) {
    bytes_asked = 0;
    clock_t start = clock();
    travel(&history);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    if (seconds < cost.seconds) cost.seconds = seconds;
  }
  cost.bytes = bytes_asked;
  memory_use(NULL);
  arena_destroy(history.arena);
  return cost;
}

static void expect_linear(void (*shape)(struct history *, size_t)) {
  struct cost small = measure(shape, SMALL, 8);
  struct cost large = measure(shape, LARGE, 3);
  for (int i = 0; i < 10 && large.seconds > small.seconds * 45; i++) {
    small = measure(shape, SMALL, 8);
    large = measure(shape, LARGE, 3);
  }
  assert_true(large.bytes <= small.bytes * 11);
  assert_true(large.seconds <= small.seconds * 45);
}

static void test_line(void **state) {
  (void)state;
  expect_linear(line);
  expect_linear(backward_line);
  expect_linear(labelled_line);
}

static void test_branches(void **state) {
  (void)state;
  expect_linear(diamonds);
  expect_linear(branches);
}

static void test_dependencies(void **state) {
  (void)state;
  expect_linear(ladder);
  expect_linear(zigzag);
  expect_linear(core);
}

/* A chain ten times as long again needs no deeper stack: nothing recurses. */
static void test_very_long_line(void **state) {
  (void)state;
  measure(line, 10 * LARGE, 1);
  measure(ladder, 10 * LARGE, 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_line),
      cmocka_unit_test(test_branches),
      cmocka_unit_test(test_dependencies),
      cmocka_unit_test(test_very_long_line),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

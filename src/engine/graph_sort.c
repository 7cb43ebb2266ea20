/* The topological sort, newest first, by Alembic's rule but in about linear time.
**
** The rule. A list of places each hold one revision; at first the heads, in load order.
** A cursor stands on one place. If its revision is an ancestor of the revision in another
** place, the cursor moves to the first such place. Else the revision is put out, and its
** place goes to the first of its parents that is still to be done and in no other place;
** further such parents get new places at the end. With no such parent the place is
** removed, and the cursor steps back to the place before it.
**
** Why it is the same. Every revision still to be done is a descendant-or-equal of one in
** a place's reach, so "is an ancestor of another place's revision" is the same as "has a
** child or dependent that is still to be done": a counter. The first such place of a
** revision can only move to the right: places lose ancestors as they go down, and new
** ones stand at the end. So the descendants of a revision that blocks are collected once,
** and the search goes on from where it ended. */
#include "engine/graph_internal.h"

#include <stdint.h>
#include <string.h>

static const size_t none = SIZE_MAX;

struct sorter {
  const struct graph *graph;
  const unsigned char *set;
  unsigned char *pending; /* in the set, or between its members, and to be done */
  unsigned char *mark;    /* scratch while the first places are found */
  size_t *waiting;        /* children and dependents that are pending */
  size_t *place;          /* of a node; none if it has no place */
  size_t *holds;          /* the node in a place */
  size_t *previous;       /* the place before a place */
  size_t *skip;           /* towards the next place that is not removed */
  size_t places;          /* ever made */
  size_t words;           /* of 64 bits, one bit a node */
  size_t last;            /* the last place, or none */
  uint64_t **above;       /* of a node that blocked: its pending descendants, as bits */
  uint64_t **spare;       /* bits of nodes that are done, for use again */
  size_t spares;
  size_t *resume; /* and the place where the search goes on */
  struct numbers *out;
};

/* The first place from `place` on that is not removed; `places` if there is none. */
static size_t next_place(struct sorter *sorter, size_t place) {
  while (sorter->skip[place] != place) {
    sorter->skip[place] = sorter->skip[sorter->skip[place]];
    place = sorter->skip[place];
  }
  return place;
}

static void add_place(struct sorter *sorter, size_t node) {
  size_t place = sorter->places++;
  sorter->holds[place] = node;
  sorter->place[node] = place;
  sorter->previous[place] = sorter->last;
  sorter->last = place;
}

/* Returns the place where the cursor goes. */
static size_t remove_place(struct sorter *sorter, size_t place) {
  size_t before = sorter->previous[place];
  sorter->skip[place] = place + 1;
  size_t after = next_place(sorter, place + 1);
  if (after < sorter->places)
    sorter->previous[after] = before;
  else
    sorter->last = before;
  if (before != none) return before;
  return after < sorter->places ? after : none;
}

static bool has_bit(const uint64_t *bits, size_t number) {
  return (bits[number / 64] >> (number % 64) & 1) != 0;
}

static void set_bit(uint64_t *bits, size_t number) {
  bits[number / 64] |= UINT64_C(1) << (number % 64);
}

static void lower(size_t *least, size_t number) {
  if (number < *least) *least = number;
}

/* Collect the pending ends of these edges, and all above those that blocked before. */
static bool add_pending(struct sorter *sorter, struct graph_edges edges, uint64_t *above,
                        size_t *first, struct numbers *todo) {
  for (size_t i = 0; i < edges.count; i++) {
    size_t node = edges.items[i];
    if (!sorter->pending[node] || has_bit(above, node)) continue;
    set_bit(above, node);
    lower(first, sorter->place[node]);
    const uint64_t *known = sorter->above[node];
    if (known == NULL) {
      if (!numbers_add(todo, node)) return false;
      continue;
    }
    lower(first, sorter->resume[node]);
    for (size_t k = 0; k < sorter->words; k++)
      above[k] |= known[k];
  }
  return true;
}

/* Bits that are all zero, or NULL. */
static uint64_t *take_bits(struct sorter *sorter) {
  size_t size = sorter->words * sizeof(uint64_t);
  if (sorter->spares == 0) return memory_allocate(size);
  uint64_t *bits = sorter->spare[--sorter->spares];
  memset(bits, 0, size);
  return bits;
}

static void give_bits_back(struct sorter *sorter, size_t node) {
  if (sorter->above[node] == NULL) return;
  sorter->spare[sorter->spares++] = sorter->above[node];
  sorter->above[node] = NULL;
}

/* Collect the pending descendants of a blocked node, and a place from which on to look
** for them: `none`, a very high number, is not among the places. */
static bool look_above(struct sorter *sorter, size_t node) {
  struct numbers todo = {0};
  size_t first = none;
  uint64_t *above = take_bits(sorter);
  bool complete = above != NULL && numbers_add(&todo, node);
  while (complete && todo.count > 0) {
    size_t from = todo.items[--todo.count];
    complete =
        add_pending(sorter, graph_children(sorter->graph, from), above, &first, &todo) &&
        add_pending(sorter, graph_dependents(sorter->graph, from), above, &first, &todo);
  }
  sorter->above[node] = above;
  sorter->resume[node] = first;
  numbers_release(&todo);
  return complete;
}

/* Move the cursor from a blocked node to the first place with a descendant of it. */
static bool climb(struct sorter *sorter, size_t node, size_t *cursor) {
  if (sorter->above[node] == NULL && !look_above(sorter, node)) return false;
  size_t place = next_place(sorter, sorter->resume[node]);
  while (!has_bit(sorter->above[node], sorter->holds[place]))
    place = next_place(sorter, place + 1);
  sorter->resume[node] = place;
  *cursor = place;
  return true;
}

/* A node is done: its parents wait for one less. What only stands between members of the
** set is done as soon as nothing above it is pending. */
static bool finish(struct sorter *sorter, size_t node, struct numbers *todo) {
  todo->count = 0;
  if (!numbers_add(todo, node)) return false;
  while (todo->count > 0) {
    size_t done = todo->items[--todo->count];
    sorter->pending[done] = 0;
    struct graph_edges parents = graph_normalized_parents(sorter->graph, done);
    for (size_t i = 0; i < parents.count; i++) {
      size_t parent = parents.items[i];
      if (!sorter->pending[parent] || --sorter->waiting[parent] > 0) continue;
      if (!sorter->set[parent] && !numbers_add(todo, parent)) return false;
    }
  }
  return true;
}

/* Put out the node under the cursor and hand its place on. */
static bool put_out(struct sorter *sorter, size_t *cursor, struct numbers *todo) {
  size_t place = *cursor;
  size_t node = sorter->holds[place];
  struct graph_edges parents = graph_normalized_parents(sorter->graph, node);
  if (!numbers_add(sorter->out, node) || !finish(sorter, node, todo)) return false;
  give_bits_back(sorter, node);
  sorter->place[node] = none;
  bool handed_on = false;
  for (size_t i = 0; i < parents.count; i++) {
    size_t parent = parents.items[i];
    if (!sorter->set[parent] || !sorter->pending[parent]) continue;
    if (sorter->place[parent] != none) continue;
    if (handed_on) {
      add_place(sorter, parent);
      continue;
    }
    handed_on = true;
    sorter->holds[place] = parent;
    sorter->place[parent] = place;
  }
  if (!handed_on) *cursor = remove_place(sorter, place);
  return true;
}

static bool run(struct sorter *sorter) {
  struct numbers todo = {0};
  bool complete = true;
  size_t cursor = sorter->places > 0 ? 0 : none;
  while (complete && cursor != none) {
    size_t node = sorter->holds[cursor];
    complete = sorter->waiting[node] > 0 ? climb(sorter, node, &cursor)
                                         : put_out(sorter, &cursor, &todo);
  }
  numbers_release(&todo);
  return complete;
}

/* `pending`: the set and all that stands between two of its members. `mark` is used for
** what lies above. */
static runner_status find_pending(struct sorter *sorter, struct runner_error *error) {
  const struct graph *graph = sorter->graph;
  for (size_t node = 0; node < graph->count; node++)
    sorter->pending[node] = sorter->mark[node] = sorter->set[node];
  runner_status status = graph_close(graph, GRAPH_DOWN_ALL, sorter->pending, error);
  if (status == RUNNER_DONE)
    status = graph_close(graph, GRAPH_UP_ALL, sorter->mark, error);
  for (size_t node = 0; node < graph->count; node++) {
    sorter->pending[node] = sorter->pending[node] && sorter->mark[node];
    sorter->mark[node] = 0;
  }
  for (size_t node = 0; node < graph->count; node++) {
    struct graph_edges parents = graph_normalized_parents(graph, node);
    for (size_t i = 0; sorter->pending[node] && i < parents.count; i++)
      sorter->waiting[parents.items[i]]++;
  }
  return status;
}

static bool mark_below(struct sorter *sorter, struct numbers *todo) {
  while (todo->count > 0) {
    size_t node = todo->items[--todo->count];
    struct graph_edges parents = graph_normalized_parents(sorter->graph, node);
    for (size_t i = 0; i < parents.count; i++) {
      size_t parent = parents.items[i];
      if (!sorter->set[parent] || sorter->mark[parent]) continue;
      sorter->mark[parent] = 1;
      if (!numbers_add(todo, parent)) return false;
    }
  }
  return true;
}

/* The first places: the heads that are in the set, in load order; then members that
** cannot be reached from those within the set (a range may cut a way in two). */
static bool add_first_places(struct sorter *sorter, const struct numbers *heads) {
  struct numbers todo = {0};
  bool complete = true;
  size_t count = sorter->graph->count;
  for (size_t i = 0; i < heads->count; i++)
    if (sorter->set[heads->items[i]]) sorter->mark[heads->items[i]] = 1;
  for (size_t node = 0; node < count && complete; node++) {
    if (!sorter->mark[node]) continue;
    add_place(sorter, node);
    complete = numbers_add(&todo, node);
  }
  complete = complete && mark_below(sorter, &todo);
  for (size_t i = count; i-- > 0 && complete;) {
    size_t node = sorter->graph->order[i];
    if (!sorter->set[node] || sorter->mark[node]) continue;
    add_place(sorter, node);
    sorter->mark[node] = 1;
    complete = numbers_add(&todo, node) && mark_below(sorter, &todo);
  }
  for (size_t node = 0; node < count; node++)
    sorter->mark[node] = 0;
  numbers_release(&todo);
  return complete;
}

static void release_bits(struct sorter *sorter) {
  for (size_t node = 0; node < sorter->graph->count; node++)
    give_bits_back(sorter, node);
  while (sorter->spares > 0)
    memory_release(sorter->spare[--sorter->spares]);
}

static bool open_sorter(struct sorter *sorter, struct arena *arena) {
  size_t count = sorter->graph->count + 1;
  sorter->words = count / 64 + 1;
  sorter->pending = arena_allocate(arena, count);
  sorter->mark = arena_allocate(arena, count);
  sorter->above = arena_allocate(arena, count * sizeof *sorter->above);
  sorter->spare = arena_allocate(arena, count * sizeof *sorter->spare);
  size_t *numbers = arena_allocate(arena, 6 * count * sizeof *numbers);
  if (sorter->pending == NULL || sorter->mark == NULL || sorter->above == NULL ||
      sorter->spare == NULL || numbers == NULL)
    return false;
  sorter->waiting = numbers;
  sorter->place = numbers + count;
  sorter->holds = numbers + 2 * count;
  sorter->previous = numbers + 3 * count;
  sorter->resume = numbers + 4 * count;
  sorter->skip = numbers + 5 * count;
  for (size_t i = 0; i < count; i++)
    sorter->place[i] = none;
  for (size_t i = 0; i < count; i++)
    sorter->skip[i] = i;
  sorter->last = none;
  return true;
}

static runner_status sort(struct sorter *sorter, const struct numbers *heads,
                          struct runner_error *error) {
  runner_status status = find_pending(sorter, error);
  if (status != RUNNER_DONE) return status;
  if (!add_first_places(sorter, heads) || !run(sorter)) status = error_no_memory(error);
  release_bits(sorter);
  return status;
}

runner_status graph_sort(const struct graph *graph, const unsigned char *set,
                         const struct numbers *heads, struct numbers *out,
                         struct runner_error *error) {
  struct sorter sorter = {.graph = graph, .set = set, .out = out};
  struct arena *arena = arena_create();
  bool open = arena != NULL && open_sorter(&sorter, arena);
  runner_status status = open ? sort(&sorter, heads, error) : error_no_memory(error);
  arena_destroy(arena);
  return status;
}

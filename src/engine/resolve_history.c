/* Ranges of history: "[start]:[end]". */
#include "engine/resolve.h"
#include "engine/target.h"

#include <string.h>

/* The two halves of a range and what they came to. */
struct range {
  const char *text;
  char *start_text; /* NULL if not written */
  char *end_text;
  struct scope start;
  struct scope end;
  struct numbers starts; /* none: from the very beginning */
  struct numbers ends;
};

static bool is_bare_step(const struct scope *scope) {
  return scope->reference.stepped && scope->reference.name.bytes == NULL;
}

static runner_status split(const char *text, struct range *range,
                           struct runner_error *error) {
  const char *colon = strchr(text, ':');
  if (colon == NULL || strchr(colon + 1, ':') != NULL) {
    runner_status status = error_set(
        error, RUNNER_USAGE,
        "history range requires [start]:[end], [start]:, or :[end], not '%s'", text);
    error_hint(error, "write for example -r -3:current or -r 8c1f:head");
    return status;
  }
  if (colon > text) {
    range->start_text = memory_format("%.*s", (int)(colon - text), text);
    if (range->start_text == NULL) return error_no_memory(error);
  }
  if (colon[1] != '\0') {
    range->end_text = memory_text(colon + 1);
    if (range->end_text == NULL) return error_no_memory(error);
  }
  return RUNNER_DONE;
}

static runner_status open_range(const struct graph *graph, const char *text,
                                struct range *range, struct runner_error *error) {
  range->text = text;
  range->start.graph = range->end.graph = graph;
  runner_status status = split(text, range, error);
  if (status == RUNNER_DONE)
    status = scope_open(graph, range->start_text != NULL ? range->start_text : "base",
                        &range->start, error);
  if (status == RUNNER_DONE)
    status = scope_open(graph, range->end_text != NULL ? range->end_text : "heads",
                        &range->end, error);
  return status;
}

static void close_range(struct range *range) {
  scope_close(&range->start);
  scope_close(&range->end);
  numbers_release(&range->starts);
  numbers_release(&range->ends);
  memory_release(range->start_text);
  memory_release(range->end_text);
}

/* Walk down from one end; beyond the first revision the walk stops at it. */
static runner_status walk_to_start(const struct range *range, size_t end, bool *whole,
                                   struct numbers *starts, struct runner_error *error) {
  struct scope scope = range->start;
  size_t node = end;
  bool past = false;
  long steps = -scope.reference.steps;
  runner_status status = scope_walk(&scope, end, true, &node, &past, error);
  if (status != RUNNER_DONE) return status;
  if (node != SCOPE_BASE) {
    *whole = false;
  } else {
    /* The first revision of this way down; some other end may stop earlier. */
    scope.reference.steps = -1;
    for (size_t next = end; next != SCOPE_BASE && steps-- > 0;) {
      node = next;
      status = scope_walk(&scope, node, true, &next, &past, error);
      if (status != RUNNER_DONE) return status;
    }
  }
  return numbers_add(starts, node) ? RUNNER_DONE : error_no_memory(error);
}

/* A bare "-N" start: N below the end, whatever that is. */
static runner_status start_below(struct range *range, const struct numbers *from,
                                 struct runner_error *error) {
  struct numbers ends = {0};
  runner_status status = RUNNER_DONE;
  bool whole = true;
  for (size_t i = 0; i < from->count && status == RUNNER_DONE; i++)
    if (!numbers_add(&ends, from->items[i])) status = error_no_memory(error);
  scope_filter(&range->start, &ends);
  for (size_t i = 0; i < ends.count && status == RUNNER_DONE; i++)
    status = walk_to_start(range, ends.items[i], &whole, &range->starts, error);
  if (whole) range->starts.count = 0;
  numbers_release(&ends);
  return status;
}

static runner_status find_start(struct range *range, const struct numbers *current,
                                struct runner_error *error) {
  const struct scope *scope = &range->start;
  if (!is_bare_step(scope)) {
    if (!scope->reference.stepped)
      return scope_nodes(scope, current, &range->starts, error);
    return target_upgrade(scope, current, true, &range->starts, error);
  }
  if (scope->reference.steps > 0) return scope_short(scope, error);
  if (!is_bare_step(&range->end)) return start_below(range, &range->ends, error);
  /* "-2:+2" is around the current revision. */
  if (current != NULL) return start_below(range, current, error);
  runner_status status =
      error_set(error, RUNNER_USAGE, "range '%s' needs a database", range->text);
  error_hint(error, "name one of its ends");
  return status;
}

/* Fill `starts` and `ends`: the end first, unless it is counted from the start. */
static runner_status find_bounds(struct range *range, const struct numbers *current,
                                 struct runner_error *error) {
  bool around = is_bare_step(&range->start) && is_bare_step(&range->end);
  if (is_bare_step(&range->end)) {
    runner_status status = find_start(range, current, error);
    if (status != RUNNER_DONE) return status;
    return target_upgrade(&range->end, around ? current : &range->starts, true,
                          &range->ends, error);
  }
  runner_status status = target_upgrade(&range->end, current, true, &range->ends, error);
  return status == RUNNER_DONE ? find_start(range, current, error) : status;
}

static void mark(const struct numbers *nodes, unsigned char *set) {
  for (size_t i = 0; i < nodes->count; i++)
    set[nodes->items[i]] = 1;
}

static runner_status not_along(const struct range *range, struct runner_error *error) {
  runner_status status = error_set(
      error, RUNNER_REVISION,
      "requested range %s does not refer to ancestor/descendant revisions along the same "
      "branch",
      range->text);
  error_hint(error,
             "the start must be below the end: perhaps they are the wrong way round");
  return status;
}

/* The set between the bounds, in `set`; `below` and `above` are scratch, all zero. */
static runner_status fill(const struct graph *graph, const struct range *range,
                          unsigned char *set, unsigned char *below, unsigned char *above,
                          struct runner_error *error) {
  size_t count = graph_count(graph);
  mark(&range->ends, set);
  mark(&range->starts, below);
  mark(&range->starts, above);
  runner_status status = graph_close(graph, GRAPH_DOWN_ALL, set, error);
  if (status != RUNNER_DONE || range->starts.count == 0) return status;
  for (size_t i = 0; i < range->starts.count; i++)
    if (!set[range->starts.items[i]]) return not_along(range, error);
  status = graph_close(graph, GRAPH_DOWN_ALL, below, error);
  if (status == RUNNER_DONE) status = graph_close(graph, GRAPH_UP, above, error);
  for (size_t i = 0; i < range->starts.count; i++)
    below[range->starts.items[i]] = 0;
  for (size_t node = 0; node < count; node++)
    set[node] = set[node] && above[node] && !below[node];
  return status;
}

/* With "branch@start" the ends outside the branch are left out. If the end was not written
** and all real heads lie outside, because they only depend on the branch, its own heads
** are meant. */
static runner_status narrow_ends(struct range *range, struct runner_error *error) {
  size_t before = range->ends.count;
  scope_filter(&range->start, &range->ends);
  if (before == 0 || range->ends.count > 0) return RUNNER_DONE;
  if (range->end_text != NULL) return not_along(range, error);
  runner_status status = resolve_heads(range->start.graph, false, &range->ends, error);
  scope_filter(&range->start, &range->ends);
  return status;
}

static runner_status list_range(const struct graph *graph, struct range *range,
                                const struct numbers *current, struct numbers *out,
                                struct runner_error *error) {
  size_t count = graph_count(graph);
  unsigned char *set = memory_allocate(count);
  unsigned char *below = memory_allocate(count);
  unsigned char *above = memory_allocate(count);
  runner_status status = find_bounds(range, current, error);
  if (set == NULL || below == NULL || above == NULL) {
    status = error_no_memory(error);
  } else if (status == RUNNER_DONE) {
    status = narrow_ends(range, error);
    if (status == RUNNER_DONE) status = fill(graph, range, set, below, above, error);
  }
  if (status == RUNNER_DONE) status = graph_sort(graph, set, &range->ends, out, error);
  memory_release(set);
  memory_release(below);
  memory_release(above);
  return status;
}

runner_status resolve_history(const struct graph *graph, const char *range,
                              const struct numbers *current, struct numbers *out,
                              struct runner_error *error) {
  struct range bounds = {0};
  out->count = 0;
  runner_status status = open_range(graph, range != NULL ? range : ":", &bounds, error);
  if (status == RUNNER_DONE) status = list_range(graph, &bounds, current, out, error);
  close_range(&bounds);
  return status;
}

/* Is the text of one bound the word `current`, perhaps with a branch or a step? */
static bool names_current(const char *text, size_t length, bool *bare_step) {
  static const char word[] = "current";
  const char *at = memchr(text, '@', length);
  const char *name = at != NULL ? at + 1 : text;
  length -= (size_t)(name - text);
  *bare_step = length > 0 && (name[0] == '+' || name[0] == '-');
  size_t letters = sizeof word - 1;
  return length >= letters && memcmp(name, word, letters) == 0 &&
         (length == letters || name[letters] == '+' || name[letters] == '-');
}

bool resolve_needs_current(const char *text) {
  const char *colon = strchr(text, ':');
  size_t length = colon != NULL ? (size_t)(colon - text) : strlen(text);
  bool first_bare = false, second_bare = false;
  if (names_current(text, length, &first_bare)) return true;
  if (colon == NULL) return false;
  if (names_current(colon + 1, strlen(colon + 1), &second_bare)) return true;
  return first_bare && second_bare;
}

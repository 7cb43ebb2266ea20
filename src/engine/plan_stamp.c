/* Stamping: the version rows are set, no script runs. One step a destination, or for base
** one a row. A row makes room for a destination if it is an ancestor or descendant of it
** (dependencies count); unrelated rows stay. */
#include "engine/plan_internal.h"
#include "engine/target.h"

struct stamper {
  const struct graph *graph;
  struct arena *arena;
  struct numbers rows;         /* the nodes of the version rows */
  struct numbers destinations; /* in the order given, heads in load order */
  struct numbers found;        /* what one target stands for */
  unsigned char *emptied;      /* what "base" and "branch@base" take away */
  bool to_base;                /* plain "base" was given */
  bool purged;                 /* the rows of the database count for nothing */
  unsigned char *below;        /* scratch: one byte a node */
  unsigned char *above;
  struct rows book;
};

static runner_status open_stamper(struct stamper *stamper, const struct graph *graph,
                                  const struct runner_texts *rows, bool purge,
                                  struct arena *arena, struct runner_error *error) {
  size_t count = graph_count(graph);
  *stamper = (struct stamper){.graph = graph, .arena = arena, .purged = purge};
  stamper->emptied = memory_allocate(count);
  stamper->below = memory_allocate(count);
  stamper->above = memory_allocate(count);
  if (stamper->emptied == NULL || stamper->below == NULL || stamper->above == NULL)
    return error_no_memory(error);
  runner_status status = RUNNER_DONE;
  if (!purge) status = resolve_rows(graph, rows, &stamper->rows, error);
  if (status == RUNNER_DONE)
    status = rows_open(graph, &stamper->rows, arena, &stamper->book, error);
  return status;
}

static void close_stamper(struct stamper *stamper) {
  numbers_release(&stamper->rows);
  numbers_release(&stamper->destinations);
  numbers_release(&stamper->found);
  memory_release(stamper->emptied);
  memory_release(stamper->below);
  memory_release(stamper->above);
}

/* Fill `below` and `above` with the ancestors and descendants of these nodes, without the
** nodes themselves (unless they overlap). */
static runner_status look_around(struct stamper *stamper, const struct numbers *nodes,
                                 struct runner_error *error) {
  const struct graph *graph = stamper->graph;
  for (size_t i = 0; i < graph_count(graph); i++)
    stamper->below[i] = stamper->above[i] = 0;
  for (size_t i = 0; i < nodes->count; i++) {
    struct graph_edges edges = graph_normalized_parents(graph, nodes->items[i]);
    for (size_t k = 0; k < edges.count; k++)
      stamper->below[edges.items[k]] = 1;
    edges = graph_children(graph, nodes->items[i]);
    for (size_t k = 0; k < edges.count; k++)
      stamper->above[edges.items[k]] = 1;
    edges = graph_dependents(graph, nodes->items[i]);
    for (size_t k = 0; k < edges.count; k++)
      stamper->above[edges.items[k]] = 1;
  }
  runner_status status = graph_close(graph, GRAPH_DOWN_ALL, stamper->below, error);
  if (status == RUNNER_DONE)
    status = graph_close(graph, GRAPH_UP_ALL, stamper->above, error);
  return status;
}

static runner_status empty_branch(struct stamper *stamper, const struct scope *scope,
                                  struct runner_error *error) {
  stamper->to_base = stamper->to_base || !scope->has_branch;
  if (!scope->has_branch) return RUNNER_DONE;
  size_t branch = scope->branch;
  struct numbers node = {&branch, 1, 0};
  runner_status status = look_around(stamper, &node, error);
  stamper->emptied[branch] = 1;
  for (size_t i = 0; i < graph_count(stamper->graph); i++)
    stamper->emptied[i] |= stamper->below[i] | stamper->above[i];
  return status;
}

/* "current" would be read as no row at all, and the record be lost. */
static runner_status refuse_current(struct runner_error *error) {
  runner_status status =
      error_set(error, RUNNER_USAGE,
                "'current' has no meaning together with --purge, which deletes the rows");
  error_hint(error, "name the revision itself");
  return status;
}

static runner_status find_target(struct stamper *stamper, const struct scope *scope,
                                 struct runner_error *error) {
  stamper->found.count = 0;
  if (stamper->purged && slice_is(scope->reference.name, "current"))
    return refuse_current(error);
  if (!scope->reference.stepped || scope->reference.name.bytes != NULL)
    return target_upgrade(scope, &stamper->rows, false, &stamper->found, error);
  runner_status status = error_set(error, RUNNER_REVISION,
                                   "stamp takes no steps from the current revision: '%s'",
                                   scope->reference.text);
  error_hint(error, "name the revision; steps from a symbol, as in head-1, are fine");
  return status;
}

/* Of the revisions one symbol stands for, those that another one implies are left out. */
static runner_status add_target(struct stamper *stamper, const char *text,
                                struct runner_error *error) {
  struct scope scope;
  runner_status status = scope_open(stamper->graph, text, &scope, error);
  if (status == RUNNER_DONE) status = find_target(stamper, &scope, error);
  if (status == RUNNER_DONE && stamper->found.count == 0)
    status = empty_branch(stamper, &scope, error);
  else if (status == RUNNER_DONE)
    status = look_around(stamper, &stamper->found, error);
  for (size_t i = 0; i < stamper->found.count && status == RUNNER_DONE; i++) {
    size_t node = stamper->found.items[i];
    if (stamper->below[node]) continue;
    if (!numbers_add(&stamper->destinations, node)) status = error_no_memory(error);
  }
  scope_close(&scope);
  return status;
}

/* Refuse the target `node` because of `other`. */
static runner_status overlap(const struct stamper *stamper, size_t node,
                             const char *other, const char *hint,
                             struct runner_error *error) {
  runner_status status =
      error_set(error, RUNNER_REVISION,
                "requested revision %s overlaps with other requested revisions %s",
                graph_revision(stamper->graph, node)->id, other);
  error_hint(error, "%s", hint);
  return status;
}

/* Name the target that stands on `node`. */
static runner_status overlap_above(struct stamper *stamper, size_t node,
                                   struct runner_error *error) {
  const struct numbers *nodes = &stamper->destinations;
  struct numbers one = {&node, 1, 0};
  runner_status status = look_around(stamper, &one, error);
  if (status != RUNNER_DONE) return status;
  size_t i = 0;
  while (!stamper->above[nodes->items[i]])
    i++;
  return overlap(stamper, node, graph_revision(stamper->graph, nodes->items[i])->id,
                 "the second stands on the first and implies it: leave one out", error);
}

static runner_status check_overlaps(struct stamper *stamper, size_t targets,
                                    struct runner_error *error) {
  const struct numbers *nodes = &stamper->destinations;
  runner_status status = look_around(stamper, nodes, error);
  if (status != RUNNER_DONE) return status;
  if (stamper->to_base && targets > 1) {
    status = error_set(error, RUNNER_REVISION,
                       "requested revision base overlaps with other requested revisions");
    error_hint(error, "base stands alone: it removes all version rows");
    return status;
  }
  for (size_t i = 0; i < nodes->count; i++) {
    size_t node = nodes->items[i];
    if (stamper->below[node]) return overlap_above(stamper, node, error);
    if (stamper->emptied[node])
      return overlap(stamper, node, "base",
                     "a branch cannot be at base and at a revision: leave one out",
                     error);
    /* `above` is not needed any more: mark what was seen. */
    if (stamper->above[node] > 1)
      return overlap(stamper, node, graph_revision(stamper->graph, node)->id,
                     "it is given twice: leave one out", error);
    stamper->above[node] = 2;
  }
  return RUNNER_DONE;
}

static runner_status add_step(struct stamper *stamper, const struct numbers *sources,
                              const struct numbers *results, struct runner_plan *plan,
                              struct runner_error *error) {
  struct runner_step *step = &plan->steps[plan->count++];
  step->direction = RUNNER_STAMP;
  runner_status status =
      plan_names(stamper->graph, sources, stamper->arena, &step->from, error);
  return status == RUNNER_DONE
             ? rows_change(&stamper->book, sources, results, step, error)
             : status;
}

/* Delete the rows that base takes away, one step each. */
static runner_status add_deletions(struct stamper *stamper, struct runner_plan *plan,
                                   struct runner_error *error) {
  const struct numbers nothing = {0};
  runner_status status = RUNNER_DONE;
  for (size_t i = 0; i < stamper->rows.count && status == RUNNER_DONE; i++) {
    size_t row = stamper->rows.items[i];
    struct numbers source = {&row, 1, 0};
    if (stamper->to_base || stamper->emptied[row])
      status = add_step(stamper, &source, &nothing, plan, error);
  }
  return status;
}

/* The rows of the database (not those stamped before) that are related to the node. */
static runner_status find_related(struct stamper *stamper, size_t node,
                                  struct numbers *sources, struct runner_error *error) {
  struct numbers one = {&node, 1, 0};
  size_t left = 0;
  for (size_t i = 0; i < stamper->rows.count; i++)
    left += stamper->book.present[stamper->rows.items[i]];
  if (left == 0) return RUNNER_DONE;
  runner_status status = look_around(stamper, &one, error);
  for (size_t i = 0; i < stamper->rows.count && status == RUNNER_DONE; i++) {
    size_t row = stamper->rows.items[i];
    if (!stamper->book.present[row] || (!stamper->below[row] && !stamper->above[row]))
      continue;
    if (!numbers_add(sources, row)) status = error_no_memory(error);
  }
  return status;
}

static runner_status add_destination(struct stamper *stamper, size_t node,
                                     struct runner_plan *plan,
                                     struct runner_error *error) {
  const struct numbers nothing = {0};
  struct numbers destination = {&node, 1, 0};
  struct numbers sources = {0};
  bool present = stamper->book.present[node];
  runner_status status = find_related(stamper, node, &sources, error);
  if (status != RUNNER_DONE || (present && sources.count == 0)) goto done;
  struct runner_step *step = &plan->steps[plan->count];
  status = add_step(stamper, &sources, present ? &nothing : &destination, plan, error);
  step->revision = graph_revision(stamper->graph, node);
  if (status == RUNNER_DONE)
    status = plan_names(stamper->graph, &destination, stamper->arena, &step->to, error);
done:
  numbers_release(&sources);
  return status;
}

static runner_status make_plan(struct stamper *stamper, struct runner_plan *plan,
                               struct runner_error *error) {
  size_t most = stamper->rows.count + stamper->destinations.count;
  runner_status status = plan_open(plan, most, stamper->arena, error);
  if (status != RUNNER_DONE) return status;
  plan->before = stamper->book.texts;
  status = add_deletions(stamper, plan, error);
  for (size_t i = 0; i < stamper->destinations.count && status == RUNNER_DONE; i++)
    status = add_destination(stamper, stamper->destinations.items[i], plan, error);
  plan->after = stamper->book.texts;
  return status;
}

runner_status plan_stamp(const struct graph *graph, const struct runner_texts *targets,
                         const struct runner_texts *rows, bool purge, struct arena *arena,
                         struct runner_plan *plan, struct runner_error *error) {
  struct stamper stamper;
  runner_status status = open_stamper(&stamper, graph, rows, purge, arena, error);
  for (size_t i = 0; i < targets->count && status == RUNNER_DONE; i++)
    status = add_target(&stamper, targets->items[i], error);
  if (status == RUNNER_DONE && targets->count == 0) {
    status = error_set(error, RUNNER_USAGE, "stamp needs a revision");
    error_hint(error, "name one, or head, heads or base");
  }
  if (status == RUNNER_DONE) status = check_overlaps(&stamper, targets->count, error);
  if (status == RUNNER_DONE) status = make_plan(&stamper, plan, error);
  close_stamper(&stamper);
  return status;
}

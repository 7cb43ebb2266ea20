/* Walking steps up and down from a revision. */
#include "engine/scope.h"

#include <stdlib.h>

/* The nodes one step away. */
static runner_status neighbours(const struct scope *scope, size_t from, bool up,
                                struct numbers *out, struct runner_error *error) {
  const struct graph *graph = scope->graph;
  bool complete = true;
  out->count = 0;
  if (from == SCOPE_BASE) {
    for (size_t node = 0; up && node < graph_count(graph) && complete; node++)
      if (graph_revision(graph, node)->is_base) complete = numbers_add(out, node);
  } else {
    struct graph_edges edges =
        up ? graph_children(graph, from) : graph_parents(graph, from);
    for (size_t i = 0; i < edges.count && complete; i++)
      complete = numbers_add(out, edges.items[i]);
  }
  if (up) scope_filter(scope, out);
  return complete ? RUNNER_DONE : error_no_memory(error);
}

static runner_status ambiguous_walk(const struct scope *scope, size_t from, bool up,
                                    const struct numbers *choices,
                                    struct runner_error *error) {
  char *names = graph_names_text(scope->graph, choices, "");
  if (names == NULL) return error_no_memory(error);
  const char *place =
      from == SCOPE_BASE ? "base" : graph_revision(scope->graph, from)->id;
  runner_status status =
      error_set(error, RUNNER_REVISION, "ambiguous walk: '%s' leads %s from %s to %s",
                scope->reference.text, up ? "up" : "down", place, names);
  error_hint(error, up ? "name the branch, as in 'label@+1', or the revision"
                       : "name the revision to go to");
  memory_release(names);
  return status;
}

runner_status scope_walk(const struct scope *scope, size_t from, bool clamp, size_t *to,
                         bool *past, struct runner_error *error) {
  struct numbers choices = {0};
  runner_status status = RUNNER_DONE;
  bool up = scope->reference.steps > 0;
  long left = labs(scope->reference.steps);
  *past = false;
  while (left-- > 0) {
    status = neighbours(scope, from, up, &choices, error);
    if (status != RUNNER_DONE) break;
    if (choices.count > 1) {
      status = ambiguous_walk(scope, from, up, &choices, error);
      break;
    }
    if (choices.count == 1) {
      from = choices.items[0];
    } else if (!up && from != SCOPE_BASE) {
      from = SCOPE_BASE;
    } else {
      *past = !clamp;
      break;
    }
  }
  *to = from;
  numbers_release(&choices);
  return status;
}

runner_status scope_short(const struct scope *scope, struct runner_error *error) {
  const struct reference *reference = &scope->reference;
  long steps = labs(reference->steps);
  runner_status status =
      reference->name.bytes != NULL
          ? error_set(error, RUNNER_REVISION,
                      "walked too far: '%s' goes beyond the %s revision", reference->text,
                      reference->steps > 0 ? "last" : "first")
          : error_set(error, RUNNER_REVISION,
                      "relative revision %s didn't produce %ld migrations",
                      reference->text, steps);
  error_hint(error, "'runner history -i' shows the revisions and where the database is");
  return status;
}

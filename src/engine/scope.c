/* Looking up the branch and the name of a reference. */
#include "engine/scope.h"

#include <string.h>

static runner_status close_lineage(struct scope *scope, struct runner_error *error) {
  const struct graph *graph = scope->graph;
  size_t count = graph_count(graph);
  unsigned char *below = memory_allocate(count);
  scope->lineage = memory_allocate(count);
  if (below == NULL || scope->lineage == NULL) {
    memory_release(below);
    return error_no_memory(error);
  }
  below[scope->branch] = scope->lineage[scope->branch] = 1;
  runner_status status = graph_close(graph, GRAPH_UP, scope->lineage, error);
  if (status == RUNNER_DONE) status = graph_close(graph, GRAPH_DOWN, below, error);
  for (size_t i = 0; i < count; i++)
    scope->lineage[i] |= below[i];
  memory_release(below);
  return status;
}

static runner_status ambiguous(const struct scope *scope, struct slice name,
                               const struct numbers *matches,
                               struct runner_error *error) {
  char *names = graph_names_text(scope->graph, matches, "'");
  if (names == NULL) return error_no_memory(error);
  runner_status status =
      error_set(error, RUNNER_REVISION, "multiple revisions start with '%.*s': %s",
                (int)name.length, name.bytes, names);
  error_hint(error, "write more of the id");
  memory_release(names);
  return status;
}

static runner_status unknown(struct slice name, struct runner_error *error) {
  runner_status status =
      error_set(error, RUNNER_REVISION, "no such revision or branch '%.*s'",
                (int)name.length, name.bytes);
  if (memchr(name.bytes, '-', name.length) != NULL)
    error_hint(error, "a step is a sign and a number at the very end, as in head-2");
  else if (name.length < 4)
    error_hint(error,
               "please ensure at least four characters are present for partial "
               "revision identifier matches; 'runner history' lists the revisions");
  else
    error_hint(error, "'runner history' lists the revisions there are");
  return status;
}

/* An id or label, or the start of one (within `lineage`, if not NULL). */
static runner_status find_name(const struct scope *scope, struct slice name,
                               const unsigned char *lineage, size_t *node,
                               struct runner_error *error) {
  if (graph_find_name(scope->graph, name.bytes, name.length, node)) return RUNNER_DONE;
  struct numbers matches = {0};
  runner_status status =
      graph_find_prefix(scope->graph, name.bytes, name.length, lineage, &matches, error);
  if (status == RUNNER_DONE && matches.count == 0)
    status = unknown(name, error);
  else if (status == RUNNER_DONE && matches.count > 1)
    status = ambiguous(scope, name, &matches, error);
  if (status == RUNNER_DONE) *node = matches.items[0];
  numbers_release(&matches);
  return status;
}

static runner_status find_branch(struct scope *scope, struct runner_error *error) {
  struct slice name = scope->reference.branch;
  struct runner_error inner = RUNNER_ERROR_INIT;
  runner_status status = find_name(scope, name, NULL, &scope->branch, &inner);
  if (status == RUNNER_REVISION) {
    status = error_set(error, RUNNER_REVISION, "no such branch: '%.*s'", (int)name.length,
                       name.bytes);
    error_hint(error,
               "before '@' stands a branch label or the id of a revision in the "
               "branch; %s",
               inner.message != NULL ? inner.message : "'runner branches' lists them");
    runner_error_clear(&inner);
  } else if (status != RUNNER_DONE) {
    error_move(error, &inner);
  }
  return status;
}

runner_status scope_open(const struct graph *graph, const char *text, struct scope *scope,
                         struct runner_error *error) {
  *scope = (struct scope){.graph = graph};
  runner_status status = reference_parse(text, &scope->reference, error);
  if (status != RUNNER_DONE || scope->reference.branch.bytes == NULL) return status;
  status = find_branch(scope, error);
  if (status != RUNNER_DONE) return status;
  scope->has_branch = true;
  return close_lineage(scope, error);
}

void scope_close(struct scope *scope) {
  memory_release(scope->lineage);
  scope->lineage = NULL;
}

void scope_filter(const struct scope *scope, struct numbers *nodes) {
  size_t kept = 0;
  for (size_t i = 0; i < nodes->count; i++)
    if (scope->lineage == NULL || scope->lineage[nodes->items[i]])
      nodes->items[kept++] = nodes->items[i];
  nodes->count = kept;
}

static runner_status add_heads(const struct scope *scope, bool real, struct numbers *out,
                               struct runner_error *error) {
  for (size_t node = 0; node < graph_count(scope->graph); node++) {
    const struct runner_revision *revision = graph_revision(scope->graph, node);
    if (real ? !revision->is_real_head : !revision->is_head) continue;
    if (scope->lineage != NULL && !scope->lineage[node]) continue;
    if (!numbers_add(out, node)) return error_no_memory(error);
  }
  return RUNNER_DONE;
}

runner_status scope_several_heads(const struct scope *scope, const struct numbers *heads,
                                  struct runner_error *error) {
  char *names = graph_names_text(scope->graph, heads, "");
  if (names == NULL) return error_no_memory(error);
  runner_status status =
      error_set(error, RUNNER_REVISION,
                "multiple head revisions are present for given argument '%s'",
                scope->reference.text);
  error_hint(error,
             "please specify a specific target revision, '<branchname>@head' to "
             "narrow to a specific head, or 'heads' for all heads; there are %s",
             names);
  memory_release(names);
  return status;
}

static runner_status add_current(const struct scope *scope, const struct numbers *current,
                                 struct numbers *out, struct runner_error *error) {
  if (current == NULL) {
    runner_status status = error_set(error, RUNNER_USAGE,
                                     "'current' needs a database and is not known here");
    error_hint(error, "name the revision instead");
    return status;
  }
  for (size_t i = 0; i < current->count; i++)
    if (!numbers_add(out, current->items[i])) return error_no_memory(error);
  scope_filter(scope, out);
  return RUNNER_DONE;
}

static runner_status add_named(const struct scope *scope, struct numbers *out,
                               struct runner_error *error) {
  size_t node = 0;
  runner_status status =
      find_name(scope, scope->reference.name, scope->lineage, &node, error);
  if (status != RUNNER_DONE) return status;
  if (scope->lineage != NULL && !scope->lineage[node]) {
    struct slice branch = scope->reference.branch;
    status = error_set(
        error, RUNNER_REVISION, "revision %s is not a member of branch '%.*s'",
        graph_revision(scope->graph, node)->id, (int)branch.length, branch.bytes);
    error_hint(error, "name another branch before '@', or leave it out");
    return status;
  }
  return numbers_add(out, node) ? RUNNER_DONE : error_no_memory(error);
}

runner_status scope_nodes(const struct scope *scope, const struct numbers *current,
                          struct numbers *out, struct runner_error *error) {
  struct slice name = scope->reference.name;
  out->count = 0;
  if (slice_is(name, "base")) return RUNNER_DONE;
  if (slice_is(name, "current")) return add_current(scope, current, out, error);
  if (slice_is(name, "heads")) return add_heads(scope, !scope->has_branch, out, error);
  if (!slice_is(name, "head")) return add_named(scope, out, error);
  runner_status status = add_heads(scope, false, out, error);
  if (status == RUNNER_DONE && out->count > 1)
    status = scope_several_heads(scope, out, error);
  return status;
}

runner_status scope_node(const struct scope *scope, const struct numbers *current,
                         size_t *node, struct runner_error *error) {
  struct numbers nodes = {0};
  runner_status status = scope_nodes(scope, current, &nodes, error);
  if (status == RUNNER_DONE && nodes.count > 1)
    status = scope_several_heads(scope, &nodes, error);
  if (status == RUNNER_DONE) *node = nodes.count > 0 ? nodes.items[0] : SCOPE_BASE;
  numbers_release(&nodes);
  return status;
}

/* Resolution of one reference in a graph: its branch, its symbol, its steps. For the
** files resolve*.c and plan*.c. */
#ifndef RUNNER_ENGINE_SCOPE_H
#define RUNNER_ENGINE_SCOPE_H

#include "engine/graph.h"
#include "engine/reference.h"

#include <stdint.h>

/* In place of a node: before the first revision. */
#define SCOPE_BASE SIZE_MAX

struct scope {
  const struct graph *graph;
  struct reference reference;
  bool has_branch;
  size_t branch;          /* the revision that "branch@" names */
  unsigned char *lineage; /* its ancestors, descendants and itself (by down_revision);
                             NULL without branch */
};

/* Read the text and look up its branch. Closed by scope_close in any case. */
runner_status scope_open(const struct graph *graph, const char *text, struct scope *scope,
                         struct runner_error *error);
void scope_close(struct scope *scope);

/* The nodes the name stands for, without its step; none for base. For a bare step
** ("-1", "branch@+2") nothing is meant, the caller must not ask. `current`: what the word
** "current" means, or NULL. */
runner_status scope_nodes(const struct scope *scope, const struct numbers *current,
                          struct numbers *out, struct runner_error *error);

/* The same, exactly one node or SCOPE_BASE. */
runner_status scope_node(const struct scope *scope, const struct numbers *current,
                         size_t *node, struct runner_error *error);

/* Walk `reference.steps` from a node or SCOPE_BASE, upwards within the branch, downwards
** by down_revision. Beyond the end: with `clamp` it stays there, else `*past` is true. */
runner_status scope_walk(const struct scope *scope, size_t from, bool clamp, size_t *to,
                         bool *past, struct runner_error *error);

/* Keep those of `nodes` that are in the branch, if there is one. */
void scope_filter(const struct scope *scope, struct numbers *nodes);

/* Errors that several callers give. */
runner_status scope_several_heads(const struct scope *scope, const struct numbers *heads,
                                  struct runner_error *error);
runner_status scope_short(const struct scope *scope, struct runner_error *error);

#endif

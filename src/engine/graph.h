/* The revision graph: built once from the revisions, then only read.
**
** Pure: no file, clock, database, script or terminal. Nodes are numbered in load order;
** every traversal is deterministic: declared order first, then load order. All of it is
** linear in the number of revisions and edges.
**
** Rules: Alembic's (revisions known by down_revision make the versioned lineage,
** depends_on adds edges that order but do not belong to a lineage). "Normalized"
** dependencies leave out those an ancestor implies already.
*/
#ifndef RUNNER_ENGINE_GRAPH_H
#define RUNNER_ENGINE_GRAPH_H

#include "base/error.h"
#include "base/memory.h"
#include "script/revision.h"

struct graph;

/* A growing list of node numbers, in an arena-free buffer: release with numbers_release.
 */
struct numbers {
  size_t *items;
  size_t count;
  size_t capacity;
};
bool numbers_add(struct numbers *numbers, size_t number); /* false: memory ran out */
void numbers_release(struct numbers *numbers);

/* Check the revisions and connect them. `revisions` must outlive the graph; their second
** half is filled. RUNNER_REVISION for: an id that is empty or contains one of "@-+:" or
** white space, is a reserved word (head, heads, base, current), or stands in two
** files; a missing parent or dependency; a label used twice or equal to an id, or that
** could not be written in a reference ('-' is allowed within); a
** self-loop, cycle, dependency self-loop or dependency cycle (the ids on it are named).
** The error's place is the file at fault. */
runner_status graph_build(struct runner_revision *revisions, size_t count,
                          struct graph **out, struct runner_error *error);
void graph_destroy(struct graph *graph); /* NULL is fine */

size_t graph_count(const struct graph *graph);
const struct runner_revision *graph_revision(const struct graph *graph, size_t node);

/* The node with exactly this id; returns false if there is none. */
bool graph_find(const struct graph *graph, const char *id, size_t *node);

/* The node with exactly this id or label (`length` bytes of text). */
bool graph_find_name(const struct graph *graph, const char *name, size_t length,
                     size_t *node);

/* All nodes that have an id or label of at least four characters starting with these
** bytes, in load order; `within` (a set of nodes) may be NULL. */
runner_status graph_find_prefix(const struct graph *graph, const char *prefix,
                                size_t length, const unsigned char *within,
                                struct numbers *out, struct runner_error *error);

/* Edges of a node, in declared order (up-edges) or load order (down-edges). */
struct graph_edges {
  const size_t *items;
  size_t count;
};
struct graph_edges graph_parents(const struct graph *graph, size_t node);
struct graph_edges graph_children(const struct graph *graph, size_t node);
struct graph_edges graph_dependencies(const struct graph *graph, size_t node);
struct graph_edges graph_dependents(const struct graph *graph, size_t node);
struct graph_edges graph_normalized_parents(const struct graph *graph, size_t node);

/* Sets of nodes are one byte a node (0 or 1), `graph_count` long. These add to `set`
** every node reachable from its members, members included. */
enum graph_way {
  GRAPH_DOWN,     /* along down_revision */
  GRAPH_DOWN_ALL, /* along down_revision and depends_on */
  GRAPH_UP,       /* along children */
  GRAPH_UP_ALL    /* along children and dependents */
};
runner_status graph_close(const struct graph *graph, enum graph_way way,
                          unsigned char *set, struct runner_error *error);

/* "a, b, c" for a message: the ids of these nodes, each in `quote` (may be ""), cut after
** ten. Released with memory_release; NULL if memory ran out. */
char *graph_names_text(const struct graph *graph, const struct numbers *nodes,
                       const char *quote);

/* Order the members of `set` newest first (Alembic's topological sort, its choices by
** hash replaced by declared and load order). `heads` are the starting points. */
runner_status graph_sort(const struct graph *graph, const unsigned char *set,
                         const struct numbers *heads, struct numbers *out,
                         struct runner_error *error);

#endif

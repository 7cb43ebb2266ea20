/* From what the user typed to revisions: ids, prefixes, labels, relative steps, ranges.
**
** Pure. The forms are those of Alembic (`docs/commands.md`, "Naming a revision"), read
** strictly: text that does not match one of them completely is an error, and each error
** says which of unknown revision, unknown branch, ambiguous prefix, not a member of the
** branch, several heads, or malformed it was.
*/
#ifndef RUNNER_ENGINE_RESOLVE_H
#define RUNNER_ENGINE_RESOLVE_H

#include "engine/graph.h"

/* Nodes for id, unique prefix, label, head, heads, base, X@Y, each with or without a
** relative step ("id-1", "head-2"), and for a bare "-1" (below the heads), as `show`,
** `edit`, `merge`, `--head` take them. The place before the first revision ("base") gives
** none. `current`: nodes of the version rows, in row order, used for the word "current";
** NULL if the caller has no database (then "current" is RUNNER_USAGE). */
runner_status resolve_many(const struct graph *graph, const char *text,
                           const struct numbers *current, struct numbers *out,
                           struct runner_error *error);

/* The same, exactly one node; "base" and several are RUNNER_REVISION errors. */
runner_status resolve_one(const struct graph *graph, const char *text,
                          const struct numbers *current, size_t *node,
                          struct runner_error *error);

/* The list `history -r` shows, newest first; `range` NULL or ":" is everything. Bounds
** may be `current`, labels, -N (start), +N (end); the start is inclusive. */
runner_status resolve_history(const struct graph *graph, const char *range,
                              const struct numbers *current, struct numbers *out,
                              struct runner_error *error);

/* Does this range mention `current` or a relative bound that needs the version rows? */
bool resolve_needs_current(const char *text);

/* The heads: versioned ones, or only the real ones (`resolve_dependencies`). */
runner_status resolve_heads(const struct graph *graph, bool resolve_dependencies,
                            struct numbers *out, struct runner_error *error);

/* Rows that stand in the database to nodes. A row that no file has is RUNNER_REVISION. */
runner_status resolve_rows(const struct graph *graph, const struct runner_texts *rows,
                           struct numbers *out, struct runner_error *error);

/* Add to `nodes` the heads their depends_on imply (what `current` shows). */
runner_status resolve_implied_heads(const struct graph *graph, struct numbers *nodes,
                                    struct runner_error *error);

#endif

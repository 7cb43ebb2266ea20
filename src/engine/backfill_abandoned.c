/* Backfills that nobody comes back to: their revision was stamped, or reached its end
** without them (they were renamed, or taken out of it).
*/
#include "engine/backfill.h"

#include "engine/resolve.h"
#include "engine/version_table.h"

#include <string.h>

/* Add the revisions that count as applied to the set. Rows of revisions that no file has
** leave it empty: then nothing is known. */
static runner_status find_applied(struct runner *runner, unsigned char *applied,
                                  struct runner_error *error) {
  struct runner_texts rows = {0};
  struct numbers nodes = {0};
  runner_status status = version_rows(runner->connection, runner->config.version_table,
                                      runner->arena, &rows, error);
  if (status == RUNNER_DONE) status = resolve_rows(runner->graph, &rows, &nodes, error);
  for (size_t i = 0; status == RUNNER_DONE && i < nodes.count; i++)
    applied[nodes.items[i]] = 1;
  numbers_release(&nodes);
  if (status != RUNNER_DONE) return status;
  return graph_close(runner->graph, GRAPH_DOWN_ALL, applied, error);
}

/* Is the revision where this direction leads to? */
static bool is_abandoned(const struct graph *graph, const unsigned char *applied,
                         const struct runner_backfill *backfill) {
  size_t node = 0;
  if (backfill->state == RUNNER_BACKFILL_DONE) return false;
  if (!graph_find(graph, backfill->revision, &node)) return false;
  bool down = strcmp(backfill->direction, runner_direction_name(RUNNER_DOWNGRADE)) == 0;
  return applied[node] != down;
}

static bool all_done(const struct runner_backfill_list *list) {
  for (size_t i = 0; i < list->count; i++)
    if (list->items[i].state != RUNNER_BACKFILL_DONE) return false;
  return true;
}

void backfill_mark_abandoned(struct runner *runner, struct runner_backfill_list *list) {
  if (all_done(list) || project_load(runner, NULL) != RUNNER_DONE) return;
  unsigned char *applied = memory_allocate(graph_count(runner->graph) + 1);
  if (applied == NULL) return;
  bool known = find_applied(runner, applied, NULL) == RUNNER_DONE;
  for (size_t i = 0; known && i < list->count; i++) {
    struct runner_backfill *backfill = &list->items[i];
    if (!is_abandoned(runner->graph, applied, backfill)) continue;
    backfill->state = RUNNER_BACKFILL_ABANDONED;
    backfill->asked = RUNNER_BACKFILL_NOTHING;
    backfill->remaining = -1;
  }
  memory_release(applied);
}

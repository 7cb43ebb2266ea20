/* Backfills that nobody comes back to: their revision was stamped, or reached its end
** without them (they were renamed, or taken out of it).
*/
#include "engine/backfill.h"

#include "engine/resolve.h"
#include "engine/version_table.h"

#include <string.h>

/* Add the revisions that count as applied to the set. RUNNER_REVISION: no file has one. */
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

static void mark(const struct graph *graph, const unsigned char *applied,
                 struct runner_backfill_list *list) {
  for (size_t i = 0; i < list->count; i++) {
    struct runner_backfill *backfill = &list->items[i];
    if (!is_abandoned(graph, applied, backfill)) continue;
    backfill->state = RUNNER_BACKFILL_ABANDONED;
    backfill->asked = RUNNER_BACKFILL_NOTHING;
    backfill->remaining = -1;
  }
}

static runner_status find_and_mark(struct runner *runner,
                                   struct runner_backfill_list *list,
                                   struct runner_error *error) {
  runner_status status = project_load(runner, error);
  if (status != RUNNER_DONE) return status;
  unsigned char *applied = memory_allocate(graph_count(runner->graph) + 1);
  if (applied == NULL) return error_no_memory(error);
  status = find_applied(runner, applied, error);
  if (status == RUNNER_DONE) mark(runner->graph, applied, list);
  memory_release(applied);
  return status;
}

runner_status backfill_mark_abandoned(struct runner *runner,
                                      struct runner_backfill_list *list,
                                      struct runner_error *error) {
  if (all_done(list)) return RUNNER_DONE;
  runner_status status = find_and_mark(runner, list, error);
  bool unreadable =
      status == RUNNER_REVISION || status == RUNNER_USAGE || status == RUNNER_DATABASE;
  if (!unreadable) return status;
  if (error != NULL) runner_error_clear(error);
  return RUNNER_DONE;
}

/* The end of the tally: which tables have fewer rows than before? */
#include "sqlite/watch.h"
#include "sqlite/watch_tally.h"

#include <strings.h>

/* How many rows a table that is there has lost; `loss` gets the numbers if it is more
** than none. A table is counted only if it may have lost some. */
static runner_status look_at_live(struct connection *connection, struct tally *tally,
                                  struct watch_loss *loss, struct runner_error *error) {
  if (tally->counted ? !tally->may_lose : tally->net >= 0) return RUNNER_DONE;
  runner_status status = tally_look(connection, tally, error);
  if (status != RUNNER_DONE || !tally->is_table) return status;
  status = tally_count(connection, tally->name, &loss->after, error);
  loss->before = tally->counted ? tally->before : loss->after - tally->net;
  return status;
}

static bool keep(struct arena *arena, struct watch_losses *losses,
                 const struct tally *tally, struct watch_loss loss) {
  struct watch_loss *items =
      arena_grow(arena, losses->items, losses->count, sizeof *items);
  if (items == NULL) return false;
  losses->items = items;
  loss.table = arena_text(arena, tally->name);
  if (strcasecmp(tally->name, tally->first) != 0)
    loss.renamed_from = arena_text(arena, tally->first);
  items[losses->count++] = loss;
  return loss.table != NULL;
}

static runner_status look_at(struct connection *connection, struct arena *arena,
                             struct tally *tally, struct watch_losses *losses,
                             struct runner_error *error) {
  struct watch_loss loss = {0};
  runner_status status = RUNNER_DONE;
  bool gone = tally->state == TALLY_UNDONE || tally->state == TALLY_GIVEN_UP;
  if (gone || tally->created || tally->announced ||
      tally_is_announced(connection->watch->tallies, tally->name))
    return RUNNER_DONE;
  if (tally->state == TALLY_LIVE) {
    status = look_at_live(connection, tally, &loss, error);
  } else if (tally->counted) {
    loss.dropped = true;
    loss.before = tally->before;
  }
  if (status != RUNNER_DONE || loss.before <= loss.after) return status;
  return keep(arena, losses, tally, loss) ? RUNNER_DONE : error_no_memory(error);
}

static bool is_known(struct connection *connection, const char *name) {
  const struct tallies *tallies = connection->watch->tallies;
  for (size_t i = 0; i < tallies->count; i++)
    if (strcasecmp(tallies->items[i].name, name) == 0 ||
        strcasecmp(tallies->items[i].first, name) == 0)
      return true;
  return watch_table_exists(connection, name);
}

static runner_status find_unknown(struct connection *connection, struct arena *arena,
                                  struct runner_texts *unknown,
                                  struct runner_error *error) {
  const struct runner_texts *announced = connection->watch->tallies->announced;
  for (size_t i = 0; i < announced->count; i++) {
    if (is_known(connection, announced->items[i])) continue;
    const char **items = arena_grow(arena, unknown->items, unknown->count, sizeof *items);
    if (items == NULL) return error_no_memory(error);
    unknown->items = items;
    items[unknown->count++] = announced->items[i];
  }
  return RUNNER_DONE;
}

runner_status watch_losses(struct connection *connection, struct arena *arena,
                           struct watch_losses *losses, struct runner_error *error) {
  struct watch *watch = connection->watch;
  *losses = (struct watch_losses){0};
  cache_reset_all(connection); /* what they changed is known when they end */
  runner_status status = watch->tallies->failed ? error_no_memory(error) : RUNNER_DONE;
  for (size_t i = 0; status == RUNNER_DONE && i < watch->tallies->count; i++)
    status = look_at(connection, arena, &watch->tallies->items[i], losses, error);
  if (status == RUNNER_DONE)
    status = find_unknown(connection, arena, &losses->unknown, error);
  tallies_release(watch->tallies);
  watch->tallies = NULL;
  connection->watch_epoch++;
  return status;
}

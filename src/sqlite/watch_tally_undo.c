/* Savepoints and the tally: what is undone in the database is undone in it, too.
**
** Before a tally changes for the first time in a savepoint, what it was is kept. What was
** found by counting needs no undoing: it is about the time before. Savepoints are begun
** and ended by the engine only, so they are properly nested. */
#include "sqlite/watch_tally.h"

/* Room for one more; false: memory ran out. */
static bool make_room(void **items, size_t count, size_t *capacity, size_t size) {
  if (count < *capacity) return true;
  size_t wanted = *capacity == 0 ? 8 : *capacity * 2;
  void *grown = memory_resize(*items, wanted * size);
  if (grown == NULL) return false;
  *items = grown;
  *capacity = wanted;
  return true;
}

bool tally_save(struct tallies *tallies, size_t index) {
  struct tally *tally = &tallies->items[index];
  if (tallies->savepoint_count == 0) return true;
  uint64_t serial = tallies->savepoints[tallies->savepoint_count - 1].serial;
  if (tally->saved == serial) return true;
  void *pasts = tallies->pasts;
  bool fits = make_room(&pasts, tallies->past_count, &tallies->past_capacity,
                        sizeof *tallies->pasts);
  tallies->pasts = pasts;
  if (!fits) return false;
  tallies->pasts[tallies->past_count++] =
      (struct tally_past){index, tally->name, tally->state, tally->net};
  tally->saved = serial;
  return true;
}

static bool begin(struct tallies *tallies) {
  void *savepoints = tallies->savepoints;
  bool fits = make_room(&savepoints, tallies->savepoint_count,
                        &tallies->savepoint_capacity, sizeof *tallies->savepoints);
  tallies->savepoints = savepoints;
  if (!fits) return false;
  tallies->savepoints[tallies->savepoint_count++] =
      (struct tally_savepoint){tallies->past_count, ++tallies->serial};
  return true;
}

/* The savepoint stays, as after ROLLBACK TO. */
static void undo(struct tallies *tallies) {
  size_t start = tallies->savepoints[tallies->savepoint_count - 1].start;
  while (tallies->past_count > start) {
    const struct tally_past *past = &tallies->pasts[--tallies->past_count];
    struct tally *tally = &tallies->items[past->index];
    tally->name = past->name;
    tally->hash = names_hash(past->name);
    tally->state = past->state;
    tally->net = past->net;
    tally->saved = 0;
  }
}

static bool is_kept(const struct tallies *tallies, size_t start, size_t end,
                    size_t index) {
  for (size_t i = start; i < end; i++)
    if (tallies->pasts[i].index == index) return true;
  return false;
}

/* What was kept for it is kept for the one around it, unless that has an older state. */
static void release(struct tallies *tallies) {
  size_t end = tallies->savepoints[--tallies->savepoint_count].start;
  size_t kept = end, count = tallies->past_count;
  tallies->past_count = 0;
  if (tallies->savepoint_count == 0) return;
  struct tally_savepoint around = tallies->savepoints[tallies->savepoint_count - 1];
  for (size_t i = end; i < count; i++) {
    struct tally_past past = tallies->pasts[i];
    tallies->items[past.index].saved = around.serial;
    if (!is_kept(tallies, around.start, end, past.index)) tallies->pasts[kept++] = past;
  }
  tallies->past_count = kept;
}

/* A statement that is read from goes on, but its changes are undone. (None was begun
** before the savepoint: SQLite begins none then.) Where its table was counted since, that
** number lacks them, as it does if nothing is undone. */
static void forget_running(const struct connection *connection) {
  const struct tally *items = connection->watch->tallies->items;
  for (struct statement *statement = connection->newest; statement != NULL;
       statement = statement->older)
    statement->tallied = statement->tallied &&
                         statement->watched == connection->watch_epoch &&
                         items[statement->tally].counted;
}

runner_status tally_savepoint(struct connection *connection, enum savepoint_word word,
                              struct runner_error *error) {
  struct tallies *tallies = connection->watch->tallies;
  if (word == SAVEPOINT_BEGUN)
    return begin(tallies) ? RUNNER_DONE : error_no_memory(error);
  if (tallies->savepoint_count == 0) return RUNNER_DONE; /* begun before the tally */
  if (word == SAVEPOINT_UNDONE) {
    undo(tallies);
    forget_running(connection);
  } else {
    release(tallies);
  }
  return RUNNER_DONE;
}

/* The tally: what statements do to the number of rows, see watch_tally.h. */
#include "sqlite/watch_tally.h"

#include "sqlite/sql_text.h"
#include "sqlite/watch.h"

#include <string.h>
#include <strings.h>

/* ---- begin, end ---- */

runner_status watch_tally(struct connection *connection,
                          const struct runner_texts *announced,
                          struct runner_error *error) {
  struct watch *watch = connection->watch;
  tallies_release(watch->tallies);
  watch->tallies = memory_allocate(sizeof *watch->tallies);
  if (watch->tallies == NULL) return error_no_memory(error);
  watch->tallies->announced = announced;
  watch->tallies->arena = arena_create();
  connection->watch_epoch++;
  return watch->tallies->arena != NULL ? RUNNER_DONE : error_no_memory(error);
}

void tallies_release(struct tallies *tallies) {
  if (tallies == NULL) return;
  arena_destroy(tallies->arena);
  memory_release(tallies->pasts);
  memory_release(tallies->savepoints);
  memory_release(tallies);
}

void watch_announce_drop(struct connection *connection, const char *table) {
  if (connection->watch == NULL || connection->watch->tallies == NULL) return;
  connection->watch->tallies->expected_drop = table;
}

/* ---- finding ---- */

bool tally_is_announced(const struct tallies *tallies, const char *name) {
  const struct runner_texts *announced = tallies->announced;
  for (size_t i = 0; i < announced->count; i++)
    if (strcasecmp(announced->items[i], name) == 0) return true;
  return false;
}

enum { NOWHERE = -1 };

/* The table that has this name now, or NOWHERE. */
static ptrdiff_t find(const struct tallies *tallies, const char *name) {
  uint32_t hash = names_hash(name);
  for (size_t i = 0; i < tallies->count; i++) {
    const struct tally *tally = &tallies->items[i];
    if (tally->hash == hash && tally->state == TALLY_LIVE &&
        strcasecmp(tally->name, name) == 0)
      return (ptrdiff_t)i;
  }
  return NOWHERE;
}

/* A new one, or NOWHERE if memory ran out. */
static ptrdiff_t add(struct tallies *tallies, const char *name, enum tally_state state) {
  struct tally *items =
      arena_grow(tallies->arena, tallies->items, tallies->count, sizeof *items);
  const char *copy = arena_text(tallies->arena, name);
  if (items == NULL || copy == NULL) return NOWHERE;
  tallies->items = items;
  items[tallies->count] = (struct tally){.name = copy,
                                         .first = copy,
                                         .hash = names_hash(name),
                                         .state = state,
                                         .created = state == TALLY_UNDONE,
                                         .announced = tally_is_announced(tallies, name)};
  return (ptrdiff_t)tallies->count++;
}

static ptrdiff_t find_or_add(struct tallies *tallies, const char *name) {
  ptrdiff_t found = find(tallies, name);
  return found != NOWHERE ? found : add(tallies, name, TALLY_LIVE);
}

/* ---- looking and counting ---- */

/* REPLACE as a word about conflicts, not the function. */
static bool says_replace(const char *sql) {
  struct sql_token token = sql_next(&sql);
  while (token.kind != SQL_END) {
    bool replaces = sql_token_is(token, "REPLACE");
    token = sql_next(&sql);
    if (replaces && (token.kind != SQL_OTHER || token.start[0] != '(')) return true;
  }
  return false;
}

static bool is_virtual(const char *sql) {
  sql_next(&sql); /* CREATE */
  return sql_token_is(sql_next(&sql), "VIRTUAL");
}

runner_status tally_look(struct connection *connection, struct tally *tally,
                         struct runner_error *error) {
  if (tally->generation == connection->generation) return RUNNER_DONE;
  struct statement *statement = NULL;
  bool row = false;
  runner_status status = statement_engine(
      connection,
      "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1 COLLATE NOCASE",
      &statement, error);
  if (status == RUNNER_DONE)
    status = statement_bind_text(statement, 1, tally->name, strlen(tally->name), error);
  if (status == RUNNER_DONE) status = statement_step(statement, &row, error);
  if (status == RUNNER_DONE) {
    size_t length = 0;
    const char *sql = row ? statement_column_text(statement, 0, &length) : "";
    tally->is_table = row && !is_virtual(sql);
    tally->replaces = says_replace(sql);
    tally->generation = connection->generation;
  }
  statement_release(statement);
  return status;
}

static char *count_text(const char *name, const char *how) {
  char *quoted = sqlite3_mprintf("\"%w\"", name);
  char *sql = quoted != NULL
                  ? memory_format("SELECT count(*) FROM main.%s%s", quoted, how)
                  : NULL;
  sqlite3_free(quoted);
  return sql;
}

static runner_status count_so(struct connection *connection, const char *name,
                              const char *how, int64_t *count,
                              struct runner_error *error) {
  char *sql = count_text(name, how);
  if (sql == NULL) return error_no_memory(error);
  runner_status status = connection_integer(connection, sql, count, error);
  memory_release(sql);
  return status;
}

/* An index is shorter to read than its table, but may need a collation that only the
** application has. */
runner_status tally_count(struct connection *connection, const char *name, int64_t *count,
                          struct runner_error *error) {
  struct runner_error own = RUNNER_ERROR_INIT;
  runner_status status = count_so(connection, name, "", count, &own);
  if (status == RUNNER_FAILED) {
    runner_error_clear(&own);
    status = count_so(connection, name, " NOT INDEXED", count, &own);
  }
  error_move(error, &own);
  return status;
}

/* How many rows had it when the tally began? */
static runner_status know_before(struct connection *connection, struct tally *tally,
                                 struct runner_error *error) {
  if (tally->counted) return RUNNER_DONE;
  runner_status status = tally_look(connection, tally, error);
  if (status != RUNNER_DONE || !tally->is_table) return status;
  status = tally_count(connection, tally->name, &tally->before, error);
  tally->before -= tally->net;
  tally->may_lose = tally->may_lose || tally->net < 0;
  tally->counted = status == RUNNER_DONE;
  return status;
}

/* ---- what a statement will do ---- */

/* INSERT with DO UPDATE? */
static bool is_upsert(const struct statement *statement, const struct note *insert) {
  if (insert->kind != NOTE_INSERT) return false;
  for (size_t i = 0; i < statement->notes.count; i++) {
    const struct note *note = &statement->notes.items[i];
    if (note->kind == NOTE_UPDATE && note->trigger == NULL &&
        strcasecmp(note->name, insert->name) == 0)
      return true;
  }
  return false;
}

/* May rows of the table be replaced? A trigger's statements take the word over from the
** statement that fires it, so for them any definition that speaks of it counts. */
static runner_status may_replace(struct connection *connection,
                                 const struct statement *statement,
                                 const struct note *note, bool *replaces,
                                 struct runner_error *error) {
  *replaces = says_replace(statement_sql(statement));
  if (*replaces) return RUNNER_DONE;
  runner_status status = rows_schema_replaces(connection, replaces, error);
  if (status != RUNNER_DONE || !*replaces || note->trigger != NULL) return status;
  struct tallies *tallies = connection->watch->tallies;
  ptrdiff_t index = find_or_add(tallies, note->name);
  if (index == NOWHERE) return error_no_memory(error);
  status = tally_look(connection, &tallies->items[index], error);
  *replaces = tallies->items[index].replaces;
  return status;
}

/* It has no rows to lose, or none that matter. */
static bool is_free(const struct tallies *tallies, const char *name) {
  ptrdiff_t index = find(tallies, name);
  if (index == NOWHERE) return tally_is_announced(tallies, name);
  return tallies->items[index].created || tallies->items[index].announced;
}

/* Will sqlite3_changes say at its end what it did to the rows? Where a function of the
** script's writes while a statement runs, this is not known in between, and what the
** function did goes, unsaid, if the statement fails. */
static bool is_plain(const struct statement *statement, const struct note *note) {
  return note->trigger == NULL && !is_upsert(statement, note) &&
         !statement->notes.own_function && statement->connection->calling == 0;
}

/* What one change of rows means for its table. */
static runner_status take_rows(struct connection *connection, struct statement *statement,
                               const struct note *note, struct runner_error *error) {
  struct tallies *tallies = connection->watch->tallies;
  bool replaces = false, deletes = note->kind == NOTE_DELETE;
  if (is_free(tallies, note->name)) return RUNNER_DONE;
  runner_status status = RUNNER_DONE;
  if (!deletes) status = may_replace(connection, statement, note, &replaces, error);
  bool matters = replaces || note->kind != NOTE_UPDATE;
  if (status != RUNNER_DONE || !matters) return status;
  ptrdiff_t index = find_or_add(tallies, note->name);
  if (index == NOWHERE) return error_no_memory(error);
  struct tally *tally = &tallies->items[index];
  if (!replaces && is_plain(statement, note)) {
    statement->direction = deletes ? -1 : 1;
    statement->tally = (size_t)index;
    return RUNNER_DONE;
  }
  tally->may_lose = tally->may_lose || deletes || replaces;
  return know_before(connection, tally, error);
}

static runner_status take_drop(struct connection *connection, const char *name,
                               struct runner_error *error) {
  struct tallies *tallies = connection->watch->tallies;
  ptrdiff_t index = find_or_add(tallies, name);
  if (index == NOWHERE) return error_no_memory(error);
  const char *expected = tallies->expected_drop;
  if ((expected != NULL && strcasecmp(expected, name) == 0) || is_free(tallies, name))
    return RUNNER_DONE;
  return know_before(connection, &tallies->items[index], error);
}

static runner_status take(struct connection *connection, struct statement *statement,
                          const struct note *note, struct runner_error *error) {
  if (strncasecmp(note->name, "sqlite_", 7) == 0) return RUNNER_DONE;
  switch (note->kind) {
  case NOTE_INSERT:
  case NOTE_UPDATE:
  case NOTE_DELETE:
    return take_rows(connection, statement, note, error);
  case NOTE_DROP_TABLE:
    return take_drop(connection, note->name, error);
  case NOTE_CREATE_TABLE: /* IF NOT EXISTS: one that is there is not created */
    if (!watch_table_exists(connection, note->name)) return RUNNER_DONE;
    if (find_or_add(connection->watch->tallies, note->name) != NOWHERE)
      return RUNNER_DONE;
    return error_no_memory(error);
  default:
    return RUNNER_DONE;
  }
}

runner_status tally_note(struct connection *connection, struct statement *statement,
                         struct runner_error *error) {
  runner_status status = RUNNER_DONE;
  statement->direction = 0;
  if (connection->watch->tallies == NULL) return RUNNER_DONE;
  for (size_t i = 0; status == RUNNER_DONE && i < statement->notes.count; i++)
    status = take(connection, statement, &statement->notes.items[i], error);
  return status;
}

/* ---- what it did ---- */

void tally_start(struct statement *statement) {
  const struct connection *connection = statement->connection;
  if (statement->direction == 0 || connection->watch->tallies == NULL) return;
  struct tally *tally = &connection->watch->tallies->items[statement->tally];
  statement->tallied = !tally->counted;
  if (tally->counted && statement->direction < 0) tally->may_lose = true;
  statement->changes_before = sqlite3_total_changes64(connection->handle);
}

/* SQLite leaves sqlite3_changes as it was if a statement failed before it began, or is
** none that changes rows. */
static int64_t changes_of(const struct statement *statement) {
  sqlite3 *handle = statement->connection->handle;
  if (sqlite3_total_changes64(handle) == statement->changes_before) return 0;
  return statement->direction * sqlite3_changes64(handle);
}

void tally_end(struct statement *statement) {
  const struct connection *connection = statement->connection;
  statement->tallied = false;
  if (connection->watch == NULL || connection->watch->tallies == NULL ||
      statement->watched != connection->watch_epoch)
    return;
  struct tallies *tallies = connection->watch->tallies;
  struct tally *tally = &tallies->items[statement->tally];
  int64_t changes = changes_of(statement);
  if (changes == 0) return;
  if (tally->counted) { /* while it ran, and its changes were made before that */
    tally->before -= changes;
    tally->may_lose = tally->may_lose || changes < 0;
  } else if (tally_save(tallies, statement->tally)) {
    tally->net += changes;
  } else {
    tallies->failed = true;
  }
}

bool tally_create(struct tallies *tallies, const char *name) {
  if (find(tallies, name) != NOWHERE) return true;
  ptrdiff_t index = add(tallies, name, TALLY_UNDONE);
  if (index == NOWHERE || !tally_save(tallies, (size_t)index)) return false;
  tallies->items[index].state = TALLY_LIVE;
  return true;
}

bool tally_drop(struct tallies *tallies, const char *name) {
  ptrdiff_t index = find(tallies, name);
  if (index == NOWHERE) return true;
  if (!tally_save(tallies, (size_t)index)) return false;
  const char *expected = tallies->expected_drop;
  bool given_up = expected != NULL && strcasecmp(expected, name) == 0;
  tallies->items[index].state = given_up ? TALLY_GIVEN_UP : TALLY_DROPPED;
  return true;
}

bool tally_rename(struct tallies *tallies, const char *from, const char *to) {
  ptrdiff_t index = find_or_add(tallies, from);
  const char *copy = arena_text(tallies->arena, to);
  if (index == NOWHERE || copy == NULL || !tally_save(tallies, (size_t)index))
    return false;
  tallies->items[index].name = copy;
  tallies->items[index].hash = names_hash(copy);
  return true;
}

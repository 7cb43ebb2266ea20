/* The watch: what statements are about to do, handed to those who must know. */
#include "sqlite/watch.h"

#include "sqlite/sql_text.h"
#include "sqlite/watch_state.h"
#include "sqlite/watch_tally.h"

#include <string.h>
#include <strings.h>

/* ---- names ---- */

/* FNV-1a, the same for names that differ only in case. */
uint32_t names_hash(const char *name) {
  uint32_t hash = 2166136261U;
  for (; *name != '\0'; name++) {
    unsigned char letter = (unsigned char)*name;
    if (letter >= 'A' && letter <= 'Z') letter += 'a' - 'A';
    hash = (hash ^ letter) * 16777619U;
  }
  return hash;
}

/* A revision may create thousands of tables, and each is looked for: comparing numbers
** that lie side by side takes next to nothing. */
static bool contains(const struct name_list *list, const char *name, uint32_t hash) {
  for (size_t i = 0; i < list->count; i++)
    if (list->hashes[i] == hash && strcasecmp(list->items[i], name) == 0) return true;
  return false;
}

bool names_contain(const struct name_list *list, const char *name) {
  return list->count > 0 && contains(list, name, names_hash(name));
}

bool names_add(struct watch *watch, struct name_list *list, const char *name) {
  uint32_t hash = names_hash(name);
  if (contains(list, name, hash)) return true;
  const char **items = arena_grow(watch->arena, list->items, list->count, sizeof *items);
  if (items == NULL) return false;
  list->items = items;
  uint32_t *hashes = arena_grow(watch->arena, list->hashes, list->count, sizeof *hashes);
  if (hashes == NULL) return false;
  list->hashes = hashes;
  hashes[list->count] = hash;
  items[list->count] = arena_text(watch->arena, name);
  return items[list->count++] != NULL;
}

/* ---- what a statement's text adds to the notes ---- */

bool watch_mentions(const char *sql, const char *keyword) {
  struct sql_token token;
  do {
    token = sql_next(&sql);
    if (sql_token_is(token, keyword)) return true;
  } while (token.kind != SQL_END);
  return false;
}

enum alteration { ALTER_RENAME_TABLE, ALTER_RENAME_COLUMN, ALTER_ADD, ALTER_DROP };

/* ALTER TABLE [schema.]table RENAME TO new | RENAME [COLUMN] a TO b | ADD ... | DROP ...
** `*new_name` is the token after RENAME TO.
** https://www.sqlite.org/lang_altertable.html */
static enum alteration parse_alteration(const char *sql, struct sql_token *new_name) {
  sql_next(&sql); /* ALTER */
  sql_next(&sql); /* TABLE */
  sql_next(&sql); /* the table, or its schema */
  struct sql_token verb = sql_next(&sql);
  if (verb.kind == SQL_OTHER) {
    sql_next(&sql);
    verb = sql_next(&sql);
  }
  if (sql_token_is(verb, "ADD")) return ALTER_ADD;
  if (!sql_token_is(verb, "RENAME")) return ALTER_DROP;
  if (!sql_token_is(sql_next(&sql), "TO")) return ALTER_RENAME_COLUMN;
  *new_name = sql_next(&sql);
  return ALTER_RENAME_TABLE;
}

/* ---- notes ---- */

bool watch_table_exists(struct connection *connection, const char *name) {
  return sqlite3_table_column_metadata(connection->handle, "main", name, NULL, NULL, NULL,
                                       NULL, NULL, NULL) == SQLITE_OK;
}

/* CREATE TABLE IF NOT EXISTS is noted too when the table is there. */
static runner_status note_create_table(struct connection *connection, const char *name,
                                       const char *sql, struct runner_error *error) {
  struct watch *watch = connection->watch;
  if (watch_table_exists(connection, name)) return RUNNER_DONE;
  if (!names_add(watch, &watch->created, name)) return error_no_memory(error);
  return watch_mentions(sql, "REFERENCES") ? keys_create(connection, name, error)
                                           : RUNNER_DONE;
}

static runner_status object_exists(struct connection *connection, const char *name,
                                   bool *exists, struct runner_error *error) {
  struct statement *statement = NULL;
  runner_status status = statement_engine(
      connection,
      "SELECT 1 FROM sqlite_schema WHERE type IN ('view', 'trigger') AND name = ?1 "
      "COLLATE NOCASE",
      &statement, error);
  if (status == RUNNER_DONE)
    status = statement_bind_text(statement, 1, name, strlen(name), error);
  if (status == RUNNER_DONE) status = statement_step(statement, exists, error);
  statement_release(statement);
  return status;
}

static runner_status note_create_object(struct connection *connection, const char *name,
                                        const char *sql, struct runner_error *error) {
  struct watch *watch = connection->watch;
  bool exists = false;
  if (watch_mentions(sql, "EXISTS")) {
    runner_status status = object_exists(connection, name, &exists, error);
    if (status != RUNNER_DONE) return status;
  }
  if (exists || names_add(watch, &watch->new_objects, name)) return RUNNER_DONE;
  return error_no_memory(error);
}

static runner_status note_rename(struct connection *connection, const char *name,
                                 struct sql_token new_name, struct runner_error *error) {
  struct watch *watch = connection->watch;
  char *to = sql_unquote(new_name);
  if (to == NULL) return error_no_memory(error);
  runner_status status = keys_touch(connection, name, KEY_ALL, error);
  if (status == RUNNER_DONE) status = keys_rename(connection, name, to, error);
  bool known = status != RUNNER_DONE || !names_contain(&watch->created, name) ||
               names_add(watch, &watch->created, to);
  if (!known) status = error_no_memory(error);
  memory_release(to);
  return status;
}

static runner_status note_alter(struct connection *connection, const char *name,
                                const char *sql, struct runner_error *error) {
  runner_status status = objects_touch(connection, name, error);
  if (status != RUNNER_DONE) return status;
  struct sql_token new_name = {0};
  enum alteration kind = parse_alteration(sql, &new_name);
  if (kind == ALTER_RENAME_TABLE) return note_rename(connection, name, new_name, error);
  if (kind == ALTER_ADD && watch_mentions(sql, "REFERENCES"))
    return keys_touch(connection, name, KEY_CHILD, error);
  return RUNNER_DONE; /* columns of keys cannot be dropped */
}

static runner_status note_drop_table(struct connection *connection, const char *name,
                                     struct runner_error *error) {
  runner_status status = objects_touch(connection, name, error);
  return status == RUNNER_DONE ? keys_touch(connection, name, KEY_ALL, error) : status;
}

/* Without its unique index a parent's columns are no key any more. */
static runner_status note_drop_index(struct connection *connection, const char *name,
                                     const char *table, struct runner_error *error) {
  runner_status status = objects_touch(connection, name, error);
  struct statement *statement = NULL;
  bool unique = false;
  if (status == RUNNER_DONE)
    status =
        statement_engine(connection,
                         "SELECT 1 FROM pragma_index_list(?1, 'main') WHERE name = ?2 "
                         "COLLATE NOCASE AND \"unique\"",
                         &statement, error);
  if (status == RUNNER_DONE)
    status = statement_bind_text(statement, 1, table, strlen(table), error);
  if (status == RUNNER_DONE)
    status = statement_bind_text(statement, 2, name, strlen(name), error);
  if (status == RUNNER_DONE) status = statement_step(statement, &unique, error);
  statement_release(statement);
  return unique ? keys_touch(connection, table, KEY_PARENT, error) : status;
}

static runner_status take_note(struct connection *connection, const struct note *note,
                               const char *sql, struct runner_error *error) {
  switch (note->kind) {
  case NOTE_INSERT:
  case NOTE_UPDATE:
  case NOTE_DELETE:
    return rows_touch(connection, note, sql, error);
  case NOTE_CREATE_TABLE:
    return note_create_table(connection, note->name, sql, error);
  case NOTE_CREATE_VIEW:
  case NOTE_CREATE_TRIGGER:
    return note_create_object(connection, note->name, sql, error);
  case NOTE_ALTER_TABLE:
    return note_alter(connection, note->name, sql, error);
  case NOTE_DROP_TABLE:
    return note_drop_table(connection, note->name, error);
  case NOTE_DROP_VIEW:
    return objects_touch(connection, note->name, error);
  case NOTE_DROP_INDEX:
    return note_drop_index(connection, note->name, note->detail, error);
  }
  return RUNNER_DONE;
}

runner_status watch_note(struct connection *connection, struct statement *statement,
                         struct runner_error *error) {
  runner_status status = RUNNER_DONE;
  for (size_t i = 0; status == RUNNER_DONE && i < statement->notes.count; i++)
    status = take_note(connection, &statement->notes.items[i], statement_sql(statement),
                       error);
  return status == RUNNER_DONE ? tally_note(connection, statement, error) : status;
}

/* What the schema is now, for the tally. */
static runner_status tally_schema(struct tallies *tallies, const struct note *note,
                                  const char *sql, struct runner_error *error) {
  struct sql_token new_name = {0};
  bool done = true;
  if (note->kind == NOTE_CREATE_TABLE) {
    done = tally_create(tallies, note->name);
  } else if (note->kind == NOTE_DROP_TABLE) {
    done = tally_drop(tallies, note->name);
  } else if (note->kind == NOTE_ALTER_TABLE &&
             parse_alteration(sql, &new_name) == ALTER_RENAME_TABLE) {
    char *to = sql_unquote(new_name);
    done = to != NULL && tally_rename(tallies, note->name, to);
    memory_release(to);
  }
  return done ? RUNNER_DONE : error_no_memory(error);
}

/* A definition that does not speak of REPLACE changes nothing in that none does: the others
** need not be read again for each. (A savepoint that is undone may bring one back.) */
static void keep_replaces(struct connection *connection,
                          const struct statement *statement) {
  struct watch *watch = connection->watch;
  bool fresh = watch->replaces_generation + 1 == connection->generation;
  if (statement->notes.savepoint == SAVEPOINT_NONE && fresh && !watch->schema_replaces &&
      !watch_mentions(statement_sql(statement), "REPLACE"))
    watch->replaces_generation = connection->generation;
}

runner_status watch_done(struct connection *connection, const struct statement *statement,
                         struct runner_error *error) {
  const struct notes *notes = &statement->notes;
  struct watch *watch = connection->watch;
  runner_status status = RUNNER_DONE;
  if (watch == NULL) return RUNNER_DONE;
  if (notes->changes_schema) keep_replaces(connection, statement);
  if (watch->tallies == NULL) return RUNNER_DONE;
  if (notes->savepoint != SAVEPOINT_NONE)
    status = tally_savepoint(connection, notes->savepoint, error);
  bool script = notes->changes_schema && statement->mode != CONNECTION_ENGINE;
  for (size_t i = 0; script && status == RUNNER_DONE && i < notes->count; i++)
    status =
        tally_schema(watch->tallies, &notes->items[i], statement_sql(statement), error);
  if (status != RUNNER_DONE) watch->tallies->failed = true; /* the script may go on */
  return status;
}

runner_status watch_rebuild(struct connection *connection, const char *table,
                            struct runner_error *error) {
  if (connection->watch == NULL) return RUNNER_DONE;
  return note_drop_table(connection, table, error);
}

/* ---- start, verify, end ---- */

runner_status watch_start(struct connection *connection, struct runner_error *error) {
  watch_end(connection);
  struct watch *watch = memory_allocate(sizeof *watch);
  struct arena *arena = arena_create();
  if (watch == NULL || arena == NULL) {
    memory_release(watch);
    arena_destroy(arena);
    return error_no_memory(error);
  }
  watch->arena = arena;
  connection->watch = watch;
  connection->watch_epoch++;
  return RUNNER_DONE;
}

runner_status watch_allow_broken(struct connection *connection, const char *name,
                                 struct runner_error *error) {
  struct watch *watch = connection->watch;
  bool done = watch == NULL || names_add(watch, &watch->may_break, name);
  return done ? RUNNER_DONE : error_no_memory(error);
}

const char *watch_left_broken(const struct connection *connection, size_t index) {
  const struct watch *watch = connection->watch;
  bool any = watch != NULL && index < watch->broken.count;
  return any ? watch->broken.items[index] : NULL;
}

runner_status watch_excuse(struct connection *connection, const char *name, bool *allowed,
                           struct runner_error *error) {
  struct watch *watch = connection->watch;
  *allowed = watch != NULL && names_contain(&watch->may_break, name);
  bool done = !*allowed || names_add(watch, &watch->broken, name);
  return done ? RUNNER_DONE : error_no_memory(error);
}

/* In a transaction of several revisions each is verified; what one found in order need
** not be looked at again unless a later one touches it, so statements are noted anew. */
runner_status watch_verify(struct connection *connection, struct runner_error *error) {
  if (connection->watch == NULL) return RUNNER_DONE;
  struct connection_work work = {.what = "checking foreign keys"};
  runner_status status = objects_verify(connection, error);
  connection_work_begin(connection, &work);
  if (status == RUNNER_DONE) status = keys_verify(connection, error);
  connection_work_end(connection, &work);
  connection->watch->may_break.count = 0;
  connection->watch_epoch++;
  return status;
}

void watch_end(struct connection *connection) {
  struct watch *watch = connection->watch;
  if (watch == NULL) return;
  connection->watch = NULL;
  tallies_release(watch->tallies);
  arena_destroy(watch->arena);
  memory_release(watch);
}

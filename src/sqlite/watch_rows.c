/* Which foreign keys a change of rows may violate.
**
** An INSERT only those of the table itself, a DELETE only those that lead to it, an UPDATE
** only those of which a changed column is part; so a backfill of an ordinary column looks
** at no other table, however large. All of them more if conflicts may be resolved by
** REPLACE, which deletes rows without being told apart by the authorizer.
** https://www.sqlite.org/lang_conflict.html */
#include "sqlite/watch_state.h"

#include <string.h>
#include <strings.h>

runner_status rows_schema_replaces(struct connection *connection, bool *replaces,
                                   struct runner_error *error) {
  struct watch *watch = connection->watch;
  if (watch->replaces_generation != connection->generation) {
    int64_t found = 0;
    runner_status status = connection_integer(
        connection,
        "SELECT 1 FROM sqlite_schema WHERE sql LIKE '%replace%' UNION ALL "
        "SELECT 1 FROM sqlite_temp_schema WHERE sql LIKE '%replace%' LIMIT 1",
        &found, error);
    if (status != RUNNER_DONE) return status;
    watch->schema_replaces = found != 0;
    watch->replaces_generation = connection->generation;
  }
  *replaces = watch->schema_replaces;
  return RUNNER_DONE;
}

/* ?1 is the table, ?2 the column. In order: keys of its own; keys of others, to a named
** column or to the primary key; generated columns, which change with others. */
static const char column_roles[] =
    "SELECT 1 FROM pragma_foreign_key_list(?1, 'main') "
    "WHERE \"from\" = ?2 COLLATE NOCASE "
    "UNION ALL SELECT 2 FROM sqlite_schema AS m "
    "JOIN pragma_foreign_key_list(m.name, 'main') AS f "
    "WHERE m.type = 'table' AND m.sql LIKE '%references%' AND "
    "f.\"table\" = ?1 COLLATE NOCASE AND (f.\"to\" = ?2 COLLATE NOCASE OR (f.\"to\" IS "
    "NULL AND EXISTS (SELECT 1 FROM pragma_table_info(?1, 'main') WHERE pk > 0 AND "
    "name = ?2 COLLATE NOCASE))) "
    "UNION ALL SELECT 3 FROM pragma_table_xinfo(?1, 'main') WHERE hidden > 1";

static runner_status roles_of_column(struct connection *connection,
                                     const struct note *note, int *roles,
                                     struct runner_error *error) {
  struct statement *statement = NULL;
  bool row = true;
  if (strcasecmp(note->detail, "rowid") == 0) { /* may be the primary key */
    *roles = KEY_CHILD | KEY_PARENT;
    return RUNNER_DONE;
  }
  runner_status status = statement_engine(connection, column_roles, &statement, error);
  if (status == RUNNER_DONE)
    status = statement_bind_text(statement, 1, note->name, strlen(note->name), error);
  if (status == RUNNER_DONE)
    status = statement_bind_text(statement, 2, note->detail, strlen(note->detail), error);
  while (status == RUNNER_DONE && row) {
    status = statement_step(statement, &row, error);
    if (row) *roles |= (int)statement_column_integer(statement, 0);
  }
  statement_release(statement);
  return status;
}

/* The sum of roles in which the table is changed. */
static runner_status roles_of(struct connection *connection, const struct note *note,
                              const char *sql, int *roles, struct runner_error *error) {
  bool replaces = watch_mentions(sql, "REPLACE");
  runner_status status =
      replaces ? RUNNER_DONE : rows_schema_replaces(connection, &replaces, error);
  *roles = replaces ? KEY_CHILD | KEY_PARENT : 0;
  if (status != RUNNER_DONE || replaces) return status;
  if (note->kind == NOTE_UPDATE) return roles_of_column(connection, note, roles, error);
  *roles = note->kind == NOTE_INSERT ? KEY_CHILD : KEY_PARENT;
  return RUNNER_DONE;
}

runner_status rows_touch(struct connection *connection, const struct note *note,
                         const char *sql, struct runner_error *error) {
  const struct watch *watch = connection->watch;
  if (names_contain(&watch->touched_children, note->name) &&
      names_contain(&watch->touched_parents, note->name))
    return RUNNER_DONE;
  bool around = false;
  int roles = KEY_CHILD;
  runner_status status = RUNNER_DONE;
  if (!names_contain(&watch->created, note->name)) {
    status = keys_are_around(connection, note->name, &around, error);
    if (status == RUNNER_DONE && !around) return RUNNER_DONE;
    if (status == RUNNER_DONE) status = roles_of(connection, note, sql, &roles, error);
  }
  return status == RUNNER_DONE ? keys_touch(connection, note->name, roles, error)
                               : status;
}

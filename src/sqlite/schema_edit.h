/* Editing the schema where SQLite stores it: the texts in sqlite_schema.
**
** Where the row format stays the same, replacing the text of a definition is a complete
** ALTER TABLE that touches no row. The proof that the rows fit the new text is the
** caller's; that SQLite can read it is proven here.
**
** The stored text alone does not count: each connection works by what it parsed, and looks
** again when the schema version in the file has changed. PRAGMA schema_version = n would
** change it, but a text written for another file cannot know n. So an empty view is made
** before the edit and dropped after it: both raise the version, and dropping it parses the
** whole schema, which shows whether it can be read. After that a ROLLBACK, also to a
** savepoint, lets SQLite forget what it parsed.
** https://www.sqlite.org/pragma.html#pragma_writable_schema
*/
#ifndef RUNNER_SQLITE_SCHEMA_EDIT_H
#define RUNNER_SQLITE_SCHEMA_EDIT_H

#include "base/memory.h"
#include "sqlite/connection.h"

/* What becomes of one row of the main schema. Texts are not copied. */
struct schema_change {
  const char *type; /* "table", "index", "view", "trigger" */
  const char *name; /* any case */
  bool set_sql;
  const char *sql;        /* with set_sql; NULL for an index that a constraint makes */
  const char *new_name;   /* NULL: stays */
  const char *table_name; /* NULL: stays */
  int64_t root_page;      /* 0: stays */
};

/* Make all changes, one after the other, in one edit. Defensive mode is off meanwhile, and
** on again however it ends. On failure none of the changes stays: a definition that SQLite
** cannot read is RUNNER_FAILED with SQLite's reason. A transaction that cannot take the
** changes back is rolled back whole, and the connection poisoned.
**
** For the recorder the edit is written so that the sqlite3 shell can run it; there it
** fails if the file's definition is not the one that is replaced. Root pages are of one
** file only and cannot be written down (RUNNER_FAILED). */
runner_status schema_edit(struct connection *connection,
                          const struct schema_change *changes, size_t count,
                          struct runner_error *error);

/* While somebody records: write down that `condition` (SQL) must be true when the text
** runs, or it fails with `message`. Else nothing is done: the caller has looked. */
runner_status schema_guard(struct connection *connection, const char *message,
                           const char *condition, struct runner_error *error);

/* Let triggers run or not; returns what it was. */
bool schema_triggers(struct connection *connection, bool enabled);

/* A view or trigger that SQLite cannot prepare. */
struct broken_object {
  const char *type; /* "view" or "trigger" */
  const char *name;
  const char *table; /* what a trigger is on; a view's own name */
  const char *reason;
};

/* All of the main schema, in the arena. What the application must bring (functions,
** collations) is not missed. */
runner_status schema_broken(struct connection *connection, struct arena *arena,
                            struct broken_object **items, size_t *count,
                            struct runner_error *error);

#endif

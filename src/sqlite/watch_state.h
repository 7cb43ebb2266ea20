/* The inside of the watch, shared by watch*.c only. Everything in it lives in its arena
** until watch_end. Names are compared as SQLite does: ASCII letters without case. */
#ifndef RUNNER_SQLITE_WATCH_STATE_H
#define RUNNER_SQLITE_WATCH_STATE_H

#include "base/memory.h"
#include "sqlite/connection_state.h"

struct name_list {
  const char **items;
  uint32_t *hashes; /* of the items; lists that are only gone through have none */
  size_t count;
};

/* A violation that was there before. */
struct violation {
  size_t parent; /* index into the parents of its table */
  int64_t rowid;
  bool used; /* it has excused one in the comparison at hand */
};

struct key_parent {
  const char *name;
  int64_t count; /* rows that violated a key to it before */
};

/* A table whose foreign keys are looked at again before COMMIT. Statements may fail and
** savepoints be undone after they were noted, so what counts is only names: at the end the
** tables that exist are checked, against what a table of that name violated before. */
struct key_table {
  const char *name;     /* when it was first touched */
  bool created;         /* by this transaction: nothing is excused */
  bool rebuilt;         /* dropped or renamed: its rowids may be others */
  bool dirty;           /* touched since the last look */
  const char *mismatch; /* SQLite's complaint about a key itself, or NULL */
  struct key_parent *parents;
  size_t parent_count;
  struct violation *violations; /* sorted */
  size_t violation_count;
  bool uncounted; /* too many to remember, or rows without rowid */
};

/* "child REFERENCES parent" */
struct key_edge {
  const char *child;
  const char *parent;
};

struct renaming {
  const char *from;
  const char *to;
};

/* A view or trigger that was tried before something under it changed. */
struct examined {
  const char *name;
  bool broken;
};

struct tallies;

struct watch {
  struct arena *arena;
  struct tallies *tallies; /* NULL: rows are not tallied */

  /* Since the last look: tables made, those whose own keys and those whose keys of others
  ** are on the list, tables checked at the end. */
  struct name_list created, touched_children, touched_parents, checked;

  uint64_t edges_generation; /* of the schema they were read from; 0: not read */
  struct key_edge *edges;
  size_t edge_count;
  uint64_t replaces_generation; /* of the schema that was asked; 0: not asked */
  bool schema_replaces;         /* some definition speaks of REPLACE */
  struct key_table *tables;
  size_t table_count;
  struct renaming *renamings;
  size_t renaming_count;

  struct name_list changed;     /* tables, views, indexes dropped or altered */
  struct name_list new_objects; /* views and triggers made since the last look */
  struct examined *examined;
  size_t examined_count;

  struct name_list may_break; /* until the next look: allowed not to work */
  struct name_list broken;    /* those that were found not to */
};

/* Does the text contain this keyword? */
bool watch_mentions(const char *sql, const char *keyword);

/* A number that is the same for names that are the same. */
uint32_t names_hash(const char *name);

bool names_contain(const struct name_list *list, const char *name);
bool names_add(struct watch *watch, struct name_list *list, const char *name);

/* ---- watch_keys.c: foreign keys ---- */

/* What a change of a table may violate. */
enum key_role {
  KEY_CHILD = 1,   /* its own keys */
  KEY_PARENT = 2,  /* keys of others that lead to it */
  KEY_REBUILT = 4, /* it is dropped or renamed */
  KEY_ALL = 7,
};

/* The table will change: know what is violated now. `roles` is a sum. */
runner_status keys_touch(struct connection *connection, const char *name, int roles,
                         struct runner_error *error);
/* Does a key start in the table or lead to it? */
runner_status keys_are_around(struct connection *connection, const char *name,
                              bool *around, struct runner_error *error);
/* A table with foreign keys will be created. */
runner_status keys_create(struct connection *connection, const char *name,
                          struct runner_error *error);
runner_status keys_rename(struct connection *connection, const char *from, const char *to,
                          struct runner_error *error);
runner_status keys_verify(struct connection *connection, struct runner_error *error);

bool watch_table_exists(struct connection *connection, const char *name);

/* ---- watch_rows.c: which keys a change of rows may violate ---- */

/* An INSERT, UPDATE or DELETE by the statement `sql`, directly or by a trigger. */
runner_status rows_touch(struct connection *connection, const struct note *note,
                         const char *sql, struct runner_error *error);
/* Does a definition speak of REPLACE: a table's constraint, or a trigger's statement? */
runner_status rows_schema_replaces(struct connection *connection, bool *replaces,
                                   struct runner_error *error);

/* ---- watch_violations.c: looking for violations in one table ---- */

/* What is violated now becomes what is excused. */
runner_status violations_remember(struct connection *connection, struct key_table *table,
                                  struct runner_error *error);
/* RUNNER_FAILED if the table `name` violates more than `table` is excused for. */
runner_status violations_compare(struct connection *connection,
                                 const struct key_table *table, const char *name,
                                 struct runner_error *error);

/* The name a table had before the renamings of this transaction. */
const char *keys_first_name(const struct watch *watch, const char *name);

/* ---- watch_objects.c: views and triggers ---- */

/* The table, view or index `name` will be dropped or altered. */
runner_status objects_touch(struct connection *connection, const char *name,
                            struct runner_error *error);
runner_status objects_verify(struct connection *connection, struct runner_error *error);

/* A row of the schema. */
struct schema_object {
  bool trigger; /* or a view */
  const char *name;
  const char *table; /* what a trigger is on */
  const char *sql;
};

/* All views and triggers of the file; the texts are in the arena. */
struct schema_objects {
  struct schema_object *items;
  size_t count;
};
runner_status objects_load(struct connection *connection, struct arena *arena,
                           struct schema_objects *objects, struct runner_error *error);

/* ---- watch_probe.c: does a view or trigger work? ---- */

/* NULL in *complaint: it prepares, or fails only for want of something that the
** application brings (a function, a collation). The text is in the arena. */
runner_status probe_object(struct connection *connection, struct arena *arena,
                           const struct schema_object *object, const char **complaint,
                           struct runner_error *error);

#endif

/* The tally: how many rows a script took from which table. For watch*.c only.
**
** A table is known by what became of it: its tally follows a rename, and a table made
** under the name of one that was dropped has a tally of its own. Two ways to know:
**
**   net       what sqlite3_changes says of each INSERT and DELETE that the script makes
**             itself; nothing is read for it
**   counted   where that does not tell which rows came and went (REPLACE, triggers, an
**             upsert, DROP TABLE, functions of the script's), the table is counted before
**             the first such statement.
**             Less the net of what went before, that is what the script began with
**
** https://www.sqlite.org/c3ref/changes.html */
#ifndef RUNNER_SQLITE_WATCH_TALLY_H
#define RUNNER_SQLITE_WATCH_TALLY_H

#include "sqlite/watch_state.h"

enum tally_state {
  TALLY_UNDONE, /* its CREATE TABLE was undone with a savepoint */
  TALLY_LIVE,
  TALLY_DROPPED,
  TALLY_GIVEN_UP, /* dropped by words that say so */
};

struct tally {
  const char *name;  /* now, or when it was dropped */
  const char *first; /* what it was called before */
  uint32_t hash;     /* of `name` */
  enum tally_state state;
  bool created;   /* by the script: it has nothing to lose */
  bool announced; /* it may lose rows */
  int64_t net;    /* rows inserted less rows deleted, while it is not counted */
  bool counted;
  bool may_lose;  /* since it was counted */
  int64_t before; /* if counted: rows when the tally began */
  uint64_t saved; /* the savepoint whose begin its state is kept for */

  uint64_t generation; /* of the schema that was asked for these; 0: not asked */
  bool is_table;       /* and not a view or a virtual table */
  bool replaces;       /* its definition speaks of REPLACE */
};

/* What a tally was when the savepoint began that it is kept for. */
struct tally_past {
  size_t index;
  const char *name;
  enum tally_state state;
  int64_t net;
};

struct tally_savepoint {
  size_t start; /* where in `pasts` it begins */
  uint64_t serial;
};

struct tallies {
  struct arena *arena;
  const struct runner_texts *announced;
  const char *expected_drop; /* or NULL */
  struct tally *items;       /* in the arena, as are names */
  size_t count;
  struct tally_past *pasts;
  size_t past_count, past_capacity;
  struct tally_savepoint *savepoints;
  size_t savepoint_count, savepoint_capacity;
  uint64_t serial;
  bool failed; /* memory ran out where it could not be said */
};

/* ---- watch_tally.c ---- */

void tallies_release(struct tallies *tallies); /* NULL is fine */

/* Tallies are only added, so an index stays what it is. */
runner_status tally_note(struct connection *connection, struct statement *statement,
                         struct runner_error *error);

/* What has been done; false: memory ran out. */
bool tally_create(struct tallies *tallies, const char *name);
bool tally_drop(struct tallies *tallies, const char *name);
bool tally_rename(struct tallies *tallies, const char *from, const char *to);

/* Does the announcement name it? */
bool tally_is_announced(const struct tallies *tallies, const char *name);

/* Is it a table whose rows can be counted, and what does its definition say? */
runner_status tally_look(struct connection *connection, struct tally *tally,
                         struct runner_error *error);
runner_status tally_count(struct connection *connection, const char *name, int64_t *count,
                          struct runner_error *error);

/* ---- watch_tally_undo.c ---- */

/* The tally is about to change; false: memory ran out. */
bool tally_save(struct tallies *tallies, size_t index);

runner_status tally_savepoint(struct connection *connection, enum savepoint_word word,
                              struct runner_error *error);

#endif

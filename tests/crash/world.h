/* A small project and its database, for tests that crash: run a command, look at what it
** left, put everything back. The words fail the test when they cannot do their work. */
#ifndef TESTS_CRASH_WORLD_H
#define TESTS_CRASH_WORLD_H

#include "runner.h"

#include <stdbool.h>

enum command { UPGRADE, DOWNGRADE, STAMP };

struct action {
  enum command command;
  const char *target;
  int flags;
};

struct world {
  void *folder;
  char *config;
  char *database;
  char *image; /* the database file as saved; NULL: there was none */
  unsigned long size;
};

/* cmocka set-up and tear-down; *state becomes a struct world *. */
int world_setup(void **state);
int world_teardown(void **state);

/* Make an empty database with one table of its own and the given journal mode. */
void world_make(const struct world *world, const char *journal_mode);

/* Put a text in the place of a file of the project: "runner.lua", "versions/bbbb.lua". */
void world_write(const struct world *world, const char *name, const char *text);

/* The file as it is now, to be put back; the files beside it are removed then. */
void world_save(struct world *world);
void world_restore(const struct world *world);

/* The memory that processes share over a log is gone once they are. */
void world_remove_shared(const struct world *world);

/* Run one command through runner.h; `message` (may be NULL) gets the error, to be freed. */
runner_status world_run(const struct world *world, const struct action *action,
                        char **message);

/* All of the database as text: definitions, rows, version rows, steps of the journal (not
** when they were). NULL if SQLite finds it damaged. Freed by the caller. */
char *world_dump(const struct world *world);

/* Did a revision outside a transaction begin and not end? */
bool world_is_unfinished(const char *dump);

#endif

/* What the tests of this folder work on: a database file in a temporary folder, opened,
** and short words to use it. Each word fails the test, with the error's message, if what
** it does fails; the try_ words return the status and leave the error in the world. */
#ifndef TESTS_SQLITE_WORLD_H
#define TESTS_SQLITE_WORLD_H

#include "sqlite/connection.h"
#include "sqlite/statement.h"

struct world {
  void *folder;
  char *path;
  struct connection *connection;
  struct runner_error error;
};

/* cmocka set-up and tear-down; *state becomes a struct world *. */
int world_setup(void **state);
int world_teardown(void **state);

/* Open another connection to the same file, that waits `timeout_ms` for locks. */
struct connection *world_second(const struct world *world, int timeout_ms);
void world_reopen(struct world *world, const struct connection_options *options);

/* The engine's own SQL. */
void run(struct world *world, const char *sql);
runner_status try_run(struct world *world, const char *sql);
int64_t number(struct world *world, const char *sql);

/* One statement in the mode that is set; release it with statement_release. step: there is
** a row. */
struct statement *prepare(struct world *world, const char *sql);
bool step(struct world *world, struct statement *statement);

/* The same as a script's, statement by statement. */
void script(struct world *world, const char *sql);
runner_status try_script(struct world *world, enum connection_mode mode, const char *sql);

/* A watched transaction. */
void begin(struct world *world);
void commit(struct world *world);
void rollback(struct world *world);
runner_status try_verify(struct world *world);

/* The error's message and hint; the error is cleared. `hint` NULL: there is none. */
void assert_error(struct world *world, const char *message, const char *hint);
/* The same, when only part of the message is known beforehand. */
void assert_error_contains(struct world *world, const char *part);

/* Run `body` in a child process and return its exit code. */
int in_child(int (*body)(void *user), void *user);

/* As a user who has no special rights (root may write everything). */
void drop_privileges(void);
void restore_privileges(void);

/* A recorder that keeps each statement in the struct buffer `user`, with a semicolon. */
void keep(void *user, const char *sql);

/* Prepare as a script would, and run to the end and release. */
struct statement *prepare_script(struct world *world, const char *sql);
void finish(struct world *world, struct statement *statement);

#endif

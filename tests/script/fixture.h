/* A Lua state with a database in memory, a temporary folder as project, and what scripts
** logged: for the tests of src/script/. */
#ifndef TESTS_SCRIPT_FIXTURE_H
#define TESTS_SCRIPT_FIXTURE_H

#include "base/buffer.h"
#include "script/state.h"
#include "sqlite/connection.h"

struct fixture {
  struct script_state *script;
  struct connection *connection;
  struct arena *arena;
  struct buffer log; /* "info: text" lines */
  struct runner_error error;
  void *folder;                    /* its path, as support/folder.h keeps it */
  struct runner_revision revision; /* the one last read */
};

/* cmocka set-up and tear-down: *state becomes a struct fixture *. */
int fixture_setup(void **state);
int fixture_teardown(void **state);

/* Write a file of the project; returns its path, in the arena. */
const char *fixture_write(struct fixture *fixture, const char *name, const char *text);

/* Read a revision "versions/x.lua" with this text. */
runner_status fixture_read(struct fixture *fixture, const char *source);

/* Run upgrade() of the revision last read. */
runner_status fixture_upgrade(struct fixture *fixture);

/* Read and run a revision whose upgrade() has this body. On its first line there is
** nothing else, so that lines of the body are counted from 2. */
runner_status fixture_run(struct fixture *fixture, const char *body);

/* The same, and it must succeed; what went wrong fails the test. */
void fixture_check(struct fixture *fixture, const char *body);

/* The run of this body must fail with this status, message and line. */
void fixture_check_failure(struct fixture *fixture, const char *body,
                           runner_status status, const char *message, int line);

/* Grant words, separated by blanks. */
void fixture_trust(struct fixture *fixture, const char *words);

#endif

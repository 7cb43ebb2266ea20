/* The words of the tests. */
#include "world.h"

#include "base/buffer.h"

#include "sqlite/watch.h"
#include "support/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void must(struct world *world, runner_status status) {
  if (status == RUNNER_DONE) return;
  fail_msg("status %d: %s", (int)status, world->error.message);
}

int world_setup(void **state) {
  struct world *world = calloc(1, sizeof *world);
  if (world == NULL || folder_setup(&world->folder) != 0) return -1;
  world->path = folder_path(&world->folder, "test.db");
  world->error = (struct runner_error)RUNNER_ERROR_INIT;
  struct connection_options options = {.path = world->path, .create = true};
  *state = world;
  return connection_open(&options, &world->connection, &world->error) == RUNNER_DONE ? 0
                                                                                     : -1;
}

int world_teardown(void **state) {
  struct world *world = *state;
  connection_close(world->connection);
  runner_error_clear(&world->error);
  free(world->path);
  int result = folder_teardown(&world->folder);
  free(world);
  return result;
}

struct connection *world_second(const struct world *world, int timeout_ms) {
  struct connection_options options = {.path = world->path, .timeout_ms = timeout_ms};
  struct connection *second = NULL;
  assert_int_equal(connection_open(&options, &second, NULL), RUNNER_DONE);
  return second;
}

void world_reopen(struct world *world, const struct connection_options *options) {
  connection_close(world->connection);
  world->connection = NULL;
  must(world, connection_open(options, &world->connection, &world->error));
}

runner_status try_run(struct world *world, const char *sql) {
  return connection_execute(world->connection, sql, &world->error);
}

void run(struct world *world, const char *sql) {
  must(world, try_run(world, sql));
}

int64_t number(struct world *world, const char *sql) {
  int64_t value = 0;
  must(world, connection_integer(world->connection, sql, &value, &world->error));
  return value;
}

struct statement *prepare(struct world *world, const char *sql) {
  struct statement *statement = NULL;
  if (statement_prepare(world->connection, sql, strlen(sql), &statement, NULL,
                        &world->error) != RUNNER_DONE)
    fail_msg("%s", world->error.message);
  return statement;
}

bool step(struct world *world, struct statement *statement) {
  bool row = false;
  if (statement_step(statement, &row, &world->error) != RUNNER_DONE)
    fail_msg("%s", world->error.message);
  return row;
}

runner_status try_script(struct world *world, enum connection_mode mode,
                         const char *sql) {
  runner_status status = RUNNER_DONE;
  connection_set_mode(world->connection, mode);
  while (sql != NULL && status == RUNNER_DONE) {
    struct statement *statement = NULL;
    status = statement_prepare(world->connection, sql, strlen(sql), &statement, &sql,
                               &world->error);
    if (statement != NULL) status = statement_run(statement, &world->error);
    statement_release(statement);
  }
  connection_set_mode(world->connection, CONNECTION_ENGINE);
  return status;
}

void script(struct world *world, const char *sql) {
  must(world, try_script(world, CONNECTION_SCRIPT, sql));
}

void begin(struct world *world) {
  must(world, connection_begin(world->connection, &world->error));
  must(world, watch_start(world->connection, &world->error));
}

runner_status try_verify(struct world *world) {
  return watch_verify(world->connection, &world->error);
}

void commit(struct world *world) {
  bool unknown = true;
  must(world, try_verify(world));
  must(world, connection_commit(world->connection, &unknown, &world->error));
  watch_end(world->connection);
  assert_false(unknown);
}

void rollback(struct world *world) {
  connection_rollback(world->connection);
  watch_end(world->connection);
}

void assert_error(struct world *world, const char *message, const char *hint) {
  assert_non_null(world->error.message);
  assert_string_equal(world->error.message, message);
  if (hint == NULL)
    assert_null(world->error.hint);
  else
    assert_string_equal(world->error.hint, hint);
  runner_error_clear(&world->error);
}

void assert_error_contains(struct world *world, const char *part) {
  assert_non_null(world->error.message);
  if (strstr(world->error.message, part) == NULL)
    fail_msg("'%s' is not in '%s'", part, world->error.message);
  runner_error_clear(&world->error);
}

/* The child ends without running exit handlers: the leak checker would report what only
** the parent's tear-down releases. */
int in_child(int (*body)(void *user), void *user) {
  pid_t child = fork();
  if (child == 0) _exit(body(user));
  assert_true(child > 0);
  int status = 0;
  assert_int_equal(waitpid(child, &status, 0), child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void drop_privileges(void) {
  if (getuid() == 0) assert_int_equal(seteuid(65534), 0);
}

void restore_privileges(void) {
  if (getuid() == 0) assert_int_equal(seteuid(0), 0);
}

void keep(void *user, const char *sql) {
  buffer_text(user, sql);
  buffer_text(user, ";\n");
}

struct statement *prepare_script(struct world *world, const char *sql) {
  connection_set_mode(world->connection, CONNECTION_SCRIPT);
  struct statement *statement = prepare(world, sql);
  connection_set_mode(world->connection, CONNECTION_ENGINE);
  return statement;
}

void finish(struct world *world, struct statement *statement) {
  if (statement_run(statement, &world->error) != RUNNER_DONE)
    fail_msg("%s", world->error.message);
  statement_release(statement);
}

/* Opening the database the way the command at hand needs it. */
#include "engine/database.h"

#include "base/file.h"
#include "engine/progress.h"
#include "sqlite/location.h"

#include <string.h>

bool database_tell_waiting(void *user, int waited_ms, int timeout_ms) {
  struct runner *runner = user;
  if (runner->interrupted) return false;
  project_tell(runner, &(struct runner_event){.kind = RUNNER_EVENT_WAITING,
                                              .text = runner_database(runner),
                                              .seconds = waited_ms / 1000.0,
                                              .limit = timeout_ms / 1000.0});
  return !runner->interrupted;
}

bool database_is_trusted(const struct runner *runner) {
  const struct runner_texts *trust = &runner->config.trust;
  for (size_t i = 0; i < trust->count; i++)
    if (strcmp(trust->items[i], "schema") == 0) return true;
  return false;
}

static struct connection_options options_for(struct runner *runner, bool write) {
  return (struct connection_options){.path = runner->config.database,
                                     .read_only = !write,
                                     .create = write,
                                     .trust_schema = database_is_trusted(runner),
                                     .collations = &runner->config.collations,
                                     .timeout_ms = (int)(runner->timeout * 1000),
                                     .waiting = database_tell_waiting,
                                     .progress = progress_tell,
                                     .progress_after = runner->progress_after,
                                     .user = runner};
}

/* A database without a file lives only in its connection, so it is opened once. */
static bool has_file(const struct runner *runner) {
  return runner->adopted == NULL && location_is_file(runner->config.database);
}

void database_reserve(struct runner *runner) {
  const struct runner_texts *own = &runner->own_tables;
  connection_reserve(runner->connection, own->items, own->count);
}

static runner_status open_connection(struct runner *runner, bool write,
                                     struct runner_error *error) {
  struct connection_options options = options_for(runner, write);
  struct connection *connection = NULL;
  runner_status status =
      runner->adopted != NULL
          ? connection_adopt(runner->adopted, &options, &connection, error)
          : connection_open(&options, &connection, error);
  if (status != RUNNER_DONE) return status;
  runner->connection = connection;
  runner->writable = write || runner->adopted != NULL;
  database_reserve(runner);
  return project_check_interrupt(runner, error);
}

runner_status database_open_to_read(struct runner *runner, struct runner_error *error) {
  if (runner->connection != NULL) return RUNNER_DONE;
  if (!has_file(runner)) return open_connection(runner, true, error);
  if (file_is_missing(runner->config.database)) return RUNNER_DONE;
  return open_connection(runner, false, error);
}

runner_status database_open_to_write(struct runner *runner, struct runner_error *error) {
  if (runner->connection != NULL && runner->writable) return RUNNER_DONE;
  database_close(runner);
  runner_status status = open_connection(runner, true, error);
  if (status != RUNNER_DONE || !connection_read_only(runner->connection)) return status;
  error_set(error, RUNNER_USAGE, "the database %s is read-only", runner_database(runner));
  error_hint(error, "allow writing to the file and to its folder");
  return RUNNER_USAGE;
}

const char *database_lock_path(struct runner *runner) {
  const char *path = connection_path(runner->connection);
  const char *file = path_absolute(runner->arena, path); /* whatever links lead there */
  return file != NULL ? arena_format(runner->arena, "%s-runner", file) : NULL;
}

void database_close(struct runner *runner) {
  struct connection *connection = runner->connection;
  runner->connection = NULL; /* first: an interrupt may arrive while it closes */
  runner->writable = false;
  runner->tables_ready = false;
  connection_close(connection);
}

runner_status database_reopen(struct runner *runner, struct runner_error *error) {
  bool write = runner->writable;
  if (!has_file(runner) || !location_is_file(connection_path(runner->connection)))
    return RUNNER_DONE; /* the project's, or a scratch database that is in use instead */
  database_close(runner);
  return open_connection(runner, write, error);
}

runner_status runner_use_connection(struct runner *runner, struct sqlite3 *handle,
                                    struct runner_error *error) {
  if (handle == NULL)
    return error_set(error, RUNNER_USAGE, "no connection was handed over");
  database_close(runner);
  runner->adopted = handle;
  return open_connection(runner, true, error);
}

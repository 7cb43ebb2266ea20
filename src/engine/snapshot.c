/* Writing the schema of the database into a file, and seeing whether it is there. */
#include "engine/snapshot.h"

#include "base/file.h"
#include "engine/schema.h"

#include <string.h>
#include <strings.h>

/* A name that ends with .lua holds words, any other SQL. */
static const char *format_of(const char *path) {
  const char *ending = strrchr(path_name(path), '.');
  return ending != NULL && strcasecmp(ending, ".lua") == 0 ? "lua" : "sql";
}

/* `*same`: the file holds this text. One that cannot be read does not. */
static runner_status compare_file(struct runner *runner, const char *path,
                                  const char *text, bool *same,
                                  struct runner_error *error) {
  char *bytes = NULL;
  size_t length = 0;
  *same = false;
  if (file_is_missing(path)) return RUNNER_DONE;
  runner_status status = file_read(path, runner->arena, &bytes, &length, error);
  if (status == RUNNER_DONE)
    *same = length == strlen(text) && memcmp(bytes, text, length) == 0;
  return status;
}

static runner_status compare(struct runner *runner, const char *path, const char **text,
                             bool *same, struct runner_error *error) {
  const struct runner_schema_wanted wanted = {.format = format_of(path)};
  runner_status status = schema_text(runner, &wanted, text, error);
  return status == RUNNER_DONE ? compare_file(runner, path, *text, same, error) : status;
}

runner_status snapshot_check(struct runner *runner, const char **stale,
                             struct runner_error *error) {
  const char *path = runner->config.snapshot, *text = NULL;
  bool same = false;
  *stale = NULL;
  if (path == NULL) return RUNNER_DONE;
  runner_status status = compare(runner, path, &text, &same, error);
  if (status == RUNNER_DONE && !same) *stale = path;
  return status;
}

/* A file that is right already keeps its time. */
runner_status runner_snapshot(struct runner *runner, const char *path, bool *written,
                              struct runner_error *error) {
  const char *text = NULL;
  bool same = false;
  runner_status status = compare(runner, path, &text, &same, error);
  if (status == RUNNER_DONE && !same)
    status = file_write(path, text, strlen(text), error);
  if (status == RUNNER_DONE && written != NULL) *written = !same;
  return status;
}

void snapshot_refresh(struct runner *runner) {
  const char *path = runner->config.snapshot;
  struct runner_error error = RUNNER_ERROR_INIT;
  if (path == NULL || runner->interrupted) return;
  if (runner_snapshot(runner, path, NULL, &error) != RUNNER_DONE)
    project_warn(runner, "the snapshot %s was not written: %s", path,
                 error.message != NULL ? error.message : "out of memory");
  runner_error_clear(&error);
}

/* Which desired schema it is. */
#include "engine/desired.h"

#include "base/file.h"
#include "engine/database.h"

runner_status desired_check(const char *path, struct runner_error *error) {
  if (!file_is_missing(path)) return RUNNER_DONE;
  return error_set(error, RUNNER_USAGE, "there is no schema %s", path);
}

static runner_status refuse_absence(const struct runner *runner,
                                    struct runner_error *error) {
  error_set(error, RUNNER_USAGE, "the configuration does not say what schema is desired");
  error_hint(error, "set `schema` in it: a .lua or .sql file, a database, or { command = "
                    "\"...\" }");
  error_place(error, runner->config.path, 0);
  return RUNNER_USAGE;
}

runner_status desired_fields(struct runner *runner, const char *path,
                             struct script_field *fields, size_t *count,
                             struct runner_error *error) {
  const struct config_schema *schema = &runner->config.schema;
  *count = 0;
  fields[(*count)++] = (struct script_field){.key = "trust_schema",
                                             .type = SCRIPT_BOOLEAN,
                                             .integer = database_is_trusted(runner)};
  if (path == NULL) path = runner->schema;
  if (path == NULL && schema->command.count > 0) {
    fields[(*count)++] = (struct script_field){
        .key = "command", .type = SCRIPT_TEXTS, .texts = schema->command};
    fields[(*count)++] = (struct script_field){
        .key = "shell", .type = SCRIPT_BOOLEAN, .integer = schema->shell};
    fields[(*count)++] = (struct script_field){
        .key = "folder", .type = SCRIPT_TEXT, .text = schema->folder};
    return RUNNER_DONE;
  }
  if (path == NULL) path = schema->path;
  if (path == NULL) return refuse_absence(runner, error);
  fields[(*count)++] =
      (struct script_field){.key = "path", .type = SCRIPT_TEXT, .text = path};
  return desired_check(path, error);
}

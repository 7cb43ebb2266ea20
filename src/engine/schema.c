/* The schema of a database, or of another source, as text. */
#include "engine/schema.h"
#include "engine/database.h"
#include "engine/desired.h"

#include <string.h>

static const char *const formats[] = {"sql", "lua"};

static runner_status check_format(const char *format, struct runner_error *error) {
  for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
    if (strcmp(formats[i], format) == 0) return RUNNER_DONE;
  error_set(error, RUNNER_USAGE, "a schema has no format '%s'", format);
  error_hint(error, "known are: sql, lua");
  return RUNNER_USAGE;
}

static runner_status open_database(struct runner *runner, struct runner_error *error) {
  runner_status status = database_open_to_read(runner, error);
  if (status != RUNNER_DONE || runner->connection != NULL) return status;
  return error_set(error, RUNNER_USAGE, "there is no database %s",
                   runner_database(runner));
}

runner_status schema_text(struct runner *runner,
                          const struct runner_schema_wanted *wanted, const char **text,
                          struct runner_error *error) {
  struct script_field fields[DESIRED_FIELDS + 1];
  struct script_function *print = NULL;
  size_t count = 0;
  const char *format = wanted->format != NULL ? wanted->format : formats[0];
  bool other = wanted->source != NULL || wanted->desired;
  runner_status status = check_format(format, error);
  if (status == RUNNER_DONE)
    status = other ? desired_fields(runner, wanted->source, fields, &count, error)
                   : open_database(runner, error);
  if (status == RUNNER_DONE)
    status = script_module_function(runner->script, "runner.autogenerate.print", "print",
                                    &print, error);
  if (status != RUNNER_DONE) return status;
  fields[count++] =
      (struct script_field){.key = "format", .type = SCRIPT_TEXT, .text = format};
  return script_call(print, fields, count, other ? NULL : runner->connection,
                     runner->arena, text, error);
}

runner_status runner_schema(struct runner *runner,
                            const struct runner_schema_wanted *wanted,
                            runner_writer write, void *user, struct runner_error *error) {
  const char *text = NULL;
  runner_status status = schema_text(runner, wanted, &text, error);
  if (status == RUNNER_DONE) write(user, text);
  return status;
}

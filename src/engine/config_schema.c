/* `schema`: a path, or { command = "..." or { ... }, cwd = "..." }. */
#include "engine/config_schema.h"

static runner_status read_command(struct config_source *source,
                                  struct script_table *table,
                                  struct config_schema *schema) {
  static const char *const keys[] = {"command", "cwd", NULL};
  const struct config_shape shape = {.name = "`schema`", .keys = keys, .has_keys = true};
  runner_status status = config_check_shape(source, table, &shape);
  struct script_table *list = NULL;
  const char *text = NULL;
  if (status == RUNNER_DONE)
    status = script_get_text_or_table(table, "command", source->arena, &text, &list,
                                      source->error);
  if (status == RUNNER_DONE)
    status = script_get_texts(table, "command", source->arena, &schema->command,
                              source->error);
  if (status == RUNNER_DONE)
    status = script_get_text(table, "cwd", source->arena, &schema->folder, source->error);
  if (status != RUNNER_DONE) return status;
  if (schema->command.count == 0 || schema->command.items[0][0] == '\0') {
    config_wrong(source, "`schema` names no command");
    error_hint(source->error,
               "write schema = \"schema.lua\" or schema = { command = \"...\" }");
    return RUNNER_USAGE;
  }
  schema->shell = text != NULL;
  if (schema->folder != NULL) return config_place_path(source, &schema->folder);
  schema->folder = source->folder;
  return RUNNER_DONE;
}

runner_status config_read_schema(struct config_source *source, struct config *config) {
  struct script_table *table = NULL;
  struct config_schema *schema = &config->schema;
  runner_status status =
      config_get_text_or_table(source, "schema", &schema->path, &table);
  if (status != RUNNER_DONE) return status;
  if (table != NULL) return read_command(source, table, schema);
  status = config_check_text(source, "schema", schema->path);
  return status == RUNNER_DONE ? config_place_path(source, &schema->path) : status;
}

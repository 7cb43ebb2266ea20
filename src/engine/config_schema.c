/* `schema`: a path, or a table that names a file or a command and says how it is compared;
** and `snapshot`, where the schema of the database is kept as text. */
#include "engine/config_schema.h"

static runner_status read_command(struct config_source *source,
                                  struct config_schema *schema) {
  struct script_table *list = NULL;
  const char *text = NULL;
  runner_status status = script_get_text_or_table(schema->table, "command", source->arena,
                                                  &text, &list, source->error);
  if (status == RUNNER_DONE)
    status = script_get_texts(schema->table, "command", source->arena, &schema->command,
                              source->error);
  if (status == RUNNER_DONE)
    status = script_get_text(schema->table, "cwd", source->arena, &schema->folder,
                             source->error);
  if (status != RUNNER_DONE) return status;
  if (schema->command.count > 0 && schema->command.items[0][0] == '\0')
    schema->command.count = 0;
  schema->shell = text != NULL;
  if (schema->folder != NULL) return config_place_path(source, &schema->folder);
  schema->folder = source->folder;
  return RUNNER_DONE;
}

/* One of the two, and not both. */
static runner_status read_origin(struct config_source *source,
                                 struct config_schema *schema) {
  runner_status status =
      script_get_text(schema->table, "file", source->arena, &schema->path, source->error);
  if (status == RUNNER_DONE)
    status = config_check_text(source, "schema.file", schema->path);
  if (status == RUNNER_DONE) status = config_place_path(source, &schema->path);
  if (status == RUNNER_DONE) status = read_command(source, schema);
  if (status != RUNNER_DONE) return status;
  if ((schema->path != NULL) != (schema->command.count > 0)) return RUNNER_DONE;
  if (schema->path != NULL)
    config_wrong(source, "`schema` names both a file and a command");
  else
    config_wrong(source, "`schema` names neither a file nor a command");
  error_hint(source->error, "write schema = \"schema.lua\", { file = \"schema.lua\" } or "
                            "{ command = \"...\" }");
  return RUNNER_USAGE;
}

/* Only looked at: what compares is handed the table itself. */
static runner_status check_comparison(struct config_source *source,
                                      struct script_table *table) {
  struct script_function *function = NULL;
  struct script_table *patterns = NULL;
  struct runner_texts texts = {0};
  bool order = false;
  runner_status status =
      script_get_callable(table, "ignore", &function, &patterns, source->error);
  if (status == RUNNER_DONE && patterns != NULL)
    status = script_get_texts(table, "ignore", source->arena, &texts, source->error);
  if (status == RUNNER_DONE)
    status = script_get_boolean(table, "order", &order, source->error);
  if (status == RUNNER_DONE)
    status = script_get_function(table, "differs", &function, source->error);
  if (status == RUNNER_DONE)
    status = script_get_function(table, "rewrite", &function, source->error);
  if (status != RUNNER_DONE)
    error_hint(source->error, "what `schema` may hold is in docs/autogenerate.md");
  return status;
}

static runner_status read_table(struct config_source *source,
                                struct config_schema *schema) {
  static const char *const keys[] = {"command", "cwd",   "differs", "file",
                                     "ignore",  "order", "rewrite", NULL};
  const struct config_shape shape = {.name = "`schema`", .keys = keys, .has_keys = true};
  runner_status status = config_check_shape(source, schema->table, &shape);
  if (status == RUNNER_DONE) status = read_origin(source, schema);
  return status == RUNNER_DONE ? check_comparison(source, schema->table) : status;
}

static runner_status read_snapshot(struct config_source *source, struct config *config) {
  runner_status status = config_get_text(source, "snapshot", &config->snapshot);
  return status == RUNNER_DONE ? config_place_path(source, &config->snapshot) : status;
}

runner_status config_read_schema(struct config_source *source, struct config *config) {
  struct config_schema *schema = &config->schema;
  runner_status status = read_snapshot(source, config);
  if (status == RUNNER_DONE)
    status = config_get_text_or_table(source, "schema", &schema->path, &schema->table);
  if (status != RUNNER_DONE) return status;
  if (schema->table != NULL) return read_table(source, schema);
  status = config_check_text(source, "schema", schema->path);
  return status == RUNNER_DONE ? config_place_path(source, &schema->path) : status;
}

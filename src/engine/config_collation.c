/* Collations that only the application has, as runner.lua declares them. */
#include "engine/config_collation.h"

#include <strings.h>

/* https://www.sqlite.org/datatype3.html#collating_sequences */
static bool is_built_in(const char *name) {
  return strcasecmp(name, "BINARY") == 0 || strcasecmp(name, "NOCASE") == 0 ||
         strcasecmp(name, "RTRIM") == 0;
}

static runner_status read_collation(struct config_source *source,
                                    struct script_table *table,
                                    struct collation *collation) {
  struct script_function *function = NULL;
  struct runner_error unread = RUNNER_ERROR_INIT;
  bool declared = false;
  if (is_built_in(collation->name))
    return config_wrong(source, "`collations` has %s, which is SQLite's own",
                        collation->name);
  if (script_get_function(table, collation->name, &function, &unread) == RUNNER_DONE) {
    collation->compare = script_compare;
    collation->user = function;
    return RUNNER_DONE;
  }
  runner_error_clear(&unread);
  runner_status status = script_get_boolean(table, collation->name, &declared, &unread);
  runner_error_clear(&unread);
  if (status == RUNNER_DONE && declared) return RUNNER_DONE;
  return config_wrong(source, "`collations.%s` must be a function of two texts, or true",
                      collation->name);
}

runner_status config_read_collations(struct config_source *source,
                                     struct config *config) {
  struct script_table *table = NULL;
  struct runner_texts names = {0};
  const struct config_shape shape = {.name = "`collations`", .has_keys = true};
  runner_status status = config_get_table(source, "collations", &table);
  if (status != RUNNER_DONE || table == NULL) return status;
  status = config_check_shape(source, table, &shape);
  if (status == RUNNER_DONE)
    status = script_table_keys(table, source->arena, &names, source->error);
  if (status != RUNNER_DONE) return status;
  struct collations *collations = &config->collations;
  collations->items =
      arena_allocate(source->arena, (names.count + 1) * sizeof *collations->items);
  if (collations->items == NULL) return error_no_memory(source->error);
  collations->count = names.count;
  for (size_t i = 0; status == RUNNER_DONE && i < names.count; i++) {
    collations->items[i] = (struct collation){.name = names.items[i]};
    status = read_collation(source, table, &collations->items[i]);
  }
  return status;
}

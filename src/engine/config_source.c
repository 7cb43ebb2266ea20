/* Reading one key of runner.lua. */
#include "engine/config_source.h"

#include "base/file.h"
#include "base/suggest.h"

#include <stdarg.h>
#include <string.h>

/* The table that has `key`: the section if it does, else the whole file. */
static runner_status find_holder(struct config_source *source, const char *key,
                                 struct script_table **holder) {
  bool own = false;
  runner_status status = RUNNER_DONE;
  if (source->section != NULL)
    status = script_has(source->section, key, &own, source->error);
  *holder = own ? source->section : source->root;
  return status;
}

runner_status config_get_text(struct config_source *source, const char *key,
                              const char **out) {
  struct script_table *holder = NULL;
  runner_status status = find_holder(source, key, &holder);
  if (status != RUNNER_DONE) return status;
  status = script_get_text(holder, key, source->arena, out, source->error);
  return status == RUNNER_DONE ? config_check_text(source, key, *out) : status;
}

runner_status config_check_text(struct config_source *source, const char *key,
                                const char *text) {
  if (text == NULL || text[0] != '\0') return RUNNER_DONE;
  return config_wrong(source, "`%s` must not be an empty text", key);
}

runner_status config_get_texts(struct config_source *source, const char *key,
                               struct runner_texts *out) {
  struct script_table *holder = NULL;
  runner_status status = find_holder(source, key, &holder);
  if (status != RUNNER_DONE) return status;
  return script_get_texts(holder, key, source->arena, out, source->error);
}

runner_status config_get_boolean(struct config_source *source, const char *key,
                                 bool *out) {
  struct script_table *holder = NULL;
  runner_status status = find_holder(source, key, &holder);
  if (status != RUNNER_DONE) return status;
  return script_get_boolean(holder, key, out, source->error);
}

runner_status config_get_integer(struct config_source *source, const char *key,
                                 int64_t *out) {
  struct script_table *holder = NULL;
  runner_status status = find_holder(source, key, &holder);
  if (status != RUNNER_DONE) return status;
  return script_get_integer(holder, key, out, source->error);
}

runner_status config_get_number(struct config_source *source, const char *key,
                                double *out) {
  struct script_table *holder = NULL;
  runner_status status = find_holder(source, key, &holder);
  if (status != RUNNER_DONE) return status;
  return script_get_number(holder, key, out, source->error);
}

runner_status config_get_table(struct config_source *source, const char *key,
                               struct script_table **out) {
  struct script_table *holder = NULL;
  runner_status status = find_holder(source, key, &holder);
  if (status != RUNNER_DONE) return status;
  return script_get_table(holder, key, out, source->error);
}

runner_status config_get_callable(struct config_source *source, const char *key,
                                  struct script_function **as_function,
                                  struct script_table **as_table) {
  struct script_table *holder = NULL;
  runner_status status = find_holder(source, key, &holder);
  if (status != RUNNER_DONE) return status;
  return script_get_callable(holder, key, as_function, as_table, source->error);
}

runner_status config_get_text_or_table(struct config_source *source, const char *key,
                                       const char **as_text,
                                       struct script_table **as_table) {
  struct script_table *holder = NULL;
  runner_status status = find_holder(source, key, &holder);
  if (status != RUNNER_DONE) return status;
  return script_get_text_or_table(holder, key, source->arena, as_text, as_table,
                                  source->error);
}

runner_status config_place_path(struct config_source *source, const char **path) {
  if (*path == NULL) return RUNNER_DONE;
  *path = path_join(source->arena, source->folder, *path);
  return *path != NULL ? RUNNER_DONE : error_no_memory(source->error);
}

runner_status config_wrong(struct config_source *source, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  char *message = memory_vformat(format, arguments);
  va_end(arguments);
  if (message == NULL) return error_no_memory(source->error);
  error_set(source->error, RUNNER_USAGE, "%s", message);
  error_place(source->error, source->path, 0);
  memory_release(message);
  return RUNNER_USAGE;
}

/* ---- shapes ---- */

static runner_status fail_unknown(struct config_source *source, const char *key,
                                  const struct config_shape *shape) {
  struct suggestion suggestion = {.typed = key};
  for (size_t i = 0; shape->keys[i] != NULL; i++)
    suggestion_consider(&suggestion, shape->keys[i]);
  config_wrong(source, "unknown key `%s`%s%s", key, shape->name != NULL ? " in " : "",
               shape->name != NULL ? shape->name : "");
  if (suggestion.nearest != NULL)
    error_hint(source->error, "did you mean `%s`?", suggestion.nearest);
  error_hint(source->error, "the keys of runner.lua are listed in docs/configuration.md");
  return RUNNER_USAGE;
}

static bool is_known(const struct config_shape *shape, const char *key) {
  for (size_t i = 0; shape->keys != NULL && shape->keys[i] != NULL; i++)
    if (strcmp(shape->keys[i], key) == 0) return true;
  return shape->keys == NULL;
}

runner_status config_check_shape(struct config_source *source, struct script_table *table,
                                 const struct config_shape *shape) {
  struct runner_texts keys = {0};
  runner_status status = script_table_keys(table, source->arena, &keys, source->error);
  if (status != RUNNER_DONE) return status;
  size_t items = shape->has_items ? script_table_length(table) : 0;
  if (!shape->has_keys && keys.count > 0)
    return config_wrong(source, "%s must be a list, but has the key `%s`", shape->name,
                        keys.items[0]);
  if (script_table_count(table) != keys.count + items)
    return shape->has_items
               ? config_wrong(source, "%s must be a list without gaps", shape->name)
               : config_wrong(source, "%s has a value without a key",
                              shape->name != NULL ? shape->name : "the configuration");
  for (size_t i = 0; i < keys.count; i++)
    if (!is_known(shape, keys.items[i]))
      return fail_unknown(source, keys.items[i], shape);
  return RUNNER_DONE;
}

/* Reading one key of runner.lua. */
#include "engine/config_source.h"

#include "base/file.h"

#include <stdarg.h>

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
  return script_get_text(holder, key, source->arena, out, source->error);
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

/* What every part of the configuration's reader needs. */
#include "engine/config_source.h"

#include <stdarg.h>
#include <string.h>

/* The table that has `key`: the section if it does, else the whole file. */
struct script_table *config_holder(struct config_source *source, const char *key) {
  if (source->section != NULL &&
      strcmp(script_get_type(source->section, key), "nil") != 0)
    return source->section;
  return source->root;
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

/* How tables are altered: the way they are rebuilt, the names of their constraints. */
#include "engine/config_alteration.h"

#include "base/suggest.h"

#include <string.h>

static const char *const ways[] = {"documented", "swap"};
enum { WAYS = sizeof ways / sizeof *ways };

static const char *const kinds[] = {"check",       "foreign_key", "index",
                                    "primary_key", "unique",      NULL};

static const char *const placeholders[] = {"table", "columns", "column", "referent"};
enum { PLACEHOLDERS = sizeof placeholders / sizeof *placeholders };

runner_status config_check_rebuild(const char *origin, const char *rebuild,
                                   struct runner_error *error) {
  struct suggestion suggestion = {.typed = rebuild};
  for (size_t i = 0; i < WAYS; i++) {
    if (strcmp(rebuild, ways[i]) == 0) return RUNNER_DONE;
    suggestion_consider(&suggestion, ways[i]);
  }
  error_set(error, RUNNER_USAGE, "%s must be %s or %s, not '%s'", origin, ways[0],
            ways[1], rebuild);
  if (suggestion.nearest != NULL)
    error_hint(error, "did you mean '%s'?", suggestion.nearest);
  return RUNNER_USAGE;
}

/* ---- naming ---- */

static bool is_placeholder(const char *name, size_t length) {
  for (size_t i = 0; i < PLACEHOLDERS; i++)
    if (strlen(placeholders[i]) == length && memcmp(placeholders[i], name, length) == 0)
      return true;
  return false;
}

/* "{tabel}..." at `open` is none of the placeholders. */
static runner_status refuse_placeholder(struct config_source *source, const char *kind,
                                        const char *open) {
  size_t length = strcspn(open + 1, "{}");
  bool closed = open[1 + length] == '}';
  const char *name = arena_bytes(source->arena, open + 1, length);
  if (name == NULL) return error_no_memory(source->error);
  struct suggestion suggestion = {.typed = name};
  for (size_t i = 0; i < PLACEHOLDERS; i++)
    suggestion_consider(&suggestion, placeholders[i]);
  if (closed)
    config_wrong(source, "`naming.%s` has the unknown placeholder {%s}", kind, name);
  else
    config_wrong(source, "`naming.%s` has a { that no } follows", kind);
  if (closed && suggestion.nearest != NULL)
    error_hint(source->error, "did you mean {%s}?", suggestion.nearest);
  error_hint(source->error,
             "the placeholders are {table}, {columns}, {column} and {referent}");
  return RUNNER_USAGE;
}

static runner_status check_pattern(struct config_source *source, const char *kind,
                                   const char *pattern) {
  for (const char *open = strchr(pattern, '{'); open != NULL;
       open = strchr(open + 1, '{')) {
    size_t length = strcspn(open + 1, "{}");
    if (open[1 + length] != '}' || !is_placeholder(open + 1, length))
      return refuse_placeholder(source, kind, open);
  }
  return RUNNER_DONE;
}

static runner_status check_kind(struct config_source *source, struct script_table *naming,
                                const char *kind) {
  const char *pattern = NULL;
  runner_status status =
      script_get_text(naming, kind, source->arena, &pattern, source->error);
  if (status == RUNNER_USAGE)
    error_hint(source->error, "it is a pattern in `naming`, such as \"ix_{columns}\"");
  if (status != RUNNER_DONE || pattern == NULL) return status;
  if (pattern[0] == '\0')
    return config_wrong(source, "`naming.%s` must not be an empty text", kind);
  return check_pattern(source, kind, pattern);
}

static runner_status read_naming(struct config_source *source, struct config *config) {
  const struct config_shape shape = {.name = "`naming`", .keys = kinds, .has_keys = true};
  runner_status status = config_get_table(source, "naming", &config->naming);
  if (status != RUNNER_DONE || config->naming == NULL) return status;
  status = config_check_shape(source, config->naming, &shape);
  for (size_t i = 0; status == RUNNER_DONE && kinds[i] != NULL; i++)
    status = check_kind(source, config->naming, kinds[i]);
  return status;
}

runner_status config_read_alteration(struct config_source *source,
                                     struct config *config) {
  config->rebuild = ways[0];
  runner_status status = config_get_text(source, "rebuild", &config->rebuild);
  if (status == RUNNER_DONE)
    status = config_check_rebuild("`rebuild`", config->rebuild, source->error);
  return status == RUNNER_DONE ? read_naming(source, config) : status;
}

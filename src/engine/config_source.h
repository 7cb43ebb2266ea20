/* runner.lua while it is being read: a key is looked for in the section that was chosen,
** then in the whole file. */
#ifndef RUNNER_ENGINE_CONFIG_SOURCE_H
#define RUNNER_ENGINE_CONFIG_SOURCE_H

#include "engine/config.h"

/* The file being read. */
struct config_source {
  const char *path;
  const char *folder;
  struct script_table *root;
  struct script_table *section; /* chosen with -n, or NULL */
  struct arena *arena;
  struct runner_error *error;
};

/* Typed reads as in script/state.h: a missing key leaves *out as it is. A text must not
** be empty. */
runner_status config_get_text(struct config_source *source, const char *key,
                              const char **out);
runner_status config_get_texts(struct config_source *source, const char *key,
                               struct runner_texts *out);
runner_status config_get_boolean(struct config_source *source, const char *key,
                                 bool *out);
runner_status config_get_integer(struct config_source *source, const char *key,
                                 int64_t *out);
runner_status config_get_number(struct config_source *source, const char *key,
                                double *out);
runner_status config_get_table(struct config_source *source, const char *key,
                               struct script_table **out);
/* A text or a table: one of the two is set. */
runner_status config_get_text_or_table(struct config_source *source, const char *key,
                                       const char **as_text,
                                       struct script_table **as_table);
/* RUNNER_USAGE if the text, which may be NULL, is empty: it can only be a mistake. */
runner_status config_check_text(struct config_source *source, const char *key,
                                const char *text);
/* A function or a table: one of the two is set. */
runner_status config_get_callable(struct config_source *source, const char *key,
                                  struct script_function **as_function,
                                  struct script_table **as_table);

/* A path of the file, seen from the current folder; NULL stays NULL. */
runner_status config_place_path(struct config_source *source, const char **path);

/* What may stand in a table of runner.lua. */
struct config_shape {
  const char *name;        /* what messages call it; NULL: the whole file */
  const char *const *keys; /* known ones, NULL at the end; NULL: any text is a key */
  bool has_keys;
  bool has_items; /* a list, perhaps with keys beside it */
};

/* RUNNER_USAGE if `table` holds anything else; names the nearest known key. */
runner_status config_check_shape(struct config_source *source, struct script_table *table,
                                 const struct config_shape *shape);

/* RUNNER_USAGE with this message, in this file. */
runner_status config_wrong(struct config_source *source, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif

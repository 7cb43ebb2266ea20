/* runner.lua while it is being read. */
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

/* The table that has `key`: the section if it does, else the whole file. */
struct script_table *config_holder(struct config_source *source, const char *key);

/* RUNNER_USAGE with this message, in this file. */
runner_status config_wrong(struct config_source *source, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif

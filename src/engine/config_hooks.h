/* The parts of runner.lua that are functions: callbacks, hooks and own commands. */
#ifndef RUNNER_ENGINE_CONFIG_HOOKS_H
#define RUNNER_ENGINE_CONFIG_HOOKS_H

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

runner_status config_read_callbacks(struct config_source *source, struct config *config);
runner_status config_read_hooks(struct config_source *source, struct config *config);
runner_status config_read_commands(struct config_source *source, struct config *config);

#endif

/* The parts of runner.lua that are functions: callbacks, hooks and own commands. */
#ifndef RUNNER_ENGINE_CONFIG_HOOKS_H
#define RUNNER_ENGINE_CONFIG_HOOKS_H

#include "engine/config_source.h"

runner_status config_read_callbacks(struct config_source *source, struct config *config);
runner_status config_read_hooks(struct config_source *source, struct config *config);
runner_status config_read_commands(struct config_source *source, struct config *config);

#endif

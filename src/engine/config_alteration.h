/* The keys of runner.lua about how tables are altered: `rebuild` and `naming`. */
#ifndef RUNNER_ENGINE_CONFIG_ALTERATION_H
#define RUNNER_ENGINE_CONFIG_ALTERATION_H

#include "engine/config_source.h"

runner_status config_read_alteration(struct config_source *source, struct config *config);

/* Is `rebuild` a way of rebuilding tables? RUNNER_USAGE with the choices if not; `origin`
** is what the message calls it. */
runner_status config_check_rebuild(const char *origin, const char *rebuild,
                                   struct runner_error *error);

#endif

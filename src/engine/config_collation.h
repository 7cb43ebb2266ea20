/* `collations` of runner.lua. */
#ifndef RUNNER_ENGINE_CONFIG_COLLATION_H
#define RUNNER_ENGINE_CONFIG_COLLATION_H

#include "engine/config_source.h"

/* A table from names to functions, or to true where the order is not known. RUNNER_USAGE
** for anything else, and for SQLite's own names. */
runner_status config_read_collations(struct config_source *source, struct config *config);

#endif

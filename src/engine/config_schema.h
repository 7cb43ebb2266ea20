/* `schema` and `snapshot` of runner.lua: where the desired schema comes from and how it is
** compared; where the schema there is is written to. */
#ifndef RUNNER_ENGINE_CONFIG_SCHEMA_H
#define RUNNER_ENGINE_CONFIG_SCHEMA_H

#include "engine/config_source.h"

runner_status config_read_schema(struct config_source *source, struct config *config);

#endif

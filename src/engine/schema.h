/* The schema of a database, or of another source, as text. */
#ifndef RUNNER_ENGINE_SCHEMA_H
#define RUNNER_ENGINE_SCHEMA_H

#include "engine/project.h"

/* What runner_schema writes, in the arena. */
runner_status schema_text(struct runner *runner,
                          const struct runner_schema_wanted *wanted, const char **text,
                          struct runner_error *error);

#endif

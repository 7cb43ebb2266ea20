/* The desired schema, as runner.autogenerate.source is told of it. */
#ifndef RUNNER_ENGINE_DESIRED_H
#define RUNNER_ENGINE_DESIRED_H

#include "engine/project.h"

enum { DESIRED_FIELDS = 5 };

/* Fill the first of `fields`; `*count` says how many. `path`: a file that is used instead
** of what the options or the configuration say, or NULL. RUNNER_USAGE if there is no such file, or no
** desired schema at all. */
runner_status desired_fields(struct runner *runner, const char *path,
                             struct script_field *fields, size_t *count,
                             struct runner_error *error);

/* RUNNER_USAGE if there is no such file. */
runner_status desired_check(const char *path, struct runner_error *error);

#endif

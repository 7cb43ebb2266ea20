/* The variables a revision file sets: read from its environment, with types checked. */
#ifndef RUNNER_SCRIPT_VARIABLE_H
#define RUNNER_SCRIPT_VARIABLE_H

#include "base/memory.h"
#include "script/revision.h"

#include <lua.h>

/* Fill the first half of `revision` from the environment at `environment` (message and
** document excepted), texts in `arena`. Raises, with the line of the assignment, for a
** variable of a wrong type and for one that is missing. */
void variable_read_all(lua_State *L, int environment, struct arena *arena,
                       struct runner_revision *revision);

#endif

/* What the alterations of tables say of themselves while a step runs: how each is made,
** in one line. The lines are told to the listener, become comments of the SQL text, and
** stay with the step. */
#ifndef RUNNER_ENGINE_ALTERATIONS_H
#define RUNNER_ENGINE_ALTERATIONS_H

#include "engine/project.h"

/* A step begins: forget those of the one before. */
void alterations_begin(struct runner *runner);

/* An alteration says how it is made. */
void alterations_note(struct runner *runner, const char *text);

/* Fails if memory ran out for one of them: runner->alterations is not all then. */
runner_status alterations_check(const struct runner *runner, struct runner_error *error);

#endif

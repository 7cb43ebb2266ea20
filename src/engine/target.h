/* Where an upgrade or downgrade goes: targets that may be steps from the version rows.
** For the files resolve*.c and plan*.c. */
#ifndef RUNNER_ENGINE_TARGET_H
#define RUNNER_ENGINE_TARGET_H

#include "engine/scope.h"

/* The revisions to upgrade to; none means base. A bare "+N" starts from the rows, or
** with a branch from the highest applied revisions of the branch. `clamp`: steps beyond
** the last revision stay there, otherwise that is an error. */
runner_status target_upgrade(const struct scope *scope, const struct numbers *rows,
                             bool clamp, struct numbers *out, struct runner_error *error);

struct downgrade_target {
  size_t node;   /* what stays applied, or SCOPE_BASE */
  bool narrowed; /* only what lies below `branch` is meant */
  size_t branch;
  bool ambiguous; /* "-N" although there are several rows: the first one was taken */
};
runner_status target_downgrade(const struct scope *scope, const struct numbers *rows,
                               struct downgrade_target *target,
                               struct runner_error *error);

#endif

/* A campaign: one fault strikes at step 1, then 2, ... of the same run until it ends
** untouched. After each the database must be sound, stand before or after a revision with
** definitions, rows, version rows and journal in agreement, and the same command must
** succeed when it is run again. What is otherwise fails the test. */
#ifndef TESTS_CRASH_CAMPAIGN_H
#define TESTS_CRASH_CAMPAIGN_H

#include "support/faulty_vfs.h"
#include "world.h"

#include <stddef.h>

enum { MOST_STATES = 4 };

/* A run and the states it may be found in. */
struct campaign {
  struct world *world;
  struct action action;
  char *states[MOST_STATES]; /* before, between revisions, after */
  size_t count;
  bool starts_outside; /* runs a revision outside a transaction */
};

/* Run without a fault; the run must succeed. */
void campaign_run_well(const struct world *world, const struct action *action);

/* Learn the states from runs without faults; `between` is where a run may stop, or NULL.
** Afterwards the campaign has memory, for campaign_release. */
void campaign_learn(struct campaign *campaign, const char *between);
void campaign_release(struct campaign *campaign);

/* Let the fault strike at every step; returns in how many runs something was wrong.
** `tolerant`: this is expected. */
int campaign_every_step(const struct campaign *campaign, struct fault fault,
                        bool tolerant);

/* The first `count` of the faults there are: power loss, a failing disk and death, then
** the others. */
enum { MAIN_FAULTS = 3, ALL_FAULTS = 6 };
void campaign_every_fault(const struct campaign *campaign, size_t count);

#endif

/* Databases with the tables of online backfills, as a process at work leaves them. */
#ifndef RUNNER_TESTS_ENGINE_BACKFILL_FIXTURE_H
#define RUNNER_TESTS_ENGINE_BACKFILL_FIXTURE_H

#include "base/lock.h"
#include "project_fixture.h"

/* One more row, of revision aaaa: 40 of 100 rows done in 4 seconds, 2 failed. Each started a
** second after the one before. */
void add_backfill(struct project *project, const char *name, const char *state);
/* The copy of a row for the revision bbbb, begun later, without numbers. */
void copy_backfill(struct project *project, const char *name);

/* Make the tables, add a row, open the project. */
void open_with_backfill(struct project *project, const char *name, const char *state);

/* The lock of a process at work; lock_release ends it. */
struct lock hold_lock(struct project *project);

/* The only backfill that there is. */
struct runner_backfill look_at_backfill(struct project *project);

#endif

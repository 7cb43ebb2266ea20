/* The clock: durations and the time of day. */
#ifndef RUNNER_BASE_CLOCK_H
#define RUNNER_BASE_CLOCK_H

#include <stdint.h>

/* Seconds on a clock that never goes back; only differences mean something. */
double clock_seconds(void);

/* Wall clock, whole seconds since 1970-01-01 UTC. */
int64_t clock_now(void);

#endif

/* The clock: durations and time stamps. */
#ifndef RUNNER_BASE_CLOCK_H
#define RUNNER_BASE_CLOCK_H

#include <stdint.h>

enum { CLOCK_STAMP_BYTES = 32 };

/* Seconds on a clock that never goes back; only differences mean something. */
double clock_seconds(void);

/* Wall clock, whole seconds since 1970-01-01 UTC. */
int64_t clock_now(void);

/* Write `when` as "2026-11-22T10:00:00Z" into `stamp`. */
void clock_stamp(int64_t when, char stamp[CLOCK_STAMP_BYTES]);

#endif

/* The clock over POSIX. */
#include "base/clock.h"

#include <time.h>

double clock_seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int64_t clock_now(void) {
  return (int64_t)time(NULL);
}

void clock_stamp(int64_t when, char stamp[CLOCK_STAMP_BYTES]) {
  time_t seconds = (time_t)when;
  struct tm parts;
  gmtime_r(&seconds, &parts);
  strftime(stamp, CLOCK_STAMP_BYTES, "%Y-%m-%dT%H:%M:%SZ", &parts);
}

/* Waiting for a lock: short sleeps of uneven length until the time is over.
**
** SQLite's own handler backs off to 100 ms and so misses short gaps; with many programs
** in line the same ones lose again and again. Ours sleeps 1 to 20 ms at random.
** https://www.sqlite.org/c3ref/busy_handler.html */
#include "base/clock.h"
#include "sqlite/connection_state.h"

#include <time.h>

static const double FIRST_NOTICE = 0.5, NOTICE_EVERY = 1.0; /* seconds */

/* xorshift: any spread will do. */
static unsigned next_random(struct connection *connection) {
  unsigned x = connection->jitter;
  x ^= x << 13;
  x ^= x >> 17;
  x ^= x << 5;
  return connection->jitter = x;
}

static void sleep_a_little(struct connection *connection, int count, double left) {
  double longest = count < 10 ? 0.004 : 0.020;
  double seconds = 0.001 + longest * (next_random(connection) % 1000) / 1000;
  if (seconds > left) seconds = left;
  struct timespec pause = {.tv_nsec = (long)(seconds * 1e9)};
  nanosleep(&pause, NULL); /* a signal ends it early: the caller looks at once */
}

/* Tell whoever waits with us; false to give up. */
static bool notify(struct connection *connection) {
  if (connection->waiting == NULL || connection->waited < connection->next_notice)
    return true;
  connection->next_notice = connection->waited + NOTICE_EVERY;
  connection->gave_up = !connection->waiting(
      connection->user, (int)(connection->waited * 1000), connection->timeout_ms);
  return !connection->gave_up;
}

int busy_handler(void *user, int count) {
  struct connection *connection = user;
  double now = clock_seconds();
  if (count == 0) {
    connection->wait_start = now;
    connection->next_notice = FIRST_NOTICE;
    connection->gave_up = false;
  }
  connection->waited = now - connection->wait_start;
  double left = connection->timeout_ms / 1000.0 - connection->waited;
  if (left <= 0 || connection->interrupted || !notify(connection)) return 0;
  sleep_a_little(connection, count, left);
  return 1;
}

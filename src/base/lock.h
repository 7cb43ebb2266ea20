/* A lock between processes that nothing outlives: flock(2) on a file made for it.
**
** SQLite's own lock guards every transaction. This one is only for a revision that runs
** outside a transaction, where SQLite holds no lock from its start to its end. The system
** drops it when the process ends, however it ends.
*/
#ifndef RUNNER_BASE_LOCK_H
#define RUNNER_BASE_LOCK_H

#include "base/error.h"

#include <stdbool.h>

struct lock {
  char *path; /* NULL: not held */
  int file;
};

/* Take the lock at `path`, waiting at most `timeout` seconds for whoever works under it.
** (Who only looks is waited for some seconds longer, whatever `timeout` is.) `waiting` is
** called now and then (may be NULL); it returns false to give up. RUNNER_BUSY if it stays
** taken, RUNNER_USAGE if the file cannot be made. */
runner_status lock_take(struct lock *lock, const char *path, double timeout,
                        bool (*waiting)(void *user, int waited_ms, int timeout_ms),
                        void *user, struct runner_error *error);

/* Does somebody hold the lock at `path` now? Makes no file and waits for nobody. Looking
** takes the lock for an instant, shared: several may look at once, and who wants to take it
** tries again. A file that may not be opened counts as held: it is somebody else's. */
bool lock_is_held(const char *path);

/* Give it back and remove the file; one that is not held is fine. */
void lock_release(struct lock *lock);

#endif

/* Locking by flock(2). */
#include "base/lock.h"

#include "base/clock.h"
#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { POLL_MS = 50, TELL_EVERY_MS = 1000 };

/* Whoever only looks lets go at once, but the system may let it lie before that: so long
** it is waited for beyond the time that was asked for. */
static const double LOOK_SECONDS = 10;

/* The holder before us removes the file when it is done: what we locked may no longer be
** what the path names. */
static bool is_still_there(int file, const char *path) {
  struct stat ours, theirs;
  return fstat(file, &ours) == 0 && stat(path, &theirs) == 0 &&
         ours.st_ino == theirs.st_ino && ours.st_dev == theirs.st_dev;
}

/* One attempt; -1 with errno EWOULDBLOCK if somebody holds it. */
static int try_lock(const char *path) {
  int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (file < 0) return -1;
  int reason = 0;
  if (flock(file, LOCK_EX | LOCK_NB) != 0)
    reason = errno;
  else if (!is_still_there(file, path))
    reason = EWOULDBLOCK;
  if (reason == 0) return file;
  close(file);
  errno = reason;
  return -1;
}

/* It was refused: is it only looked at? Whoever works holds it alone. */
static bool is_looked_at(const char *path) {
  return !lock_is_held(path);
}

runner_status lock_take(struct lock *lock, const char *path, double timeout,
                        bool (*waiting)(void *user, int waited_ms, int timeout_ms),
                        void *user, struct runner_error *error) {
  const struct timespec pause = {.tv_nsec = POLL_MS * 1000000L};
  double started = clock_seconds();
  int told_ms = 0;
  lock->path = NULL;
  while ((lock->file = try_lock(path)) < 0) {
    if (errno != EWOULDBLOCK && errno != EINTR)
      return error_set(error, RUNNER_USAGE, "cannot make the lock %s: %s", path,
                       strerror(errno));
    double waited = clock_seconds() - started;
    int waited_ms = (int)(waited * 1000);
    bool go_on = waited < timeout || (waited < LOOK_SECONDS && is_looked_at(path));
    if (go_on && waiting != NULL && waited_ms - told_ms >= TELL_EVERY_MS) {
      told_ms = waited_ms;
      go_on = waiting(user, waited_ms, (int)(timeout * 1000));
    }
    if (!go_on)
      return error_set(error, RUNNER_BUSY, "another program holds the lock %s", path);
    nanosleep(&pause, NULL);
  }
  lock->path = memory_text(path);
  if (lock->path != NULL) return RUNNER_DONE;
  close(lock->file);
  return error_no_memory(error);
}

bool lock_is_held(const char *path) {
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return errno == EACCES;
  bool held = flock(file, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  close(file);
  return held;
}

void lock_release(struct lock *lock) {
  if (lock->path == NULL) return;
  unlink(lock->path); /* before the lock goes: nobody else can hold this file yet */
  close(lock->file);
  memory_release(lock->path);
  lock->path = NULL;
}

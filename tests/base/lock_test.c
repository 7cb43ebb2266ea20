/* The lock between processes. */
#include "base/lock.h"

#include "base/clock.h"
#include "base/file.h"
#include "support/failing_allocator.h"
#include "support/folder.h"

#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static void a_lock_is_taken_once(void **state) {
  char *path = folder_path(state, "lock");
  struct lock first = {0}, second = {0};
  struct runner_error error = RUNNER_ERROR_INIT;
  assert_int_equal(lock_take(&first, path, 0, NULL, NULL, NULL), RUNNER_DONE);
  assert_true(file_exists(path));
  assert_int_equal(lock_take(&second, path, 0, NULL, NULL, &error), RUNNER_BUSY);
  assert_non_null(error.message);
  runner_error_clear(&error);
  lock_release(&second); /* not held: fine */
  lock_release(&first);
  assert_false(file_exists(path));
  assert_int_equal(lock_take(&second, path, 0, NULL, NULL, NULL), RUNNER_DONE);
  lock_release(&second);
  free(path);
}

static bool give_up(void *user, int waited_ms, int timeout_ms) {
  *(int *)user = waited_ms;
  assert_int_equal(timeout_ms, 60000);
  return false;
}

static void waiting_ends_in_time_or_when_told(void **state) {
  char *path = folder_path(state, "lock");
  struct lock first = {0}, second = {0};
  int waited = 0;
  assert_int_equal(lock_take(&first, path, 0, NULL, NULL, NULL), RUNNER_DONE);
  double start = clock_seconds();
  assert_int_equal(lock_take(&second, path, 0.2, NULL, NULL, NULL), RUNNER_BUSY);
  assert_true(clock_seconds() - start >= 0.2);
  assert_int_equal(lock_take(&second, path, 60, give_up, &waited, NULL), RUNNER_BUSY);
  assert_in_range(waited, 1000, 60000);
  lock_release(&first);
  free(path);
}

static void looking_tells_whether_it_is_held(void **state) {
  char *path = folder_path(state, "lock");
  struct lock lock = {0};
  assert_false(lock_is_held(path));
  assert_false(file_exists(path)); /* looking makes no file */
  assert_int_equal(lock_take(&lock, path, 0, NULL, NULL, NULL), RUNNER_DONE);
  assert_true(lock_is_held(path));
  assert_true(lock_is_held(path));
  lock_release(&lock);
  assert_false(lock_is_held(path));
  folder_write(path, "", 0); /* as a holder leaves it that was killed */
  assert_false(lock_is_held(path));
  assert_int_equal(lock_take(&lock, path, 0, NULL, NULL, NULL), RUNNER_DONE);
  lock_release(&lock);
  free(path);
}

/* The pause between two attempts, in place of the system's: whoever looks is gone after so
** many of them, and nobody has to be quick. */
static int looking = -1, pauses;

int nanosleep(const struct timespec *pause, struct timespec *left) {
  (void)left;
  if (looking < 0) return poll(NULL, 0, (int)(pause->tv_nsec / 1000000));
  if (--pauses > 0) return 0;
  close(looking);
  looking = -1;
  return 0;
}

/* Somebody who only looks holds it for an instant, by a file of its own. */
static void who_looks_does_not_turn_others_away(void **state) {
  char *path = folder_path(state, "lock");
  struct lock lock = {0};
  folder_write(path, "", 0);
  looking = open(path, O_RDONLY);
  assert_int_equal(flock(looking, LOCK_SH), 0);
  pauses = 5;
  assert_int_equal(lock_take(&lock, path, 0, NULL, NULL, NULL), RUNNER_DONE);
  assert_int_equal(looking, -1); /* it was in the way first */
  lock_release(&lock);
  free(path);
}

/* One that comes while somebody works: that one is not waited for. */
static void who_works_turns_others_away_at_once(void **state) {
  char *path = folder_path(state, "lock");
  struct lock first = {0}, second = {0};
  assert_int_equal(lock_take(&first, path, 0, NULL, NULL, NULL), RUNNER_DONE);
  looking = open(path, O_RDONLY);
  pauses = 1;
  assert_int_equal(lock_take(&second, path, 0, NULL, NULL, NULL), RUNNER_BUSY);
  assert_int_equal(pauses, 1); /* no pause was made */
  close(looking);
  looking = -1;
  lock_release(&first);
  free(path);
}

static void a_lock_that_cannot_be_made(void **state) {
  char *path = folder_path(state, "missing/lock");
  struct lock lock = {0};
  assert_int_equal(lock_take(&lock, path, 1, NULL, NULL, NULL), RUNNER_USAGE);
  lock_release(&lock);
  free(path);
}

enum { PROGRAMS = 8, ROUNDS = 20 };

/* Read, wait, write: only the lock keeps the sum right. */
static int count_up(const char *path, const char *counter) {
  for (int i = 0; i < ROUNDS; i++) {
    struct lock lock = {0};
    int value = 0;
    if (lock_take(&lock, path, 600, NULL, NULL, NULL) != RUNNER_DONE) return 1;
    FILE *file = fopen(counter, "r+");
    if (file == NULL || fscanf(file, "%d", &value) != 1) return 2;
    rewind(file);
    fprintf(file, "%d\n", value + 1);
    fclose(file);
    lock_release(&lock);
  }
  return 0;
}

static void only_one_program_is_inside(void **state) {
  char *path = folder_path(state, "lock"), *counter = folder_path(state, "counter");
  int value = 0;
  folder_write(counter, "0\n", 2);
  pid_t programs[PROGRAMS];
  for (int i = 0; i < PROGRAMS; i++) {
    programs[i] = fork();
    if (programs[i] == 0) _exit(count_up(path, counter));
  }
  for (int i = 0; i < PROGRAMS; i++) {
    int status = -1;
    waitpid(programs[i], &status, 0);
    assert_int_equal(status, 0);
  }
  FILE *file = fopen(counter, "r");
  assert_int_equal(fscanf(file, "%d", &value), 1);
  fclose(file);
  assert_int_equal(value, PROGRAMS * ROUNDS);
  free(path);
  free(counter);
}

static void a_killed_holder_leaves_nothing_behind(void **state) {
  char *path = folder_path(state, "lock");
  struct lock lock = {0};
  pid_t child = fork();
  if (child == 0) _exit(lock_take(&lock, path, 0, NULL, NULL, NULL));
  int status = -1;
  waitpid(child, &status, 0);
  assert_int_equal(status, 0);
  assert_true(file_exists(path)); /* the file stays, the lock does not */
  assert_int_equal(lock_take(&lock, path, 0, NULL, NULL, NULL), RUNNER_DONE);
  lock_release(&lock);
  free(path);
}

static runner_status take_and_release(void *user, struct runner_error *error) {
  struct lock lock = {0};
  runner_status status = lock_take(&lock, user, 0, NULL, NULL, error);
  lock_release(&lock);
  return status;
}

static void without_memory_it_is_not_held(void **state) {
  char *path = folder_path(state, "lock");
  failing_allocator_loop(take_and_release, path, RUNNER_DONE, FAILING_STRICT);
  free(path);
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, folder_setup, folder_teardown)
  const struct CMUnitTest tests[] = {
      CASE(a_lock_is_taken_once),
      CASE(waiting_ends_in_time_or_when_told),
      CASE(looking_tells_whether_it_is_held),
      CASE(who_looks_does_not_turn_others_away),
      CASE(who_works_turns_others_away_at_once),
      CASE(a_lock_that_cannot_be_made),
      CASE(only_one_program_is_inside),
      CASE(a_killed_holder_leaves_nothing_behind),
      CASE(without_memory_it_is_not_held),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

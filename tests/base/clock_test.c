/* The clock. */
#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

static void now_is_the_wall_clock(void **state) {
  (void)state;
  int64_t before = (int64_t)time(NULL);
  int64_t now = clock_now();
  int64_t after = (int64_t)time(NULL);
  assert_true(now >= before - 1 && now <= after + 1); /* time() may lag by a moment */
}

static double system_seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void seconds_go_on(void **state) {
  (void)state;
  double begin = system_seconds(), before = clock_seconds();
  struct timespec pause = {.tv_nsec = 20000000};
  nanosleep(&pause, NULL);
  double passed = clock_seconds() - before, most = system_seconds() - begin;
  assert_true(passed >= 0.019 && passed <= most + 0.001);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(now_is_the_wall_clock),
      cmocka_unit_test(seconds_go_on),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

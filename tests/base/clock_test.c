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
  int64_t difference = clock_now() - (int64_t)time(NULL);
  assert_true(difference >= -1 && difference <= 1);
}

static void seconds_go_on(void **state) {
  (void)state;
  double before = clock_seconds();
  struct timespec pause = {.tv_nsec = 20000000};
  nanosleep(&pause, NULL);
  double passed = clock_seconds() - before;
  assert_true(passed >= 0.019 && passed < 10);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(now_is_the_wall_clock),
      cmocka_unit_test(seconds_go_on),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

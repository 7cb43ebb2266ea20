/* The clock. */
#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

static void stamps_are_utc(void **state) {
  (void)state;
  static const struct {
    int64_t when;
    const char *stamp;
  } cases[] = {{0, "1970-01-01T00:00:00Z"},
               {951782400, "2000-02-29T00:00:00Z"},
               {1795341600, "2026-11-22T10:00:00Z"},
               {-1, "1969-12-31T23:59:59Z"},
               {4102444799, "2099-12-31T23:59:59Z"}};
  setenv("TZ", "America/New_York", 1);
  tzset();
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char stamp[CLOCK_STAMP_BYTES];
    clock_stamp(cases[i].when, stamp);
    assert_string_equal(stamp, cases[i].stamp);
  }
}

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
      cmocka_unit_test(stamps_are_utc),
      cmocka_unit_test(now_is_the_wall_clock),
      cmocka_unit_test(seconds_go_on),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

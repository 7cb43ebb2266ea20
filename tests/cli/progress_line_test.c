/* The words of a progress line, and how it is cut. */
#include "cli/progress_line.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void expect_event(const struct runner_event *event, int columns,
                         const char *expected) {
  struct buffer line = {0};
  progress_line(&line, event, columns);
  assert_false(buffer_failed(&line));
  assert_string_equal(line.bytes, expected);
  buffer_release(&line);
}

static void expect(const char *what, int64_t done, int64_t total, double seconds,
                   int columns, const char *expected) {
  expect_event(&(struct runner_event){.kind = RUNNER_EVENT_PROGRESS,
                                      .text = what,
                                      .done = done,
                                      .total = total,
                                      .seconds = seconds},
               columns, expected);
}

static void it_says_what_is_known(void **state) {
  (void)state;
  expect("x", 0, 0, 2.4, 0, "  x: 2 s");
  expect("x", 0, 70, 2.4, 0, "  x: 2 s");
  expect("x", 999, 0, 2, 0, "  x: 999 rows, 499/s, 2 s");
  expect("x", 1234567, 10000000, 2, 0,
         "  x: 12 %, 1,234,567 of 10,000,000 rows, 617,283/s, 14 s left");
  expect("x", 3, 0, 0, 0, "  x: 3 rows, 0 s");
}

static void bytes_are_told_in_millions(void **state) {
  (void)state;
  struct runner_event event = {
      .text = "x", .bytes = true, .done = 4096, .total = 12345678901, .seconds = 2};
  expect_event(&event, 0, "  x: 0 %, 0 of 12,345 MB, 0 MB/s, 70 days left");
  event.done = 1999999999;
  expect_event(&event, 0, "  x: 16 %, 1,999 of 12,345 MB, 999 MB/s, 10 s left");
}

static void at_the_end_of_the_rows_nobody_knows_what_is_left(void **state) {
  (void)state;
  expect("x", 1000, 1000, 4, 0, "  x: 100 %, 1,000 of 1,000 rows, 250/s, 4 s");
  expect("x", 999999, 1000000, 2, 0,
         "  x: 99 %, 999,999 of 1,000,000 rows, 499,999/s, 0 s left");
}

static void long_times_have_larger_units(void **state) {
  (void)state;
  expect("x", 0, 0, 99.4, 0, "  x: 99 s");
  expect("x", 0, 0, 120, 0, "  x: 2 min");
  expect("x", 0, 0, 7200, 0, "  x: 2 h");
  expect("x", 0, 0, 432000, 0, "  x: 5 days");
  expect("x", 1, INT64_MAX, 1, 0,
         "  x: 0 %, 1 of 9,223,372,036,854,775,807 rows, 1/s, 106751991167301 days left");
}

static void it_is_cut_to_the_terminal(void **state) {
  (void)state;
  expect("copying 'tickets'", 0, 0, 5, 24, "  copying 'tickets': 5 s");
  expect("copying 'tickets'", 0, 0, 5, 22, "  copying 'tic...: 5 s");
  expect("copying 'tickets'", 0, 0, 5, 11, "  c...: 5 s");
  expect("copying 'tickets'", 0, 0, 5, 10, "  ...: 5 s");
  expect("copying 'tickets'", 9, 0, 5, 10, "9 rows,...");
  expect("copying 'tickets'", 9, 0, 5, 2, "");
  expect("\xc3\xa4\xc3\xb6\xc3\xbc\xc3\x9f", 0, 0, 5, 12,
         "  \xc3\xa4\xc3\xb6\xc3\xbc\xc3\x9f: 5 s");
  expect("\xc3\xa4\xc3\xb6\xc3\xbc\xc3\x9f\xc3\x9f", 0, 0, 5, 11, "  \xc3\xa4...: 5 s");
  expect("\xe8\xa1\xa8\xe8\xa1\xa8\xe8\xa1\xa8", 0, 0, 5, 12, "  \xe8\xa1\xa8...: 5 s");
}

static void where_little_fits_it_is_the_time_left(void **state) {
  (void)state;
  expect("copying", 1234567, 10000000, 2, 40, "  copying: 12 %, 14 s left");
  expect("copying", 1234567, 10000000, 2, 23, "  c...: 12 %, 14 s left");
  expect("copying", 1234567, 10000000, 2, 15, "12 %, 14 s left");
  expect("copying", 1234567, 10000000, 2, 12, "12 %, 14 ...");
}

static void expect_waiting(int columns, const char *expected) {
  struct runner_event event = {.text = "a/b.db", .seconds = 3, .limit = 60};
  struct buffer line = {0};
  waiting_line(&line, &event, columns);
  assert_string_equal(line.bytes, expected);
  buffer_release(&line);
}

static void so_it_is_while_waiting(void **state) {
  (void)state;
  expect_waiting(0, "waiting for the lock on a/b.db (3 s of 60 s)");
  expect_waiting(44, "waiting for the lock on a/b.db (3 s of 60 s)");
  expect_waiting(43, "waiting for the lock (3 s of 60 s)");
  expect_waiting(20, "waiting for the l...");
}

static void it_stays_one_line(void **state) {
  (void)state;
  expect("a\nb\033[2J\x7f", 0, 0, 5, 0, "  a?b?[2J?: 5 s");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(it_says_what_is_known),
      cmocka_unit_test(bytes_are_told_in_millions),
      cmocka_unit_test(at_the_end_of_the_rows_nobody_knows_what_is_left),
      cmocka_unit_test(long_times_have_larger_units),
      cmocka_unit_test(it_is_cut_to_the_terminal),
      cmocka_unit_test(where_little_fits_it_is_the_time_left),
      cmocka_unit_test(so_it_is_while_waiting),
      cmocka_unit_test(it_stays_one_line),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

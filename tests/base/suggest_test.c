/* The nearest known word. */
#include "base/suggest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static const char *nearest(const char *typed) {
  static const char *const known[] = {"upgrade", "downgrade", "heads", "head",
                                      "history", "show",      "stamp", "edit"};
  struct suggestion suggestion = {.typed = typed};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    suggestion_consider(&suggestion, known[i]);
  return suggestion.nearest;
}

static void a_slip_is_recognised(void **state) {
  (void)state;
  assert_string_equal(nearest("upgrad"), "upgrade");      /* one missing */
  assert_string_equal(nearest("upgradee"), "upgrade");    /* one too many */
  assert_string_equal(nearest("upgrase"), "upgrade");     /* one wrong */
  assert_string_equal(nearest("ugprade"), "upgrade");     /* two swapped */
  assert_string_equal(nearest("dwongrade"), "downgrade"); /* two swapped */
  assert_string_equal(nearest("headz"), "heads");
}

static void a_beginning_counts_as_near(void **state) {
  (void)state;
  assert_string_equal(nearest("hist"), "history");
  assert_string_equal(nearest("downg"), "downgrade");
}

static void the_nearest_wins_and_the_first_of_equals(void **state) {
  (void)state;
  assert_string_equal(nearest("heads"), "heads");
  assert_string_equal(nearest("headss"), "heads");
}

static void something_else_is_not_guessed(void **state) {
  (void)state;
  assert_null(nearest("frobnicate"));
  assert_null(nearest("x"));
  assert_null(nearest(""));
  char longer[200];
  memset(longer, 'u', sizeof longer - 1);
  longer[sizeof longer - 1] = '\0';
  assert_null(nearest(longer));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_slip_is_recognised),
      cmocka_unit_test(a_beginning_counts_as_near),
      cmocka_unit_test(the_nearest_wins_and_the_first_of_equals),
      cmocka_unit_test(something_else_is_not_guessed),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

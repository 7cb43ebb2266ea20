/* runner.progress: what is reported reaches the engine, and scripts cannot have it. */
#include "sqlite/progress.h"

#include "fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static void scripts_cannot_require_it(void **state) {
  fixture_check_failure(*state, "require('runner.progress')", RUNNER_FAILED,
                        "there is no module 'runner.progress' for scripts", 2);
}

static void note(void *user, const struct progress *progress) {
  snprintf(user, 100, "%s %d/%d", progress->what != NULL ? progress->what : "over",
           (int)progress->done, (int)progress->total);
}

static void reports_reach_the_engine(void **state) {
  (void)state;
  char told[100] = "";
  struct script_options options = {.progress = note, .user = told};
  struct script_state *script = NULL;
  struct script_function *report = NULL;
  assert_int_equal(script_create(&options, &script, NULL), RUNNER_DONE);
  assert_int_equal(
      script_module_function(script, "runner.progress", "report", &report, NULL),
      RUNNER_DONE);
  struct script_field fields[] = {
      {.key = "what", .type = SCRIPT_TEXT, .text = "going on"},
      {.key = "done", .type = SCRIPT_INTEGER, .integer = 12},
      {.key = "total", .type = SCRIPT_INTEGER, .integer = 90},
  };
  assert_int_equal(script_call(report, fields, 3, NULL, NULL, NULL, NULL), RUNNER_DONE);
  assert_string_equal(told, "going on 12/90");
  fields[2].integer = -1;
  assert_int_equal(script_call(report, fields, 3, NULL, NULL, NULL, NULL), RUNNER_DONE);
  assert_string_equal(told, "going on 12/0");
  assert_int_equal(script_call(report, fields + 1, 2, NULL, NULL, NULL, NULL),
                   RUNNER_FAILED);
  script_destroy(script);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(scripts_cannot_require_it, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test(reports_reach_the_engine),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

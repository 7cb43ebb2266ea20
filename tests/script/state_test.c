/* The state itself: its memory limit, and how a running script is stopped. */
#include "fixture.h"
#include "support/failing_allocator.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/time.h>

#include <cmocka.h>

static void the_limit_is_named(void **state) {
  struct fixture *fixture = *state;
  script_limit_memory(fixture->script, (size_t)4 << 20);
  assert_int_equal(fixture_run(fixture, "local t = {} for i = 1, 1e8 do t[i] = {} end"),
                   RUNNER_FAILED);
  assert_string_equal(fixture->error.message, "the script used up its memory, 4 MiB");
  assert_non_null(strstr(fixture->error.hint, "`memory_limit`"));
  assert_string_equal(fixture->error.file, "versions/x.lua");
  assert_int_equal(fixture->error.line, 2);
  assert_string_equal(fixture->error.revision, "x");
  fixture_check(fixture, "local t = {} for i = 1, 1000 do t[i] = {} end");
}

static void one_large_text_meets_the_limit_too(void **state) {
  struct fixture *fixture = *state;
  script_limit_memory(fixture->script, 3000000);
  assert_int_equal(fixture_run(fixture, "return ('x'):rep(5000000)"), RUNNER_FAILED);
  assert_string_equal(fixture->error.message,
                      "the script used up its memory, 3000000 bytes");
  assert_int_equal(fixture->error.line, 2);
  fixture_run(fixture, "\nlocal t = {}\nfor i = 1, 1e8 do t[i] = i end");
  assert_int_equal(fixture->error.line, 0); /* small growth: it might be Lua's stack */
  script_limit_memory(fixture->script, (size_t)64 << 20);
  fixture_run(fixture, "\nlocal t = {}\nfor i = 1, 1e8 do t[i] = i end");
  assert_int_equal(fixture->error.line, 4);
  fixture_run(fixture, "local function f() return 1 + f() end f()");
}

static void the_line_is_found_at_any_limit(void **state) {
  struct fixture *fixture = *state;
  for (size_t limit = 300000; limit < 2000000; limit += 70001) {
    script_limit_memory(fixture->script, limit);
    fixture_run(fixture, "local function f(t) return { f({ t, {} }) } end\n"
                         "coroutine.wrap(f)({})");
    assert_int_equal(fixture->error.status, RUNNER_FAILED);
  }
}

static void a_limit_below_what_is_held_can_be_lifted(void **state) {
  struct fixture *fixture = *state;
  script_limit_memory(fixture->script, 1000);
  assert_int_equal(fixture_run(fixture, "local t = { {}, {} }"), RUNNER_FAILED);
  script_limit_memory(fixture->script, 0);
  fixture_check(fixture, "local t = { {}, {} }");
}

static runner_status create(void *user, struct runner_error *error) {
  struct script_state *script = NULL;
  runner_status status = script_create(user, &script, error);
  script_destroy(script);
  return status;
}

static void creating_survives_any_failed_allocation(void **state) {
  (void)state;
  struct script_options options = {0};
  failing_allocator_loop(create, &options, RUNNER_DONE, FAILING_LENIENT);
}

/* ---- interrupting ---- */

static struct script_state *volatile interrupted;

static void interrupt(int number) {
  (void)number;
  script_interrupt(interrupted);
}

/* Run the body, and interrupt it after 20 ms. */
static void check_interrupt(struct fixture *fixture, const char *body) {
  struct sigaction action = {.sa_handler = interrupt}, before;
  struct itimerval soon = {.it_value.tv_usec = 20000};
  interrupted = fixture->script;
  sigaction(SIGALRM, &action, &before);
  setitimer(ITIMER_REAL, &soon, NULL);
  runner_status status = fixture_run(fixture, body);
  sigaction(SIGALRM, &before, NULL);
  assert_int_equal(status, RUNNER_INTERRUPTED);
  assert_string_equal(fixture->error.message, "interrupted");
  assert_string_equal(fixture->error.revision, "x");
}

static void a_loop_is_stopped(void **state) {
  check_interrupt(*state, "while true do end");
}

static void pcall_does_not_swallow_it(void **state) {
  check_interrupt(*state, "while true do pcall(function() while true do end end) end");
}

static void making_a_text_of_an_error_does_not_either(void **state) {
  check_interrupt(*state, "error(setmetatable({}, { __tostring = function()\n"
                          "  while true do end\n"
                          "end }))");
}

static void xpcall_and_resume_do_not_either(void **state) {
  check_interrupt(*state, "local function loop() while true do end end\n"
                          "while true do xpcall(loop, function() loop() end)\n"
                          "coroutine.resume(coroutine.create(loop)) end");
}

static void a_coroutine_is_stopped(void **state) {
  check_interrupt(*state, "coroutine.wrap(function() while true do\n"
                          "pcall(function() while true do end end) end end)()");
}

static void a_script_that_ends_meanwhile_counts_as_interrupted(void **state) {
  struct fixture *fixture = *state;
  script_interrupt(fixture->script);
  assert_int_equal(fixture_run(fixture, ""), RUNNER_INTERRUPTED);
}

static void statements_and_loops_end_alike(void **state) {
  check_interrupt(*state,
                  "for n in db:rows('WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL '\n"
                  ".. 'SELECT x + 1 FROM c) SELECT x FROM c') do end");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(the_limit_is_named, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(one_large_text_meets_the_limit_too, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(the_line_is_found_at_any_limit, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(a_limit_below_what_is_held_can_be_lifted,
                                      fixture_setup, fixture_teardown),
      cmocka_unit_test(creating_survives_any_failed_allocation),
      cmocka_unit_test_setup_teardown(a_loop_is_stopped, fixture_setup, fixture_teardown),
      cmocka_unit_test_setup_teardown(pcall_does_not_swallow_it, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(making_a_text_of_an_error_does_not_either,
                                      fixture_setup, fixture_teardown),
      cmocka_unit_test_setup_teardown(xpcall_and_resume_do_not_either, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(a_coroutine_is_stopped, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(a_script_that_ends_meanwhile_counts_as_interrupted,
                                      fixture_setup, fixture_teardown),
      cmocka_unit_test_setup_teardown(statements_and_loops_end_alike, fixture_setup,
                                      fixture_teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

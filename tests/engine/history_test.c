/* Ranges of history: what lies between two bounds, newest first. */
#include "engine/graph_fixture.h"
#include "support/failing_allocator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

/* Two branches from b, one merged again, and a separate tree that depends on c1. */
static const char family[] = "aaaa b<aaaa c1<b!left c2<b!right d1<c1 d2<c2 e2<d2 "
                             "abcd1!desk-b abcd2<abcd1 abcd3<abcd2>c1";

static int open_family(void **state) {
  return fixture_setup(state, family);
}

static void expect_history(void **state, const char *range, const char *rows,
                           const char *expected) {
  const struct fixture *fixture = *state;
  struct runner_error error = RUNNER_ERROR_INIT;
  struct numbers current = fixture_nodes(fixture, rows), out = {0};
  expect_done(resolve_history(fixture->graph, range, &current, &out, &error), &error);
  expect_nodes(fixture, &out, expected);
  numbers_release(&current);
  numbers_release(&out);
}

static void test_history(void **state) {
  expect_history(state, NULL, "", "d1,abcd3,abcd2,abcd1,e2,d2,c2,c1,b,aaaa");
  expect_history(state, ":", "", "d1,abcd3,abcd2,abcd1,e2,d2,c2,c1,b,aaaa");
  expect_history(state, "c2:e2", "", "e2,d2,c2");
  expect_history(state, ":c1", "", "c1,b,aaaa");
  expect_history(state, "c2:", "", "e2,d2,c2");
}

static void test_history_relative(void **state) {
  expect_history(state, "-2:e2", "", "e2,d2,c2");
  expect_history(state, "-1:left@head", "", "d1,c1");
  expect_history(state, "c2:+1", "", "d2,c2");
  expect_history(state, "c2:+9", "", "e2,d2,c2"); /* as far as it goes */
  expect_history(state, "-9:e2", "", "e2,d2,c2,b,aaaa");
  expect_history(state, "right@-1:", "", "e2,d2");
  expect_history(state, "left@-9:", "", "d1,c1,b,aaaa");
  expect_history(state, "-1:", "", "d1,abcd3,abcd2,e2,d2,c1");
  /* One end reaches its root, another stops earlier. */
  expect_history(state, "-2:", "", "d1,abcd3,abcd2,abcd1,e2,d2,c2,c1,b");
}

static void test_history_current(void **state) {
  expect_history(state, "current:", "d2", "e2,d2");
  expect_history(state, ":current", "c1", "c1,b,aaaa");
  expect_history(state, ":current", "", "");
  expect_history(state, "-1:current", "d2", "d2,c2");
  expect_history(state, "current:+1", "c2", "d2,c2");
  expect_history(state, "-1:+1", "d2", "e2,d2,c2");
  expect_history(state, "current:", "", "d1,abcd3,abcd2,abcd1,e2,d2,c2,c1,b,aaaa");
}

static void expect_history_fails(void **state, const char *range, runner_status status,
                                 const char *message) {
  const struct fixture *fixture = *state;
  struct runner_error error = RUNNER_ERROR_INIT;
  struct numbers out = {0};
  expect_failure(resolve_history(fixture->graph, range, NULL, &out, &error), &error,
                 status, message);
  numbers_release(&out);
}

static void test_history_that_fails(void **state) {
  expect_history_fails(
      state, "c1", RUNNER_USAGE,
      "history range requires [start]:[end], [start]:, or :[end], not 'c1'");
  expect_history_fails(
      state, "a:b:c", RUNNER_USAGE,
      "history range requires [start]:[end], [start]:, or :[end], not 'a:b:c'");
  expect_history_fails(state, "c1:c2", RUNNER_REVISION,
                       "requested range c1:c2 does not refer to ancestor/descendant "
                       "revisions along the same branch");
  expect_history_fails(state, "+1:", RUNNER_REVISION,
                       "relative revision +1 didn't produce 1 migrations");
  expect_history_fails(state, ":-1", RUNNER_REVISION,
                       "relative revision -1 didn't produce 1 migrations");
  expect_history_fails(state, "-1:+1", RUNNER_USAGE, "range '-1:+1' needs a database");
  expect_history_fails(state, "current:", RUNNER_USAGE,
                       "'current' needs a database and is not known here");
  expect_history_fails(state, "b:+1", RUNNER_REVISION,
                       "ambiguous walk: '+1' leads up from b to c1, c2");
  expect_history_fails(state, "zzzz:", RUNNER_REVISION,
                       "no such revision or branch 'zzzz'");
}

/* A start in a branch narrows the ends to the branch. */
static void test_history_of_a_branch(void **state) {
  expect_history(state, "left@base:", "", "d1,c1,b,aaaa");
  expect_history(state, "b@aaaa:", "", "d1,c1,e2,d2,c2,b,aaaa");
  expect_history(state, "left@b:d1", "", "d1,c1,b");
  expect_history(state, "right@b+1:", "", "e2,d2,c2");
  expect_history_fails(state, "left@base:e2", RUNNER_REVISION,
                       "requested range left@base:e2 does not refer to "
                       "ancestor/descendant revisions along the same branch");
  struct fixture fixture;
  void *own = &fixture;
  fixture_open(&fixture, "x1!x x2<x1 y1>x2"); /* x2 is no real head */
  expect_history(&own, "x@base:", "", "x2,x1");
  fixture_close(&fixture);
}

static void test_needs_current(void **state) {
  (void)state;
  static const char *const needing[] = {
      "current",       "current:",   ":current", "-3:current", "current-1:",
      "left@current:", ":current+1", "-1:+1",    "a@-1:a@+1",  "current:head"};
  static const char *const others[] = {":",         "-3:",       "a:b",      "",
                                       "currents:", "a:+2",      "-2:head",  "heads",
                                       "x@a",       "current@a", "-1:head-1"};
  for (size_t i = 0; i < sizeof needing / sizeof *needing; i++)
    if (!resolve_needs_current(needing[i])) fail_msg("%s", needing[i]);
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    if (resolve_needs_current(others[i])) fail_msg("%s", others[i]);
}

/* ---- memory ---- */

struct question {
  const struct fixture *fixture;
  const char *text;
  struct numbers current;
};

static runner_status ask_history(void *user, struct runner_error *error) {
  const struct question *question = user;
  struct numbers out = {0};
  runner_status status = resolve_history(question->fixture->graph, question->text,
                                         &question->current, &out, error);
  numbers_release(&out);
  return status;
}

static void test_without_memory(void **state) {
  static const struct {
    const char *text;
    runner_status status;
  } cases[] = {
      {"left@-9:", RUNNER_DONE},
      {"-1:+1", RUNNER_DONE},
      {"c1:c2", RUNNER_REVISION},
      {"b", RUNNER_USAGE},
  };
  struct question question = {.fixture = *state};
  question.current = fixture_nodes(*state, "d2");
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    question.text = cases[i].text;
    failing_allocator_loop(ask_history, &question, cases[i].status, FAILING_STRICT);
  }
  numbers_release(&question.current);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_history),
      cmocka_unit_test(test_history_relative),
      cmocka_unit_test(test_history_current),
      cmocka_unit_test(test_history_that_fails),
      cmocka_unit_test(test_history_of_a_branch),
      cmocka_unit_test(test_needs_current),
      cmocka_unit_test(test_without_memory),
  };
  return cmocka_run_group_tests(tests, open_family, fixture_teardown);
}

/* Resolution: every form of naming revisions, and an own error for each way to fail. */
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

static void expect_many(void **state, const char *text, const char *expected) {
  const struct fixture *fixture = *state;
  struct runner_error error = RUNNER_ERROR_INIT;
  struct numbers nodes = {0};
  expect_done(resolve_many(fixture->graph, text, NULL, &nodes, &error), &error);
  expect_nodes(fixture, &nodes, expected);
  numbers_release(&nodes);
}

static void expect_many_fails(void **state, const char *text, const char *message) {
  const struct fixture *fixture = *state;
  struct runner_error error = RUNNER_ERROR_INIT;
  struct numbers nodes = {0};
  runner_status status = resolve_many(fixture->graph, text, NULL, &nodes, &error);
  expect_failure(status, &error, RUNNER_REVISION, message);
  numbers_release(&nodes);
}

/* A range where one revision belongs is wrong usage, not a problem with the revisions. */
static void test_range(void **state) {
  const struct fixture *fixture = *state;
  struct runner_error error = RUNNER_ERROR_INIT;
  struct numbers nodes = {0};
  runner_status status = resolve_many(fixture->graph, "a:b", NULL, &nodes, &error);
  expect_failure(status, &error, RUNNER_USAGE, "range 'a:b' is not allowed here");
  numbers_release(&nodes);
}

static void test_ids_prefixes_labels(void **state) {
  expect_many(state, "c1", "c1");
  expect_many(state, "aa", "aaaa"); /* ids of four characters can be cut short */
  expect_many(state, "abcd2", "abcd2");
  expect_many(state, "left", "c1");
  expect_many(state, "lef", "c1"); /* labels too */
  expect_many(state, "desk-b", "abcd1");
}

static void test_unknown_and_ambiguous(void **state) {
  expect_many_fails(state, "zzzz", "no such revision or branch 'zzzz'");
  expect_many_fails(state, "c", "no such revision or branch 'c'");
  expect_many_fails(state, "abcd",
                    "multiple revisions start with 'abcd': 'abcd1', 'abcd2', 'abcd3'");
  expect_many_fails(state, "head-x", "no such revision or branch 'head-x'");
}

static void test_malformed(void **state) {
  const char *late = ": a step is a sign and a number at the very end";
  const char *texts[] = {"+1garbage", "-1garbage", "a+b",  "+",
                         "-",         "c1+1x",     "+1+1", "--1"};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    const struct fixture *fixture = *state;
    expect_many_fails(
        state, texts[i],
        arena_format(fixture->arena, "malformed revision '%s'%s", texts[i], late));
  }
  expect_many_fails(state, "", "the revision is empty");
  expect_many_fails(state, "c1 ", "malformed revision 'c1 ': it contains white space");
  expect_many_fails(state, "a@b@c",
                    "malformed revision 'a@b@c': it contains more than one '@'");
  expect_many_fails(state, "@c1",
                    "malformed revision '@c1': there is no branch before '@'");
  expect_many_fails(state, "left@",
                    "malformed revision 'left@': there is nothing after '@'");
}

static void test_heads(void **state) {
  expect_many(state, "heads", "d1,e2,abcd3");
  expect_many(state, "left@head", "d1");
  expect_many(state, "right@heads", "e2");
  expect_many(state, "b@heads", "d1,e2");
  expect_many(state, "c2@head", "e2");
  expect_many_fails(state, "head",
                    "multiple head revisions are present for given argument 'head'");
  expect_many_fails(state, "b@head",
                    "multiple head revisions are present for given argument 'b@head'");
}

static void test_branches(void **state) {
  expect_many(state, "left@b", "b");
  expect_many(state, "left@d1", "d1");
  expect_many(state, "aa@c2", "c2"); /* any revision names its lineage */
  expect_many(state, "abcd2@abcd1", "abcd1");
  expect_many_fails(state, "left@c2", "revision c2 is not a member of branch 'left'");
  expect_many_fails(state, "left@abcd1",
                    "revision abcd1 is not a member of branch 'left'");
  expect_many_fails(state, "nowhere@c2", "no such branch: 'nowhere'");
  expect_many_fails(state, "head@c2", "no such branch: 'head'");
}

/* A prefix that is ambiguous may be clear within a branch. */
static void test_prefix_in_branch(void **state) {
  (void)state;
  struct fixture fixture;
  void *own = &fixture;
  fixture_open(&fixture, "some1!x other1<some1 some2!y");
  expect_many(&own, "x@some", "some1");
  expect_many(&own, "y@some", "some2");
  expect_many_fails(&own, "some",
                    "multiple revisions start with 'some': 'some1', 'some2'");
  expect_many_fails(&own, "y@oth", "no such revision or branch 'oth'");
  fixture_close(&fixture);
}

/* A label and the id of the same revision are no two meanings. */
static void test_prefix_of_label_and_id(void **state) {
  (void)state;
  struct fixture fixture;
  void *own = &fixture;
  fixture_open(&fixture, "ticket1!tickets b!tick2");
  expect_many(&own, "ticket", "ticket1");
  expect_many_fails(&own, "tick", "multiple revisions start with 'tick': 'ticket1', 'b'");
  fixture_close(&fixture);
}

static void test_base(void **state) {
  expect_many(state, "base", "");
  expect_many(state, "left@base", "");
  expect_many_fails(state, "nowhere@base", "no such branch: 'nowhere'");
}

static void test_steps(void **state) {
  expect_many(state, "d1-1", "c1");
  expect_many(state, "d1-2", "b");
  expect_many(state, "d1-4", ""); /* exactly to the place before the first */
  expect_many(state, "left@head-1", "c1");
  expect_many(state, "c1+1", "d1");
  expect_many(state, "right@b+2", "d2");
  expect_many(state, "left@base+3", "c1");
  expect_many(state, "c1+0", "c1");
  expect_many(state, "heads-1", "c1,d2,abcd2");
  expect_many(state, "-1", "c1,d2,abcd2");
  expect_many(state, "-2", "b,c2,abcd1");
  expect_many(state, "left@-1", "c1");
  expect_many(state, "b@-3", "aaaa,b");
}

static void test_steps_that_fail(void **state) {
  expect_many_fails(state, "d1-5",
                    "walked too far: 'd1-5' goes beyond the first revision");
  expect_many_fails(state, "d1+1",
                    "walked too far: 'd1+1' goes beyond the last revision");
  expect_many_fails(state, "base-1",
                    "walked too far: 'base-1' goes beyond the first revision");
  expect_many_fails(state, "c1-99999999999999999999",
                    "walked too far: 'c1-99999999999999999999' goes beyond the first "
                    "revision");
  expect_many_fails(state, "b+1", "ambiguous walk: 'b+1' leads up from b to c1, c2");
  expect_many_fails(state, "base+1",
                    "ambiguous walk: 'base+1' leads up from base to aaaa, abcd1");
  expect_many_fails(state, "+1", "relative revision +1 has nothing to start from");
  expect_many_fails(state, "-0", "relative revision -0 has nothing to start from");
  expect_many_fails(state, "abcd1@-9",
                    "relative revision abcd1@-9 didn't produce 9 migrations");
}

static void test_meeting_steps_are_one(void **state) {
  (void)state;
  struct fixture fixture;
  void *own = &fixture;
  fixture_open(&fixture, "a b<a c<a");
  expect_many(&own, "-1", "a");
  fixture_close(&fixture);
}

/* What depends on nothing real: a branch whose head is an effective one. */
static void test_steps_from_effective_head(void **state) {
  (void)state;
  struct fixture fixture;
  void *own = &fixture;
  fixture_open(&fixture, "x1!x x2<x1 y1>x2");
  expect_many(&own, "x@-1", "x1");
  fixture_close(&fixture);
}

static void test_current(void **state) {
  const struct fixture *fixture = *state;
  struct runner_error error = RUNNER_ERROR_INIT;
  struct numbers current = fixture_nodes(fixture, "c1,abcd2"), out = {0};
  expect_done(resolve_many(fixture->graph, "current", &current, &out, &error), &error);
  expect_nodes(fixture, &out, "c1,abcd2");
  expect_done(resolve_many(fixture->graph, "current-1", &current, &out, &error), &error);
  expect_nodes(fixture, &out, "b,abcd1");
  expect_done(resolve_many(fixture->graph, "left@current", &current, &out, &error),
              &error);
  expect_nodes(fixture, &out, "c1");
  current.count = 0;
  expect_done(resolve_many(fixture->graph, "current", &current, &out, &error), &error);
  assert_int_equal(out.count, 0);
  expect_failure(resolve_many(fixture->graph, "current", NULL, &out, &error), &error,
                 RUNNER_USAGE, "'current' needs a database and is not known here");
  numbers_release(&current);
  numbers_release(&out);
}

static void test_one(void **state) {
  const struct fixture *fixture = *state;
  struct runner_error error = RUNNER_ERROR_INIT;
  size_t node = 99;
  expect_done(resolve_one(fixture->graph, "left@head-1", NULL, &node, &error), &error);
  assert_string_equal(graph_revision(fixture->graph, node)->id, "c1");
  expect_failure(resolve_one(fixture->graph, "heads", NULL, &node, &error), &error,
                 RUNNER_REVISION,
                 "multiple head revisions are present for given argument 'heads'");
  expect_failure(resolve_one(fixture->graph, "-1", NULL, &node, &error), &error,
                 RUNNER_REVISION,
                 "multiple head revisions are present for given argument '-1'");
  expect_failure(resolve_one(fixture->graph, "base", NULL, &node, &error), &error,
                 RUNNER_REVISION,
                 "no revision is indicated by 'base': it is before the first one");
}

static void test_empty_project(void **state) {
  (void)state;
  struct fixture fixture;
  void *own = &fixture;
  fixture_open(&fixture, "");
  expect_many(&own, "head", "");
  expect_many(&own, "heads", "");
  expect_many_fails(&own, "-1", "relative revision -1 didn't produce 1 migrations");
  expect_many_fails(&own, "a", "no such revision or branch 'a'");
  fixture_close(&fixture);
}

static void test_list_of_heads(void **state) {
  (void)state;
  struct fixture fixture;
  struct runner_error error = RUNNER_ERROR_INIT;
  struct numbers out = {0};
  fixture_open(&fixture, "x1 y1>x1");
  expect_done(resolve_heads(fixture.graph, false, &out, &error), &error);
  expect_nodes(&fixture, &out, "x1,y1");
  expect_done(resolve_heads(fixture.graph, true, &out, &error), &error);
  expect_nodes(&fixture, &out, "y1");
  numbers_release(&out);
  fixture_close(&fixture);
}

static void test_rows(void **state) {
  const struct fixture *fixture = *state;
  struct runner_error error = RUNNER_ERROR_INIT;
  struct numbers out = {0};
  struct runner_texts rows = fixture_texts(fixture, "d2,c1");
  expect_done(resolve_rows(fixture->graph, &rows, &out, &error), &error);
  expect_nodes(fixture, &out, "d2,c1");
  /* Only full ids stand in the database: no prefix, no label. */
  rows = fixture_texts(fixture, "c1,aaa");
  expect_failure(resolve_rows(fixture->graph, &rows, &out, &error), &error,
                 RUNNER_REVISION,
                 "can't locate revision identified by 'aaa', at which the database is "
                 "recorded");
  rows = fixture_texts(fixture, "left");
  expect_failure(resolve_rows(fixture->graph, &rows, &out, &error), &error,
                 RUNNER_REVISION,
                 "can't locate revision identified by 'left', at which the database is "
                 "recorded");
  numbers_release(&out);
}

static void test_implied_heads(void **state) {
  const struct fixture *fixture = *state;
  struct runner_error error = RUNNER_ERROR_INIT;
  struct numbers nodes = fixture_nodes(fixture, "abcd3");
  expect_done(resolve_implied_heads(fixture->graph, &nodes, &error), &error);
  expect_nodes(fixture, &nodes, "abcd3,c1");
  nodes.count = 0;
  expect_done(resolve_implied_heads(fixture->graph, &nodes, &error), &error);
  expect_nodes(fixture, &nodes, "");
  numbers_release(&nodes);
  nodes = fixture_nodes(fixture, "abcd3,d1");
  expect_done(resolve_implied_heads(fixture->graph, &nodes, &error), &error);
  expect_nodes(fixture, &nodes, "abcd3,d1");
  numbers_release(&nodes);
}

/* ---- memory ---- */

struct question {
  const struct fixture *fixture;
  const char *text;
  struct numbers current;
};

static runner_status ask_many(void *user, struct runner_error *error) {
  const struct question *question = user;
  struct numbers out = {0};
  runner_status status = resolve_many(question->fixture->graph, question->text,
                                      &question->current, &out, error);
  numbers_release(&out);
  return status;
}

static runner_status ask_one(void *user, struct runner_error *error) {
  const struct question *question = user;
  size_t node = 0;
  return resolve_one(question->fixture->graph, question->text, &question->current, &node,
                     error);
}

static runner_status ask_implied(void *user, struct runner_error *error) {
  const struct question *question = user;
  struct numbers out = {0};
  size_t last = question->fixture->count - 1;
  runner_status status = numbers_add(&out, last) ? RUNNER_DONE : RUNNER_FAILED;
  if (status == RUNNER_DONE)
    status = resolve_implied_heads(question->fixture->graph, &out, error);
  numbers_release(&out);
  return status;
}

static void test_without_memory(void **state) {
  static const struct {
    failing_attempt ask;
    const char *text;
    runner_status status;
  } cases[] = {
      {ask_many, "left@head-1", RUNNER_DONE}, {ask_many, "heads-1", RUNNER_DONE},
      {ask_many, "-1", RUNNER_DONE},          {ask_many, "current", RUNNER_DONE},
      {ask_many, "abcd", RUNNER_REVISION},    {ask_many, "nowhere@b", RUNNER_REVISION},
      {ask_many, "left@c2", RUNNER_REVISION}, {ask_many, "b+1", RUNNER_REVISION},
      {ask_one, "aa@b", RUNNER_DONE},         {ask_one, "heads", RUNNER_REVISION},
      {ask_implied, "", RUNNER_DONE},
  };
  struct question question = {.fixture = *state};
  question.current = fixture_nodes(*state, "d2");
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    question.text = cases[i].text;
    failing_allocator_loop(cases[i].ask, &question, cases[i].status, FAILING_STRICT);
  }
  numbers_release(&question.current);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_ids_prefixes_labels),
      cmocka_unit_test(test_unknown_and_ambiguous),
      cmocka_unit_test(test_malformed),
      cmocka_unit_test(test_range),
      cmocka_unit_test(test_heads),
      cmocka_unit_test(test_branches),
      cmocka_unit_test(test_prefix_in_branch),
      cmocka_unit_test(test_prefix_of_label_and_id),
      cmocka_unit_test(test_base),
      cmocka_unit_test(test_steps),
      cmocka_unit_test(test_steps_that_fail),
      cmocka_unit_test(test_meeting_steps_are_one),
      cmocka_unit_test(test_steps_from_effective_head),
      cmocka_unit_test(test_current),
      cmocka_unit_test(test_one),
      cmocka_unit_test(test_empty_project),
      cmocka_unit_test(test_list_of_heads),
      cmocka_unit_test(test_rows),
      cmocka_unit_test(test_implied_heads),
      cmocka_unit_test(test_without_memory),
  };
  return cmocka_run_group_tests(tests, open_family, fixture_teardown);
}

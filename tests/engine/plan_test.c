/* Plans: what runs, in which order, and what it does to the version rows. */
#include "engine/graph_fixture.h"
#include "support/failing_allocator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

/* Two branches that are merged, and one that stays apart and depends on c1. */
static const char family[] = "a b<a c1<b!left c2<b!right d1<c1 d2<c2 e<d1,d2 "
                             "x!apart y<x>c1";

static int open_family(void **state) {
  return fixture_setup(state, family);
}

static struct runner_plan upgrade(const struct fixture *fixture, const char *rows,
                                  const char *target, const char *expected, bool older) {
  struct runner_error error = RUNNER_ERROR_INIT;
  struct runner_texts texts = fixture_texts(fixture, rows);
  struct runner_plan plan = {0};
  bool got_older = !older;
  expect_done(plan_upgrade(fixture->graph, target, &texts, fixture->arena, &plan,
                           &got_older, &error),
              &error);
  expect_plan(fixture, &plan, expected);
  assert_int_equal(got_older, older);
  return plan;
}

static struct runner_plan downgrade(const struct fixture *fixture, const char *rows,
                                    const char *target, const char *expected) {
  struct runner_error error = RUNNER_ERROR_INIT;
  struct runner_texts texts = fixture_texts(fixture, rows);
  struct runner_plan plan = {0};
  expect_done(
      plan_downgrade(fixture->graph, target, &texts, fixture->arena, &plan, &error),
      &error);
  expect_plan(fixture, &plan, expected);
  return plan;
}

enum command { UPGRADE, DOWNGRADE };

static void expect_fails(const struct fixture *fixture, enum command command,
                         const char *rows, const char *target, const char *message) {
  struct runner_error error = RUNNER_ERROR_INIT;
  struct runner_texts texts = fixture_texts(fixture, rows);
  struct runner_plan plan = {0};
  bool older = false;
  runner_status status = RUNNER_DONE;
  if (command == UPGRADE)
    status = plan_upgrade(fixture->graph, target, &texts, fixture->arena, &plan, &older,
                          &error);
  else
    status =
        plan_downgrade(fixture->graph, target, &texts, fixture->arena, &plan, &error);
  expect_failure(status, &error, RUNNER_REVISION, message);
  assert_false(older);
}

static void test_upgrade(void **state) {
  upgrade(*state, "", "b", "a +a; b a>b => b", false);
  upgrade(*state, "a", "d1", "b a>b; c1 b>c1; d1 c1>d1 => d1", false);
  upgrade(*state, "", "apart@head", "a +a; b a>b; c1 b>c1; x +x; y -x c1>y => y", false);
}

static void test_upgrade_across_a_merge(void **state) {
  upgrade(*state, "b", "e", "c2 b>c2; d2 c2>d2; c1 +c1; d1 c1>d1; e -d1 d2>e => e",
          false);
  upgrade(*state, "d1,d2", "e", "e -d1 d2>e => e", false);
}

static void test_upgrade_of_what_is_there(void **state) {
  upgrade(*state, "e", "e", "=> e", false);
  upgrade(*state, "e", "b", "=> e", true);
  upgrade(*state, "e", "base", "=> e", true);
  upgrade(*state, "", "base", "=> ", false);
  upgrade(*state, "y", "c1", "=> y", false); /* implied, with nothing newer applied */
  upgrade(*state, "y", "a", "=> y", true);
  upgrade(*state, "e,y", "heads", "=> e,y", false);
}

static void test_upgrade_by_steps(void **state) {
  upgrade(*state, "c1", "+1", "d1 c1>d1 => d1", false);
  upgrade(*state, "", "left@+3", "a +a; b a>b; c1 b>c1 => c1", false);
  upgrade(*state, "b", "right@+2", "c2 b>c2; d2 c2>d2 => d2", false);
  upgrade(*state, "c1,c2", "right@+1", "d2 c2>d2 => c1,d2", false);
  upgrade(*state, "c1", "right@+1", "c2 +c2 => c1,c2", false); /* from the fork */
  upgrade(*state, "y", "left@+1", "d1 +d1 => y,d1", false);    /* from what is implied */
  upgrade(*state, "b", "c1+1", "c1 b>c1; d1 c1>d1 => d1", false);
  upgrade(*state, "b", "d1-1", "c1 b>c1 => c1", false);
  upgrade(*state, "e", "apart@base+1", "x +x => e,x", false);
}

static void test_upgrade_that_fails(void **state) {
  expect_fails(*state, UPGRADE, "c1,c2", "+1",
               "ambiguous upgrade from multiple current revisions: '+1' could start from "
               "c1, c2");
  expect_fails(*state, UPGRADE, "b", "+1",
               "ambiguous walk: '+1' leads up from b to c1, c2");
  expect_fails(*state, UPGRADE, "e", "+1",
               "relative revision +1 didn't produce 1 migrations");
  expect_fails(*state, UPGRADE, "e", "-1",
               "relative revision -1 didn't produce 1 migrations");
  expect_fails(*state, UPGRADE, "a", "e+1",
               "walked too far: 'e+1' goes beyond the last "
               "revision");
  expect_fails(*state, UPGRADE, "a", "head",
               "multiple head revisions are present for given argument 'head'");
  expect_fails(*state, UPGRADE, "q", "heads",
               "can't locate revision identified by 'q', at which the database is "
               "recorded");
  expect_fails(*state, UPGRADE, "", "", "the revision is empty");
}

static void test_rows_that_overlap(void **state) {
  expect_fails(
      *state, UPGRADE, "a,d1", "heads",
      "current revision a overlaps with other current revisions: d1 stands on it");
  expect_fails(
      *state, UPGRADE, "y,c1", "heads",
      "current revision c1 overlaps with other current revisions: y stands on it");
  /* A way back out of such a record exists. */
  downgrade(*state, "a,d1", "b", "d1 d1>c1; c1 c1>b => a,b");
  downgrade(*state, "a,b", "a", "b -b => a");
}

static void test_downgrade(void **state) {
  downgrade(*state, "b", "base", "b b>a; a -a => ");
  downgrade(*state, "d1", "b", "d1 d1>c1; c1 c1>b => b");
  downgrade(*state, "e", "e", "=> e");
  downgrade(*state, "", "base", "=> ");
  downgrade(*state, "d1,y", "a",
            "d1 -d1; y +x y>c1; c1 c1>b; b b>a => a,x"); /* and all that depends on it */
  downgrade(*state, "d1,y", "apart@base", "y y>x; x -x => d1");
}

static void test_downgrade_of_a_merge(void **state) {
  downgrade(*state, "e", "d1", "e +d1 e>d2 => d2,d1");
  downgrade(*state, "e", "b", "e +d1 e>d2; d1 d1>c1; c1 -c1; d2 d2>c2; c2 c2>b => b");
}

static void test_downgrade_in_a_branch(void **state) {
  downgrade(*state, "d1,d2", "left@b", "d1 d1>c1; c1 -c1 => d2");
  downgrade(*state, "d1,d2", "c2@b", "d2 d2>c2; c2 -c2 => d1");
  downgrade(*state, "d1,d2", "d1", "=> d1,d2");
  downgrade(*state, "y", "left@-1", "y +x y>c1; c1 c1>b => b,x");
  downgrade(*state, "e,x", "apart@base", "x -x => e");
}

static void test_downgrade_by_steps(void **state) {
  downgrade(*state, "d1", "-1", "d1 d1>c1 => c1");
  downgrade(*state, "b", "-2", "b b>a; a -a => ");
  downgrade(*state, "d1,d2", "right@-2", "d2 d2>c2; c2 -c2 => d1");
  downgrade(*state, "d1", "d1-2", "d1 d1>c1; c1 c1>b => b");
  downgrade(*state, "d1", "a+1", "d1 d1>c1; c1 c1>b => b");
  /* Another tree that shares nothing stays. */
  downgrade(*state, "x,a", "apart@-1", "x -x => a");
}

static void test_downgrade_from_several_rows(void **state) {
  struct runner_plan plan = downgrade(*state, "d1,d2", "-1", "d1 d1>c1 => c1,d2");
  assert_string_equal(plan.steps[0].warning,
                      "downgrade -1 from multiple heads is ambiguous: of the current "
                      "revisions d1, d2 the first is taken; write d1@-1 to say which");
  plan = downgrade(*state, "d2,d1", "-2", "d2 d2>c2; c2 -c2 => d1");
  assert_non_null(plan.steps[0].warning);
  assert_null(plan.steps[1].warning);
  plan = downgrade(*state, "d1,d2", "left@-1", "d1 d1>c1 => c1,d2");
  assert_null(plan.steps[0].warning);
}

static void test_downgrade_that_fails(void **state) {
  expect_fails(*state, DOWNGRADE, "b", "c1",
               "destination c1 is not a valid downgrade target from current head(s)");
  expect_fails(*state, DOWNGRADE, "y", "c1",
               "destination c1 is not a valid downgrade target from current head(s)");
  expect_fails(*state, DOWNGRADE, "d1,d2", "a@b",
               "destination a@b is not a valid downgrade target from current head(s)");
  expect_fails(*state, DOWNGRADE, "b", "-3",
               "relative revision -3 didn't produce 3 migrations");
  expect_fails(*state, DOWNGRADE, "", "-1",
               "relative revision -1 didn't produce 1 migrations");
  expect_fails(*state, DOWNGRADE, "b", "+1",
               "relative revision +1 didn't produce 1 migrations");
  expect_fails(*state, DOWNGRADE, "a", "apart@-1",
               "relative revision apart@-1 didn't produce 1 migrations");
  expect_fails(*state, DOWNGRADE, "d1,d2", "b@-1",
               "ambiguous downgrade from multiple current revisions: 'b@-1' could start "
               "from d1, d2");
  expect_fails(*state, DOWNGRADE, "e", "-1",
               "ambiguous walk: '-1' leads down from e to d1, "
               "d2");
  expect_fails(*state, DOWNGRADE, "d1,d2", "c1@d2",
               "revision d2 is not a member of branch 'c1'");
  expect_fails(*state, DOWNGRADE, "e", "a@b@c",
               "malformed revision 'a@b@c': it contains more than one '@'");
}

/* Rows never stand on each other, also when a merge names an ancestor twice over. */
static void test_rows_stay_apart(void **state) {
  (void)state;
  struct fixture fixture;
  fixture_open(&fixture, "a b<a m<b,a z");
  downgrade(&fixture, "m,z", "b", "m m>b => b,z");
  upgrade(&fixture, "b,z", "m", "m b>m => m,z", false);
  fixture_close(&fixture);
}

/* A branch whose head another one of it depends on: together they are no overlap. */
static void test_effective_heads(void **state) {
  (void)state;
  struct fixture fixture;
  fixture_open(&fixture, "r!all p<r q<r>p");
  upgrade(&fixture, "", "all@heads", "r +r; p r>p; q p>q => q", false);
  fixture_close(&fixture);
}

static void test_display(void **state) {
  struct runner_plan plan = upgrade(*state, "d1,d2", "e", "e -d1 d2>e => e", false);
  assert_int_equal(plan.steps[0].direction, RUNNER_UPGRADE);
  expect_texts(&plan.steps[0].from, "d1,d2");
  expect_texts(&plan.steps[0].to, "e");
  plan = downgrade(*state, "y", "x", "y +x y>c1 => c1,x");
  assert_int_equal(plan.steps[0].direction, RUNNER_DOWNGRADE);
  expect_texts(&plan.steps[0].from, "y");
  expect_texts(&plan.steps[0].to, "x"); /* parents only, without dependencies */
}

/* ---- memory ---- */

struct job {
  const struct fixture *fixture;
  enum command command;
  struct runner_texts rows;
  const char *target;
};

static runner_status run(void *user, struct runner_error *error) {
  const struct job *job = user;
  const struct graph *graph = job->fixture->graph;
  struct runner_plan plan = {0};
  bool older = false;
  struct arena *arena = arena_create();
  if (arena == NULL) return error_no_memory(error);
  runner_status status = RUNNER_DONE;
  if (job->command == UPGRADE)
    status = plan_upgrade(graph, job->target, &job->rows, arena, &plan, &older, error);
  else
    status = plan_downgrade(graph, job->target, &job->rows, arena, &plan, error);
  arena_destroy(arena);
  return status;
}

static void test_without_memory(void **state) {
  static const struct {
    enum command command;
    const char *rows, *target;
    runner_status status;
  } cases[] = {
      {UPGRADE, "x", "heads", RUNNER_DONE},
      {UPGRADE, "y", "left@+1", RUNNER_DONE},
      {UPGRADE, "a,d1", "heads", RUNNER_REVISION},
      {UPGRADE, "c1,c2", "+1", RUNNER_REVISION},
      {DOWNGRADE, "e,y", "base", RUNNER_DONE},
      {DOWNGRADE, "d1,d2", "-1", RUNNER_DONE},
      {DOWNGRADE, "y", "left@-1", RUNNER_DONE},
      {DOWNGRADE, "d1,d2", "left@b", RUNNER_DONE},
      {DOWNGRADE, "b", "c1", RUNNER_REVISION},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct job job = {.fixture = *state, .command = cases[i].command};
    job.rows = fixture_texts(*state, cases[i].rows);
    job.target = cases[i].target;
    failing_allocator_loop(run, &job, cases[i].status, FAILING_STRICT);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_upgrade),
      cmocka_unit_test(test_upgrade_across_a_merge),
      cmocka_unit_test(test_upgrade_of_what_is_there),
      cmocka_unit_test(test_upgrade_by_steps),
      cmocka_unit_test(test_upgrade_that_fails),
      cmocka_unit_test(test_rows_that_overlap),
      cmocka_unit_test(test_downgrade),
      cmocka_unit_test(test_downgrade_of_a_merge),
      cmocka_unit_test(test_downgrade_in_a_branch),
      cmocka_unit_test(test_downgrade_by_steps),
      cmocka_unit_test(test_downgrade_from_several_rows),
      cmocka_unit_test(test_downgrade_that_fails),
      cmocka_unit_test(test_rows_stay_apart),
      cmocka_unit_test(test_effective_heads),
      cmocka_unit_test(test_display),
      cmocka_unit_test(test_without_memory),
  };
  return cmocka_run_group_tests(tests, open_family, fixture_teardown);
}

/* Plans: what runs, in which order, and what it does to the version rows. */
#include "engine/graph_fixture.h"
#include "support/failing_allocator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Two branches that are merged, and one that stays apart and depends on c1. */
static const char family[] = "a b<a c1<b!left c2<b!right d1<c1 d2<c2 e<d1,d2 "
                             "x!apart y<x>c1";

static int open_family(void **state) {
  static struct fixture fixture;
  fixture_open(&fixture, family);
  *state = &fixture;
  return 0;
}

static int close_family(void **state) {
  fixture_close(*state);
  return 0;
}

/* Each step's rows follow from those before it by its changes; the ends meet. */
static void check_rows(const struct fixture *fixture, const struct runner_plan *plan) {
  const struct runner_texts *rows = &plan->before;
  for (size_t i = 0; i < plan->count; i++) {
    const struct runner_step *step = &plan->steps[i];
    struct runner_texts now = {0};
    assert_int_equal(step->before.count, rows->count);
    now.items = arena_allocate(fixture->arena,
                               (rows->count + step->change_count + 1) * sizeof(char *));
    for (size_t k = 0; k < rows->count; k++) {
      assert_string_equal(step->before.items[k], rows->items[k]);
      now.items[now.count++] = rows->items[k];
    }
    for (size_t k = 0; k < step->change_count; k++) {
      const struct runner_row_change *change = &step->changes[k];
      size_t at = 0;
      while (change->from != NULL && strcmp(now.items[at], change->from) != 0)
        assert_true(++at < now.count);
      if (change->from == NULL)
        now.items[now.count++] = change->to;
      else if (change->to != NULL)
        now.items[at] = change->to;
      else
        for (now.count--; at < now.count; at++)
          now.items[at] = now.items[at + 1];
    }
    assert_int_equal(step->after.count, now.count);
    for (size_t k = 0; k < now.count; k++)
      assert_string_equal(step->after.items[k], now.items[k]);
    rows = &step->after;
  }
  assert_int_equal(plan->after.count, rows->count);
  for (size_t k = 0; k < rows->count; k++)
    assert_string_equal(plan->after.items[k], rows->items[k]);
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
  assert_string_equal(fixture_plan_text(fixture, &plan), expected);
  assert_int_equal(got_older, older);
  check_rows(fixture, &plan);
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
  assert_string_equal(fixture_plan_text(fixture, &plan), expected);
  check_rows(fixture, &plan);
  return plan;
}

static struct runner_plan stamp(const struct fixture *fixture, const char *rows,
                                const char *targets, bool purge, const char *expected) {
  struct runner_error error = RUNNER_ERROR_INIT;
  struct runner_texts texts = fixture_texts(fixture, rows);
  struct runner_texts wanted = fixture_texts(fixture, targets);
  struct runner_plan plan = {0};
  expect_done(
      plan_stamp(fixture->graph, &wanted, &texts, purge, fixture->arena, &plan, &error),
      &error);
  assert_string_equal(fixture_plan_text(fixture, &plan), expected);
  check_rows(fixture, &plan);
  return plan;
}

enum command { UPGRADE, DOWNGRADE, STAMP };

static void expect_fails(const struct fixture *fixture, enum command command,
                         const char *rows, const char *target, const char *message) {
  struct runner_error error = RUNNER_ERROR_INIT;
  struct runner_texts texts = fixture_texts(fixture, rows);
  struct runner_texts wanted = fixture_texts(fixture, target);
  struct runner_plan plan = {0};
  bool older = false;
  runner_status status = RUNNER_DONE;
  if (command == UPGRADE)
    status = plan_upgrade(fixture->graph, target, &texts, fixture->arena, &plan, &older,
                          &error);
  else if (command == DOWNGRADE)
    status =
        plan_downgrade(fixture->graph, target, &texts, fixture->arena, &plan, &error);
  else
    status =
        plan_stamp(fixture->graph, &wanted, &texts, false, fixture->arena, &plan, &error);
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

static void test_display(void **state) {
  struct runner_plan plan = upgrade(*state, "d1,d2", "e", "e -d1 d2>e => e", false);
  assert_int_equal(plan.steps[0].direction, RUNNER_UPGRADE);
  expect_texts(&plan.steps[0].from, "d1,d2");
  expect_texts(&plan.steps[0].to, "e");
  plan = downgrade(*state, "y", "x", "y +x y>c1 => c1,x");
  assert_int_equal(plan.steps[0].direction, RUNNER_DOWNGRADE);
  expect_texts(&plan.steps[0].from, "y");
  expect_texts(&plan.steps[0].to, "x"); /* parents only, without dependencies */
  plan = stamp(*state, "d1,c2", "e", false, "e -d1 c2>e => e");
  assert_int_equal(plan.steps[0].direction, RUNNER_STAMP);
  expect_texts(&plan.steps[0].from, "d1,c2");
  expect_texts(&plan.steps[0].to, "e");
  plan = stamp(*state, "b", "base", false, "base -b => ");
  assert_null(plan.steps[0].revision);
  expect_texts(&plan.steps[0].from, "b");
  expect_texts(&plan.steps[0].to, "");
}

static void test_stamp(void **state) {
  stamp(*state, "", "heads", false, "e +e; y +y => e,y");
  stamp(*state, "e,y", "heads", false, "=> e,y");
  stamp(*state, "a", "d1", false, "d1 a>d1 => d1");
  stamp(*state, "e", "c2", false, "c2 e>c2 => c2");
  stamp(*state, "c1,c2", "b", false, "b -c1 c2>b => b");
  stamp(*state, "c1", "d2", false, "d2 +d2 => c1,d2");
  stamp(*state, "c1,d2", "left@head", false, "e -c1 d2>e => e");
  stamp(*state, "y", "c1", false, "c1 y>c1 => c1"); /* dependencies relate as well */
  stamp(*state, "x", "left@b+2", false, "d1 +d1 => x,d1");
}

static void test_stamp_several(void **state) {
  stamp(*state, "", "d1,d2", false, "d1 +d1; d2 +d2 => d1,d2");
  stamp(*state, "e", "d1,d2", false, "d1 e>d1; d2 +d2 => d1,d2");
  stamp(*state, "c1,c2", "c1,d2", false, "d2 c2>d2 => c1,d2");
  stamp(*state, "e", "e,apart", false, "x +x => e,x");
}

static void test_stamp_base(void **state) {
  stamp(*state, "d1,d2", "base", false, "base -d1; base -d2 => ");
  stamp(*state, "d1,d2", "left@base", false, "base -d1 => d2");
  stamp(*state, "x,d2", "apart@base,e", false, "base -x; e d2>e => e");
  stamp(*state, "", "base", false, "=> ");
}

static void test_stamp_purge(void **state) {
  stamp(*state, "gone,d1", "c1", true, "c1 +c1 => c1");
  stamp(*state, "gone", "base", true, "=> ");
  expect_fails(*state, STAMP, "gone", "c1",
               "can't locate revision identified by 'gone', at which the database is "
               "recorded");
}

/* A record in which one row stands on the other is put right. */
static void test_stamp_mends_rows(void **state) {
  stamp(*state, "a,d1", "d1", false, "d1 -a => d1");
  stamp(*state, "a,d1", "b", false, "b -a d1>b => b");
}

static void test_stamp_that_fails(void **state) {
  expect_fails(*state, STAMP, "", "a,d1",
               "requested revision a overlaps with other requested revisions d1");
  expect_fails(*state, STAMP, "", "d1,a",
               "requested revision a overlaps with other requested revisions d1");
  expect_fails(*state, STAMP, "", "c1,y",
               "requested revision c1 overlaps with other requested revisions y");
  expect_fails(*state, STAMP, "", "a,a",
               "requested revision a overlaps with other requested revisions a");
  expect_fails(*state, STAMP, "", "base,a",
               "requested revision base overlaps with other requested revisions");
  expect_fails(*state, STAMP, "", "left@base,d1",
               "requested revision d1 overlaps with other requested revisions base");
  expect_fails(*state, STAMP, "b", "+1",
               "stamp takes no steps from the current revision: '+1'");
  expect_fails(*state, STAMP, "b", "left@-1",
               "stamp takes no steps from the current revision: 'left@-1'");
  expect_fails(*state, STAMP, "b", "nowhere@head", "no such branch: 'nowhere'");
}

static void test_stamp_of_nothing(void **state) {
  const struct fixture *fixture = *state;
  struct runner_error error = RUNNER_ERROR_INIT;
  const struct runner_texts nothing = {0};
  struct runner_plan plan = {0};
  runner_status status = plan_stamp(fixture->graph, &nothing, &nothing, false,
                                    fixture->arena, &plan, &error);
  expect_failure(status, &error, RUNNER_USAGE, "stamp needs a revision");
}

/* What a symbol stands for is reduced: its implied revisions need no rows. */
static void test_stamp_of_effective_heads(void **state) {
  (void)state;
  struct fixture fixture;
  fixture_open(&fixture, "r!all p<r q<r>p");
  stamp(&fixture, "", "all@heads", false, "q +q => q");
  upgrade(&fixture, "", "all@heads", "r +r; p r>p; q p>q => q", false);
  fixture_close(&fixture);
}

/* ---- memory ---- */

struct job {
  const struct fixture *fixture;
  enum command command;
  struct runner_texts rows;
  struct runner_texts targets;
};

static runner_status run(void *user, struct runner_error *error) {
  const struct job *job = user;
  const struct graph *graph = job->fixture->graph;
  const char *target = job->targets.items[0];
  struct runner_plan plan = {0};
  bool older = false;
  struct arena *arena = arena_create();
  if (arena == NULL) return error_no_memory(error);
  runner_status status = RUNNER_DONE;
  if (job->command == UPGRADE)
    status = plan_upgrade(graph, target, &job->rows, arena, &plan, &older, error);
  else if (job->command == DOWNGRADE)
    status = plan_downgrade(graph, target, &job->rows, arena, &plan, error);
  else
    status = plan_stamp(graph, &job->targets, &job->rows, false, arena, &plan, error);
  arena_destroy(arena);
  return status;
}

static void test_without_memory(void **state) {
  static const struct {
    enum command command;
    const char *rows, *targets;
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
      {STAMP, "c1,c2", "e,y", RUNNER_DONE},
      {STAMP, "c1,c2", "e", RUNNER_DONE},
      {STAMP, "x,d2", "apart@base,e", RUNNER_DONE},
      {STAMP, "", "a,d1", RUNNER_REVISION},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct job job = {.fixture = *state, .command = cases[i].command};
    job.rows = fixture_texts(*state, cases[i].rows);
    job.targets = fixture_texts(*state, cases[i].targets);
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
      cmocka_unit_test(test_display),
      cmocka_unit_test(test_stamp),
      cmocka_unit_test(test_stamp_several),
      cmocka_unit_test(test_stamp_base),
      cmocka_unit_test(test_stamp_purge),
      cmocka_unit_test(test_stamp_mends_rows),
      cmocka_unit_test(test_stamp_that_fails),
      cmocka_unit_test(test_stamp_of_nothing),
      cmocka_unit_test(test_stamp_of_effective_heads),
      cmocka_unit_test(test_without_memory),
  };
  return cmocka_run_group_tests(tests, open_family, close_family);
}

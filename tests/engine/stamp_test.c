/* Stamping: the version rows are set without running anything. */
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

static struct runner_plan stamp(const struct fixture *fixture, const char *rows,
                                const char *targets, bool purge, const char *expected) {
  struct runner_error error = RUNNER_ERROR_INIT;
  struct runner_texts texts = fixture_texts(fixture, rows);
  struct runner_texts wanted = fixture_texts(fixture, targets);
  struct runner_plan plan = {0};
  expect_done(
      plan_stamp(fixture->graph, &wanted, &texts, purge, fixture->arena, &plan, &error),
      &error);
  expect_plan(fixture, &plan, expected);
  return plan;
}

/* The rows are gone by then: "current" must not silently become base. */
static void test_stamp_purge_current(void **state) {
  const struct fixture *fixture = *state;
  struct runner_error error = RUNNER_ERROR_INIT;
  struct runner_texts rows = fixture_texts(fixture, "b");
  struct runner_texts wanted = fixture_texts(fixture, "current");
  struct runner_plan plan = {0};
  runner_status status =
      plan_stamp(fixture->graph, &wanted, &rows, true, fixture->arena, &plan, &error);
  expect_failure(
      status, &error, RUNNER_USAGE,
      "'current' has no meaning together with --purge, which deletes the rows");
}

static void expect_fails(const struct fixture *fixture, const char *rows,
                         const char *targets, const char *message) {
  struct runner_error error = RUNNER_ERROR_INIT;
  struct runner_texts texts = fixture_texts(fixture, rows);
  struct runner_texts wanted = fixture_texts(fixture, targets);
  struct runner_plan plan = {0};
  runner_status status =
      plan_stamp(fixture->graph, &wanted, &texts, false, fixture->arena, &plan, &error);
  expect_failure(status, &error, RUNNER_REVISION, message);
}

static void test_display(void **state) {
  struct runner_plan plan = stamp(*state, "d1,c2", "e", false, "e -d1 c2>e => e");
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
  expect_fails(*state, "gone", "c1",
               "can't locate revision identified by 'gone', at which the database is "
               "recorded");
}

/* A record in which one row stands on the other is put right. */
static void test_stamp_mends_rows(void **state) {
  stamp(*state, "a,d1", "d1", false, "d1 -a => d1");
  stamp(*state, "a,d1", "b", false, "b -a d1>b => b");
}

static void test_stamp_that_fails(void **state) {
  expect_fails(*state, "", "a,d1",
               "requested revision a overlaps with other requested revisions d1");
  expect_fails(*state, "", "d1,a",
               "requested revision a overlaps with other requested revisions d1");
  expect_fails(*state, "", "c1,y",
               "requested revision c1 overlaps with other requested revisions y");
  expect_fails(*state, "", "a,a",
               "requested revision a overlaps with other requested revisions a");
  expect_fails(*state, "", "base,a",
               "requested revision base overlaps with other requested revisions");
  expect_fails(*state, "", "left@base,d1",
               "requested revision d1 overlaps with other requested revisions base");
  expect_fails(*state, "b", "+1", "stamp takes no steps from the current revision: '+1'");
  expect_fails(*state, "b", "left@-1",
               "stamp takes no steps from the current revision: 'left@-1'");
  expect_fails(*state, "b", "nowhere@head", "no such branch: 'nowhere'");
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
  fixture_close(&fixture);
}

/* ---- memory ---- */

struct job {
  const struct fixture *fixture;
  struct runner_texts rows;
  struct runner_texts targets;
};

static runner_status run(void *user, struct runner_error *error) {
  const struct job *job = user;
  struct runner_plan plan = {0};
  struct arena *arena = arena_create();
  if (arena == NULL) return error_no_memory(error);
  runner_status status = plan_stamp(job->fixture->graph, &job->targets, &job->rows, false,
                                    arena, &plan, error);
  arena_destroy(arena);
  return status;
}

static void test_without_memory(void **state) {
  static const struct {
    const char *rows, *targets;
    runner_status status;
  } cases[] = {
      {"c1,c2", "e,y", RUNNER_DONE},
      {"c1,c2", "e", RUNNER_DONE},
      {"x,d2", "apart@base,e", RUNNER_DONE},
      {"", "a,d1", RUNNER_REVISION},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct job job = {.fixture = *state};
    job.rows = fixture_texts(*state, cases[i].rows);
    job.targets = fixture_texts(*state, cases[i].targets);
    failing_allocator_loop(run, &job, cases[i].status, FAILING_STRICT);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_display),
      cmocka_unit_test(test_stamp),
      cmocka_unit_test(test_stamp_several),
      cmocka_unit_test(test_stamp_base),
      cmocka_unit_test(test_stamp_purge),
      cmocka_unit_test(test_stamp_purge_current),
      cmocka_unit_test(test_stamp_mends_rows),
      cmocka_unit_test(test_stamp_that_fails),
      cmocka_unit_test(test_stamp_of_nothing),
      cmocka_unit_test(test_stamp_of_effective_heads),
      cmocka_unit_test(test_without_memory),
  };
  return cmocka_run_group_tests(tests, open_family, fixture_teardown);
}

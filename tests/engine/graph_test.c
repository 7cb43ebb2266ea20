/* The revision graph: what it accepts, how it connects, spreads, closes and sorts. */
#include "engine/graph_fixture.h"
#include "support/failing_allocator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

/* Building `text` fails with this message, at this file. */
static void expect_refused(const char *text, const char *message, const char *file) {
  struct fixture fixture;
  struct runner_error error = RUNNER_ERROR_INIT;
  fixture_read(&fixture, text);
  runner_status status =
      graph_build(fixture.revisions, fixture.count, &fixture.graph, &error);
  assert_null(fixture.graph);
  if (file == NULL)
    assert_null(error.file);
  else
    assert_string_equal(error.file, file);
  expect_failure(status, &error, RUNNER_REVISION, message);
  fixture_close(&fixture);
}

static void test_empty_graph(void **state) {
  (void)state;
  struct fixture fixture;
  fixture_open(&fixture, "");
  size_t node = 0;
  assert_int_equal(graph_count(fixture.graph), 0);
  assert_false(graph_find(fixture.graph, "a", &node));
  fixture_close(&fixture);
}

static void test_illegal_ids(void **state) {
  (void)state;
  expect_refused("a@b", "character '@' is not allowed in revision id 'a@b'",
                 "versions/a@b.lua");
  expect_refused("x a-b", "character '-' is not allowed in revision id 'a-b'",
                 "versions/a-b.lua");
  expect_refused("a+", "character '+' is not allowed in revision id 'a+'",
                 "versions/a+.lua");
  expect_refused("a:b", "character ':' is not allowed in revision id 'a:b'",
                 "versions/a:b.lua");
  expect_refused("a\tb", "white space is not allowed in revision id 'a\tb'",
                 "versions/a\tb.lua");
  expect_refused("a head<a", "'head' cannot be a revision id: it is a reserved word",
                 "versions/head.lua");
  expect_refused("current", "'current' cannot be a revision id: it is a reserved word",
                 "versions/current.lua");
  expect_refused("<a", "the revision id is empty", "versions/.lua");
}

static void test_missing_id(void **state) {
  (void)state;
  struct runner_revision revision = {.path = "versions/x.lua"};
  struct runner_error error = RUNNER_ERROR_INIT;
  struct graph *graph = NULL;
  expect_failure(graph_build(&revision, 1, &graph, &error), &error, RUNNER_REVISION,
                 "the revision id is empty");
}

static void test_duplicates(void **state) {
  (void)state;
  expect_refused("a b a", "revision a is present more than once", "versions/a.lua");
  expect_refused("a!x b!x", "branch name 'x' in revision b already used by revision a",
                 "versions/b.lua");
  expect_refused("a!x,x", "branch name 'x' in revision a already used by revision a",
                 "versions/a.lua");
  expect_refused("a b!a", "branch name 'a' in revision b is already the id of a revision",
                 "versions/b.lua");
}

static void test_illegal_labels(void **state) {
  (void)state;
  expect_refused("a!x@y", "character '@' is not allowed in branch label 'x@y'",
                 "versions/a.lua");
  expect_refused("a!heads", "'heads' cannot be a branch label: it is a reserved word",
                 "versions/a.lua");
  expect_refused("a!desk-1", "branch label 'desk-1' reads like a step back",
                 "versions/a.lua");
  expect_refused("a!-desk", "branch label '-desk' reads like a step back",
                 "versions/a.lua");
  expect_refused("a!x,,y", "a branch label is empty", "versions/a.lua");
  struct fixture fixture;
  fixture_open(&fixture, "a!support-desk,2026");
  expect_texts(&fixture.revisions[0].branches, "2026,support-desk");
  fixture_close(&fixture);
}

static void test_missing_references(void **state) {
  (void)state;
  expect_refused("b<a", "revision a referenced from b is not present", "versions/b.lua");
  expect_refused("abcdef b<abcd", "revision abcd referenced from b is not present",
                 "versions/b.lua");
  expect_refused("a!x b<x", "revision x referenced from b is not present",
                 "versions/b.lua");
  expect_refused("a b>q", "dependency q referenced from b is not present",
                 "versions/b.lua");
  expect_refused("a b>a,,", "a dependency of revision b is empty", "versions/b.lua");
  expect_refused(
      "abcd1 abcd2 b>abcd",
      "dependency abcd referenced from b is ambiguous: abcd1 and abcd2 start with it",
      "versions/b.lua");
}

static void test_cycles(void **state) {
  (void)state;
  expect_refused("a<a", "self-loop is detected in revisions (a)", "versions/a.lua");
  expect_refused("a b>b", "dependency self-loop is detected in revisions (b)",
                 "versions/b.lua");
  expect_refused("a b!x>x", "dependency self-loop is detected in revisions (b)",
                 "versions/b.lua");
  expect_refused("a<c b<a c<b", "cycle is detected in revisions (a, c, b)",
                 "versions/a.lua");
  /* Reachable from a root and from a head, so that only an order tells. */
  expect_refused("x a<b,x b<a h<a", "cycle is detected in revisions (a, b)",
                 "versions/a.lua");
  expect_refused("r a<r>c b<a c<r>b",
                 "dependency cycle is detected in revisions (a, c, b)", "versions/a.lua");
  expect_refused("a b<a>c c<b", "dependency cycle is detected in revisions (b, c)",
                 "versions/b.lua");
}

static void test_long_cycle_is_cut(void **state) {
  (void)state;
  expect_refused("a<l b<a c<b d<c e<d f<e g<f h<g i<h j<i k<j l<k",
                 "cycle is detected in revisions (a, l, k, j, i, h, g, f, e, d, ... 2 "
                 "more)",
                 "versions/a.lua");
}

static void test_places(void **state) {
  (void)state;
  struct fixture fixture;
  fixture_open(&fixture, "m<b,c c<a a b<a x>b");
  const struct runner_revision *r = fixture.revisions;
  expect_texts(&r[2].children, "c,b"); /* load order */
  assert_true(r[2].is_base && r[2].is_branch_point && !r[2].is_merge_point);
  assert_true(r[0].is_merge_point && r[0].is_head && r[0].is_real_head && !r[0].is_base);
  assert_true(r[4].is_base && r[4].is_real_head && r[4].index == 4);
  assert_false(r[3].is_head || r[3].is_branch_point);
  expect_texts(&r[4].depends_on, "b");
  fixture_close(&fixture);
}

static void test_effective_head(void **state) {
  (void)state;
  struct fixture fixture;
  fixture_open(&fixture, "x1 y1>x1");
  assert_true(fixture.revisions[0].is_head && !fixture.revisions[0].is_real_head);
  assert_true(fixture.revisions[1].is_head && fixture.revisions[1].is_real_head);
  fixture_close(&fixture);
}

static void test_dependencies_by_prefix_and_label(void **state) {
  (void)state;
  struct fixture fixture;
  fixture_open(&fixture, "abcdef x1!lib b>abc,lib,abcdef");
  expect_texts(&fixture.revisions[2].depends_on, "abcdef,x1");
  fixture_close(&fixture);
}

static void expect_normalized(const char *text, const char *id, const char *expected) {
  struct fixture fixture;
  fixture_open(&fixture, text);
  size_t node = 0;
  assert_true(graph_find(fixture.graph, id, &node));
  struct graph_edges edges = graph_normalized_parents(fixture.graph, node);
  struct numbers nodes = {0};
  for (size_t i = 0; i < edges.count; i++)
    numbers_add(&nodes, edges.items[i]);
  expect_nodes(&fixture, &nodes, expected);
  numbers_release(&nodes);
  fixture_close(&fixture);
}

static void test_normalized_parents(void **state) {
  (void)state;
  expect_normalized("x a>x b<a>x", "b", "a");
  expect_normalized("x a>x b<a c<b>x", "c", "b");
  expect_normalized("x a>x b<a c<b>x", "a", "x");
  /* Only what ancestors depend on is left out, not what they stand on. */
  expect_normalized("x y<x a>y b<a>x", "b", "a,x");
  /* A sibling is no ancestor. */
  expect_normalized("x r a<r>x b<r>x", "b", "r,x");
  /* Through one side of a merge. */
  expect_normalized("x r a<r>x b<r m<a,b>x", "m", "a,b");
  /* Parents stay, and are not said twice. */
  expect_normalized("a b<a>a c<b>a", "b", "a");
  expect_normalized("a b<a>a c<b>a", "c", "b");
  expect_normalized("x y a<y,x>x,y", "a", "y,x");
}

static void expect_branches(const char *text, const char *expected) {
  struct fixture fixture;
  fixture_open(&fixture, text);
  struct runner_texts all = {0};
  all.items = arena_allocate(fixture.arena, 100 * sizeof *all.items);
  for (size_t i = 0; i < fixture.count; i++)
    for (size_t k = 0; k < fixture.revisions[i].branches.count; k++)
      all.items[all.count++] =
          arena_format(fixture.arena, "%s:%s", fixture.revisions[i].id,
                       fixture.revisions[i].branches.items[k]);
  expect_texts(&all, expected);
  fixture_close(&fixture);
}

static void test_labels_spread(void **state) {
  (void)state;
  /* To all of a chain, upwards and downwards. */
  expect_branches("a b<a!x c<b", "a:x,b:x,c:x");
  expect_branches("a b<a!x c<b!y", "a:x,a:y,b:x,b:y,c:x,c:y");
  /* Down to the branch point. */
  expect_branches("a b<a c1<b!x c2<b!y d1<c1", "c1:x,c2:y,d1:x");
  /* Not below, if there is a branch or a dependent above. */
  expect_branches("a b<a!x c1<b c2<b", "b:x,c1:x,c2:x");
  expect_branches("a b<a!x c<b d<c z>c", "b:x,c:x,d:x");
  /* A child that depends as well is one successor only. */
  expect_branches("a b<a!x c<b>b", "a:x,b:x,c:x");
  /* Up through a merge, and not down from it. */
  expect_branches("a!x b!y m<a,b n<m!z", "a:x,b:y,m:x,m:y,n:x,n:y,n:z");
  /* The labels do not depend on load order. */
  expect_branches("d1<c1 c2<b!y c1<b!x b<a a", "d1:x,c2:y,c1:x");
}

static void expect_closed(const char *text, enum graph_way way, const char *start,
                          const char *expected) {
  struct fixture fixture;
  struct runner_error error = RUNNER_ERROR_INIT;
  fixture_open(&fixture, text);
  unsigned char set[16] = {0};
  struct numbers nodes = fixture_nodes(&fixture, start);
  for (size_t i = 0; i < nodes.count; i++)
    set[nodes.items[i]] = 1;
  expect_done(graph_close(fixture.graph, way, set, &error), &error);
  nodes.count = 0;
  for (size_t i = 0; i < fixture.count; i++)
    if (set[i]) numbers_add(&nodes, i);
  expect_nodes(&fixture, &nodes, expected);
  numbers_release(&nodes);
  fixture_close(&fixture);
}

static void test_closures(void **state) {
  (void)state;
  const char *text = "a b<a c<b x y<x>b z<y";
  expect_closed(text, GRAPH_DOWN, "z", "x,y,z");
  expect_closed(text, GRAPH_DOWN_ALL, "z", "a,b,x,y,z");
  expect_closed(text, GRAPH_UP, "a", "a,b,c");
  expect_closed(text, GRAPH_UP_ALL, "a", "a,b,c,y,z");
  expect_closed(text, GRAPH_DOWN, "", "");
  expect_closed(text, GRAPH_UP_ALL, "c,z", "c,z");
}

/* Sort the set `members` ("" for all) from `heads`. */
static void expect_sorted(const char *text, const char *members, const char *heads,
                          const char *expected) {
  struct fixture fixture;
  struct runner_error error = RUNNER_ERROR_INIT;
  fixture_open(&fixture, text);
  unsigned char set[16] = {0};
  struct numbers out = {0};
  struct numbers nodes = fixture_nodes(&fixture, members);
  for (size_t i = 0; i < fixture.count; i++)
    set[i] = nodes.count == 0;
  for (size_t i = 0; i < nodes.count; i++)
    set[nodes.items[i]] = 1;
  struct numbers starts = fixture_nodes(&fixture, heads);
  expect_done(graph_sort(fixture.graph, set, &starts, &out, &error), &error);
  expect_nodes(&fixture, &out, expected);
  numbers_release(&nodes);
  numbers_release(&starts);
  numbers_release(&out);
  fixture_close(&fixture);
}

static void test_sort_order(void **state) {
  (void)state;
  expect_sorted("a b<a c<b", "", "c", "c,b,a");
  /* One side of a merge to its end, then the other, in declared order. */
  expect_sorted("a b<a c1<b d1<c1 c2<b d2<c2 e<d1,d2", "", "e", "e,d1,c1,d2,c2,b,a");
  expect_sorted("a b<a c1<b d1<c1 c2<b d2<c2 e<d2,d1", "", "e", "e,d2,c2,d1,c1,b,a");
  /* Heads in load order, however they are given. */
  expect_sorted("a y<a x<a", "", "x,y", "y,x,a");
  /* A head that another one depends on waits. */
  expect_sorted("x y>x", "", "x,y", "y,x");
  /* Dependencies after parents. */
  expect_sorted("x y a b<a>x,y", "", "b", "b,a,x,y");
}

static void test_sort_of_subsets(void **state) {
  (void)state;
  expect_sorted("a b<a c<b d<c", "c,b", "d,c", "c,b");
  expect_sorted("a b<a c<b d<c", "c,b", "", "c,b");
  /* Two members with a stranger between them, through a dependency. */
  expect_sorted("r a1<r a2<r>b b>a1 h<a1 k<a2", "r,a1,a2,h,k", "h,k", "h,k,a2,a1,r");
  expect_sorted("a b<a", "b", "a", "b");
}

static void test_blocked_revision_is_asked_again(void **state) {
  (void)state;
  /* The root is reached first from b1 and waits for all other branches. */
  expect_sorted("r b1<r b2<r b3<r b4<r c4<b4 m<b1,b2,b3,c4", "", "m",
                "m,b1,b2,b3,c4,b4,r");
  /* What frees it is not in the next place, but in one behind. */
  expect_sorted("l1 l2<l1 l3<l2 d1 d2<d1 d3<d2 a1>l1,d1 a2<a1>l2,d2 a3<a2>l3,d3", "",
                "a3", "a3,a2,a1,l3,l2,d3,l1,d2,d1");
  /* Two that wait, one above the other. */
  expect_sorted("r s<r a<s b<s c<r m<a,b,c", "", "m", "m,a,b,s,c,r");
  expect_sorted("a1 a2<a1 a3<a2 b1>a1 b2<b1>a2 b3<b2>a3", "", "b3", "b3,b2,b1,a3,a2,a1");
}

static runner_status build(void *user, struct runner_error *error) {
  const struct fixture *fixture = user;
  struct graph *graph = NULL;
  runner_status status = graph_build(fixture->revisions, fixture->count, &graph, error);
  assert_true((graph != NULL) == (status == RUNNER_DONE));
  graph_destroy(graph);
  return status;
}

static void test_build_without_memory(void **state) {
  (void)state;
  static const struct {
    const char *text;
    runner_status status;
  } cases[] = {
      {"a b<a!x c1<b>x c2<b>a,b m<c1,c2>abcd abcdef!y,z", RUNNER_DONE},
      {"a<c b<a c<b", RUNNER_REVISION},
      {"a b<a>c c<b", RUNNER_REVISION},
      {"abcd1 abcd2 b>abcd", RUNNER_REVISION},
      {"a b<q", RUNNER_REVISION},
      {"a!x b!x", RUNNER_REVISION},
      {"a a", RUNNER_REVISION},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct fixture fixture;
    fixture_read(&fixture, cases[i].text);
    failing_allocator_loop(build, &fixture, cases[i].status, FAILING_STRICT);
    fixture_close(&fixture);
  }
}

static runner_status sort_all(void *user, struct runner_error *error) {
  const struct fixture *fixture = user;
  static const unsigned char set[16] = {1, 1, 1, 1, 1, 1, 1, 1};
  size_t last = fixture->count - 1;
  struct numbers heads = {&last, 1, 0};
  struct numbers out = {0};
  runner_status status = graph_sort(fixture->graph, set, &heads, &out, error);
  numbers_release(&out);
  return status;
}

static void test_sort_without_memory(void **state) {
  (void)state;
  struct fixture fixture;
  fixture_open(&fixture, "r b1<r b2<r b3<r c3<b3 x m<b1,b2,c3>x");
  failing_allocator_loop(sort_all, &fixture, RUNNER_DONE, FAILING_STRICT);
  fixture_close(&fixture);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_empty_graph),
      cmocka_unit_test(test_illegal_ids),
      cmocka_unit_test(test_missing_id),
      cmocka_unit_test(test_duplicates),
      cmocka_unit_test(test_illegal_labels),
      cmocka_unit_test(test_missing_references),
      cmocka_unit_test(test_cycles),
      cmocka_unit_test(test_long_cycle_is_cut),
      cmocka_unit_test(test_places),
      cmocka_unit_test(test_effective_head),
      cmocka_unit_test(test_dependencies_by_prefix_and_label),
      cmocka_unit_test(test_normalized_parents),
      cmocka_unit_test(test_labels_spread),
      cmocka_unit_test(test_closures),
      cmocka_unit_test(test_sort_order),
      cmocka_unit_test(test_sort_of_subsets),
      cmocka_unit_test(test_blocked_revision_is_asked_again),
      cmocka_unit_test(test_build_without_memory),
      cmocka_unit_test(test_sort_without_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

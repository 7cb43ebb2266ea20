/* Graphs and plans as short texts, for the tests of graph, resolution and plan.
**
** A graph is revisions in load order, separated by blanks, each
**   id<parent,parent>dependency,dependency!label,label
** where every part after the id may be missing: "a b<a c<a>x!lib x".
**
** A plan is steps separated by "; ", each the revision (or "base") and its row changes,
** then " => " and the rows at the end: "b +b; c b>c => c", "m -b; m c>m => m". */
#ifndef RUNNER_TESTS_ENGINE_GRAPH_FIXTURE_H
#define RUNNER_TESTS_ENGINE_GRAPH_FIXTURE_H

#include "engine/plan.h"

struct fixture {
  struct arena *arena;
  struct runner_revision *revisions;
  size_t count;
  struct graph *graph; /* NULL after fixture_read */
};

void fixture_read(struct fixture *fixture, const char *text);
void fixture_open(struct fixture *fixture, const char *text); /* and build the graph */
void fixture_close(struct fixture *fixture);

/* For cmocka: *state becomes a struct fixture * with this graph, one at a time. */
int fixture_setup(void **state, const char *text);
int fixture_teardown(void **state);

/* "a,b" as a list in the fixture's arena; "" is the empty list. */
struct runner_texts fixture_texts(const struct fixture *fixture, const char *text);
/* "a,b" as node numbers; release with numbers_release. */
struct numbers fixture_nodes(const struct fixture *fixture, const char *text);

/* The plan reads like this, and in each step the rows follow from those before it. */
void expect_plan(const struct fixture *fixture, const struct runner_plan *plan,
                 const char *expected);
void expect_texts(const struct runner_texts *texts, const char *expected);
void expect_nodes(const struct fixture *fixture, const struct numbers *nodes,
                  const char *expected);

/* The call failed with this status and message, and with a hint. Clears the error. */
void expect_failure(runner_status got, struct runner_error *error, runner_status status,
                    const char *message);
/* The call succeeded; if not, its message is shown. */
void expect_done(runner_status got, const struct runner_error *error);

#endif

/* The vectors under spec/vectors/, run against the pure engine.
**
** A file holds cases; a case asks one question about a graph (`fn`) or plans one command
** (`cmd`) and says what must come out. spec/vectors/README.md describes the form.
**
** vectors_test.c reads the files, vectors_world.c builds graphs and compares lists,
** vectors_error.c knows how each kind of error must read, the others ask the engine.
*/
#ifndef RUNNER_TESTS_ENGINE_VECTORS_H
#define RUNNER_TESTS_ENGINE_VECTORS_H

#include "engine/graph.h"
#include "engine/plan.h"
#include "engine/resolve.h"

#include <jansson.h>

/* A graph made from JSON. */
struct world {
  struct arena *arena;
  struct runner_revision *revisions;
  size_t count;
  struct graph *graph;       /* NULL if graph_build refused it */
  runner_status status;      /* what graph_build said */
  struct runner_error error; /* and why */
};

void world_build(struct world *world, const json_t *graph);
void world_release(struct world *world);

/* One case under test. */
struct vector {
  const char *file;
  size_t number; /* position in the file, from 1 */
  json_t *json;
  const struct world *world;
  struct arena *arena; /* for results, freed after the case */
  bool failed;
};

void vector_fail(struct vector *vector, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A member of the case: NULL if it is missing or null. */
const char *vector_text(const struct vector *vector, const char *key);
bool vector_flag(const struct vector *vector, const char *key);

/* A text or a list of texts; null is the empty list. */
struct runner_texts vector_texts(struct vector *vector, const json_t *value);
struct runner_texts vector_ids(struct vector *vector, const struct numbers *nodes);

void expect_list(struct vector *vector, const char *what, const json_t *expected,
                 const struct runner_texts *got);
void expect_set(struct vector *vector, const char *what, const json_t *expected,
                const struct runner_texts *got);

/* Compare the outcome of a call with what the case says about errors. True: it succeeded
** and was meant to, so its result can be looked at. Releases the error. */
bool vector_succeeds(struct vector *vector, runner_status status,
                     struct runner_error *error);

/* Nodes of a text, a list of texts, or null (none), found by resolve_many. */
runner_status vector_resolve(struct vector *vector, const json_t *value,
                             struct numbers *out, struct runner_error *error);

/* What the cases ask. */
void vector_plan(struct vector *vector);    /* every `cmd` */
void vector_iterate(struct vector *vector); /* fn "iterate" */
void vector_ask(struct vector *vector);     /* every other `fn` */

/* Is `ids`, read backwards, an order in which every revision follows what it needs? */
void expect_newest_first(struct vector *vector, const struct runner_texts *ids);

#endif

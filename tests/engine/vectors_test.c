/* unit-vectors: every case of every file under spec/vectors/, one test a file. */
#include "vectors.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MOST_FILES = 200, FEWEST_CASES = 500 };

static size_t cases_run;

/* A case with a graph of its own, or a graph that must be refused, gets its own world. */
static void run_case(struct vector *vector, const struct world *shared) {
  struct world own = {0};
  const json_t *graph = json_object_get(vector->json, "graph");
  const char *fn = vector_text(vector, "fn");
  if (graph != NULL) world_build(&own, graph);
  vector->world = graph != NULL ? &own : shared;
  if (fn != NULL && strcmp(fn, "load") == 0)
    vector_succeeds(vector, own.status, &own.error);
  else if (vector->world->status != RUNNER_DONE)
    vector_fail(vector, "the graph is refused: %s", vector->world->error.message);
  else if (fn != NULL)
    vector_ask(vector);
  else
    vector_plan(vector);
  if (graph != NULL) world_release(&own);
}

static size_t run_cases(const char *file, json_t *document, const struct world *shared) {
  size_t failures = 0, i;
  json_t *json;
  json_array_foreach(json_object_get(document, "cases"), i, json) {
    struct vector vector = {
        .file = file, .number = i + 1, .json = json, .arena = arena_create()};
    run_case(&vector, shared);
    arena_destroy(vector.arena);
    failures += vector.failed;
    cases_run++;
  }
  return failures;
}

static void test_file(void **state) {
  const char *file = *state;
  char *path = memory_format("%s/%s", VECTORS_FOLDER, file);
  json_error_t error;
  json_t *document = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
  if (document == NULL) fail_msg("%s:%d: %s", path, error.line, error.text);
  memory_release(path);
  struct world shared;
  world_build(&shared, json_object_get(document, "graph"));
  size_t failures = run_cases(file, document, &shared);
  world_release(&shared);
  json_decref(document);
  assert_int_equal(failures, 0);
}

/* An empty folder must not pass for success. */
static void test_count(void **state) {
  (void)state;
  print_message("%zu vectors run, none skipped\n", cases_run);
  assert_true(cases_run >= FEWEST_CASES);
}

static int compare_names(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static size_t list_files(char **files) {
  size_t count = 0;
  DIR *folder = opendir(VECTORS_FOLDER);
  if (folder == NULL) return 0;
  for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
    size_t length = strlen(entry->d_name);
    if (length > 5 && strcmp(entry->d_name + length - 5, ".json") == 0 &&
        count < MOST_FILES)
      files[count++] = memory_text(entry->d_name);
  }
  closedir(folder);
  qsort(files, count, sizeof *files, compare_names);
  return count;
}

int main(void) {
  static char *files[MOST_FILES];
  static struct CMUnitTest tests[MOST_FILES + 1];
  size_t count = list_files(files);
  for (size_t i = 0; i < count; i++)
    tests[i] = (struct CMUnitTest){
        .name = files[i], .test_func = test_file, .initial_state = files[i]};
  tests[count] = (struct CMUnitTest){.name = "test_count", .test_func = test_count};
  int failures = _cmocka_run_group_tests("vectors", tests, count + 1, NULL, NULL);
  for (size_t i = 0; i < count; i++)
    memory_release(files[i]);
  return failures;
}

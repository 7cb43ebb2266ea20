/* Asking lua/runner/autogenerate/answer.lua, and reading its answers. */
#include "engine/autogenerate.h"

#include "engine/database.h"
#include "engine/desired.h"
#include "engine/scratch.h"
#include "engine/snapshot.h"

enum { MOST_FIELDS = DESIRED_FIELDS + 4 };

/* What is asked, as it is gathered. */
struct question {
  struct script_field fields[MOST_FIELDS];
  size_t count;
};

static void add_text(struct question *question, const char *key, const char *text) {
  question->fields[question->count++] =
      (struct script_field){.key = key, .type = SCRIPT_TEXT, .text = text};
}

static void add_schema(struct question *question, struct runner *runner) {
  question->fields[question->count++] = (struct script_field){
      .key = "schema", .type = SCRIPT_TABLE, .table = runner->config.schema.table};
}

/* ---- the answer ---- */

static runner_status read_difference(struct runner *runner, struct script_table *table,
                                     struct runner_difference *difference,
                                     struct runner_error *error) {
  const struct {
    const char *key;
    const char **place;
  } parts[] = {{"kind", &difference->kind}, {"table", &difference->table},
               {"name", &difference->name}, {"part", &difference->part},
               {"from", &difference->from}, {"to", &difference->to},
               {"text", &difference->text}};
  runner_status status = RUNNER_DONE;
  *difference = (struct runner_difference){0};
  for (size_t i = 0; status == RUNNER_DONE && i < sizeof parts / sizeof *parts; i++)
    status = script_get_text(table, parts[i].key, runner->arena, parts[i].place, error);
  return status;
}

static runner_status read_differences(struct runner *runner, struct script_table *answer,
                                      struct runner_differences *differences,
                                      struct runner_error *error) {
  struct script_table *list = NULL, *item = NULL;
  runner_status status = script_get_table(answer, "differences", &list, error);
  if (status != RUNNER_DONE) return status;
  size_t count = script_table_length(list);
  *differences = (struct runner_differences){0};
  differences->items =
      arena_allocate(runner->arena, (count + 1) * sizeof *differences->items);
  if (differences->items == NULL) return error_no_memory(error);
  for (size_t i = 0; status == RUNNER_DONE && i < count; i++) {
    status = script_get_item(list, "differences", i + 1, runner->arena, &item, NULL, NULL,
                             error);
    if (status == RUNNER_DONE)
      status = read_difference(runner, item, &differences->items[i], error);
  }
  differences->count = count;
  return status;
}

static runner_status ask(struct runner *runner, const char *name,
                         const struct question *question, struct script_table **answer,
                         struct runner_error *error) {
  struct script_function *function = NULL;
  runner_status status = script_module_function(
      runner->script, "runner.autogenerate.answer", name, &function, error);
  if (status != RUNNER_DONE) return status;
  return script_call_table(function, question->fields, question->count,
                           runner->connection, answer, error);
}

static runner_status read_comparison(struct runner *runner, struct script_table *answer,
                                     struct runner_comparison *comparison,
                                     struct runner_error *error) {
  *comparison = (struct runner_comparison){0};
  runner_status status =
      read_differences(runner, answer, &comparison->differences, error);
  if (status != RUNNER_DONE) return status;
  return script_get_texts(answer, "questions", runner->arena, &comparison->questions,
                          error);
}

/* ---- the database ---- */

/* Open what is to be compared: a database that is not there yet is an empty one. */
static runner_status open_current(struct runner *runner, struct runner_error *error) {
  runner_status status = runner_check_heads(runner, error);
  if (status != RUNNER_DONE || runner->connection != NULL) return status;
  return scratch_open(runner, error);
}

/* A scratch database is not to be taken for the project's. */
static void close_current(struct runner *runner) {
  if (runner->adopted == NULL) database_close(runner);
}

/* What every question about the database begins with. Once it is done, close_current
** must follow. */
static runner_status begin_question(struct runner *runner, struct question *question,
                                    struct runner_error *error) {
  runner_status status =
      desired_fields(runner, NULL, question->fields, &question->count, error);
  if (status == RUNNER_DONE) status = open_current(runner, error);
  if (status == RUNNER_DONE) add_schema(question, runner);
  return status;
}

runner_status runner_check(struct runner *runner, struct runner_comparison *comparison,
                           struct runner_error *error) {
  struct question question = {.count = 0};
  struct script_table *answer = NULL;
  runner_status status = begin_question(runner, &question, error);
  if (status != RUNNER_DONE) return status;
  status = ask(runner, "check", &question, &answer, error);
  if (status == RUNNER_DONE) status = read_comparison(runner, answer, comparison, error);
  if (status == RUNNER_DONE)
    status = snapshot_check(runner, &comparison->stale_snapshot, error);
  close_current(runner);
  return status;
}

runner_status runner_compare(struct runner *runner, const char *from, const char *to,
                             struct runner_comparison *comparison,
                             struct runner_error *error) {
  struct question question = {.count = 0};
  struct script_table *answer = NULL;
  runner_status status = desired_check(from, error);
  if (status == RUNNER_DONE) status = desired_check(to, error);
  if (status != RUNNER_DONE) return status;
  add_text(&question, "from", from);
  add_text(&question, "to", to);
  add_schema(&question, runner);
  question.fields[question.count++] =
      (struct script_field){.key = "trust_schema",
                            .type = SCRIPT_BOOLEAN,
                            .integer = database_is_trusted(runner)};
  status = ask(runner, "diff", &question, &answer, error);
  return status == RUNNER_DONE ? read_comparison(runner, answer, comparison, error)
                               : status;
}

/* ---- revisions ---- */

runner_status autogenerate_bodies(struct runner *runner,
                                  const struct runner_autogenerate *wanted,
                                  struct autogenerated *found,
                                  struct runner_error *error) {
  struct question question = {.count = 0};
  struct script_table *answer = NULL;
  *found = (struct autogenerated){.upgrade = NULL};
  runner_status status = begin_question(runner, &question, error);
  if (status != RUNNER_DONE) return status;
  question.fields[question.count++] = (struct script_field){
      .key = "renames", .type = SCRIPT_TEXTS, .texts = wanted->renames};
  runner->asking = wanted;
  status = ask(runner, "generate", &question, &answer, error);
  runner->asking = NULL;
  if (status == RUNNER_DONE)
    status = read_differences(runner, answer, &found->differences, error);
  if (status == RUNNER_DONE)
    status = script_get_text(answer, "upgrade", runner->arena, &found->upgrade, error);
  if (status == RUNNER_DONE)
    status =
        script_get_text(answer, "downgrade", runner->arena, &found->downgrade, error);
  close_current(runner);
  return status;
}

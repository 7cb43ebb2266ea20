/* Opening, closing and interrupting a project. */
#include "engine/alterations.h"
#include "engine/backfill_table.h"
#include "engine/config_alteration.h"
#include "engine/database.h"
#include "engine/journal.h"
#include "engine/progress.h"

static const double worth_telling = 1; /* seconds */

#include <string.h>

static void forward_log(void *user, enum script_log_level level, const char *text) {
  if (level == SCRIPT_LOG_ALTERATION) {
    alterations_note(user, text);
    return;
  }
  enum runner_event_kind kind =
      level == SCRIPT_LOG_WARNING ? RUNNER_EVENT_WARNING : RUNNER_EVENT_LOG;
  project_tell(user, &(struct runner_event){.kind = kind, .text = text});
}

static enum script_answer forward_question(void *user, const char *question) {
  static const enum script_answer answers[] = {[RUNNER_NO_ANSWER] = SCRIPT_NO_ANSWER,
                                               [RUNNER_YES] = SCRIPT_YES,
                                               [RUNNER_NO] = SCRIPT_NO};
  const struct runner_autogenerate *asking = ((struct runner *)user)->asking;
  if (asking == NULL || asking->ask == NULL) return SCRIPT_NO_ANSWER;
  return answers[asking->ask(asking->user, question)];
}

/* Waiting is counted in milliseconds, in an int: three weeks are long enough. */
static double choose_timeout(double seconds) {
  const double longest = 21 * 86400;
  if (seconds < 0) return 0;
  return seconds < longest ? seconds : longest;
}

/* The tables of the engine. */
static runner_status list_own_tables(struct runner *runner, struct runner_error *error) {
  const char *const names[] = {runner->config.version_table, JOURNAL_TABLE,
                               BACKFILL_TABLE, BACKFILL_ERROR_TABLE};
  const char **tables = arena_allocate(runner->arena, sizeof names);
  if (tables == NULL) return error_no_memory(error);
  memcpy(tables, names, sizeof names);
  runner->own_tables = (struct runner_texts){tables, sizeof names / sizeof *names};
  return RUNNER_DONE;
}

/* How `op` alters tables: as the caller says, else as configured. */
static runner_status choose_alteration(struct runner *runner, const char *rebuild,
                                       struct runner_error *error) {
  struct script_alteration alteration = {.rebuild = runner->config.rebuild,
                                         .naming = runner->config.naming};
  if (rebuild != NULL) {
    runner_status status = config_check_rebuild("--rebuild", rebuild, error);
    if (status != RUNNER_DONE) return status;
    alteration.rebuild = arena_text(runner->arena, rebuild);
    if (alteration.rebuild == NULL) return error_no_memory(error);
  }
  alteration.own_tables = runner->own_tables;
  script_set_alteration(runner->script, &alteration);
  return RUNNER_DONE;
}

static runner_status read_configuration(struct runner *runner,
                                        const struct runner_options *options,
                                        struct runner_error *error) {
  struct script_options script = {.log = forward_log,
                                  .progress = progress_report,
                                  .ask = forward_question,
                                  .user = runner};
  runner_status status = script_create(&script, &runner->script, error);
  if (status == RUNNER_DONE)
    status = script_set_arguments(runner->script, &options->arguments, error);
  struct config_choice choice = {
      .path = options->config, .section = options->name, .database = options->database};
  if (status == RUNNER_DONE)
    status = config_read(runner->script, &choice, runner->arena, &runner->config, error);
  if (status == RUNNER_DONE) status = list_own_tables(runner, error);
  if (status == RUNNER_DONE)
    status = script_set_collations(runner->script, &runner->config.collations, error);
  if (status == RUNNER_DONE) status = choose_alteration(runner, options->rebuild, error);
  if (status == RUNNER_DONE) {
    status =
        script_grant(runner->script, runner->config.folder, &runner->config.trust, error);
    if (status != RUNNER_DONE) error_place(error, runner->config.path, 0);
  }
  if (status == RUNNER_DONE && runner->config.memory_limit > 0)
    script_limit_memory(runner->script, (size_t)runner->config.memory_limit << 20);
  runner->timeout =
      choose_timeout(options->timeout != 0 ? options->timeout : runner->config.timeout);
  return status;
}

/* Copy what may be NULL. */
static runner_status keep_text(struct runner *runner, const char *text, const char **kept,
                               struct runner_error *error) {
  if (text == NULL) return RUNNER_DONE;
  *kept = arena_text(runner->arena, text);
  return *kept != NULL ? RUNNER_DONE : error_no_memory(error);
}

runner_status runner_open(const struct runner_options *options, struct runner **out,
                          struct runner_error *error) {
  *out = NULL;
  struct runner *runner = memory_allocate(sizeof *runner);
  if (runner == NULL) return error_no_memory(error);
  runner->listener = options->listener;
  runner->user = options->user;
  runner->progress_after = worth_telling;
  runner->arena = arena_create();
  *out = runner; /* so that a loop in the configuration can be interrupted */
  runner_status status = runner->arena != NULL ? RUNNER_DONE : error_no_memory(error);
  if (status == RUNNER_DONE) status = read_configuration(runner, options, error);
  if (status == RUNNER_DONE)
    status = keep_text(runner, options->tag, &runner->tag, error);
  if (status == RUNNER_DONE)
    status = keep_text(runner, options->schema, &runner->schema, error);
  if (status != RUNNER_DONE) {
    *out = NULL;
    runner_close(runner);
  }
  return status;
}

void runner_close(struct runner *runner) {
  if (runner == NULL) return;
  database_close(runner);
  graph_destroy(runner->graph);
  script_destroy(runner->script);
  arena_destroy(runner->revision_arena);
  arena_destroy(runner->arena);
  memory_release(runner);
}

void runner_interrupt(struct runner *runner) {
  runner->interrupted = 1;
  if (runner->connection != NULL) connection_interrupt(runner->connection);
  if (runner->script != NULL) script_interrupt(runner->script);
}

const char *runner_version(void) {
  return RUNNER_VERSION;
}

const char *runner_config_path(const struct runner *runner) {
  return runner->config.path;
}

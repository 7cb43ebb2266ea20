/* Opening and closing a project, loading its revisions, telling its listener. */
#include "engine/project.h"

#include "base/clock.h"
#include "base/file.h"
#include "engine/database.h"
#include "engine/directory.h"

#include <stdarg.h>
#include <string.h>

static void forward_log(void *user, enum script_log_level level, const char *text) {
  enum runner_event_kind kind =
      level == SCRIPT_LOG_WARNING ? RUNNER_EVENT_WARNING : RUNNER_EVENT_LOG;
  project_tell(user, &(struct runner_event){.kind = kind, .text = text});
}

static runner_status read_configuration(struct runner *runner,
                                        const struct runner_options *options,
                                        struct runner_error *error) {
  struct script_options script = {.log = forward_log, .user = runner};
  runner_status status = script_create(&script, &runner->script, error);
  if (status == RUNNER_DONE)
    status = script_set_arguments(runner->script, &options->arguments, error);
  struct config_choice choice = {
      .path = options->config, .section = options->name, .database = options->database};
  if (status == RUNNER_DONE)
    status = config_read(runner->script, &choice, runner->arena, &runner->config, error);
  if (status == RUNNER_DONE)
    status =
        script_grant(runner->script, runner->config.folder, &runner->config.trust, error);
  if (status == RUNNER_DONE && runner->config.memory_limit > 0)
    script_limit_memory(runner->script, (size_t)runner->config.memory_limit << 20);
  runner->timeout = options->timeout >= 0 ? options->timeout : runner->config.timeout;
  return status;
}

runner_status runner_open(const struct runner_options *options, struct runner **out,
                          struct runner_error *error) {
  *out = NULL;
  struct runner *runner = memory_allocate(sizeof *runner);
  if (runner == NULL) return error_no_memory(error);
  runner->listener = options->listener;
  runner->user = options->user;
  runner->arena = arena_create();
  runner_status status = runner->arena != NULL ? RUNNER_DONE : error_no_memory(error);
  if (status == RUNNER_DONE) status = read_configuration(runner, options, error);
  if (status == RUNNER_DONE && options->tag != NULL) {
    runner->tag = arena_text(runner->arena, options->tag);
    if (runner->tag == NULL) status = error_no_memory(error);
  }
  if (status == RUNNER_DONE)
    *out = runner;
  else
    runner_close(runner);
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

runner_status project_check_interrupt(struct runner *runner, struct runner_error *error) {
  if (!runner->interrupted) return RUNNER_DONE;
  return error_set(error, RUNNER_INTERRUPTED, "interrupted");
}

void project_tell(struct runner *runner, const struct runner_event *event) {
  if (runner->listener != NULL) runner->listener(runner->user, event);
}

void project_warn(struct runner *runner, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  char *text = memory_vformat(format, arguments);
  va_end(arguments);
  if (text == NULL) return;
  project_tell(runner,
               &(struct runner_event){.kind = RUNNER_EVENT_WARNING, .text = text});
  memory_release(text);
}

runner_status project_load(struct runner *runner, struct runner_error *error) {
  if (runner->graph != NULL) return RUNNER_DONE;
  if (runner->revision_arena == NULL) runner->revision_arena = arena_create();
  if (runner->revision_arena == NULL) return error_no_memory(error);
  runner_status status =
      directory_read(&runner->config, runner->script, runner->revision_arena,
                     &runner->revisions, &runner->revision_count, error);
  if (status == RUNNER_DONE)
    status =
        graph_build(runner->revisions, runner->revision_count, &runner->graph, error);
  if (status == RUNNER_INTERRUPTED) return status;
  return status;
}

/* The arena is kept: revisions that were handed out still point into it. */
runner_status project_reload(struct runner *runner, struct runner_error *error) {
  graph_destroy(runner->graph);
  runner->graph = NULL;
  return project_load(runner, error);
}

runner_status project_list(struct runner *runner, const struct numbers *nodes,
                           struct runner_list *list, struct runner_error *error) {
  list->count = 0;
  list->items = arena_allocate(runner->arena, (nodes->count + 1) * sizeof *list->items);
  if (list->items == NULL) return error_no_memory(error);
  for (size_t i = 0; i < nodes->count; i++)
    list->items[list->count++] = graph_revision(runner->graph, nodes->items[i]);
  return RUNNER_DONE;
}

const char *runner_version(void) {
  return RUNNER_VERSION;
}

const char *runner_database(const struct runner *runner) {
  return runner->connection != NULL && runner->adopted != NULL
             ? connection_path(runner->connection)
             : runner->config.database;
}

const char *runner_config_path(const struct runner *runner) {
  return runner->config.path;
}

/* A project that is open: loading its revisions, telling its listener. */
#include "engine/project.h"

#include "engine/directory.h"

#include <stdarg.h>

runner_status project_check_interrupt(struct runner *runner, struct runner_error *error) {
  if (!runner->interrupted) return RUNNER_DONE;
  return error_set(error, RUNNER_INTERRUPTED, "interrupted");
}

void project_tell(struct runner *runner, const struct runner_event *event) {
  bool progress =
      event->kind == RUNNER_EVENT_PROGRESS || event->kind == RUNNER_EVENT_ROLLBACK;
  bool news = !runner->trying || progress;
  if (runner->listener != NULL && news) runner->listener(runner->user, event);
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

const char *runner_database(const struct runner *runner) {
  return runner->connection != NULL && runner->adopted != NULL
             ? connection_path(runner->connection)
             : runner->config.database;
}

/* Looking at a new revision before it is written: is it what was asked for, and would the
** graph still be sound with it? */
#include "engine/create.h"

#include "base/texts.h"
#include "engine/trial.h"

#include <string.h>

/* An own template may add labels and dependencies, but must not lose any. */
static runner_status check_kept(const char *variable, const struct runner_texts *wanted,
                                const struct runner_texts *written,
                                struct runner_error *error) {
  for (size_t i = 0; i < wanted->count; i++) {
    if (texts_contain(written, wanted->items[i])) continue;
    error_set(error, RUNNER_USAGE, "the template left '%s' out of %s", wanted->items[i],
              variable);
    error_hint(error, "it must write all that it gets; nothing was written");
    return RUNNER_USAGE;
  }
  return RUNNER_DONE;
}

/* What was proven is what must stand there. */
static runner_status check_body(const char *function, const char *body,
                                const struct draft *draft, struct runner_error *error) {
  if (body == NULL || strstr(draft->text, body) != NULL) return RUNNER_DONE;
  error_set(error, RUNNER_USAGE, "the template left what %s() does out", function);
  error_hint(error, "it gets that as the text `%ss`; nothing was written", function);
  return RUNNER_USAGE;
}

static runner_status check_written(const struct draft *draft,
                                   const struct runner_revision *written,
                                   struct runner_error *error) {
  if (strcmp(written->id, draft->id) != 0)
    return error_set(error, RUNNER_USAGE,
                     "the template wrote revision '%s' where '%s' was asked for",
                     written->id, draft->id);
  runner_status status = check_kept("down_revision", &draft->down, &written->down, error);
  if (status == RUNNER_DONE && written->down.count > draft->down.count)
    status = error_set(error, RUNNER_USAGE,
                       "the template wrote a down_revision that was not asked for");
  if (status == RUNNER_DONE)
    status = check_kept("branch_labels", &draft->labels, &written->labels, error);
  if (status == RUNNER_DONE)
    status = check_kept("depends_on", &draft->depends, &written->depends, error);
  if (status == RUNNER_DONE)
    status = check_body("upgrade", draft->upgrades, draft, error);
  if (status == RUNNER_DONE)
    status = check_body("downgrade", draft->downgrades, draft, error);
  return status;
}

/* Read the draft as if it were a file, and build the graph with it in a copy. */
runner_status create_check(struct runner *runner, const struct draft *draft,
                           struct runner_error *error) {
  size_t count = runner->revision_count + 1;
  struct graph *graph = NULL;
  struct arena *arena = arena_create();
  struct runner_revision *all =
      arena != NULL ? arena_allocate(arena, count * sizeof *all) : NULL;
  if (all == NULL) {
    arena_destroy(arena);
    return error_no_memory(error);
  }
  if (count > 1) memcpy(all, runner->revisions, (count - 1) * sizeof *all);
  struct runner_revision *added = &all[count - 1];
  added->path = draft->path;
  added->source = draft->text;
  added->source_length = strlen(draft->text);
  runner_status status = script_read_revision(runner->script, arena, added, error);
  if (status == RUNNER_DONE) status = check_written(draft, added, error);
  if (status == RUNNER_DONE) status = graph_build(all, count, &graph, error);
  if (status == RUNNER_DONE && draft->trial)
    status = trial_run(runner, graph, draft->id, error);
  graph_destroy(graph);
  arena_destroy(arena);
  return status;
}

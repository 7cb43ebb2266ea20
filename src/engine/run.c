/* Planning a run and carrying it out step by step. */
#include "engine/run.h"

#include "engine/apply.h"
#include "engine/database.h"
#include "engine/journal.h"
#include "engine/snapshot.h"
#include "engine/transaction.h"
#include "engine/version_table.h"

#include <string.h>

/* One run under way. */
struct run {
  struct runner *runner;
  const struct run_request *request;
  struct runner_plan plan;  /* as made last */
  size_t next;              /* step to do next */
  struct runner_plan done;  /* what was committed */
  struct runner_texts goal; /* rows after the first plan */
  struct runner_error *error;
};

static runner_status explain_unknown_row(struct runner *runner,
                                         const struct runner_texts *rows,
                                         runner_status status,
                                         struct runner_error *error) {
  for (size_t i = 0; i < rows->count; i++) {
    size_t node = 0;
    if (graph_find(runner->graph, rows->items[i], &node)) continue;
    char *when = journal_describe(runner->connection, rows->items[i]);
    error_set(error, RUNNER_REVISION,
              "the database %s is at revision %s, which no file in the version folders "
              "has%s%s",
              runner_database(runner), rows->items[i],
              when != NULL ? "; it was applied " : "", when != NULL ? when : "");
    memory_release(when);
    error_hint(error, "it was probably changed by a newer release or another branch: use "
                      "that release's revisions; `runner stamp --purge REVISION` "
                      "declares what it holds if you are certain");
    return RUNNER_REVISION;
  }
  return status;
}

runner_status run_read_rows(struct runner *runner, struct runner_texts *rows,
                            struct runner_error *error) {
  struct numbers nodes = {0};
  runner_status status = version_rows(runner->connection, runner->config.version_table,
                                      runner->arena, rows, error);
  if (status != RUNNER_DONE) return status;
  status = resolve_rows(runner->graph, rows, &nodes, error);
  numbers_release(&nodes);
  if (status != RUNNER_REVISION) return status;
  return explain_unknown_row(runner, rows, status, error);
}

/* Better said before the first step than after some of them. */
static runner_status check_way_back(const struct runner_plan *plan,
                                    struct runner_error *error) {
  for (size_t i = 0; i < plan->count; i++) {
    const struct runner_revision *revision = plan->steps[i].revision;
    if (revision->has_downgrade) continue;
    error_set(error, RUNNER_REVISION, "revision %s has no downgrade()", revision->id);
    error_place(error, revision->path, 0);
    error_hint(error, "nothing was done; define function downgrade() in it, an empty one "
                      "if there is nothing to do");
    return RUNNER_REVISION;
  }
  return RUNNER_DONE;
}

static runner_status plan_way_back(struct runner *runner,
                                   const struct run_request *request,
                                   const struct runner_texts *rows,
                                   struct runner_plan *plan, struct runner_error *error) {
  runner_status status =
      plan_downgrade(runner->graph, request->target, rows, runner->arena, plan, error);
  return status == RUNNER_DONE ? check_way_back(plan, error) : status;
}

runner_status run_plan(struct runner *runner, const struct run_request *request,
                       const struct runner_texts *rows, bool first,
                       struct runner_plan *plan, struct runner_error *error) {
  if (request->direction == RUNNER_STAMP)
    return plan_stamp(runner->graph, &request->targets, rows,
                      (request->flags & RUNNER_PURGE) != 0, runner->arena, plan, error);
  if (request->direction == RUNNER_DOWNGRADE)
    return plan_way_back(runner, request, rows, plan, error);
  bool older = false;
  runner_status status = plan_upgrade(runner->graph, request->target, rows, runner->arena,
                                      plan, &older, error);
  if (status != RUNNER_DONE || !older || !first) return status;
  error_set(error, RUNNER_REVISION,
            "%s is below what is applied: the database stands at %s", request->target,
            transaction_rows_text(runner, rows));
  error_hint(error, "to go back, use `runner downgrade %s`", request->target);
  return RUNNER_REVISION;
}

/* Make room for one more step that is done: before it runs, since what is committed must
** be reported whatever happens. */
static runner_status make_room(struct run *run) {
  struct runner_step *steps =
      arena_grow(run->runner->arena, run->done.steps, run->done.count, sizeof *steps);
  if (steps == NULL) return error_no_memory(run->error);
  run->done.steps = steps;
  return RUNNER_DONE;
}

/* Copy a step to the list of those that are done, and tell. */
static void note_done(struct run *run, const struct runner_step *step, double seconds) {
  struct runner_step *copy = &run->done.steps[run->done.count++];
  *copy = *step;
  copy->alterations = run->runner->alterations;
  run->done.after = step->after;
  project_tell(run->runner, &(struct runner_event){.kind = RUNNER_EVENT_STEP_DONE,
                                                   .step = step,
                                                   .seconds = seconds});
}

/* A step failed and was rolled back: say in which revision, and where things stand. */
static runner_status tell_failure(struct run *run, const struct runner_step *step,
                                  runner_status status, const struct runner_texts *rows) {
  const char *stands = transaction_rows_text(run->runner, rows);
  bool loose = apply_is_loose(step), unfinished = false;
  if (loose && run->runner->connection != NULL)
    journal_is_unfinished(run->runner->connection, step, &unfinished, NULL);
  const char *id = step->revision != NULL ? step->revision->id : "base";
  if (status == RUNNER_INTERRUPTED) {
    error_set(run->error, status,
              unfinished
                  ? "interrupted in revision %s, which runs outside a transaction and "
                    "stays unfinished; the database stands at %s"
                  : "interrupted in revision %s; it was rolled back, and the database "
                    "stands at %s",
              id, stands);
  }
  error_in_revision(run->error, id);
  if (!loose && status != RUNNER_INTERRUPTED)
    error_hint(run->error, "nothing of this revision was kept; the database stands at %s",
               stands);
  else if (unfinished && status == RUNNER_FAILED)
    error_hint(
        run->error,
        "what this revision did before stays; put the cause right and run it "
        "again: it begins anew, and its online backfills go on where they stopped");
  return status;
}

/* Does the target end in a step count ("+2", "head-1")? */
static bool is_relative(const char *target) {
  const char *sign = NULL;
  for (const char *at = target; at != NULL && *at != '\0'; at++)
    if (*at == '+' || *at == '-') sign = at;
  return sign != NULL && sign[1] != '\0' &&
         sign[1 + strspn(sign + 1, "0123456789")] == '\0';
}

/* Somebody else moved the rows while we waited. A relative target would then mean another
** revision, so it is only accepted if the rows already are where it was going to lead:
** then nothing is left to do. */
static runner_status accept_goal(struct run *run, const char *target,
                                 const struct runner_texts *before,
                                 const struct runner_texts *rows) {
  bool there = transaction_same_rows(rows, &run->goal);
  if (!there) {
    error_set(run->error, RUNNER_BUSY,
              "another program changed the database from %s to %s meanwhile",
              transaction_rows_text(run->runner, before),
              transaction_rows_text(run->runner, rows));
    error_hint(run->error, "look with `runner current`, then say again what %s should be",
               target);
  }
  run->plan.count = 0;
  run->plan.after = *rows;
  return there ? RUNNER_DONE : RUNNER_BUSY;
}

/* Plan anew from where the rows are now. */
static runner_status plan_again(struct run *run) {
  struct runner_texts rows = {0};
  const struct runner_texts *before = &run->plan.steps[run->next].before;
  runner_status status = run_read_rows(run->runner, &rows, run->error);
  if (status != RUNNER_DONE) return status;
  const char *target = run->request->target;
  run->next = 0;
  if (!is_relative(target))
    return run_plan(run->runner, run->request, &rows, false, &run->plan, run->error);
  return accept_goal(run, target, before, &rows);
}

/* The next step in its own transaction; `*fits` false: the rows had moved. */
static runner_status run_step(struct run *run, const struct runner_step *step, bool *fits,
                              double *seconds) {
  struct runner *runner = run->runner;
  runner_status status = transaction_begin(runner, run->error);
  if (status != RUNNER_DONE) return status;
  status = apply_fits(runner, step, fits, run->error);
  if (status != RUNNER_DONE || !*fits) {
    transaction_rollback(runner);
    return status;
  }
  status = apply_step(runner, step, seconds, run->error);
  if (status == RUNNER_DONE)
    status = transaction_commit(runner, &step->after, run->error);
  else
    transaction_rollback(runner);
  return status == RUNNER_DONE ? status : tell_failure(run, step, status, &step->before);
}

static runner_status run_each(struct run *run) {
  runner_status status = RUNNER_DONE;
  while (status == RUNNER_DONE && run->next < run->plan.count) {
    const struct runner_step *step = &run->plan.steps[run->next];
    bool fits = true;
    double seconds = 0;
    status = make_room(run);
    if (status == RUNNER_DONE) status = project_check_interrupt(run->runner, run->error);
    if (status != RUNNER_DONE) return tell_failure(run, step, status, &step->before);
    if (apply_is_loose(step)) {
      status = apply_loose_step(run->runner, step, &fits, &seconds, run->error);
      if (status != RUNNER_DONE) tell_failure(run, step, status, &step->before);
    } else {
      status = run_step(run, step, &fits, &seconds);
    }
    if (status != RUNNER_DONE) return status;
    if (fits) {
      run->next++;
      note_done(run, step, seconds);
    } else {
      status = plan_again(run);
    }
  }
  return status;
}

static runner_status refuse_loose_steps(struct run *run) {
  for (size_t i = 0; i < run->plan.count; i++) {
    if (!apply_is_loose(&run->plan.steps[i])) continue;
    const char *id = run->plan.steps[i].revision->id;
    error_set(run->error, RUNNER_USAGE,
              "--atomic is not possible: revision %s runs outside a transaction", id);
    error_place(run->error, run->plan.steps[i].revision->path, 0);
    error_hint(run->error, "go up to it, through it, and on from it in separate runs");
    return RUNNER_USAGE;
  }
  return RUNNER_DONE;
}

static runner_status purge_rows(struct run *run) {
  struct runner *runner = run->runner;
  runner_status status = apply_make_tables(runner, run->error);
  if (status != RUNNER_DONE) return status;
  return version_purge(runner->connection, runner->config.version_table, run->error);
}

/* The target of the request that counts steps from where the database is, or NULL. */
static const char *relative_target(const struct run_request *request) {
  if (is_relative(request->target)) return request->target;
  for (size_t i = 0; i < request->targets.count; i++)
    if (is_relative(request->targets.items[i])) return request->targets.items[i];
  return NULL;
}

/* Plan from the rows as the lock holds them. */
static runner_status plan_inside(struct run *run, struct runner_texts *rows) {
  struct runner *runner = run->runner;
  const struct run_request *request = run->request;
  if ((request->flags & RUNNER_PURGE) != 0) {
    const struct runner_texts none = {0};
    runner_status status = version_rows(runner->connection, runner->config.version_table,
                                        runner->arena, rows, run->error);
    if (status == RUNNER_DONE) status = purge_rows(run);
    if (status != RUNNER_DONE) return status;
    return run_plan(runner, request, &none, false, &run->plan, run->error);
  }
  runner_status status = run_read_rows(runner, rows, run->error);
  if (status != RUNNER_DONE) return status;
  const char *relative = relative_target(request);
  if (relative != NULL && !transaction_same_rows(rows, &run->plan.before))
    return accept_goal(run, relative, &run->plan.before, rows);
  return run_plan(runner, request, rows, false, &run->plan, run->error);
}

/* All steps inside the transaction that is open; `rows` as they were before. */
static runner_status run_inside(struct run *run, struct runner_texts *rows) {
  runner_status status = plan_inside(run, rows);
  if (status == RUNNER_DONE) status = refuse_loose_steps(run);
  for (size_t i = 0; status == RUNNER_DONE && i < run->plan.count; i++) {
    const struct runner_step *step = &run->plan.steps[i];
    double seconds = 0;
    status = make_room(run);
    if (status == RUNNER_DONE)
      status = apply_step(run->runner, step, &seconds, run->error);
    if (status != RUNNER_DONE) return tell_failure(run, step, status, rows);
    note_done(run, step, seconds);
  }
  return status;
}

/* The whole plan in one transaction: --atomic, and every stamp. */
static runner_status run_whole(struct run *run) {
  struct runner_texts rows = {0};
  runner_status status = transaction_begin(run->runner, run->error);
  if (status != RUNNER_DONE) return status;
  status = run_inside(run, &rows);
  if (status != RUNNER_DONE) {
    transaction_rollback(run->runner);
  } else {
    status = transaction_commit(run->runner, &run->plan.after, run->error);
    if (status != RUNNER_DONE && run->plan.count > 0)
      tell_failure(run, &run->plan.steps[run->plan.count - 1], status, &rows);
  }
  if (status != RUNNER_DONE) run->done.count = 0;
  if (status != RUNNER_DONE) run->done.after = run->done.before;
  return status;
}

static runner_status run_request(struct runner *runner, const struct run_request *request,
                                 struct runner_plan *done, struct runner_error *error) {
  struct run run = {.runner = runner, .request = request, .error = error};
  struct runner_texts rows = {0};
  bool purge = (request->flags & RUNNER_PURGE) != 0;
  runner_status status = project_load(runner, error);
  if (status == RUNNER_DONE) status = database_open_to_read(runner, error);
  if (status == RUNNER_DONE && !purge) status = run_read_rows(runner, &rows, error);
  if (status == RUNNER_DONE)
    status = run_plan(runner, request, &rows, true, &run.plan, error);
  run.goal = run.plan.after;
  run.done.before = run.done.after = rows;
  bool whole = request->direction == RUNNER_STAMP || (request->flags & RUNNER_ATOMIC);
  if (status == RUNNER_DONE && whole) status = refuse_loose_steps(&run);
  if (status == RUNNER_DONE && (run.plan.count > 0 || purge))
    status = database_open_to_write(runner, error);
  if (status == RUNNER_DONE && (run.plan.count > 0 || purge))
    status = whole ? run_whole(&run) : run_each(&run);
  if (run.done.count > 0 && request->direction != RUNNER_STAMP) snapshot_refresh(runner);
  if (done != NULL) *done = run.done;
  return status;
}

runner_status runner_upgrade(struct runner *runner, const char *target, int flags,
                             struct runner_plan *done, struct runner_error *error) {
  struct run_request request = {
      .direction = RUNNER_UPGRADE, .target = target, .flags = flags};
  return run_request(runner, &request, done, error);
}

runner_status runner_downgrade(struct runner *runner, const char *target, int flags,
                               struct runner_plan *done, struct runner_error *error) {
  struct run_request request = {
      .direction = RUNNER_DOWNGRADE, .target = target, .flags = flags};
  return run_request(runner, &request, done, error);
}

runner_status runner_stamp(struct runner *runner, const struct runner_texts *targets,
                           int flags, struct runner_plan *done,
                           struct runner_error *error) {
  struct run_request request = {
      .direction = RUNNER_STAMP, .targets = *targets, .flags = flags};
  return run_request(runner, &request, done, error);
}

/* --sql: the change as SQL text.
**
** The text comes from doing it: the same engine runs the same scripts against a scratch
** database in memory, and each statement that changes something is written down with its
** values. The scratch is first brought to the revision the text starts from. Nothing is
** known of the rows of the real database, so a script that reads rows is pointed out.
*/
#include "engine/database.h"
#include "engine/reference.h"
#include "engine/run.h"
#include "engine/scratch.h"
#include "engine/transaction.h"
#include "engine/version_table.h"

#include <string.h>

/* Begins every text. `.bail on` is the sqlite3 shell's: without it the shell would go on
** after a failed statement and commit half a revision. */
static const char preamble[] = "-- Made by runner " RUNNER_VERSION
                               " for the sqlite3 shell: sqlite3 DATABASE < THIS_TEXT\n"
                               ".bail on\n"
                               "PRAGMA foreign_keys = OFF;\n\n";

/* FROM and TO of a range; without a colon all of it is TO and FROM is NULL. */
struct range {
  const char *from;
  const char *to;
};

/* The scratch database stands where the text starts, which is not what "current" means. */
static runner_status refuse_current(const char *text, struct runner_error *error) {
  struct reference reference;
  runner_status status = reference_parse(text, &reference, error);
  if (status != RUNNER_DONE || !slice_is(reference.name, "current")) return status;
  error_set(error, RUNNER_USAGE, "'current' needs a database, and --sql looks at none");
  error_hint(error, "name the revision that `runner current` shows");
  return RUNNER_USAGE;
}

static runner_status split_range(struct runner *runner, const char *text,
                                 struct range *range, struct runner_error *error) {
  const char *colon = strchr(text, ':');
  *range = (struct range){.from = NULL, .to = text};
  if (colon == NULL) return refuse_current(text, error);
  if (strchr(colon + 1, ':') != NULL || colon == text || colon[1] == '\0') {
    error_set(error, RUNNER_USAGE, "'%s' is not a range", text);
    error_hint(error, "a range is FROM:TO, for instance base:head");
    return RUNNER_USAGE;
  }
  range->from = arena_bytes(runner->arena, text, (size_t)(colon - text));
  range->to = colon + 1;
  if (range->from == NULL) return error_no_memory(error);
  runner_status status = refuse_current(range->from, error);
  return status == RUNNER_DONE ? refuse_current(range->to, error) : status;
}

static void write_statement(void *user, const char *sql) {
  struct runner *runner = user;
  runner->sql_write(runner->sql_user, sql);
  bool shell = sql[0] == '.';
  runner->sql_write(runner->sql_user, shell ? "\n" : ";\n");
}

/* From here on changes are written down. */
static void start_writing(struct runner *runner, runner_writer write, void *user) {
  runner->sql_write = write;
  runner->sql_user = user;
  connection_record(runner->connection, write_statement, runner);
}

static void stop_writing(struct runner *runner) {
  if (runner->connection != NULL) connection_record(runner->connection, NULL, NULL);
  runner->sql_write = NULL;
}

/* "-- Running upgrade a, b -> c, message"; the message may have several lines. */
static runner_status write_heading(struct runner *runner, const struct runner_step *step,
                                   struct runner_error *error) {
  if (runner->sql_write == NULL) return RUNNER_DONE;
  const char *from =
      step->from.count > 0 ? transaction_rows_text(runner, &step->from) : "";
  const char *to = step->to.count > 0 ? transaction_rows_text(runner, &step->to) : "";
  const char *message = step->revision != NULL ? step->revision->message : "";
  char *text = arena_format(runner->arena, "-- Running %s %s -> %s%s%s\n",
                            runner_direction_name(step->direction), from, to,
                            message[0] != '\0' ? ", " : "", message);
  if (text == NULL) return error_no_memory(error);
  for (char *line = strchr(text, '\n'); line[1] != '\0'; line = strchr(line + 1, '\n'))
    *line = ' ';
  runner->sql_write(runner->sql_user, text);
  return RUNNER_DONE;
}

/* Run the steps of a plan on the scratch database, each as it would run for real. */
static runner_status run_steps(struct runner *runner, const struct runner_plan *plan,
                               struct runner_error *error) {
  runner_status status = RUNNER_DONE;
  for (size_t i = 0; status == RUNNER_DONE && i < plan->count; i++) {
    const struct runner_step *step = &plan->steps[i];
    status = project_check_interrupt(runner, error);
    if (status == RUNNER_DONE) status = write_heading(runner, step, error);
    if (status == RUNNER_DONE) status = scratch_run_step(runner, step, error);
    if (status != RUNNER_DONE && step->revision != NULL)
      error_in_revision(error, step->revision->id);
    if (runner->sql_write != NULL) runner->sql_write(runner->sql_user, "\n");
  }
  return status;
}

/* Bring the scratch to where the text starts, in silence. `start` NULL: empty. */
static runner_status replay(struct runner *runner, const struct run_request *start,
                            struct runner_texts *rows, struct runner_error *error) {
  *rows = (struct runner_texts){0};
  if (start == NULL) return RUNNER_DONE;
  struct runner_plan plan = {0};
  runner_status status = run_plan(runner, start, rows, false, &plan, error);
  if (status != RUNNER_DONE) return status;
  runner_listener listener = runner->listener;
  runner->listener = NULL;
  status = run_steps(runner, &plan, error);
  runner->listener = listener;
  *rows = plan.after;
  return status;
}

/* Write down the way from where `start` leads (NULL: empty) to where `request` does. */
static runner_status write_run(struct runner *runner, const struct run_request *start,
                               const struct run_request *request, runner_writer write,
                               void *user, struct runner_error *error) {
  struct runner_texts rows = {0};
  struct runner_plan plan = {0};
  runner_status status = scratch_open(runner, error);
  if (status == RUNNER_DONE) status = replay(runner, start, &rows, error);
  if (status == RUNNER_DONE)
    status = run_plan(runner, request, &rows, true, &plan, error);
  if (status == RUNNER_DONE) {
    start_writing(runner, write, user);
    write(user, preamble);
    status = run_steps(runner, &plan, error);
    stop_writing(runner);
  }
  database_close(runner);
  return status;
}

static bool is_base(const char *from) {
  return from == NULL || strcmp(from, "base") == 0;
}

static runner_status write_scripts(struct runner *runner, runner_direction direction,
                                   const char *target, runner_writer write, void *user,
                                   struct runner_error *error) {
  struct range range;
  runner_status status = project_load(runner, error);
  if (status == RUNNER_DONE) status = split_range(runner, target, &range, error);
  if (status != RUNNER_DONE) return status;
  if (direction == RUNNER_DOWNGRADE && range.from == NULL) {
    error_set(error, RUNNER_USAGE, "a downgrade with --sql needs a range, not '%s'",
              target);
    error_hint(error, "say FROM:TO, for instance head:base");
    return RUNNER_USAGE;
  }
  struct run_request start = {.direction = RUNNER_UPGRADE, .target = range.from};
  struct run_request request = {.direction = direction, .target = range.to};
  return write_run(runner, is_base(range.from) ? NULL : &start, &request, write, user,
                   error);
}

runner_status runner_sql_upgrade(struct runner *runner, const char *target,
                                 runner_writer write, void *user,
                                 struct runner_error *error) {
  return write_scripts(runner, RUNNER_UPGRADE, target, write, user, error);
}

runner_status runner_sql_downgrade(struct runner *runner, const char *target,
                                   runner_writer write, void *user,
                                   struct runner_error *error) {
  return write_scripts(runner, RUNNER_DOWNGRADE, target, write, user, error);
}

/* The targets of a stamp without their common start, which need not stand at each. */
static runner_status split_stamp(struct runner *runner,
                                 const struct runner_texts *targets,
                                 struct runner_texts *ends, const char **from,
                                 struct runner_error *error) {
  ends->items = arena_allocate(runner->arena, (targets->count + 1) * sizeof(char *));
  if (ends->items == NULL) return error_no_memory(error);
  for (size_t i = 0; i < targets->count; i++) {
    struct range range;
    runner_status status = split_range(runner, targets->items[i], &range, error);
    if (status != RUNNER_DONE) return status;
    if (range.from != NULL && *from != NULL && strcmp(*from, range.from) != 0)
      return error_set(error, RUNNER_USAGE,
                       "stamp with --sql takes one starting revision at a time");
    if (range.from != NULL) *from = range.from;
    ends->items[ends->count++] = range.to;
  }
  return RUNNER_DONE;
}

runner_status runner_sql_stamp(struct runner *runner, const struct runner_texts *targets,
                               runner_writer write, void *user,
                               struct runner_error *error) {
  struct runner_texts ends = {0};
  const char *from = NULL;
  runner_status status = project_load(runner, error);
  if (status == RUNNER_DONE) status = split_stamp(runner, targets, &ends, &from, error);
  if (status != RUNNER_DONE) return status;
  struct run_request start = {.direction = RUNNER_STAMP,
                              .targets = {.items = &from, .count = 1}};
  struct run_request request = {.direction = RUNNER_STAMP, .targets = ends};
  return write_run(runner, is_base(from) ? NULL : &start, &request, write, user, error);
}

runner_status runner_sql_ensure_version(struct runner *runner, runner_writer write,
                                        void *user, struct runner_error *error) {
  runner_status status = scratch_open(runner, error);
  if (status == RUNNER_DONE) {
    start_writing(runner, write, user);
    status = version_create(runner->connection, runner->config.version_table, error);
    stop_writing(runner);
  }
  database_close(runner);
  return status;
}

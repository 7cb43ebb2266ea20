/* Plans, runs and SQL scripts. */
#include "cli/commands/migrating.h"

#include "cli/entry.h"
#include "cli/progress.h"

void migrating_write_sql(void *user, const char *text) {
  struct sql_script *script = user;
  if (script->cli->output.json)
    buffer_text(&script->gathered, text);
  else
    output_product(&script->cli->output, text);
}

runner_status migrating_finish_sql(struct sql_script *script, runner_status status,
                                   json_t *target) {
  struct cli *cli = script->cli;
  buffer_text(&script->gathered, "");
  if (status == RUNNER_DONE && buffer_failed(&script->gathered))
    status = error_no_memory(&cli->error);
  if (status == RUNNER_DONE && cli->output.json)
    status = cli_answer(cli, json_pack("{s:s,s:O*,s:o}", "command", cli->command->name,
                                       "target", target, "sql",
                                       answer_text(script->gathered.bytes)));
  json_decref(target);
  buffer_release(&script->gathered);
  return status;
}

static runner_status write_sql(struct cli *cli, const struct migration *migration) {
  struct sql_script script = {.cli = cli};
  const char *target = cli_operand(cli, 0);
  runner_status status =
      migration->sql(cli->runner, target, migrating_write_sql, &script, &cli->error);
  return migrating_finish_sql(&script, status, answer_text(target));
}

/* What the rehearsal saw of a step. */
static void add_foreseen(struct buffer *text, const struct runner_step *step) {
  for (size_t i = 0; i < step->alterations.count; i++)
    buffer_format(text, "  %s\n", step->alterations.items[i]);
  if (step->unforeseen != NULL)
    buffer_format(text, "  not foreseen: %s\n", step->unforeseen);
}

static runner_status write_plan_text(struct cli *cli, const struct runner_plan *plan) {
  bool verbose = cli_flag(cli, "verbose");
  struct buffer text = {0};
  for (size_t i = 0; i < plan->count; i++) {
    progress_step_text(&text, &plan->steps[i]);
    buffer_text(&text, "\n");
    if (verbose) add_foreseen(&text, &plan->steps[i]);
  }
  if (verbose && plan->count > 0)
    buffer_text(&text, "tried on a copy of the schema; rows were not looked at\n");
  bool failed = buffer_failed(&text);
  if (!failed && text.length > 0) output_answer(&cli->output, text.bytes);
  buffer_release(&text);
  return failed ? error_no_memory(&cli->error) : RUNNER_DONE;
}

static runner_status write_plan(struct cli *cli, const struct migration *migration) {
  const char *target = cli_operand(cli, 0);
  struct runner_plan plan = {0};
  runner_status status = migration->plan(cli->runner, target, &plan, &cli->error);
  bool verbose = cli_flag(cli, "verbose");
  if (status == RUNNER_DONE && verbose)
    status = runner_rehearse(cli->runner, &plan, &cli->error);
  if (status != RUNNER_DONE) return status;
  if (!cli->output.json) return write_plan_text(cli, &plan);
  int parts = verbose ? ANSWER_ALTERATIONS | ANSWER_FORESEEN : 0;
  return cli_answer(cli,
                    answer_plan(cli->command->name, answer_text(target), &plan, parts));
}

/* Say where Ctrl-C between two revisions left the database; inside one, the engine has
** said so. */
static void explain_interruption(struct cli *cli, const struct runner_plan *done) {
  struct buffer rows = {0};
  if (cli->error.revision != NULL) return;
  if (done->after.count > 0)
    entry_list(&rows, &done->after);
  else
    buffer_text(&rows, "base");
  if (!buffer_failed(&rows))
    error_hint(&cli->error, "the database stands at %s", rows.bytes);
  buffer_release(&rows);
}

runner_status migrating_finish(struct cli *cli, runner_status status, json_t *target,
                               const struct runner_plan *done) {
  if (status == RUNNER_DONE && cli->output.json)
    return cli_answer(
        cli, answer_plan(cli->command->name, target, done,
                         ANSWER_APPLIED |
                             (cli_flag(cli, "verbose") ? ANSWER_ALTERATIONS : 0)));
  if (status == RUNNER_INTERRUPTED) explain_interruption(cli, done);
  json_decref(target);
  return status;
}

runner_status migrating_run(struct cli *cli, const struct migration *migration) {
  const char *target = cli_operand(cli, 0);
  struct runner_plan done = {0};
  runner_status status = cli_exclusive(cli, "sql", "plan");
  if (status == RUNNER_DONE) status = cli_exclusive(cli, "sql", "atomic");
  if (status == RUNNER_DONE) status = cli_open(cli);
  if (status != RUNNER_DONE) return status;
  if (cli_flag(cli, "sql")) return write_sql(cli, migration);
  if (cli_flag(cli, "plan")) return write_plan(cli, migration);
  int flags = cli_flag(cli, "atomic") ? RUNNER_ATOMIC : 0;
  status = migration->run(cli->runner, target, flags, &done, &cli->error);
  return migrating_finish(cli, status, answer_text(target), &done);
}

/* What `upgrade`, `downgrade` and `stamp` share. */
#ifndef RUNNER_CLI_COMMANDS_MIGRATING_H
#define RUNNER_CLI_COMMANDS_MIGRATING_H

#include "cli/answer.h"
#include "cli/command.h"

/* The three forms of an upgrade or a downgrade. */
struct migration {
  runner_status (*plan)(struct runner *runner, const char *target,
                        struct runner_plan *plan, struct runner_error *error);
  runner_status (*run)(struct runner *runner, const char *target, int flags,
                       struct runner_plan *done, struct runner_error *error);
  runner_status (*sql)(struct runner *runner, const char *target, runner_writer write,
                       void *user, struct runner_error *error);
};

/* Plan, write as SQL, or run, as the options say. */
runner_status migrating_run(struct cli *cli, const struct migration *migration);

/* The end of a run: the JSON answer, or what an interruption left behind. `target` is
** taken over. */
runner_status migrating_finish(struct cli *cli, runner_status status, json_t *target,
                               const struct runner_plan *done);

/* SQL text on its way out: straight to standard output, or gathered for --json. */
struct sql_script {
  struct cli *cli;
  struct buffer gathered;
};
void migrating_write_sql(void *user, const char *text); /* a runner_writer */
/* The end of the SQL; releases the script. `target` (may be NULL) is taken over. */
runner_status migrating_finish_sql(struct sql_script *script, runner_status status,
                                   json_t *target);

#endif

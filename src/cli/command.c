/* What a command sees of the command line, and how it opens the project and answers. */
#include "cli/command.h"

#include "cli/progress.h"
#include "cli/signals.h"

#include <jansson.h>

#include <string.h>

const struct cli_command *command_find(const char *name) {
  for (const struct cli_command *row = command_table; row->name != NULL; row++)
    if (strcmp(row->name, name) == 0) return row;
  return NULL;
}

/* A command of the project that has a name of ours could never be called. */
static runner_status refuse_hidden_commands(struct cli *cli) {
  struct runner_texts names = {0}, helps = {0};
  runner_status status = runner_commands(cli->runner, &names, &helps, &cli->error);
  for (size_t i = 0; status == RUNNER_DONE && i < names.count; i++) {
    if (command_find(names.items[i]) == NULL) continue;
    status = error_set(&cli->error, RUNNER_USAGE,
                       "`commands.%s` has the name of a command of runner's own",
                       names.items[i]);
    error_place(&cli->error, runner_config_path(cli->runner), 0);
    error_hint(&cli->error, "give it another name");
  }
  return status;
}

runner_status cli_open(struct cli *cli) {
  struct runner_options options = {.config = cli_value(cli, "config"),
                                   .name = cli_value(cli, "name"),
                                   .database = cli_value(cli, "database"),
                                   .arguments = cli_values(cli, "argument"),
                                   .tag = cli_value(cli, "tag"),
                                   .rebuild = cli_value(cli, "rebuild"),
                                   .schema = cli_value(cli, "schema"),
                                   .timeout = cli->timeout,
                                   .listener = progress_listen,
                                   .user = cli};
  signals_watch(&cli->runner);
  runner_status status = runner_open(&options, &cli->runner, &cli->error);
  return status == RUNNER_DONE ? refuse_hidden_commands(cli) : status;
}

static const struct runner_texts *find_given(const struct cli_given *given,
                                             const char *name) {
  for (; given != NULL && given->option != NULL; given++)
    if (strcmp(given->option->name, name) == 0) return &given->values;
  return NULL;
}

struct runner_texts cli_values(const struct cli *cli, const char *name) {
  const struct runner_texts *values = find_given(cli->options, name);
  if (values == NULL) values = find_given(cli->globals, name);
  return values != NULL ? *values : (struct runner_texts){0};
}

bool cli_flag(const struct cli *cli, const char *name) {
  return cli_values(cli, name).count > 0;
}

const char *cli_value(const struct cli *cli, const char *name) {
  struct runner_texts values = cli_values(cli, name);
  return values.count > 0 ? values.items[values.count - 1] : NULL;
}

const char *cli_operand(const struct cli *cli, size_t index) {
  return index < cli->operands.count ? cli->operands.items[index] : NULL;
}

runner_status cli_answer(struct cli *cli, json_t *document) {
  runner_status status = RUNNER_FAILED;
  if (document != NULL) status = output_document(&cli->output, document);
  if (status != RUNNER_DONE) error_no_memory(&cli->error);
  json_decref(document);
  return status;
}

runner_status cli_exclusive(struct cli *cli, const char *name, const char *other) {
  if (!cli_flag(cli, name) || !cli_flag(cli, other)) return RUNNER_DONE;
  return error_set(&cli->error, RUNNER_USAGE, "--%s cannot be used together with --%s",
                   name, other);
}

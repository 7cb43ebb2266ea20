/* runner init */
#include "cli/answer.h"
#include "cli/commands/commands.h"

struct written {
  struct output *output;
  json_t *paths;
};

static void on_written(void *user, const char *path) {
  struct written *written = user;
  output_answer_format(written->output, "Generating %s ...  done\n", path);
  written->paths = answer_append(written->paths, answer_text(path));
}

static runner_status start(struct cli *cli, const char *folder, struct written *written) {
  const char *database = cli_value(cli, "from-database");
  if (database == NULL)
    return runner_init(folder, cli_value(cli, "template"), on_written, written,
                       &cli->error);
  runner_status status =
      runner_init_from_database(folder, database, on_written, written, &cli->error);
  if (status == RUNNER_DONE)
    output_message(&cli->output,
                   "%s is as it was; `runner stamp head` records that it stands at the "
                   "first revision",
                   database);
  return status;
}

runner_status init_run(struct cli *cli) {
  const char *folder = cli_operand(cli, 0);
  struct written written = {.output = &cli->output, .paths = json_array()};
  if (folder == NULL) folder = ".";
  runner_status status = cli_exclusive(cli, "template", "from-database");
  if (status == RUNNER_DONE) status = start(cli, folder, &written);
  if (status != RUNNER_DONE || !cli->output.json) {
    json_decref(written.paths);
    return status;
  }
  return cli_answer(cli, json_pack("{s:s,s:o,s:o}", "command", "init", "folder",
                                   answer_text(folder), "written", written.paths));
}

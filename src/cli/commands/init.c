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

runner_status init_run(struct cli *cli) {
  const char *folder = cli_operand(cli, 0);
  struct written written = {.output = &cli->output, .paths = json_array()};
  if (folder == NULL) folder = ".";
  runner_status status =
      runner_init(folder, cli_value(cli, "template"), on_written, &written, &cli->error);
  if (status != RUNNER_DONE || !cli->output.json) {
    json_decref(written.paths);
    return status;
  }
  return cli_answer(cli, json_pack("{s:s,s:o,s:o}", "command", "init", "folder",
                                   answer_text(folder), "written", written.paths));
}

/* runner list_templates */
#include "cli/answer.h"
#include "cli/commands/commands.h"

static runner_status write_json(struct cli *cli, const struct runner_template *templates,
                                size_t count) {
  json_t *array = json_array();
  for (size_t i = 0; i < count; i++)
    array = answer_append(array, json_pack("{s:s,s:s}", "name", templates[i].name,
                                           "description", templates[i].description));
  return cli_answer(
      cli, json_pack("{s:s,s:o}", "command", "list_templates", "templates", array));
}

runner_status list_templates_run(struct cli *cli) {
  const struct runner_template *templates = NULL;
  size_t count = runner_templates(&templates);
  if (cli->output.json) return write_json(cli, templates, count);
  for (size_t i = 0; i < count; i++)
    output_answer_format(&cli->output, "%s - %s\n", templates[i].name,
                         templates[i].description);
  return RUNNER_DONE;
}

/* Calling the project's on_version_apply functions. */
#include "engine/callback.h"

runner_status callback_run(struct runner *runner, const struct runner_step *step,
                           struct runner_error *error) {
  if (runner->config.callback_count == 0) return RUNNER_DONE;
  const struct runner_revision *revision = step->revision;
  const struct script_field fields[] = {
      {.key = "direction",
       .type = SCRIPT_TEXT,
       .text = runner_direction_name(step->direction)},
      {.key = "is_upgrade",
       .type = SCRIPT_BOOLEAN,
       .integer = step->direction == RUNNER_UPGRADE},
      {.key = "is_stamp",
       .type = SCRIPT_BOOLEAN,
       .integer = step->direction == RUNNER_STAMP},
      {.key = "revision",
       .type = SCRIPT_TEXT,
       .text = revision != NULL ? revision->id : NULL},
      {.key = "message",
       .type = SCRIPT_TEXT,
       .text = revision != NULL ? revision->message : NULL},
      {.key = "source", .type = SCRIPT_TEXTS, .texts = step->from},
      {.key = "destination", .type = SCRIPT_TEXTS, .texts = step->to},
      {.key = "heads", .type = SCRIPT_TEXTS, .texts = step->after},
  };
  runner_status status = RUNNER_DONE;
  connection_set_mode(runner->connection, CONNECTION_SCRIPT);
  for (size_t i = 0; status == RUNNER_DONE && i < runner->config.callback_count; i++)
    status =
        script_call(runner->config.callbacks[i], fields, sizeof fields / sizeof *fields,
                    runner->connection, NULL, NULL, error);
  connection_set_mode(runner->connection, CONNECTION_ENGINE);
  if (status == RUNNER_DONE)
    status = connection_drop_temporary(runner->connection, error);
  return status;
}

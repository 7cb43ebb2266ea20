/* Own commands of runner.lua, and plain Lua scripts. */
#include "engine/database.h"

#include <string.h>

runner_status runner_commands(struct runner *runner, struct runner_texts *names,
                              struct runner_texts *helps, struct runner_error *error) {
  size_t count = runner->config.command_count;
  names->items = arena_allocate(runner->arena, (count + 1) * sizeof(char *));
  helps->items = arena_allocate(runner->arena, (count + 1) * sizeof(char *));
  if (names->items == NULL || helps->items == NULL) return error_no_memory(error);
  for (size_t i = 0; i < count; i++) {
    names->items[i] = runner->config.commands[i].name;
    helps->items[i] = runner->config.commands[i].help;
  }
  names->count = helps->count = count;
  return RUNNER_DONE;
}

static const struct config_command *find_command(const struct runner *runner,
                                                 const char *name) {
  for (size_t i = 0; i < runner->config.command_count; i++)
    if (strcmp(runner->config.commands[i].name, name) == 0)
      return &runner->config.commands[i];
  return NULL;
}

runner_status runner_call_command(struct runner *runner, const char *name,
                                  const struct runner_texts *arguments,
                                  runner_writer write, void *user,
                                  struct runner_error *error) {
  const struct config_command *command = find_command(runner, name);
  if (command == NULL)
    return error_set(error, RUNNER_USAGE, "there is no command '%s'", name);
  runner_status status = database_open_to_write(runner, error);
  if (status != RUNNER_DONE) return status;
  const struct script_field field = {
      .key = "arguments", .type = SCRIPT_TEXTS, .texts = *arguments};
  const char *answer = NULL;
  connection_set_mode(runner->connection, CONNECTION_SCRIPT_LOOSE);
  status = script_call(command->run, &field, 1, runner->connection, runner->arena,
                       &answer, error);
  connection_set_mode(runner->connection, CONNECTION_ENGINE);
  connection_rollback(runner->connection);
  if (status == RUNNER_DONE && answer != NULL) write(user, answer);
  return status;
}

runner_status runner_lua(int argument_count, char *const *arguments, int *exit_code,
                         struct runner_error *error) {
  return script_main(argument_count, arguments, exit_code, error);
}

void runner_own_process(void) {
  connection_own_process();
}

const char *runner_sqlite_version(void) {
  return connection_library_version();
}

const char *runner_lua_version(void) {
  return script_lua_version();
}

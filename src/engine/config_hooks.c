/* Functions and commands named in runner.lua. */
#include "engine/config_hooks.h"

#include <string.h>

/* A list has neither keys nor gaps. */
static runner_status check_list(struct config_source *source, struct script_table *list,
                                const char *name) {
  const struct config_shape shape = {.name = name, .has_items = true};
  return config_check_shape(source, list, &shape);
}

/* `on_version_apply`: a function, or a list of them. */
runner_status config_read_callbacks(struct config_source *source, struct config *config) {
  struct script_function *single = NULL;
  struct script_table *list = NULL;
  runner_status status = config_get_callable(source, "on_version_apply", &single, &list);
  if (status != RUNNER_DONE || (single == NULL && list == NULL)) return status;
  if (list != NULL) status = check_list(source, list, "`on_version_apply`");
  if (status != RUNNER_DONE) return status;
  size_t count = single != NULL ? 1 : script_table_length(list);
  config->callbacks = arena_allocate(source->arena, (count + 1) * sizeof(void *));
  if (config->callbacks == NULL) return error_no_memory(source->error);
  config->callback_count = count;
  config->callbacks[0] = single;
  for (size_t i = 0; list != NULL && i < count; i++) {
    struct script_table *table = NULL;
    const char *text = NULL;
    status = script_get_item(list, "on_version_apply", i + 1, source->arena, &table,
                             &config->callbacks[i], &text, source->error);
    if (status != RUNNER_DONE) return status;
    if (config->callbacks[i] == NULL)
      return config_wrong(source, "`on_version_apply` must hold only functions");
  }
  return RUNNER_DONE;
}

/* A hook written as a table: { "program", "argument", ..., cwd = , name = }. */
static runner_status read_command_hook(struct config_source *source,
                                       struct script_table *table,
                                       struct config_hook *hook) {
  static const char *const keys[] = {"cwd", "name", NULL};
  const struct config_shape shape = {.name = "a hook of `post_write_hooks`",
                                     .keys = keys,
                                     .has_keys = true,
                                     .has_items = true};
  runner_status status = config_check_shape(source, table, &shape);
  if (status != RUNNER_DONE) return status;
  size_t count = script_table_length(table);
  if (count == 0)
    return config_wrong(source, "a hook in `post_write_hooks` names no program");
  hook->command.items = arena_allocate(source->arena, count * sizeof(char *));
  if (hook->command.items == NULL) return error_no_memory(source->error);
  for (size_t i = 0; i < count; i++) {
    struct script_table *inner = NULL;
    struct script_function *function = NULL;
    status = script_get_item(table, "post_write_hooks", i + 1, source->arena, &inner,
                             &function, &hook->command.items[hook->command.count],
                             source->error);
    if (status != RUNNER_DONE) return status;
    if (hook->command.items[hook->command.count] == NULL)
      return config_wrong(source, "a command in `post_write_hooks` must hold only texts");
    hook->command.count++;
  }
  hook->name = hook->command.items[0];
  status = script_get_text(table, "name", source->arena, &hook->name, source->error);
  if (status == RUNNER_DONE)
    status = script_get_text(table, "cwd", source->arena, &hook->folder, source->error);
  if (status != RUNNER_DONE) return status;
  return config_place_path(source, &hook->folder);
}

static runner_status read_hook(struct config_source *source, struct script_table *list,
                               size_t position, struct config_hook *hook) {
  struct script_table *table = NULL;
  const char *text = NULL;
  runner_status status =
      script_get_item(list, "post_write_hooks", position, source->arena, &table,
                      &hook->function, &text, source->error);
  if (status != RUNNER_DONE) return status;
  if (hook->function != NULL) {
    hook->name = arena_format(source->arena, "post_write_hooks[%zu]", position);
    return hook->name != NULL ? RUNNER_DONE : error_no_memory(source->error);
  }
  if (table != NULL) return read_command_hook(source, table, hook);
  hook->command.items = arena_allocate(source->arena, sizeof(char *));
  if (hook->command.items == NULL) return error_no_memory(source->error);
  hook->command.items[hook->command.count++] = text;
  hook->name = text;
  return RUNNER_DONE;
}

runner_status config_read_hooks(struct config_source *source, struct config *config) {
  struct script_table *list = NULL;
  runner_status status = config_get_table(source, "post_write_hooks", &list);
  if (status != RUNNER_DONE || list == NULL) return status;
  status = check_list(source, list, "`post_write_hooks`");
  if (status != RUNNER_DONE) return status;
  config->hook_count = script_table_length(list);
  config->hooks =
      arena_allocate(source->arena, (config->hook_count + 1) * sizeof *config->hooks);
  if (config->hooks == NULL) return error_no_memory(source->error);
  for (size_t i = 0; status == RUNNER_DONE && i < config->hook_count; i++)
    status = read_hook(source, list, i + 1, &config->hooks[i]);
  return status;
}

/* What is typed: one word that is no option. */
static bool is_word(const char *name) {
  return name[0] != '\0' && name[0] != '-' && strpbrk(name, " \t\n\r") == NULL;
}

/* A command: a function, or { help = "...", run = function }. */
static runner_status read_command(struct config_source *source,
                                  struct script_table *table,
                                  struct config_command *command) {
  static const char *const keys[] = {"help", "run", NULL};
  const struct config_shape shape = {
      .name = "a command of `commands`", .keys = keys, .has_keys = true};
  command->help = "";
  if (!is_word(command->name))
    return config_wrong(source, "`commands` has the name '%s', which cannot be typed",
                        command->name);
  struct script_table *inner = NULL;
  runner_status status =
      script_get_callable(table, command->name, &command->run, &inner, source->error);
  if (status != RUNNER_DONE || inner == NULL) return status;
  status = config_check_shape(source, inner, &shape);
  if (status == RUNNER_DONE)
    status = script_get_text(inner, "help", source->arena, &command->help, source->error);
  if (status == RUNNER_DONE)
    status = script_get_function(inner, "run", &command->run, source->error);
  if (status == RUNNER_DONE && command->run == NULL)
    status =
        error_set(source->error, RUNNER_USAGE,
                  "the command `%s` in `commands` has no `run` function", command->name);
  return status;
}

runner_status config_read_commands(struct config_source *source, struct config *config) {
  struct script_table *table = NULL;
  runner_status status = config_get_table(source, "commands", &table);
  if (status != RUNNER_DONE || table == NULL) return status;
  const struct config_shape shape = {.name = "`commands`", .has_keys = true};
  struct runner_texts names = {0};
  status = config_check_shape(source, table, &shape);
  if (status == RUNNER_DONE)
    status = script_table_keys(table, source->arena, &names, source->error);
  if (status != RUNNER_DONE) return status;
  config->command_count = names.count;
  config->commands =
      arena_allocate(source->arena, (names.count + 1) * sizeof *config->commands);
  if (config->commands == NULL) return error_no_memory(source->error);
  for (size_t i = 0; status == RUNNER_DONE && i < names.count; i++) {
    config->commands[i].name = names.items[i];
    status = read_command(source, table, &config->commands[i]);
  }
  return status;
}

/* Complaints about the command line. */
#include "cli/usage.h"

#include "base/buffer.h"
#include "base/suggest.h"
#include "cli/help.h"

#include <string.h>

/* Where to read about the options of this place. */
static void hint_help(struct cli *cli) {
  if (cli->command != NULL)
    error_hint(&cli->error, "'runner help %s' lists its options", cli->command->name);
  else
    error_hint(&cli->error, "'runner help' lists the options and commands");
}

static void hint_usage(struct cli *cli) {
  struct buffer line = {0};
  help_usage_line(&line, cli->command);
  if (!buffer_failed(&line)) error_hint(&cli->error, "usage: %s", line.bytes);
  buffer_release(&line);
}

/* The options that begin with `name`, as "--a, --b"; returns how many. */
static size_t list_candidates(const struct usage_known *known, const char *name,
                              struct buffer *list) {
  size_t found = 0;
  for (size_t i = 0; i < known->count; i++) {
    const char *candidate = known->options[i]->option->name;
    if (strncmp(candidate, name, strlen(name)) != 0) continue;
    buffer_format(list, "%s--%s", found++ == 0 ? "" : ", ", candidate);
  }
  return found;
}

runner_status usage_unknown_option(struct cli *cli, const struct usage_known *known,
                                   const char *token) {
  const char *name = arena_bytes(cli->arena, token, strcspn(token, "="));
  if (name == NULL) return error_no_memory(&cli->error);
  name += strspn(name, "-");
  struct buffer candidates = {0};
  if (list_candidates(known, name, &candidates) > 1 && !buffer_failed(&candidates)) {
    error_set(&cli->error, RUNNER_USAGE, "option --%s may mean several options", name);
    error_hint(&cli->error, "it is one of %s", candidates.bytes);
  } else {
    struct suggestion suggestion = {.typed = name};
    for (size_t i = 0; i < known->count; i++)
      suggestion_consider(&suggestion, known->options[i]->option->name);
    error_set(&cli->error, RUNNER_USAGE, "unknown option --%s", name);
    if (suggestion.nearest != NULL)
      error_hint(&cli->error, "did you mean --%s?", suggestion.nearest);
    hint_help(cli);
  }
  buffer_release(&candidates);
  return RUNNER_USAGE;
}

runner_status usage_unknown_letter(struct cli *cli, char letter) {
  error_set(&cli->error, RUNNER_USAGE, "unknown option -%c", letter);
  for (const struct cli_option *option = command_globals; option->name != NULL; option++)
    if (cli->command != NULL && option->letter == letter)
      error_hint(&cli->error, "after the command it is written --%s", option->name);
  hint_help(cli);
  return RUNNER_USAGE;
}

runner_status usage_value_missing(struct cli *cli, const struct cli_option *option) {
  error_set(&cli->error, RUNNER_USAGE, "option --%s needs a value (%s)", option->name,
            option->value);
  hint_help(cli);
  return RUNNER_USAGE;
}

runner_status usage_no_value(struct cli *cli, const struct cli_option *option) {
  error_set(&cli->error, RUNNER_USAGE, "option --%s takes no value", option->name);
  hint_help(cli);
  return RUNNER_USAGE;
}

runner_status usage_operand_missing(struct cli *cli) {
  error_set(&cli->error, RUNNER_USAGE, "'%s' needs %s", cli->command->name,
            cli->command->operand);
  hint_usage(cli);
  return RUNNER_USAGE;
}

runner_status usage_operand_unexpected(struct cli *cli, const char *operand) {
  error_set(&cli->error, RUNNER_USAGE, "unexpected argument '%s'", operand);
  hint_usage(cli);
  return RUNNER_USAGE;
}

runner_status usage_unknown_word(struct cli *cli, const char *word) {
  struct suggestion suggestion = {.typed = word};
  for (const struct cli_word *known = cli->command->words; known->name != NULL; known++)
    suggestion_consider(&suggestion, known->name);
  error_set(&cli->error, RUNNER_USAGE, "'%s' cannot do '%s'", cli->command->name, word);
  if (suggestion.nearest != NULL)
    error_hint(&cli->error, "did you mean '%s'?", suggestion.nearest);
  hint_usage(cli);
  return RUNNER_USAGE;
}

runner_status usage_no_command(struct cli *cli) {
  error_set(&cli->error, RUNNER_USAGE, "no command given");
  hint_help(cli);
  return RUNNER_USAGE;
}

runner_status usage_unknown_command(struct cli *cli, const char *word,
                                    const struct runner_texts *own) {
  struct suggestion suggestion = {.typed = word};
  for (const struct cli_command *row = command_table; row->name != NULL; row++)
    suggestion_consider(&suggestion, row->name);
  for (size_t i = 0; i < own->count; i++)
    suggestion_consider(&suggestion, own->items[i]);
  error_set(&cli->error, RUNNER_USAGE, "unknown command '%s'", word);
  if (suggestion.nearest != NULL)
    error_hint(&cli->error, "did you mean '%s'?", suggestion.nearest);
  error_hint(&cli->error, "'runner help' lists the commands");
  return RUNNER_USAGE;
}

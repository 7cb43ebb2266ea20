/* The help, made from the command table: text, manual page, shell completions, JSON. */
#ifndef RUNNER_CLI_HELP_H
#define RUNNER_CLI_HELP_H

#include "base/buffer.h"
#include "cli/command.h"

/* "runner upgrade [options] REVISION"; `command` NULL: the program itself. */
void help_usage_line(struct buffer *out, const struct cli_command *command);

/* The own commands of the project, as listed after the built-in ones. */
struct help_own {
  struct runner_texts names;
  struct runner_texts helps;
};

/* The whole screen of `runner help`, and of `runner help COMMAND`. */
void help_overview(struct buffer *out, const struct help_own *own);
void help_command(struct buffer *out, const struct cli_command *command);

/* The same for one of the project's. */
void help_own_command(struct buffer *out, const char *name, const char *help);

/* The manual page, in man(7) macros. */
void help_manual(struct buffer *out);

/* A completion script; false if `shell` is none of bash, zsh, fish. */
bool help_completion(struct buffer *out, const char *shell);

/* All of it as data; NULL if memory ran out. */
struct json_t *help_document(const struct help_own *own);

#endif

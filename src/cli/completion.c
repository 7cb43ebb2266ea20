/* Completion scripts for bash, zsh and fish, from the command table. */
#include "cli/help.h"

#include <string.h>

/* " status pause" */
static void write_words(struct buffer *out, const struct cli_word *word) {
  for (; word != NULL && word->name != NULL; word++)
    buffer_format(out, " %s", word->name);
}

/* ---- bash: words to choose from ---- */

static void bash_options(struct buffer *out, const struct cli_option *option) {
  for (; option != NULL && option->name != NULL; option++)
    buffer_format(out, " --%s", option->name);
}

static void write_bash(struct buffer *out) {
  buffer_text(out, "_runner() {\n"
                   "  local word command= words=\n"
                   "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
                   "    case $word in\n      ");
  for (const struct cli_command *row = command_table; row->name != NULL; row++)
    buffer_format(out, "%s%s", row == command_table ? "" : "|", row->name);
  buffer_text(out, ") command=$word; break ;;\n    esac\n  done\n"
                   "  case $command in\n");
  for (const struct cli_command *row = command_table; row->name != NULL; row++) {
    buffer_format(out, "    %s) words='", row->name);
    write_words(out, row->words);
    bash_options(out, row->options);
    buffer_text(out, "' ;;\n");
  }
  buffer_text(out, "    *) words='");
  for (const struct cli_command *row = command_table; row->name != NULL; row++)
    buffer_format(out, " %s", row->name);
  buffer_text(out, "' ;;\n  esac\n  words+='");
  bash_options(out, command_globals);
  buffer_text(out, "'\n  COMPREPLY=($(compgen -W \"$words\" -- "
                   "\"${COMP_WORDS[COMP_CWORD]}\"))\n}\n"
                   "complete -o default -F _runner runner\n");
}

/* ---- zsh and fish: descriptions inside single quotes ---- */

/* `special` get a backslash. */
static void quoted(struct buffer *out, const char *text, const char *special) {
  for (; *text != '\0'; text++) {
    if (*text == '\'') {
      buffer_text(out, "'\\''");
      continue;
    }
    if (strchr(special, *text) != NULL) buffer_text(out, "\\");
    buffer_bytes(out, text, 1);
  }
}

static void zsh_options(struct buffer *out, const struct cli_option *option) {
  for (; option != NULL && option->name != NULL; option++) {
    buffer_format(out, " \\\n        '%s--%s%s[", option->many ? "*" : "", option->name,
                  option->value != NULL ? "=" : "");
    quoted(out, option->help, "[]:\\");
    buffer_text(out, "]");
    if (option->value != NULL) buffer_format(out, ":%s:_files", option->value);
    buffer_text(out, "'");
  }
}

/* The command itself is argument 1. */
static void zsh_words(struct buffer *out, const struct cli_word *words) {
  if (words == NULL) return;
  buffer_text(out, " \\\n        '2:action:(");
  write_words(out, words);
  buffer_text(out, ")'");
}

static void write_zsh(struct buffer *out) {
  buffer_text(out, "#compdef runner\n_runner() {\n  local -a commands\n  commands=(\n");
  for (const struct cli_command *row = command_table; row->name != NULL; row++) {
    buffer_format(out, "    '%s:", row->name);
    quoted(out, row->summary, ":\\");
    buffer_text(out, "'\n");
  }
  buffer_text(out, "  )\n  if (( CURRENT == 2 )); then\n"
                   "    _describe command commands\n    return\n  fi\n"
                   "  case $words[2] in\n");
  for (const struct cli_command *row = command_table; row->name != NULL; row++) {
    buffer_format(out, "    %s)\n      _arguments", row->name);
    zsh_options(out, row->options);
    zsh_options(out, command_globals);
    zsh_words(out, row->words);
    buffer_text(out, " \\\n        '*:argument:_files' ;;\n");
  }
  buffer_text(out, "  esac\n}\ncompdef _runner runner\n");
}

static void fish_options(struct buffer *out, const struct cli_option *option,
                         const char *condition) {
  for (; option != NULL && option->name != NULL; option++) {
    buffer_format(out, "complete -c runner%s -l %s", condition, option->name);
    if (option->letter != 0) buffer_format(out, " -s %c", option->letter);
    if (option->value != NULL) buffer_text(out, " -r");
    buffer_text(out, " -d '");
    quoted(out, option->help, "\\");
    buffer_text(out, "'\n");
  }
}

/* Until one of them is there. */
static void fish_words(struct buffer *out, const struct cli_command *command) {
  for (const struct cli_word *word = command->words; word != NULL && word->name != NULL;
       word++) {
    buffer_format(out,
                  "complete -c runner -n '__fish_seen_subcommand_from %s; and not "
                  "__fish_seen_subcommand_from",
                  command->name);
    write_words(out, command->words);
    buffer_format(out, "' -a %s -d '", word->name);
    quoted(out, word->help, "\\");
    buffer_text(out, "'\n");
  }
}

static void fish_command(struct buffer *out, const struct cli_command *command) {
  struct buffer condition = {0};
  buffer_format(out, "complete -c runner -n __fish_use_subcommand -a %s -d '",
                command->name);
  quoted(out, command->summary, "\\");
  buffer_text(out, "'\n");
  buffer_format(&condition, " -n '__fish_seen_subcommand_from %s'", command->name);
  if (buffer_failed(&condition))
    out->failed = true;
  else
    fish_options(out, command->options, condition.bytes);
  fish_words(out, command);
  buffer_release(&condition);
}

static void write_fish(struct buffer *out) {
  fish_options(out, command_globals, "");
  for (const struct cli_command *row = command_table; row->name != NULL; row++)
    fish_command(out, row);
}

bool help_completion(struct buffer *out, const char *shell) {
  static const struct {
    const char *shell;
    void (*write)(struct buffer *out);
  } writers[] = {{"bash", write_bash}, {"zsh", write_zsh}, {"fish", write_fish}};
  for (size_t i = 0; i < sizeof writers / sizeof *writers; i++) {
    if (strcmp(writers[i].shell, shell) != 0) continue;
    writers[i].write(out);
    return true;
  }
  return false;
}

/* Help texts for people. */
#include "cli/help.h"

#include "cli/exit_codes.h"

#include <string.h>

enum { LEFT_COLUMN = 30 };

/* " [status|pause]" */
static void write_words(struct buffer *out, const struct cli_word *words) {
  if (words == NULL) return;
  for (const struct cli_word *word = words; word->name != NULL; word++)
    buffer_format(out, "%s%s", word == words ? " [" : "|", word->name);
  buffer_text(out, "]");
}

void help_usage_line(struct buffer *out, const struct cli_command *command) {
  if (command == NULL) {
    buffer_text(out, "runner [options] COMMAND [arguments]");
    return;
  }
  buffer_format(out, "runner %s%s", command->name,
                command->options != NULL ? " [options]" : "");
  write_words(out, command->words);
  if (command->operand == NULL) return;
  buffer_format(out, command->least > 0 ? " %s" : " [%s]", command->operand);
  if (command->most == CLI_ANY_NUMBER) buffer_text(out, " ...");
}

/* "  LEFT    right", on two lines if the left side is too long. */
static void write_row(struct buffer *out, const char *left, const char *right) {
  size_t width = strlen(left);
  if (right[0] == '\0')
    buffer_format(out, "  %s\n", left);
  else if (width + 2 <= LEFT_COLUMN)
    buffer_format(out, "  %-*s%s\n", LEFT_COLUMN, left, right);
  else
    buffer_format(out, "  %s\n  %*s%s\n", left, LEFT_COLUMN, "", right);
}

static void write_option(struct buffer *out, const struct cli_option *option) {
  struct buffer left = {0};
  if (option->letter != 0)
    buffer_format(&left, "-%c, --%s", option->letter, option->name);
  else
    buffer_format(&left, "    --%s", option->name);
  if (option->value != NULL) buffer_format(&left, " %s", option->value);
  if (buffer_failed(&left))
    out->failed = true;
  else
    write_row(out, left.bytes, option->help);
  buffer_release(&left);
}

static void write_options(struct buffer *out, const struct cli_option *option) {
  for (; option->name != NULL; option++)
    write_option(out, option);
}

static void write_commands(struct buffer *out, const struct help_own *own) {
  buffer_text(out, "\ncommands:\n");
  for (const struct cli_command *row = command_table; row->name != NULL; row++)
    write_row(out, row->name, row->summary);
  if (own->names.count == 0) return;
  buffer_text(out, "\ncommands of this project:\n");
  for (size_t i = 0; i < own->names.count; i++)
    write_row(out, own->names.items[i], own->helps.items[i]);
}

static void write_exit_codes(struct buffer *out) {
  buffer_text(out, "\nexit codes:\n");
  for (const struct exit_code *code = exit_codes; code->kind != NULL; code++)
    buffer_format(out, "  %3d  %s\n", (int)code->status, code->meaning);
}

void help_overview(struct buffer *out, const struct help_own *own) {
  buffer_text(out, "usage: ");
  help_usage_line(out, NULL);
  buffer_text(out, "\n\nChanges live SQLite databases with revisions written in Lua.\n");
  write_commands(out, own);
  buffer_text(out, "\noptions (before the command; the long ones also after it):\n");
  write_options(out, command_globals);
  write_exit_codes(out);
  buffer_text(out, "\n'runner help COMMAND' tells more about a command.\n");
}

void help_command(struct buffer *out, const struct cli_command *command) {
  buffer_text(out, "usage: ");
  help_usage_line(out, command);
  buffer_format(out, "\n\n%s.\n", command->summary);
  if (command->details != NULL) buffer_format(out, "\n%s\n", command->details);
  if (command->operand != NULL) buffer_text(out, "\narguments:\n");
  for (const struct cli_word *word = command->words; word != NULL && word->name != NULL;
       word++)
    write_row(out, word->name, word->help);
  if (command->operand != NULL) write_row(out, command->operand, command->operand_help);
  if (command->options != NULL) {
    buffer_text(out, "\noptions:\n");
    write_options(out, command->options);
  }
  buffer_text(out, "\n'runner help' lists the options that every command takes.\n");
}

void help_own_command(struct buffer *out, const char *name, const char *help) {
  buffer_format(out, "usage: runner %s [arguments]\n", name);
  if (help[0] != '\0') buffer_format(out, "\n%s\n", help);
  buffer_text(out, "\nA command of this project; everything after its name is for it.\n");
}

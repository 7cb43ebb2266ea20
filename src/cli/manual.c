/* The manual page: man(7) macros, from the command table. */
#include "cli/help.h"

#include "cli/exit_codes.h"
#include "runner.h"

/* Text for the page: a dash that stays a dash, no backslash or leading dot at work. */
static void write_text(struct buffer *out, const char *text) {
  if (*text == '.' || *text == '\'') buffer_text(out, "\\&");
  for (; *text != '\0'; text++) {
    if (*text == '-' || *text == '\\')
      buffer_format(out, *text == '-' ? "\\-" : "\\e");
    else
      buffer_bytes(out, text, 1);
  }
}

static void write_line(struct buffer *out, const char *macro, const char *text) {
  buffer_text(out, macro);
  write_text(out, text);
  buffer_text(out, "\n");
}

static void write_option(struct buffer *out, const struct cli_option *option) {
  buffer_text(out, ".TP\n.B ");
  if (option->letter != 0) buffer_format(out, "\\-%c, ", option->letter);
  write_text(out, "--");
  write_text(out, option->name);
  if (option->value != NULL) buffer_format(out, " %s", option->value);
  buffer_text(out, "\n");
  write_line(out, "", option->help);
}

static void write_options(struct buffer *out, const struct cli_option *option) {
  for (; option != NULL && option->name != NULL; option++)
    write_option(out, option);
}

static void write_command(struct buffer *out, const struct cli_command *command) {
  struct buffer usage = {0};
  help_usage_line(&usage, command);
  if (buffer_failed(&usage))
    out->failed = true;
  else
    write_line(out, ".SS ", usage.bytes);
  buffer_release(&usage);
  buffer_format(out, "%s.\n", command->summary);
  if (command->details != NULL) write_line(out, "", command->details);
  for (const struct cli_word *word = command->words; word != NULL && word->name != NULL;
       word++) {
    write_line(out, ".TP\n.B ", word->name);
    write_line(out, "", word->help);
  }
  if (command->operand != NULL) {
    write_line(out, ".TP\n.I ", command->operand);
    write_line(out, "", command->operand_help);
  }
  write_options(out, command->options);
}

static void write_surroundings(struct buffer *out) {
  buffer_text(out, ".SH EXIT STATUS\n");
  for (const struct exit_code *code = exit_codes; code->kind != NULL; code++) {
    buffer_format(out, ".TP\n.B %d\n", (int)code->status);
    write_line(out, "", code->meaning);
  }
  buffer_text(out,
              ".SH ENVIRONMENT\n"
              ".TP\n.B RUNNER_CONFIG\nthe configuration, instead of runner.lua\n"
              ".TP\n.B RUNNER_DATABASE\nthe database, instead of the configured one\n"
              ".TP\n.B NO_COLOR\nno colour if it is set and not empty\n"
              ".TP\n.B VISUAL, EDITOR\nthe editor for\n.B runner edit\n");
}

void help_manual(struct buffer *out) {
  buffer_format(out, ".TH RUNNER 1 \"\" \"runner %s\"\n", runner_version());
  buffer_text(out, ".SH NAME\nrunner \\- change live SQLite databases with revisions "
                   "written in Lua\n.SH SYNOPSIS\n.B ");
  struct buffer usage = {0};
  help_usage_line(&usage, NULL);
  if (buffer_failed(&usage))
    out->failed = true;
  else
    write_line(out, "", usage.bytes);
  buffer_release(&usage);
  buffer_text(out, ".SH OPTIONS\nThey stand before the command; the long ones may also "
                   "follow it.\n");
  write_options(out, command_globals);
  buffer_text(out, ".SH COMMANDS\n");
  for (const struct cli_command *row = command_table; row->name != NULL; row++)
    write_command(out, row);
  write_surroundings(out);
}

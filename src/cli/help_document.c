/* The command table as data. */
#include "cli/answer.h"
#include "cli/exit_codes.h"
#include "cli/help.h"

static json_t *option_document(const struct cli_option *option) {
  char letter[2] = {option->letter, '\0'};
  return json_pack("{s:s,s:o,s:o,s:b,s:s}", "name", option->name, "letter",
                   answer_text(option->letter != 0 ? letter : NULL), "value",
                   answer_text(option->value), "repeatable", (int)option->many, "help",
                   option->help);
}

static json_t *options_document(const struct cli_option *option) {
  json_t *array = json_array();
  for (; option != NULL && option->name != NULL; option++)
    array = answer_append(array, option_document(option));
  return array;
}

static json_t *words_document(const struct cli_word *word) {
  json_t *array = json_array();
  for (; word != NULL && word->name != NULL; word++)
    array = answer_append(array,
                          json_pack("{s:s,s:s}", "name", word->name, "help", word->help));
  return array;
}

static json_t *command_document(const struct cli_command *command) {
  struct buffer usage = {0};
  help_usage_line(&usage, command);
  json_t *object = NULL;
  if (!buffer_failed(&usage))
    object = json_pack(
        "{s:s,s:s,s:s,s:o,s:o,s:o}", "name", command->name, "usage", usage.bytes, "help",
        command->summary, "words", words_document(command->words), "operand",
        answer_text(command->operand), "options", options_document(command->options));
  buffer_release(&usage);
  return object;
}

static json_t *commands_document(void) {
  json_t *array = json_array();
  for (const struct cli_command *row = command_table; row->name != NULL; row++)
    array = answer_append(array, command_document(row));
  return array;
}

static json_t *own_document(const struct help_own *own) {
  json_t *array = json_array();
  for (size_t i = 0; i < own->names.count; i++)
    array = answer_append(array,
                          json_pack("{s:o,s:o}", "name", answer_text(own->names.items[i]),
                                    "help", answer_text(own->helps.items[i])));
  return array;
}

static json_t *exit_document(void) {
  json_t *array = json_array();
  for (const struct exit_code *code = exit_codes; code->kind != NULL; code++)
    array = answer_append(array, json_pack("{s:i,s:s,s:s}", "code", (int)code->status,
                                           "kind", code->kind, "meaning", code->meaning));
  return array;
}

json_t *help_document(const struct help_own *own) {
  return json_pack("{s:s,s:o,s:o,s:o,s:o}", "command", "help", "options",
                   options_document(command_globals), "commands", commands_document(),
                   "own_commands", own_document(own), "exit_codes", exit_document());
}

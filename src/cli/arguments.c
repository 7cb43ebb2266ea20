/* Reading the command line.
**
** getopt_long gets tables made from the command table. A long option's code is LONG_CODE
** plus its index in `known`; a short one's is its letter. Each call reads one part of the
** line: the globals before the command ("+": stop at the first operand), then the
** command's own ("-": hand out operands in between, whatever POSIXLY_CORRECT says).
*/
#include "cli/arguments.h"

#include "base/buffer.h"
#include "cli/usage.h"

#include <ctype.h>
#include <getopt.h>
#include <string.h>

enum { LONG_CODE = 256, MARK = '\1' };

struct reading {
  struct cli *cli;
  int count;
  char **arguments;
  struct cli_given **known; /* every option that is understood here */
  size_t known_count;
  size_t letters; /* how many of them, from the first, have their letter */
  struct option *long_table;
  struct buffer letter_table;
  runner_status status;
};

/* "-1" is not an option: hide its dash from getopt, or show it again. */
static void swap_dashes(int count, char **arguments, char from, char to) {
  for (int i = 1; i < count; i++)
    if (arguments[i][0] == from && isdigit((unsigned char)arguments[i][1]))
      arguments[i][0] = to;
}

static size_t count_given(const struct cli_given *given) {
  size_t count = 0;
  while (given != NULL && given[count].option != NULL)
    count++;
  return count;
}

/* One cell for each option of a table, ended like the table. */
static struct cli_given *make_given(struct arena *arena, const struct cli_option *table) {
  size_t count = 0;
  while (table != NULL && table[count].name != NULL)
    count++;
  struct cli_given *given = arena_allocate(arena, (count + 1) * sizeof *given);
  for (size_t i = 0; given != NULL && i < count; i++)
    given[i].option = &table[i];
  return given;
}

static void know(struct reading *reading, struct cli_given *given, size_t count) {
  for (size_t i = 0; i < count; i++)
    reading->known[reading->known_count++] = &given[i];
}

/* `first` in both forms, `second` (may be NULL) in the long one. */
static runner_status know_all(struct reading *reading, struct cli_given *first,
                              struct cli_given *second) {
  struct arena *arena = reading->cli->arena;
  size_t count = count_given(first) + count_given(second);
  reading->letters = count_given(first);
  reading->known = arena_allocate(arena, (count + 1) * sizeof *reading->known);
  reading->long_table = arena_allocate(arena, (count + 1) * sizeof *reading->long_table);
  if (reading->known == NULL || reading->long_table == NULL)
    return error_no_memory(&reading->cli->error);
  know(reading, first, count_given(first));
  know(reading, second, count_given(second));
  for (size_t i = 0; i < count; i++) {
    const struct cli_option *option = reading->known[i]->option;
    reading->long_table[i] = (struct option){
        .name = option->name,
        .has_arg = option->value != NULL ? required_argument : no_argument,
        .val = LONG_CODE + (int)i};
  }
  return RUNNER_DONE;
}

/* Is the option's letter understood here? -h is everywhere: it is what people try. */
static bool has_letter(const struct reading *reading, size_t i) {
  char letter = reading->known[i]->option->letter;
  return letter != 0 && (i < reading->letters || letter == 'h');
}

static void write_letters(struct reading *reading, const char *order) {
  buffer_text(&reading->letter_table, order);
  for (size_t i = 0; i < reading->known_count; i++) {
    const struct cli_option *option = reading->known[i]->option;
    if (!has_letter(reading, i)) continue;
    buffer_bytes(&reading->letter_table, &option->letter, 1);
    if (option->value != NULL) buffer_text(&reading->letter_table, ":");
  }
}

static void add_text(struct reading *reading, struct runner_texts *texts,
                     const char *text) {
  if (texts->items == NULL) {
    size_t room = (size_t)reading->count * sizeof *texts->items;
    texts->items = arena_allocate(reading->cli->arena, room);
  }
  if (texts->items == NULL)
    reading->status = error_no_memory(&reading->cli->error);
  else
    texts->items[texts->count++] = text;
}

static struct cli_given *by_code(const struct reading *reading, int code) {
  if (code >= LONG_CODE) return reading->known[code - LONG_CODE];
  for (size_t i = 0; i < reading->known_count; i++)
    if (has_letter(reading, i) && reading->known[i]->option->letter == code)
      return reading->known[i];
  return NULL;
}

/* getopt met something it cannot use: say what. Only the first complaint counts. */
static void complain(struct reading *reading, bool value_missing) {
  if (reading->status != RUNNER_DONE) return;
  const char *token = reading->arguments[optind - 1];
  struct usage_known known = {reading->known, reading->known_count, reading->letters};
  const struct cli_given *given = by_code(reading, optopt);
  if (given != NULL && value_missing)
    reading->status = usage_value_missing(reading->cli, given->option);
  else if (given != NULL && optopt >= LONG_CODE)
    reading->status = usage_no_value(reading->cli, given->option);
  else if (optopt != 0)
    reading->status = usage_unknown_letter(reading->cli, (char)optopt);
  else
    reading->status = usage_unknown_option(reading->cli, &known, token);
}

static void restart_getopt(void) {
#ifdef __APPLE__
  optreset = 1;
  optind = 1;
#else
  optind = 0;
#endif
  opterr = 0;
}

static void read_all(struct reading *reading) {
  restart_getopt();
  int code;
  while ((code = getopt_long(reading->count, reading->arguments,
                             reading->letter_table.bytes, reading->long_table, NULL)) !=
         -1) {
    struct cli_given *given = by_code(reading, code);
    if (code == 1)
      add_text(reading, &reading->cli->operands, optarg);
    else if (given == NULL)
      complain(reading, code == ':');
    else
      add_text(reading, &given->values, optarg);
  }
}

/* Read one part of the line; `order` is how getopt treats operands. */
static runner_status read_part(struct reading *reading, const char *order) {
  write_letters(reading, order);
  if (buffer_failed(&reading->letter_table)) {
    reading->status = error_no_memory(&reading->cli->error);
  } else {
    swap_dashes(reading->count, reading->arguments, '-', MARK);
    read_all(reading);
    swap_dashes(reading->count, reading->arguments, MARK, '-');
  }
  buffer_release(&reading->letter_table);
  return reading->status;
}

runner_status arguments_globals(struct cli *cli, int count, char **arguments, int *next) {
  struct reading reading = {.cli = cli, .count = count, .arguments = arguments};
  *next = count;
  cli->globals = make_given(cli->arena, command_globals);
  if (cli->globals == NULL) return error_no_memory(&cli->error);
  runner_status status = know_all(&reading, cli->globals, NULL);
  if (status != RUNNER_DONE) return status;
  status = read_part(&reading, "+:");
  *next = optind;
  return status;
}

/* What getopt left: after "--", or after the first operand of a verbatim command. */
static runner_status take_rest(struct cli *cli, int first, int count, char **arguments) {
  struct reading reading = {.cli = cli, .count = count};
  for (int i = first; i < count; i++)
    add_text(&reading, &cli->operands, arguments[i]);
  return reading.status;
}

static bool is_word(const struct cli_command *command, const char *operand) {
  for (const struct cli_word *word = command->words; word->name != NULL; word++)
    if (strcmp(word->name, operand) == 0) return true;
  return false;
}

static runner_status check_operands(struct cli *cli) {
  const struct cli_command *command = cli->command;
  const char *first = cli_operand(cli, 0);
  if (command->words != NULL && first != NULL && !is_word(command, first))
    return usage_unknown_word(cli, first);
  if (cli->operands.count < (size_t)command->least) return usage_operand_missing(cli);
  if (cli->operands.count > (size_t)command->most)
    return usage_operand_unexpected(cli, cli->operands.items[command->most]);
  return RUNNER_DONE;
}

runner_status arguments_command(struct cli *cli, int count, char **arguments) {
  struct reading reading = {.cli = cli, .count = count, .arguments = arguments};
  cli->options = make_given(cli->arena, cli->command->options);
  if (cli->options == NULL) return error_no_memory(&cli->error);
  runner_status status = know_all(&reading, cli->options, cli->globals);
  if (status == RUNNER_DONE)
    status = read_part(&reading, cli->command->verbatim ? "+:" : "-:");
  if (status == RUNNER_DONE) status = take_rest(cli, optind, count, arguments);
  bool asks = cli_flag(cli, "help") || cli_flag(cli, "version");
  if (status == RUNNER_DONE && !asks) status = check_operands(cli);
  return status;
}

runner_status arguments_verbatim(struct cli *cli, int count, char **arguments) {
  return take_rest(cli, 1, count, arguments);
}

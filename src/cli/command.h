/* Commands: what the command table holds, and what a command gets when it runs.
**
** Everything that speaks of commands reads the one table in command_table.c: the parser,
** the help texts, the manual page, the completions of the shells and the check of
** docs/commands.md. A command is its row there and one function in commands/.
*/
#ifndef RUNNER_CLI_COMMAND_H
#define RUNNER_CLI_COMMAND_H

#include "base/error.h"
#include "base/memory.h"
#include "cli/output.h"
#include "runner.h"

struct cli;

struct cli_option {
  char letter;       /* short form, 0 if there is none */
  const char *name;  /* long form without dashes; unique over a command and the globals */
  const char *value; /* what the value is called in the help; NULL: a flag */
  bool many;         /* may be repeated, each adds a value; else the last one counts */
  const char *help;  /* one line */
};

/* One of the words that a command takes as its first operand. */
struct cli_word {
  const char *name;
  const char *help; /* one line */
};

/* How many operands (arguments that are not options) a command takes. */
enum { CLI_ANY_NUMBER = 1 << 20 };

struct cli_command {
  const char *name;
  const char *summary; /* one line */
  const char *details; /* what else to know, for the command's own help; or NULL */
  const char *operand; /* what one is called in the help, NULL if there is none */
  const char *operand_help;
  int least; /* operands */
  int most;
  bool verbatim; /* everything after the first operand belongs to the script */
  const struct cli_option *options; /* ended by a row without name */
  runner_status (*run)(struct cli *cli);
  /* The words of which the first operand must be one, if there is an operand, ended by a row
  ** without name; the other operands are `operand`. NULL: all operands are. */
  const struct cli_word *words;
};

/* Both ended by a row without name. */
extern const struct cli_command command_table[];
extern const struct cli_option command_globals[];

/* What a global or command option was given. `values.items[i]` is NULL for a flag. */
struct cli_given {
  const struct cli_option *option;
  struct runner_texts values;
};

/* One run of the program. Commands read it through the functions below. */
struct cli {
  struct arena *arena;
  struct output output;
  struct runner_error error; /* filled by whatever fails */
  struct runner *runner;     /* opened by cli_open */
  const struct cli_command *command;
  const char *command_word;  /* the command as typed */
  struct cli_given *globals; /* one for each of command_globals, ended like it */
  struct cli_given *options; /* the same for the options of the command */
  struct runner_texts operands;
  double timeout;     /* as struct runner_options has it: 0 if --timeout is not given */
  bool explained;     /* a failing status was explained already; there is no error */
  int exit_code;      /* what a script wants the program to end with, if all went well */
  bool rollback_told; /* that Ctrl-C was heard, and a rollback takes its time */
};

/* The row of a command, or NULL. */
const struct cli_command *command_find(const char *name);

/* Read the configuration, and let Ctrl-C stop what is done from now on. */
runner_status cli_open(struct cli *cli);

/* Options by their long name. A name the command does not have counts as not given. */
bool cli_flag(const struct cli *cli, const char *name);
const char *cli_value(const struct cli *cli, const char *name); /* the last, or NULL */
struct runner_texts cli_values(const struct cli *cli, const char *name);

/* Operand number `index`, or NULL. */
const char *cli_operand(const struct cli *cli, size_t index);

/* Give the JSON answer and release `document`; NULL says that memory ran out. */
runner_status cli_answer(struct cli *cli, struct json_t *document);

/* RUNNER_USAGE if both options were given. */
runner_status cli_exclusive(struct cli *cli, const char *name, const char *other);

#endif

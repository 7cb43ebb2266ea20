/* The command table: names, helps, operands, options, functions. */
#include "cli/command.h"

#include "cli/commands/commands.h"

#include <stddef.h>

const struct cli_option command_globals[] = {
    {'c', "config", "FILE", false,
     "the configuration (else $RUNNER_CONFIG, else runner.lua)"},
    {'n', "name", "NAME", false, "one of the databases in the configuration"},
    {'x', "argument", "KEY[=VALUE]", true, "an argument for the scripts (repeatable)"},
    {'q', "quiet", NULL, false, "say nothing but errors"},
    {0, "raiseerr", NULL, false, "show the Lua call stack and the whole SQL of an error"},
    {0, "json", NULL, false, "answer with one JSON document"},
    {0, "timeout", "SECONDS", false, "how long to wait for a locked database"},
    {0, "database", "FILE", false,
     "the database (else $RUNNER_DATABASE, else as configured)"},
    {0, "no-color", NULL, false, "no colour, also on a terminal"},
    {0, "version", NULL, false, "show the version and end"},
    {'h', "help", NULL, false, "show this help and end"},
    {0},
};

#define OPTION_VERBOSE                                                                   \
  { 'v', "verbose", NULL, false, "show the long form" }
#define OPTION_SQL                                                                       \
  { 0, "sql", NULL, false, "write the SQL instead of running it; needs no database" }
#define OPTION_TAG                                                                       \
  { 0, "tag", "TEXT", false, "a text the scripts can read as context.tag" }
#define OPTION_SCHEMA                                                                    \
  { 0, "schema", "FILE", false, "what schema is desired (else as configured)" }
#define OPTION_MESSAGE                                                                   \
  { 'm', "message", "TEXT", false, "what the revision does" }
#define OPTION_BRANCH_LABEL                                                              \
  { 0, "branch-label", "LABEL", true, "a branch label for the new revision (repeatable)" }
#define OPTION_REV_ID                                                                    \
  { 0, "rev-id", "ID", false, "the id of the new revision, instead of a random one" }
#define OPTION_SPLICE                                                                    \
  { 0, "splice", NULL, false, "allow parents that are not heads" }
static const struct cli_option init_options[] = {
    {'t', "template", "NAME", false, "the template (see list_templates)"},
    {0, "from-database", "FILE", false, "start on a database that is there already"},
    {0},
};

static const struct cli_option revision_options[] = {
    OPTION_MESSAGE,
    {0, "sql", NULL, false, "no database is needed (nor is one without this option)"},
    {0, "head", "REVISION", true, "the parent, instead of the head (repeatable)"},
    OPTION_SPLICE,
    OPTION_BRANCH_LABEL,
    {0, "version-path", "FOLDER", false, "the folder to write into"},
    OPTION_REV_ID,
    {0, "depends-on", "REVISION", true, "a revision it depends on (repeatable)"},
    {0, "autogenerate", NULL, false, "make it from what differs from the desired schema"},
    OPTION_SCHEMA,
    {0, "rename", "OLD=NEW", true,
     "a table or TABLE.COLUMN with a new name; OLD= is none (repeatable)"},
    {0, "data", NULL, false, "try it on a copy of the database with its rows, too"},
    {0},
};

static const struct cli_option check_options[] = {OPTION_SCHEMA, {0}};

static const struct cli_option migrate_options[] = {
    OPTION_SQL,
    OPTION_TAG,
    {0, "plan", NULL, false, "show the steps and run nothing"},
    {0, "atomic", NULL, false, "run all steps in one transaction"},
    {0, "rebuild", "WAY", false, "how tables are rebuilt: documented or swap"},
    {'v', "verbose", NULL, false, "say how tables are altered; with --plan beforehand"},
    {0},
};

static const struct cli_option stamp_options[] = {
    OPTION_SQL,
    OPTION_TAG,
    {0, "purge", NULL, false, "delete all version rows first"},
    {0},
};

static const struct cli_option current_options[] = {
    OPTION_VERBOSE,
    {'c', "check-heads", NULL, false,
     "fail with exit code 3 if the database is not on all heads"},
    {0},
};

static const struct cli_option history_options[] = {
    {'r', "rev-range", "RANGE", false, "only this part: [START]:[END]"},
    OPTION_VERBOSE,
    {'i', "indicate-current", NULL, false, "mark the revisions the database is at"},
    {0},
};

static const struct cli_option heads_options[] = {
    OPTION_VERBOSE,
    {0, "resolve-dependencies", NULL, false, "leave out heads that others depend on"},
    {0},
};

static const struct cli_option branches_options[] = {OPTION_VERBOSE, {0}};

static const struct cli_option merge_options[] = {
    OPTION_MESSAGE, OPTION_BRANCH_LABEL, OPTION_REV_ID, OPTION_SPLICE, {0}};

static const struct cli_option schema_options[] = {
    {0, "format", "FORMAT", false, "sql (the default) or lua"},
    {0, "desired", NULL, false, "what `schema` in runner.lua wants"},
    OPTION_SCHEMA,
    {0, "diff", NULL, false, "how the second of two sources differs from the first"},
    {0, "snapshot", "FILE", false, "write it into a file, unless that is up to date"},
    {0},
};

static const struct cli_option ensure_version_options[] = {OPTION_SQL, {0}};

static const struct cli_option backfill_options[] = {
    {0, "errors", NULL, false, "status: list the rows that failed"},
    {0, "limit", "COUNT", false, "with --errors: at most so many of each (else 20)"},
    {0},
};

static const struct cli_word backfill_words[] = {
    {"status", "how far they are and whether they run; the same without a word"},
    {"pause", "its process waits until it is resumed"},
    {"resume", "it goes on: at once, or if it was cancelled with the next upgrade"},
    {"cancel", "it stops behind its batch; what is done stays done"},
    {0},
};

static const struct cli_option help_options[] = {
    {0, "man", NULL, false, "the manual page, for 'man -l'"}, {0}};

const struct cli_command command_table[] = {
    {"init", "Start a project in a folder", NULL, "FOLDER",
     "where to write runner.lua and the first folder of revisions (default: here)", 0, 1,
     false, init_options, init_run, NULL},
    {"list_templates", "List what init can start from", NULL, NULL, NULL, 0, 0, false,
     NULL, list_templates_run, NULL},
    {"revision", "Write a new revision", NULL, NULL, NULL, 0, 0, false, revision_options,
     revision_run, NULL},
    {"upgrade", "Upgrade the database to a revision", NULL, "REVISION",
     "head, heads, an id, a label, +1; with --sql also FROM:TO", 1, 1, false,
     migrate_options, upgrade_run, NULL},
    {"downgrade", "Take the database back to a revision", NULL, "REVISION",
     "base, an id, -1, label@base; with --sql FROM:TO", 1, 1, false, migrate_options,
     downgrade_run, NULL},
    {"stamp", "Set the version rows without running scripts",
     "Several revisions are several heads; base leaves no row.", "REVISION",
     "an id, a label, head, heads or base; with --sql also FROM:TO", 1, CLI_ANY_NUMBER,
     false, stamp_options, stamp_run, NULL},
    {"current", "Show the revisions the database is at", NULL, NULL, NULL, 0, 0, false,
     current_options, current_run, NULL},
    {"history", "List the revisions, newest first", NULL, NULL, NULL, 0, 0, false,
     history_options, history_run, NULL},
    {"heads", "List the newest revision of every branch", NULL, NULL, NULL, 0, 0, false,
     heads_options, heads_run, NULL},
    {"branches", "List the revisions with several children", NULL, NULL, NULL, 0, 0,
     false, branches_options, branches_run, NULL},
    {"show", "Show revisions in the long form", NULL, "REVISION",
     "an id, a label, head, heads, current, -1, ...", 1, 1, false, NULL, show_run, NULL},
    {"merge", "Write a revision that joins branches", NULL, "REVISION",
     "the parents: ids, labels, or heads", 1, CLI_ANY_NUMBER, false, merge_options,
     merge_run, NULL},
    {"edit", "Open the file of a revision in an editor",
     "The editor is $VISUAL, else $EDITOR, else one that is installed.", "REVISION",
     "an id, a label, head, heads, current, -1, ...", 1, 1, false, NULL, edit_run, NULL},
    {"check", "Compare the database with the desired schema",
     "Ends with exit code 3 if anything differs. Nothing is written.", NULL, NULL, 0, 0,
     false, check_options, check_run, NULL},
    {"ensure_version", "Create the version table if it is missing", NULL, NULL, NULL, 0,
     0, false, ensure_version_options, ensure_version_run, NULL},
    {"backfill", "Show the online backfills; pause, resume or cancel one",
     "Meant for a second terminal, while an upgrade is at work. Without NAME status\n"
     "shows all of them; the others mean the only one that is not done.",
     "NAME", "which one; REVISION/NAME if several have the name", 0, 2, false,
     backfill_options, backfill_run, backfill_words},
    {"schema", "Write the schema of the database as SQL or Lua",
     "What is written can be read again as a source, and gives the same schema.",
     "SOURCE",
     "a .lua or .sql file or a database to take it from, instead of the project's", 0, 2,
     false, schema_options, schema_run, NULL},
    {"lua", "Run a Lua script inside this program",
     "Everything after FILE belongs to the script. No project is needed.", "FILE",
     "the script, and what it is given as arguments", 1, CLI_ANY_NUMBER, true, NULL,
     lua_run, NULL},
    {"completion", "Write a completion script for a shell", NULL, "SHELL",
     "bash, zsh or fish", 1, 1, false, NULL, completion_run, NULL},
    {"help", "Show help on the program or a command", NULL, "COMMAND",
     "the command to explain", 0, 1, false, help_options, help_run, NULL},
    {0},
};

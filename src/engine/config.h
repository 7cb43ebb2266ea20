/* The configuration: runner.lua as values.
**
** Every key is optional. A key in the section chosen with -n (databases.NAME) comes
** before the same key at the top. Paths are relative to the file and made usable from the
** current folder. An unknown key is an error, so that a misspelt one cannot be silently
** ignored.
*/
#ifndef RUNNER_ENGINE_CONFIG_H
#define RUNNER_ENGINE_CONFIG_H

#include "script/state.h"
#include "sqlite/collation.h"

/* What runs after a new revision file was written: a command, or a function. */
struct config_hook {
  const char *name;                 /* for messages */
  struct runner_texts command;      /* program and arguments; empty for a function */
  const char *folder;               /* where the command runs, NULL: here */
  struct script_function *function; /* gets { path = ... } */
};

/* Where the desired schema comes from: a file, or a command; or neither. */
struct config_schema {
  const char *path;
  struct runner_texts command;
  bool shell;                 /* the command is one text, for the shell */
  const char *folder;         /* where the command runs */
  struct script_table *table; /* `schema` if it is a table: how it is compared */
};

struct config_command {
  const char *name;
  const char *help;
  struct script_function *run; /* gets { arguments = { ... } }, may return a text */
};

struct config {
  const char *path;   /* of runner.lua */
  const char *folder; /* its folder */
  const char *database;
  struct runner_texts versions; /* folders, declared order */
  bool recursive;
  const char *version_table;
  const char *file_template; /* NULL: the default */
  int64_t truncate_slug_length;
  const char *timezone;      /* NULL: UTC */
  const char *template_path; /* own template for new revisions, or NULL */
  double timeout;            /* seconds */
  int64_t memory_limit;      /* MiB, 0: the default */
  struct runner_texts trust;
  const char *rebuild;          /* "documented" or "swap" */
  struct script_table *naming;  /* patterns, checked; or NULL */
  struct collations collations; /* those of the application */
  struct config_schema schema;
  const char *snapshot; /* where the schema of the database is kept, or NULL */
  struct config_hook *hooks;
  size_t hook_count;
  struct script_function **callbacks; /* on_version_apply */
  size_t callback_count;
  struct config_command *commands; /* sorted by name */
  size_t command_count;
};

/* Which file to read and what overrides it. */
struct config_choice {
  const char *path;     /* -c, or NULL */
  const char *section;  /* -n, or NULL */
  const char *database; /* --database, or NULL */
};

/* RUNNER_USAGE with file (and line where Lua knows it) for whatever is wrong. Texts live
** in `arena`, functions as long as `script`. */
runner_status config_read(struct script_state *script, const struct config_choice *choice,
                          struct arena *arena, struct config *config,
                          struct runner_error *error);

#endif

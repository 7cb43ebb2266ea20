/* One Lua state: the configuration, the revisions and the callbacks of a project live in
** it. Scripts load as text only, each in its own environment, over a read-only base of
** safe functions (docs/revisions.md lists them). `runner.lua` may trust more.
**
** Chunk names are paths, so errors say file and line. Embedded modules are found by
** require under their names ("runner.op" is lua/runner/op/init.lua); the project's own
** under its `lib/`.
*/
#ifndef RUNNER_SCRIPT_STATE_H
#define RUNNER_SCRIPT_STATE_H

#include "base/error.h"
#include "base/memory.h"
#include "script/revision.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct connection;
struct progress;
struct script_state;

enum script_log_level {
  SCRIPT_LOG_INFO,
  SCRIPT_LOG_WARNING,
  SCRIPT_LOG_ALTERATION /* how `op` alters a table */
};

/* What somebody says to a question. */
enum script_answer { SCRIPT_NO_ANSWER, SCRIPT_YES, SCRIPT_NO };

struct script_options {
  size_t memory_limit; /* bytes the Lua state may hold; 0: 1 GiB */
  /* Lines from `log` and `op`, already formatted; may be NULL. */
  void (*log)(void *user, enum script_log_level level, const char *text);
  /* What runner.progress reports (sqlite/progress.h); may be NULL. */
  void (*progress)(void *user, const struct progress *progress);
  /* What runner.source asks; NULL: nobody answers. */
  enum script_answer (*ask)(void *user, const char *question);
  void *user;
};

runner_status script_create(const struct script_options *options,
                            struct script_state **out, struct runner_error *error);
void script_destroy(struct script_state *state); /* NULL is fine */

/* Stop the running script at its next instruction, uncatchably; async-signal-safe. */
void script_interrupt(struct script_state *state);

/* What runner.lua grants, once it is read. `trust` names what scripts may use beyond the
** safe base: "io", "os", "load", "debug", "package" (C modules), "schema". `root`: the project
** folder, for require of lib/?.lua. */
runner_status script_grant(struct script_state *state, const char *root,
                           const struct runner_texts *trust, struct runner_error *error);

const char *script_lua_version(void); /* "Lua 5.4.4" */

/* Change the memory limit, once runner.lua is read; 0: 1 GiB. */
void script_limit_memory(struct script_state *state, size_t bytes);

/* Arguments of the -x options, seen by scripts as context.x ("k=v" -> x.k = "v",
** "k" -> x.k = ""), and as the list context.x_arguments. */
runner_status script_set_arguments(struct script_state *state,
                                   const struct runner_texts *arguments,
                                   struct runner_error *error);

/* How `op` alters tables, in every session. */
struct script_alteration {
  const char *rebuild;            /* "documented" or "swap"; must outlive the state */
  struct script_table *naming;    /* patterns for the names of constraints, or NULL */
  struct runner_texts own_tables; /* not the author's to alter; must outlive the state */
};
void script_set_alteration(struct script_state *state,
                           const struct script_alteration *alteration);

/* Collations of databases that scripts open. They must outlive the state. */
struct collations;
struct collated;
runner_status script_set_collations(struct script_state *state,
                                    const struct collations *collations,
                                    struct runner_error *error);

/* ---- revisions ---- */

/* Run the top level of a revision file and take its variables. `revision->path`,
** `source` and `source_length` are set by the caller; the rest is filled, texts in
** `arena`. RUNNER_REVISION with file and line for: bytecode, syntax error, an error
** raised at top level, no `revision`, no `upgrade` function, variables of a wrong
** type. */
runner_status script_read_revision(struct script_state *state, struct arena *arena,
                                   struct runner_revision *revision,
                                   struct runner_error *error);

/* What a running revision sees as `context`. */
struct script_context {
  bool upgrade;    /* direction */
  bool offline;    /* being written down by --sql */
  bool rehearsal;  /* on a copy of the schema, to see what it would do */
  const char *tag; /* --tag, or NULL */
};

/* Run upgrade() or downgrade() on a connection whose transaction the caller has begun.
** The error carries file, line, revision, statement, traceback. RUNNER_FAILED for an
** error or a yield, RUNNER_REVISION if there is no downgrade(), the connection's own
** status for a failed statement (busy, corrupt ...), RUNNER_INTERRUPTED. */
runner_status script_run_revision(struct script_state *state,
                                  const struct runner_revision *revision,
                                  const struct script_context *context,
                                  struct connection *connection,
                                  struct runner_error *error);

/* ---- tables and functions of runner.lua ---- */

struct script_table;    /* a Lua table, kept alive */
struct script_function; /* a Lua function, kept alive */

/* Run a configuration file (text, safe environment) and take the table it returns.
** RUNNER_USAGE with file and line if it cannot be read, compiled or run, or returns
** something else. Tables and functions live until script_destroy. */
runner_status script_read_table(struct script_state *state, const char *path,
                                struct script_table **out, struct runner_error *error);

/* Typed reads. A missing key leaves *out unset (NULL, {0}, unchanged) and is DONE; a
** wrong type is RUNNER_USAGE: "`versions` must be a list of texts, not a number". Texts
** are copied into `arena`. `texts` also accepts a single text. */
runner_status script_get_text(struct script_table *table, const char *key,
                              struct arena *arena, const char **out,
                              struct runner_error *error);
runner_status script_get_texts(struct script_table *table, const char *key,
                               struct arena *arena, struct runner_texts *out,
                               struct runner_error *error);
runner_status script_get_boolean(struct script_table *table, const char *key, bool *out,
                                 struct runner_error *error);
runner_status script_get_integer(struct script_table *table, const char *key,
                                 int64_t *out, struct runner_error *error);
runner_status script_get_number(struct script_table *table, const char *key, double *out,
                                struct runner_error *error);
runner_status script_get_table(struct script_table *table, const char *key,
                               struct script_table **out, struct runner_error *error);
runner_status script_get_function(struct script_table *table, const char *key,
                                  struct script_function **out,
                                  struct runner_error *error);
/* A function or a table: one of the two outputs is set. */
runner_status script_get_callable(struct script_table *table, const char *key,
                                  struct script_function **as_function,
                                  struct script_table **as_table,
                                  struct runner_error *error);
/* A text or a table: one of the two outputs is set. */
runner_status script_get_text_or_table(struct script_table *table, const char *key,
                                       struct arena *arena, const char **as_text,
                                       struct script_table **as_table,
                                       struct runner_error *error);
/* Is there anything at `key`? */
runner_status script_has(struct script_table *table, const char *key, bool *has,
                         struct runner_error *error);
size_t script_table_length(struct script_table *table);
/* How many entries there are with any key: more than `length` and `keys` together if some
** have keys that are neither texts nor positions in the list. */
size_t script_table_count(struct script_table *table);
/* The item at 1..length as a table, a function or a text: exactly one of the outputs is
** set, by its type; others are RUNNER_USAGE. `name` is what messages call the table. */
runner_status script_get_item(struct script_table *table, const char *name,
                              size_t position, struct arena *arena,
                              struct script_table **as_table,
                              struct script_function **as_function, const char **as_text,
                              struct runner_error *error);
/* The text keys of a table, sorted. */
runner_status script_table_keys(struct script_table *table, struct arena *arena,
                                struct runner_texts *out, struct runner_error *error);

/* One field of the table a called function gets: exactly one of text, texts, integer and
** table. */
enum script_field_type {
  SCRIPT_TEXT,
  SCRIPT_TEXTS,
  SCRIPT_INTEGER,
  SCRIPT_BOOLEAN,
  SCRIPT_TABLE
};
struct script_field {
  const char *key;
  enum script_field_type type;
  const char *text; /* NULL: the key stays nil */
  struct runner_texts texts;
  int64_t integer;
  struct script_table *table; /* the table itself; NULL: the key stays nil */
};

/* Call a function with one table argument. With `connection`, `db` and `op` work inside
** it. If `answer` is not NULL the function must return a text (copied into `arena`), or
** nil (then *answer is NULL). Errors: RUNNER_FAILED with file and line. */
runner_status script_call(struct script_function *function,
                          const struct script_field *fields, size_t count,
                          struct connection *connection, struct arena *arena,
                          const char **answer, struct runner_error *error);
/* The same for a function that must return a table. */
runner_status script_call_table(struct script_function *function,
                                const struct script_field *fields, size_t count,
                                struct connection *connection,
                                struct script_table **answer, struct runner_error *error);

/* A function of an embedded module: require(module)[name]. For the engine's own Lua. */
runner_status script_module_function(struct script_state *state, const char *module,
                                     const char *name, struct script_function **out,
                                     struct runner_error *error);
/* The table an embedded module returns. */
runner_status script_module_table(struct script_state *state, const char *module,
                                  struct script_table **out, struct runner_error *error);
/* The function a Lua file returns (own templates). RUNNER_USAGE as script_read_table. */
runner_status script_read_function(struct script_state *state, const char *path,
                                   struct script_function **out,
                                   struct runner_error *error);

/* A function of runner.lua as a collation (sqlite/collation.h); `user` is its handle. */
runner_status script_compare(void *user, struct collated left, struct collated right,
                             int *order, struct runner_error *error);

/* ---- `runner lua` ---- */

/* Run a Lua file with arguments, full standard library, embedded modules and
** require("runner.sqlite") (opens databases: the same `db` object that revisions get).
** `*exit_code` is what the script asked for by os.exit or returned, else 0. */
runner_status script_main(int argument_count, char *const *arguments, int *exit_code,
                          struct runner_error *error);

#endif

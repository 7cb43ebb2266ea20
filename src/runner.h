/* librunner: migrate SQLite databases with revisions written in Lua.
**
** This is everything the command line program uses, so an application can do all it does:
**
**   struct runner_options options = {.config = "runner.lua"};
**   struct runner *runner = NULL;
**   struct runner_error error = RUNNER_ERROR_INIT;
**   if (runner_open(&options, &runner, &error) == RUNNER_DONE &&
**       runner_upgrade(runner, "head", 0, NULL, &error) == RUNNER_DONE) ...
**   runner_close(runner);
**
** Every function that can fail returns a runner_status and fills `error` (may be NULL);
** see base/status.h. Outputs are set only on RUNNER_DONE, unless it says otherwise. What a
** function hands out (lists, texts, plans) belongs to the `struct runner` and lives until
** runner_close; what it is given is copied or used up before it returns.
**
** One `struct runner` is used by one thread at a time; several may exist, each in a thread
** of its own. Its listener and writers are called in that thread, and may call
** runner_interrupt but nothing else of it.
*/
#ifndef RUNNER_H
#define RUNNER_H

#include "base/status.h"
#include "engine/difference.h"
#include "engine/step.h"

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct runner;
struct sqlite3;

/* What happens while the engine works. */
enum runner_event_kind {
  RUNNER_EVENT_STEP,      /* a step begins: `step` */
  RUNNER_EVENT_STEP_DONE, /* it is committed (or rolled into the atomic run): `seconds` */
  RUNNER_EVENT_LOG,       /* a script's log line: `text` */
  RUNNER_EVENT_ALTERATION, /* a table is altered: `text` says how */
  RUNNER_EVENT_WARNING,    /* something the user should know: `text` */
  RUNNER_EVENT_WAITING,    /* another program holds the lock: `seconds` of `limit` */
  RUNNER_EVENT_DIFFERENCE, /* autogenerate found one: `text` */
  RUNNER_EVENT_DONE_LINE,  /* a small thing was made: `text` ("Generating x ...  done") */
  /* Something takes longer than a second: `text` says what, `done` of `total` rows (or
  ** `bytes`) are done (either is 0 where nobody knows), it has been `seconds`. At most some
  ** ten times a second; with `text` NULL it is over. SQLite is at work then: the listener
  ** must not use the connection. */
  RUNNER_EVENT_PROGRESS,
  /* The same of a rollback, which goes on after an interrupt, too; then it is told of if it
  ** takes longer than a twentieth of a second. A process that is killed meanwhile leaves a
  ** journal, with which the next one to open the database does the rest. */
  RUNNER_EVENT_ROLLBACK
};
struct runner_event {
  enum runner_event_kind kind;
  const struct runner_step *step;
  const char *text;
  double seconds;
  double limit;
  bool bytes; /* `done` and `total` are bytes, not rows */
  int64_t done;
  int64_t total;
};
typedef void (*runner_listener)(void *user, const struct runner_event *event);

struct runner_options {
  const char *config;   /* NULL: $RUNNER_CONFIG, else ./runner.lua */
  const char *name;     /* -n: which of `databases` in the configuration, or NULL */
  const char *database; /* NULL: $RUNNER_DATABASE, else the configuration's */
  struct runner_texts arguments; /* -x */
  const char *tag;               /* --tag: seen by scripts as context.tag, or NULL */
  const char *rebuild; /* how tables are rebuilt: "documented" or "swap"; NULL: as
                          configured */
  const char *schema;  /* a file that says what schema is desired; NULL: as configured */
  double timeout; /* seconds to wait for a lock; 0: the configuration's; negative: none */
  runner_listener listener; /* NULL: silence */
  void *user;
};

/* Read the configuration; the revisions and the database are opened when needed. `*out`
** is set before the configuration runs, so that a signal handler can interrupt that too;
** it is NULL again if opening fails. */
RUNNER_API runner_status runner_open(const struct runner_options *options,
                                     struct runner **out, struct runner_error *error);
RUNNER_API void runner_close(struct runner *runner); /* NULL is fine */

/* Use the application's own open connection (same SQLite library) instead of opening the
** file. It must not be in a transaction (RUNNER_USAGE). It stays open after runner_close,
** which must come before sqlite3_close and puts its settings back (busy timeout, foreign
** keys, defensive mode, ...). SQLite cannot tell what busy handler, authorizer or progress handler it
** had: an application that has its own sets them again. */
RUNNER_API runner_status runner_use_connection(struct runner *runner,
                                               struct sqlite3 *handle,
                                               struct runner_error *error);

/* Stop what is running; it rolls back and returns RUNNER_INTERRUPTED, and so does whatever
** is run on this `struct runner` afterwards: all that is left to do with it is closing.
** Call it in the thread that uses the runner: in its listener, or in a signal handler (it
** is async-signal-safe). From another thread, send that thread a signal (pthread_kill). */
RUNNER_API void runner_interrupt(struct runner *runner);

/* Only for a program whose process holds nobody else who uses SQLite, before any other
** call: SQLite then leaves out the count of its memory, some 7 % of a revision that creates
** tables. An application that uses SQLite itself settles this on its own. */
RUNNER_API void runner_own_process(void);

RUNNER_API const char *runner_version(void);
RUNNER_API const char *runner_sqlite_version(void);
RUNNER_API const char *runner_lua_version(void);
RUNNER_API const char *runner_database(const struct runner *runner);    /* path in use */
RUNNER_API const char *runner_config_path(const struct runner *runner); /* or NULL */

/* ---- asking ---- */

/* Version rows as they stand, row order; empty if there is no table or no file. Never
** creates anything. */
RUNNER_API runner_status runner_rows(struct runner *runner, struct runner_texts *rows,
                                     struct runner_error *error);
/* The rows as revisions, followed by the heads their depends_on imply. */
RUNNER_API runner_status runner_current(struct runner *runner, struct runner_list *list,
                                        struct runner_error *error);
/* RUNNER_NEGATIVE if the rows are not the heads of the scripts. */
RUNNER_API runner_status runner_check_heads(struct runner *runner,
                                            struct runner_error *error);
RUNNER_API runner_status runner_heads(struct runner *runner, bool resolve_dependencies,
                                      struct runner_list *list,
                                      struct runner_error *error);
/* Newest first; `range` as `history -r` takes it, NULL for all. */
RUNNER_API runner_status runner_history(struct runner *runner, const char *range,
                                        struct runner_list *list,
                                        struct runner_error *error);
/* Revisions with several children, in history order. */
RUNNER_API runner_status runner_branches(struct runner *runner, struct runner_list *list,
                                         struct runner_error *error);
/* One or many revisions: any symbol, relative steps, "current". */
RUNNER_API runner_status runner_find(struct runner *runner, const char *symbol,
                                     struct runner_list *list,
                                     struct runner_error *error);
/* A revision by its full id, or NULL. */
RUNNER_API const struct runner_revision *runner_revision(struct runner *runner,
                                                         const char *id);

/* Gets pieces of text in order. */
typedef void (*runner_writer)(void *user, const char *text);

/* ---- the schema ---- */

struct runner_schema_wanted {
  const char *source; /* a .lua or .sql file or a database, instead of the project's; or
                         NULL */
  bool desired;       /* the schema that the configuration wants, if `source` is NULL */
  const char *format; /* "sql" (also for NULL) or "lua" */
};
/* Write a schema as text, without the tables of SQLite and runner, in an order that loads:
** what comes out, read as a source, is the same schema. */
RUNNER_API runner_status runner_schema(struct runner *runner,
                                       const struct runner_schema_wanted *wanted,
                                       runner_writer write, void *user,
                                       struct runner_error *error);

/* Write the schema of the database into a file, in the format that its name ends with
** (.lua, else SQL); one that is right already is left alone. `written` may be NULL. */
RUNNER_API runner_status runner_snapshot(struct runner *runner, const char *path,
                                         bool *written, struct runner_error *error);
/* How the database differs from the desired schema. RUNNER_NEGATIVE if it is not on all
** heads. Nothing is written. */
RUNNER_API runner_status runner_check(struct runner *runner,
                                      struct runner_comparison *comparison,
                                      struct runner_error *error);
/* How the schema of `to` differs from that of `from`, both sources as above. */
RUNNER_API runner_status runner_compare(struct runner *runner, const char *from,
                                        const char *to,
                                        struct runner_comparison *comparison,
                                        struct runner_error *error);

/* ---- planning and running ---- */

enum {
  RUNNER_ATOMIC = 1, /* the whole plan in one transaction */
  RUNNER_PURGE = 2   /* stamp: delete all version rows first */
};

/* What an upgrade or downgrade would do; nothing runs. */
RUNNER_API runner_status runner_plan_upgrade(struct runner *runner, const char *target,
                                             struct runner_plan *plan,
                                             struct runner_error *error);
RUNNER_API runner_status runner_plan_downgrade(struct runner *runner, const char *target,
                                               struct runner_plan *plan,
                                               struct runner_error *error);

/* Try the steps of a plan, made before, on a copy of the database's schema in memory, and
** say in each how it would alter tables (`alterations`) and what could not be seen because
** the copy has no rows (`unforeseen`). Their scripts run, with context.rehearsal true;
** the callbacks of the configuration do not, and nobody is told of steps and log lines. The
** database is only read. A step that fails is no error. */
RUNNER_API runner_status runner_rehearse(struct runner *runner, struct runner_plan *plan,
                                         struct runner_error *error);

/* Plan and run. `done` (may be NULL) gets the steps that were committed, also when a
** later one failed. */
RUNNER_API runner_status runner_upgrade(struct runner *runner, const char *target,
                                        int flags, struct runner_plan *done,
                                        struct runner_error *error);
RUNNER_API runner_status runner_downgrade(struct runner *runner, const char *target,
                                          int flags, struct runner_plan *done,
                                          struct runner_error *error);
RUNNER_API runner_status runner_stamp(struct runner *runner,
                                      const struct runner_texts *targets, int flags,
                                      struct runner_plan *done,
                                      struct runner_error *error);
/* Create the version table if it is missing. */
RUNNER_API runner_status runner_ensure_version(struct runner *runner,
                                               struct runner_error *error);

/* The same as SQL text. `target` may be a range "from:to"; for a downgrade it must be.
** Nothing is opened or changed. */
RUNNER_API runner_status runner_sql_upgrade(struct runner *runner, const char *target,
                                            runner_writer write, void *user,
                                            struct runner_error *error);
RUNNER_API runner_status runner_sql_downgrade(struct runner *runner, const char *target,
                                              runner_writer write, void *user,
                                              struct runner_error *error);
RUNNER_API runner_status runner_sql_stamp(struct runner *runner,
                                          const struct runner_texts *targets,
                                          runner_writer write, void *user,
                                          struct runner_error *error);
RUNNER_API runner_status runner_sql_ensure_version(struct runner *runner,
                                                   runner_writer write, void *user,
                                                   struct runner_error *error);

/* ---- backfills that run online ---- */

/* How a backfill stands. It is at work only while a process is: that is told by the lock
** file beside the database, not by what its row says. */
typedef enum runner_backfill_state {
  RUNNER_BACKFILL_RUNNING,
  RUNNER_BACKFILL_PAUSED,    /* its process waits */
  RUNNER_BACKFILL_STOPPED,   /* it was cut short: its process is gone */
  RUNNER_BACKFILL_CANCELLED, /* it does not go on before it is resumed */
  RUNNER_BACKFILL_FAILED,    /* rows failed, or one did and it stopped there */
  RUNNER_BACKFILL_DONE,
  RUNNER_BACKFILL_ABANDONED /* not done, and its revision counts as applied (downgraded) */
} runner_backfill_state;

/* What a second process asks of it. */
typedef enum runner_backfill_action {
  RUNNER_BACKFILL_NOTHING,
  RUNNER_BACKFILL_PAUSE,
  RUNNER_BACKFILL_RESUME,
  RUNNER_BACKFILL_CANCEL
} runner_backfill_action;

struct runner_backfill {
  const char *revision;
  const char *direction; /* "upgrade" or "downgrade" */
  const char *name;      /* unique in the revision and direction */
  runner_backfill_state state;
  runner_backfill_action asked; /* pause or cancel, until its process heard it */
  int64_t rows_done;
  int64_t rows_total; /* counted or estimated at the beginning; -1: not known */
  int64_t rows_left;  /* -1: not known */
  int64_t rows_failed;
  double percent;         /* of rows_total, 100 only when it is done; -1: not known */
  double seconds;         /* at work so far, pauses included, over all processes */
  double rate;            /* rows a second over `seconds`; -1: not known */
  double remaining;       /* seconds for rows_left; -1: not known, or not running */
  const char *started_at; /* "2026-11-22T10:00:00Z" */
  const char *updated_at;
  const char *error; /* the last one, or NULL */
};
struct runner_backfill_list {
  struct runner_backfill *items;
  size_t count;
};

/* "running", "paused", ...; and "pause", "resume", "cancel", NULL for nothing. */
RUNNER_API const char *runner_backfill_state_name(runner_backfill_state state);
RUNNER_API const char *runner_backfill_action_name(runner_backfill_action action);

/* The backfills that `name` means, done ones too, oldest first: all of them (NULL), those of
** that name, or one as "revision/name". A name that there is not is RUNNER_USAGE. Never
** creates anything, and waits two seconds at most (RUNNER_BUSY) for another program. */
RUNNER_API runner_status runner_backfills(struct runner *runner, const char *name,
                                          struct runner_backfill_list *list,
                                          struct runner_error *error);

/* Rows that failed and were put aside. */
struct runner_failed_row {
  const char *key;     /* as SQL literals, ", " between them */
  const char *values;  /* "created_at = NULL, ...", or NULL */
  const char *message; /* what was wrong */
  const char *at;      /* when, written as started_at is */
};
struct runner_failed_rows {
  struct runner_failed_row *items;
  size_t count;
  int64_t more; /* beyond the limit */
};
/* The first `limit` of a backfill's failed rows, by key. It only looks, as above. */
RUNNER_API runner_status runner_backfill_errors(struct runner *runner,
                                                const struct runner_backfill *backfill,
                                                size_t limit,
                                                struct runner_failed_rows *rows,
                                                struct runner_error *error);

/* Ask a backfill to pause, to go on, or to stop behind its batch, in one short transaction
** (RUNNER_BUSY if the database stays locked). `name` as above; NULL: the only one that is
** not done. A process at work hears it at its next batch; without one, a cancelled backfill
** is cancelled at once, and all else holds for the next upgrade (or downgrade). To ask for
** what is so already is no error. RUNNER_USAGE: none or several are meant, it is done, or it
** is cancelled and shall pause. `after` (may be NULL) gets how it stands then. */
RUNNER_API runner_status runner_backfill_request(struct runner *runner,
                                                 runner_backfill_action action,
                                                 const char *name,
                                                 struct runner_backfill *after,
                                                 struct runner_error *error);

/* ---- writing revisions ---- */

struct runner_new_revision {
  const char *message;         /* NULL or "": "empty message" */
  struct runner_texts parents; /* symbols; empty: the single head (or none yet);
                                  "base" starts a new root */
  bool merge;                  /* join `parents` (symbols, "heads" allowed) */
  bool splice;                 /* parents need not be heads */
  struct runner_texts labels;
  const char *folder;          /* --version-path, or NULL */
  const char *id;              /* --rev-id, or NULL for a random one */
  struct runner_texts depends; /* symbols; partial ids are completed, labels kept */
  const char *upgrades;        /* the bodies of upgrade() and downgrade(), as indented */
  const char *downgrades;      /* lines of Lua; NULL: empty */
  /* Make these from the difference between the database and the desired schema, proven both
  ** ways. Where nothing differs nothing is written, and `created` is empty. NULL: they are
  ** as above. */
  const struct runner_autogenerate *autogenerate;
  struct runner_differences *differences; /* what was found; may be NULL */
};
/* Write the file, run the post-write hooks, load it again. `created` may be NULL. If a hook
** fails (RUNNER_FAILED) the file is there. With a `timezone` that is neither UTC nor local,
** TZ is changed for a moment: not while other threads ask for the time. */
RUNNER_API runner_status runner_create_revision(struct runner *runner,
                                                const struct runner_new_revision *wanted,
                                                struct runner_list *created,
                                                struct runner_error *error);

/* ---- starting a project ---- */

struct runner_template {
  const char *name;
  const char *description; /* one line */
};
/* `*templates` is static; returns how many. */
RUNNER_API size_t runner_templates(const struct runner_template **templates);
/* Write a new project into `folder` (made if missing). `template_name` NULL: generic.
** `written` gets each path. RUNNER_USAGE if one of the files is there already: then
** nothing is written. */
RUNNER_API runner_status runner_init(const char *folder, const char *template_name,
                                     runner_writer written, void *user,
                                     struct runner_error *error);

/* The same on a database that is there already, which is only read: runner.lua,
** schema.lua, and a first revision that makes the same schema in an empty database; that
** was tried. */
RUNNER_API runner_status runner_init_from_database(const char *folder,
                                                   const char *database,
                                                   runner_writer written, void *user,
                                                   struct runner_error *error);

/* ---- own commands and scripts ---- */

/* Names and one-line helps of the commands in runner.lua, sorted by name. */
RUNNER_API runner_status runner_commands(struct runner *runner,
                                         struct runner_texts *names,
                                         struct runner_texts *helps,
                                         struct runner_error *error);
/* The command's answer, if it gives one, is handed to `write`. */
RUNNER_API runner_status runner_call_command(struct runner *runner, const char *name,
                                             const struct runner_texts *arguments,
                                             runner_writer write, void *user,
                                             struct runner_error *error);
/* `runner lua FILE ...`: no project needed. `*exit_code` is the script's. */
RUNNER_API runner_status runner_lua(int argument_count, char *const *arguments,
                                    int *exit_code, struct runner_error *error);

#ifdef __cplusplus
}
#endif

#endif

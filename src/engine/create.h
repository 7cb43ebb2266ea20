/* Writing a new revision file: the parts that runner_create_revision is made of. */
#ifndef RUNNER_ENGINE_CREATE_H
#define RUNNER_ENGINE_CREATE_H

#include "engine/project.h"

/* The moment a revision is made, in the configured time zone. */
struct created_time {
  int64_t epoch;
  int year, month, day, hour, minute, second;
  char stamp[48]; /* "2026-11-22T10:00:00Z" or "2026-11-22T11:00:00+01:00" */
};

/* RUNNER_USAGE for a time zone this machine does not know. `zone` NULL: UTC; "local": the
** machine's own; else a name of the tz database ("Europe/Berlin"), which libc is asked by
** way of TZ: not for several threads at once. */
runner_status create_time(const char *zone, struct created_time *time,
                          struct runner_error *error);

/* Twelve random hexadecimal digits, in the arena. */
runner_status create_identifier(struct arena *arena, const char **id,
                                struct runner_error *error);

/* A revision about to be written. */
struct draft {
  const char *id;
  const char *message;
  struct runner_texts down;
  struct runner_texts labels;
  struct runner_texts depends;
  struct created_time time;
  const char *upgrades; /* the bodies of its functions, or NULL */
  const char *downgrades;
  bool trial;         /* it is run on a copy of the database before it is written */
  const char *folder; /* the version folder it goes into */
  const char *path;
  const char *text;
};

/* Fill down, depends and folder from what was asked; check what can be checked. */
runner_status create_place(struct runner *runner,
                           const struct runner_new_revision *wanted, struct draft *draft,
                           struct runner_error *error);

/* Would the graph still be sound with this revision in it? And, if there is to be a trial,
** does it run? Nothing is written. */
runner_status create_check(struct runner *runner, const struct draft *draft,
                           struct runner_error *error);

/* Run the post-write hooks on a file; one that fails is RUNNER_FAILED. */
runner_status create_run_hooks(struct runner *runner, const char *path,
                               struct runner_error *error);

#endif

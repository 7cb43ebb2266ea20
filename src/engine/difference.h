/* What comparing two schemas finds, as values. */
#ifndef RUNNER_ENGINE_DIFFERENCE_H
#define RUNNER_ENGINE_DIFFERENCE_H

#include "base/status.h"
#include "base/text_list.h"

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One thing to be done (docs/autogenerate.md lists the kinds). Apart from kind and text
** each may be NULL. */
struct runner_difference {
  const char *kind;  /* "add_table", "drop_index", "alter_column", ... */
  const char *table; /* the table that it is about */
  const char *name;  /* of what comes, goes or changes */
  const char *part;  /* of a column: "type", "null", "default", ... */
  const char *from;  /* what there is, as SQL; the old name */
  const char *to;    /* what is desired; the new name */
  const char *text;  /* "add column 'day' of 'tickets': day TEXT" */
};
struct runner_differences {
  struct runner_difference *items;
  size_t count;
};

/* What somebody says to a question. */
typedef enum runner_answer { RUNNER_NO_ANSWER, RUNNER_YES, RUNNER_NO } runner_answer;
/* Asked whether something only got another name; the question is one line. */
typedef runner_answer (*runner_asker)(void *user, const char *question);

/* Two schemas compared. */
struct runner_comparison {
  struct runner_differences differences;
  /* What may be a rename, as questions: it counts as one thing that goes and another that
  ** comes. */
  struct runner_texts questions;
  const char *stale_snapshot; /* the file that `snapshot` names, if it is not as the
                                 database has it; else NULL */
};

/* How a revision is made from what differs. */
struct runner_autogenerate {
  struct runner_texts renames; /* "old=new", "table.old=new"; "old=" is no rename */
  bool data;                   /* run it on a copy of the database with its rows, too */
  runner_asker ask;            /* where nothing is said; NULL: the question is an error */
  void *user;
};

#ifdef __cplusplus
}
#endif

#endif

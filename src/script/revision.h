/* One revision: what a script file says of itself, and its place in the graph.
**
** The first half is read from the file. The second half is filled by graph_build and is
** only for reading. All texts and arrays belong to whoever made the revision (an arena).
*/
#ifndef RUNNER_SCRIPT_REVISION_H
#define RUNNER_SCRIPT_REVISION_H

#include "base/text_list.h"

#include <stdbool.h>
#include <stddef.h>

struct runner_revision {
  /* As written in the file. */
  const char *id;
  struct runner_texts down;    /* parents; none for a root, several for a merge */
  struct runner_texts labels;  /* branch labels declared here */
  struct runner_texts depends; /* depends_on: ids, unique id prefixes or labels */
  const char *created;         /* time stamp as written, or NULL */
  const char *message;         /* first paragraph of the leading comment, "" if none */
  const char *document;        /* the whole leading comment, "" if none */
  const char *path;            /* the file */
  const char *source;          /* its text */
  size_t source_length;
  bool transaction;                 /* false: runs outside a transaction */
  bool has_downgrade;               /* the script defines downgrade() */
  bool removes_any_rows;            /* tables may have fewer rows after it */
  struct runner_texts removes_rows; /* these may */

  /* Filled by graph_build. */
  size_t index;                   /* position in load order */
  struct runner_texts children;   /* revisions whose `down` names this one, load order */
  struct runner_texts depends_on; /* `depends`, resolved to full ids */
  struct runner_texts branches;   /* labels that reach this revision (Alembic spreads a
                                     label to all descendants, and to ancestors down to
                                     the next branch or merge point unless there is one
                                     further up), sorted */
  bool is_base;                   /* no parent */
  bool is_head;                   /* no child */
  bool is_real_head;              /* no child and nothing depends on it */
  bool is_branch_point;           /* several children */
  bool is_merge_point;            /* several parents */
};

/* Revisions in some order; the array belongs to whoever filled it. */
struct runner_list {
  const struct runner_revision **items;
  size_t count;
};

#endif

/* How a revision looks in the listings: Alembic's lines. Pure. */
#ifndef RUNNER_CLI_ENTRY_H
#define RUNNER_CLI_ENTRY_H

#include "base/buffer.h"
#include "cli/output.h"
#include "runner.h"

enum {
  ENTRY_PARENTS = 1, /* "59e1544c328e -> " before it */
  ENTRY_LABELS = 2,  /* the branch labels that reach it */
  ENTRY_TREE = 4,    /* "(branchpoint)" and "(mergepoint)" */
  ENTRY_MESSAGE = 8, /* ", message" after it */
  ENTRY_CURRENT = 16 /* "(current)" */
};

/* One line, with its end. `parts`: what to show besides the id and "(head)". */
void entry_line(struct buffer *out, const struct runner_revision *revision, int parts,
                const struct palette *palette);

/* The long form, with an empty line behind; `path` is the one to show. */
void entry_block(struct buffer *out, const struct runner_revision *revision,
                 const char *path, bool current, const struct palette *palette);

/* "a, b" */
void entry_list(struct buffer *out, const struct runner_texts *texts);

#endif

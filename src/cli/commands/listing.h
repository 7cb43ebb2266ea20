/* What the commands that list revisions share. */
#ifndef RUNNER_CLI_COMMANDS_LISTING_H
#define RUNNER_CLI_COMMANDS_LISTING_H

#include "cli/answer.h"
#include "cli/command.h"

/* Write revisions as text: the long form, or lines of `parts` (cli/entry.h). Those in
** `rows` (may be NULL) are marked as current. */
runner_status listing_write(struct cli *cli, const struct runner_list *list, bool verbose,
                            int parts, const struct runner_texts *rows);

/* Add one revision in the long form to `out`; false if memory ran out. */
bool listing_block(struct cli *cli, struct buffer *out,
                   const struct runner_revision *revision, bool current);

/* Answer {"command", "revisions"} with --json, else write them as above. */
runner_status listing_answer(struct cli *cli, const struct runner_list *list,
                             bool verbose, int parts, const struct runner_texts *rows);

#endif

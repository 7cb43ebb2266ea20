/* The part of a statement around an error, with a caret under the place. Pure. */
#ifndef RUNNER_CLI_EXCERPT_H
#define RUNNER_CLI_EXCERPT_H

#include "base/buffer.h"

/* Write the line of `sql` that byte `offset` is in, cut to a readable length around it,
** and a line with the caret. `offset` -1: the first line that says something, no caret.
*/
void excerpt_write(struct buffer *out, const char *sql, int offset);

/* The same with every line of the statement, none cut. */
void excerpt_write_whole(struct buffer *out, const char *sql, int offset);

#endif

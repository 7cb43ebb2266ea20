/* A tally around a script, and its outcome as a text. */
#ifndef TESTS_SQLITE_TALLY_H
#define TESTS_SQLITE_TALLY_H

#include "base/buffer.h"
#include "base/text_list.h"
#include "world.h"

extern const struct runner_texts nothing; /* is announced */

/* A watched transaction in which rows are tallied. */
void begin_tally(struct world *world, const struct runner_texts *announced);

/* All losses: "t 3>2; old=new 1>0; u 5 dropped; x unknown". */
void end_tally(struct world *world, struct buffer *text);

/* The same compared, and the transaction rolled back. `sql` is named if it fails. */
void assert_losses(struct world *world, const char *sql, const char *expected);

/* Table t with the rows a = 1, 2, 3 and b = x, y, z; u without rowids with 1 and 2; log and
** empty, which are; v, a view of t. */
void make_tables(struct world *world);

#endif

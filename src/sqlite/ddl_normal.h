/* SQL in one spelling, to compare definitions that mean the same.
**
** Comments and semicolons at the end go, one space stands between tokens, keywords are in
** capitals, and names that need no quotes have none; the others have "double" ones:
**
**   create table [t](`a` int, "order" text -- of delivery
**   );
**   CREATE TABLE t ( a int , "order" text )
**
** What the texts mean is not touched: the case of names, types and
** literals stays as it is. A name stays quoted if without quotes it could mean something
** else: "current_time" is a column, CURRENT_TIME is not. A keyword that is used as a
** name comes out in capitals, quoted or not: "key" and key are KEY; but not behind DEFAULT
** or as the whole text, where it may be a value, whose case counts.
*/
#ifndef RUNNER_SQLITE_DDL_NORMAL_H
#define RUNNER_SQLITE_DDL_NORMAL_H

#include "base/buffer.h"
#include "base/error.h"

/* Append the normal spelling of `text`, any SQL. What is no token is RUNNER_FAILED. */
runner_status ddl_normalise(const char *text, struct buffer *out,
                            struct runner_error *error);

#endif

/* The parser of definitions against SQLite itself. */
#ifndef TESTS_SQLITE_DDL_CHECK_H
#define TESTS_SQLITE_DDL_CHECK_H

#include <stdbool.h>

/* Run the statements of `script` in an empty database. If SQLite refuses one, all are
** given to the parser, which may say what it likes, and the result is false. Otherwise
** the test fails unless
** - the parser reads each CREATE, as it was written and as SQLite stored it;
** - the parts of each stored table and index agree with what the pragmas say;
** - the database made of what ddl_print writes from the parts is the same to the pragmas,
**   and what it writes is read as it was written;
** - the spans nest, and edits made with them change what they should.
** `refusal`, if not NULL, gets SQLite's message, in memory that the next call reuses. */
bool ddl_check(const char *script, const char **refusal);

/* For long runs by hand: how many rounds, `usual` or what DDL_ROUNDS says; and the number
** the random choices begin with, 1 or DDL_SEED. */
unsigned ddl_rounds(unsigned usual);
unsigned ddl_seed(void);

#endif

/* A definition written anew from its parts alone, for the tests of the parser: if a part
** was read wrongly, what is written means something else, and SQLite tells. Names and
** types come out quoted, keywords in capitals; expressions are the bytes of their spans.
** Printing what was printed and read again gives the same text. */
#ifndef TESTS_SQLITE_DDL_PRINT_H
#define TESTS_SQLITE_DDL_PRINT_H

#include "base/buffer.h"
#include "sqlite/ddl.h"

/* Append the statement, which was read from `text`. */
void ddl_print(struct buffer *out, const char *text,
               const struct ddl_statement *statement);

#endif

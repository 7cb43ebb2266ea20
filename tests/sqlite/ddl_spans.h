/* What must hold of the spans of any definition that was read. */
#ifndef TESTS_SQLITE_DDL_SPANS_H
#define TESTS_SQLITE_DDL_SPANS_H

#include "sqlite/ddl.h"

/* Each span begins and ends with a token and lies within the part it belongs to; parts
** beside each other do not overlap. */
void ddl_assert_spans(const char *text, const struct ddl_statement *statement);

/* Edits as they are made with the spans: with every name replaced by itself in quotes the
** parts are the same; without a constraint's bytes they are the same but for it. */
void ddl_assert_edits(const char *text, const struct ddl_statement *statement);

#endif

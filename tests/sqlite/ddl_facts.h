/* What SQLite says about the objects of a database, and what the parser's parts say, in
** the same lines of text, to be compared. */
#ifndef TESTS_SQLITE_DDL_FACTS_H
#define TESTS_SQLITE_DDL_FACTS_H

#include "base/buffer.h"
#include "sqlite/ddl.h"

#include <sqlite3.h>

/* SQLite's answer about one table, index, view, trigger or virtual table. */
void ddl_facts_of_sqlite(struct buffer *out, sqlite3 *database, const char *name);

/* The same about all objects that the database has a definition of. */
void ddl_facts_of_all(struct buffer *out, sqlite3 *database);

/* The same for a table or an index, reckoned from its parts; `table` is the definition of
** the table, the statement itself or the one the index is on. `text` is the statement's. */
void ddl_facts_of_parts(struct buffer *out, const char *text,
                        const struct ddl_statement *statement,
                        const struct ddl_statement *table);

#endif

/* How SQLite's grammar uses its words: which may stand for a name.
**
** The lists are those of its parser (`%fallback` and `%token_class` of parse.y), not of
** the linked library: a word that is new there is no keyword in what older ones stored. */
#ifndef RUNNER_SQLITE_DDL_WORD_H
#define RUNNER_SQLITE_DDL_WORD_H

#include "sqlite/sql_text.h"

enum ddl_word {
  DDL_WORD_NAME,     /* no keyword */
  DDL_WORD_FALLBACK, /* a keyword that is a name wherever the keyword cannot stand */
  DDL_WORD_JOIN,     /* CROSS, LEFT, ... and INDEXED: names, but no types */
  DDL_WORD_RESERVED, /* never a name without quotes */
};

/* The class of a SQL_WORD. */
enum ddl_word ddl_word_class(struct sql_token token);

/* May the token be the name of a table, column, constraint ...? Strings may, for SQLite
** reads 'x' as a name there. */
bool ddl_token_is_name(struct sql_token token);

/* May it be a word of a type, a collation? */
bool ddl_token_is_type_word(struct sql_token token);

#endif

/* Single tokens of definitions: which words SQLite's grammar takes for names, and the
** error about a token that cannot be read.
**
** The lists of words are those of its parser (`%fallback` and `%token_class` of parse.y), not of
** the linked library: a word that is new there is no keyword in what older ones stored. */
#ifndef RUNNER_SQLITE_DDL_TOKEN_H
#define RUNNER_SQLITE_DDL_TOKEN_H

#include "base/error.h"
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

/* RUNNER_FAILED: `text` cannot be read at this token of it, `expected` was. */
runner_status ddl_token_refuse(const char *text, struct sql_token token,
                               const char *expected, struct runner_error *error);

/* Refuse a token that SQLite would not read. */
runner_status ddl_token_check(const char *text, struct sql_token token,
                              struct runner_error *error);

#endif

/* What the parts of the parser of definitions share: the tokens of one text and the place
** that is read. Inside src/sqlite/ddl*.c only.
**
** The first failure sticks: it is noted in the error, and from then on the reader stands
** at the end of the text, where nothing matches. So the parts read on without asking
** after each step, and only ddl_parse looks at `status`.
*/
#ifndef RUNNER_SQLITE_DDL_READER_H
#define RUNNER_SQLITE_DDL_READER_H

#include "sqlite/ddl.h"
#include "sqlite/sql_text.h"

struct ddl_reader {
  const char *text;
  struct arena *arena;
  const struct sql_token *tokens; /* without space; the last is SQL_END */
  size_t count;                   /* without SQL_END */
  size_t at;
  struct ddl_references *references; /* the last that was read: see DDL_DEFERRABLE */
  runner_status status;
  struct runner_error *error;
};

/* ---- a reader ---- */

/* Cut `text` into tokens. On failure the reader stands at the end. */
void ddl_reader_start(struct ddl_reader *reader, const char *text, struct arena *arena,
                      struct runner_error *error);

/* Note a failure at the token that is next: "expected " and this. */
void ddl_fail(struct ddl_reader *reader, const char *expected);

/* Zeroed memory; never look into it before it is known not to be NULL. NULL is a failure
** that is noted already. */
void *ddl_allocate(struct ddl_reader *reader, size_t size);

/* ---- looking ---- */

struct sql_token ddl_peek(const struct ddl_reader *reader);
bool ddl_at(const struct ddl_reader *reader, const char *keyword);
bool ddl_at_second(const struct ddl_reader *reader,
                   const char *keyword); /* the one after */
bool ddl_at_symbol(const struct ddl_reader *reader, char symbol);
bool ddl_token_is_symbol(struct sql_token token, char symbol);

/* ---- reading: move on if it matches ---- */

bool ddl_accept(struct ddl_reader *reader, const char *keyword);
bool ddl_accept_symbol(struct ddl_reader *reader, char symbol);
void ddl_expect(struct ddl_reader *reader, const char *keyword);
void ddl_expect_symbol(struct ddl_reader *reader, char symbol);

/* Which of the words, a list that ends with NULL, is next: the one in the list, read, or
** NULL. Several words are written with one space between them; a longer list of words
** stands before those it begins with. */
const char *ddl_accept_one(struct ddl_reader *reader, const char *const *words);

/* A name; `expected` says of what, for the error. */
struct ddl_name ddl_read_name(struct ddl_reader *reader, const char *expected);

/* A word of a type or a collation without its quotes, or NULL. */
const char *ddl_read_type_word(struct ddl_reader *reader, const char *expected);

/* name, name ... */
struct ddl_names *ddl_read_names(struct ddl_reader *reader, const char *expected);

/* The text of a token without its quotes, in the arena; or NULL. */
const char *ddl_unquoted(struct ddl_reader *reader, struct sql_token token);

/* From the parenthesis that is next to its partner; both are read. The span of what is
** between them, { 0, 0 } if nothing is. */
struct ddl_span ddl_read_parentheses(struct ddl_reader *reader);

/* All tokens up to `stop`, a closing parenthesis, or the end; none of them is read. What
** stands in parentheses is skipped. */
void ddl_read_tokens(struct ddl_reader *reader, char stop);

/* ---- spans ---- */

/* From token number `first` to the last one before `end`, or that was read. */
struct ddl_span ddl_span_between(const struct ddl_reader *reader, size_t first,
                                 size_t end);
struct ddl_span ddl_span_since(const struct ddl_reader *reader, size_t first);
struct ddl_span ddl_token_span(const struct ddl_reader *reader, struct sql_token token);

/* ---- the parts ---- */

/* An expression that no parentheses enclose, up to what cannot belong to it. Returns the
** number of the token where the COLLATEs begin that end the expression and apply to all
** of it; reader->at if there are none. (ddl_expression.c) */
size_t ddl_read_expression(struct ddl_reader *reader);

/* entry, entry ... of an index, PRIMARY KEY or UNIQUE. Only an index has expressions.
** (ddl_indexed.c) */
struct ddl_indexed *ddl_read_indexed(struct ddl_reader *reader, bool expressions);

/* The constraints that are next. (ddl_constraint.c) */
struct ddl_constraint *ddl_read_column_constraints(struct ddl_reader *reader);
struct ddl_constraint *ddl_read_table_constraints(struct ddl_reader *reader);

/* REFERENCES, with the DEFERRABLE that may follow it. (ddl_references.c) */
struct ddl_references *ddl_read_references(struct ddl_reader *reader);
bool ddl_at_deferrable(const struct ddl_reader *reader);
const char *ddl_read_deferrable(struct ddl_reader *reader);

/* What follows the name of the statement. */
void ddl_read_table(struct ddl_reader *reader, struct ddl_statement *statement);
void ddl_read_index(struct ddl_reader *reader, struct ddl_statement *statement);
void ddl_read_view(struct ddl_reader *reader, struct ddl_statement *statement);
void ddl_read_trigger(struct ddl_reader *reader, struct ddl_statement *statement);
void ddl_read_virtual_table(struct ddl_reader *reader, struct ddl_statement *statement);

#endif

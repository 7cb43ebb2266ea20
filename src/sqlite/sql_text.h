/* SQL text cut into tokens: just enough to find parameters, words and statement ends.
** The rules are those of SQLite's tokenizer (https://www.sqlite.org/lang.html): four
** quote styles with doubling, blob literals, numbers, two kinds of comments. */
#ifndef RUNNER_SQLITE_SQL_TEXT_H
#define RUNNER_SQLITE_SQL_TEXT_H

#include <stdbool.h>
#include <stddef.h>

struct buffer;

enum sql_token_kind {
  SQL_END,       /* the 0 at the end of the text; length 0 */
  SQL_SPACE,     /* white space, a comment, or the byte order mark */
  SQL_WORD,      /* keyword or bare name */
  SQL_NAME,      /* "x", `x` or [x] */
  SQL_STRING,    /* 'x' */
  SQL_NUMBER,    /* number or blob literal */
  SQL_PARAMETER, /* ? ?1 :a @a $a */
  SQL_SEMICOLON,
  SQL_OTHER, /* an operator, a parenthesis, a comma, or a byte SQLite knows not */
};

struct sql_token {
  enum sql_token_kind kind;
  const char *start;
  size_t length;
};

/* The token that starts at `text`; a quote or comment that is not closed reaches to the
** end of the text. */
struct sql_token sql_token(const char *text);

/* The next token that is not space, starting at *text; *text moves behind it. */
struct sql_token sql_next(const char **text);

/* Would SQLite read it too? Not a quote or blob that is not closed, a number that runs
** into letters, a byte that starts nothing. Parameters are not looked at. */
bool sql_token_is_sound(struct sql_token token);

/* Is the token this keyword (written in capitals)? */
bool sql_token_is(struct sql_token token, const char *keyword);

/* Is `word` one of SQLite's keywords, in any case? */
bool sql_is_keyword(const char *word);

/* Skip white space, comments and semicolons. */
const char *sql_skip_empty(const char *text);

/* Length of the statement in which byte `from` lies, up to its semicolon or the end; for
** error messages: it does not know the inside of triggers. */
size_t sql_statement_end(const char *text, size_t from);

/* A name as SQLite means it: quotes taken off. Released with memory_release; NULL if
** memory ran out. */
char *sql_unquote(struct sql_token token);

/* The same into `out`, which has room for the token; returns the length, adds no 0. */
size_t sql_unquote_into(struct sql_token token, char *out);

/* The other way round: append `name` in double quotes, those in it doubled. */
void sql_put_name(struct buffer *out, const char *name);

#endif

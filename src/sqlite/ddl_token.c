/* Words, names, and tokens that are none. */
#include "sqlite/ddl_token.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Each sorted. */
static const char *const reserved[] = {
    "ADD",     "ALL",        "ALTER",       "AND",     "AS",       "AUTOINCREMENT",
    "BETWEEN", "CASE",       "CHECK",       "COLLATE", "COMMIT",   "CONSTRAINT",
    "CREATE",  "DEFAULT",    "DEFERRABLE",  "DELETE",  "DISTINCT", "DROP",
    "ELSE",    "ESCAPE",     "EXCEPT",      "EXISTS",  "FOREIGN",  "FROM",
    "GROUP",   "HAVING",     "IN",          "INDEX",   "INSERT",   "INTERSECT",
    "INTO",    "IS",         "ISNULL",      "JOIN",    "LIMIT",    "NOT",
    "NOTHING", "NOTNULL",    "NULL",        "ON",      "OR",       "ORDER",
    "PRIMARY", "REFERENCES", "RETURNING",   "SELECT",  "SET",      "TABLE",
    "THEN",    "TO",         "TRANSACTION", "UNION",   "UNIQUE",   "UPDATE",
    "USING",   "VALUES",     "WHEN",        "WHERE",
};

static const char *const fallback[] = {
    "ABORT",        "ACTION",       "AFTER",
    "ALWAYS",       "ANALYZE",      "ASC",
    "ATTACH",       "BEFORE",       "BEGIN",
    "BY",           "CASCADE",      "CAST",
    "COLUMN",       "CONFLICT",     "CURRENT",
    "CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP",
    "DATABASE",     "DEFERRED",     "DESC",
    "DETACH",       "DO",           "EACH",
    "END",          "EXCLUDE",      "EXCLUSIVE",
    "EXPLAIN",      "FAIL",         "FILTER",
    "FIRST",        "FOLLOWING",    "FOR",
    "GENERATED",    "GLOB",         "GROUPS",
    "IF",           "IGNORE",       "IMMEDIATE",
    "INITIALLY",    "INSTEAD",      "KEY",
    "LAST",         "LIKE",         "MATCH",
    "MATERIALIZED", "NO",           "NULLS",
    "OF",           "OFFSET",       "OTHERS",
    "OVER",         "PARTITION",    "PLAN",
    "PRAGMA",       "PRECEDING",    "QUERY",
    "RAISE",        "RANGE",        "RECURSIVE",
    "REGEXP",       "REINDEX",      "RELEASE",
    "RENAME",       "REPLACE",      "RESTRICT",
    "ROLLBACK",     "ROW",          "ROWS",
    "SAVEPOINT",    "TEMP",         "TEMPORARY",
    "TIES",         "TRIGGER",      "UNBOUNDED",
    "VACUUM",       "VIEW",         "VIRTUAL",
    "WINDOW",       "WITH",         "WITHIN",
    "WITHOUT",
};

static const char *const join[] = {
    "CROSS", "FULL", "INDEXED", "INNER", "LEFT", "NATURAL", "OUTER", "RIGHT",
};

static int compare(const void *key, const void *item) {
  const struct sql_token *token = key;
  const char *word = *(const char *const *)item;
  int order = strncasecmp(token->start, word, token->length);
  return order != 0 || word[token->length] == '\0' ? order : -1;
}

static bool is_among(struct sql_token token, const char *const *words, size_t count) {
  return bsearch(&token, words, count, sizeof *words, compare) != NULL;
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum ddl_word ddl_word_class(struct sql_token token) {
  if (is_among(token, reserved, COUNT(reserved))) return DDL_WORD_RESERVED;
  if (is_among(token, fallback, COUNT(fallback))) return DDL_WORD_FALLBACK;
  return is_among(token, join, COUNT(join)) ? DDL_WORD_JOIN : DDL_WORD_NAME;
}

bool ddl_token_is_name(struct sql_token token) {
  if (token.kind == SQL_WORD) return ddl_word_class(token) != DDL_WORD_RESERVED;
  return token.kind == SQL_NAME || token.kind == SQL_STRING;
}

bool ddl_token_is_type_word(struct sql_token token) {
  if (token.kind != SQL_WORD) return ddl_token_is_name(token);
  enum ddl_word word = ddl_word_class(token);
  return word == DDL_WORD_NAME || word == DDL_WORD_FALLBACK;
}

/* How many bytes of a token an error shows: whole characters of UTF-8. */
static int shown_length(struct sql_token token) {
  enum { MOST_BYTES = 40 };
  if (token.length <= MOST_BYTES) return (int)token.length;
  int length = MOST_BYTES;
  while (length > 0 && ((unsigned char)token.start[length] & 0xC0) == 0x80)
    length--;
  return length;
}

runner_status ddl_token_refuse(const char *text, struct sql_token token,
                               const char *expected, struct runner_error *error) {
  int shown = shown_length(token);
  size_t byte = (size_t)(token.start - text);
  if (token.kind == SQL_END)
    error_set(error, RUNNER_FAILED, "the definition ends too early: expected %s",
              expected);
  else
    error_set(error, RUNNER_FAILED,
              "cannot read the definition at byte %zu, near \"%.*s\": expected %s",
              byte + 1, shown, token.start, expected);
  error_statement(error, text, (int)byte, 0);
  return RUNNER_FAILED;
}

runner_status ddl_token_check(const char *text, struct sql_token token,
                              struct runner_error *error) {
  if (sql_token_is_sound(token)) return RUNNER_DONE;
  return ddl_token_refuse(text, token, "a token that is complete", error);
}

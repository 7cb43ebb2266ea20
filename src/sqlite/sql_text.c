/* The tokenizer. */
#include "sqlite/sql_text.h"

#include "base/memory.h"

#include <sqlite3.h>

#include <string.h>
#include <strings.h>

static bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r' && c != '\v');
}

static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

static bool is_name_byte(char c) {
  unsigned char byte = (unsigned char)c;
  return byte >= 0x80 || is_digit(c) || (c >= 'a' && c <= 'z') ||
         (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
}

static size_t name_length(const char *text) {
  size_t length = 0;
  while (is_name_byte(text[length]))
    length++;
  return length;
}

static size_t space_length(const char *text) {
  size_t length = 0;
  while (is_space(text[length]))
    length++;
  return length;
}

static size_t line_comment_length(const char *text) {
  return strcspn(text, "\n");
}

static size_t block_comment_length(const char *text) {
  const char *end = strstr(text + 2, "*/");
  return end != NULL ? (size_t)(end - text) + 2 : strlen(text);
}

/* From the opening quote behind the closing one; a doubled quote stays inside. */
static size_t quoted_length(const char *text, char close) {
  size_t length = 1;
  for (; text[length] != '\0'; length++) {
    if (text[length] != close) continue;
    if (close == ']' || text[length + 1] != close) return length + 1;
    length++;
  }
  return length;
}

static size_t number_length(const char *text) {
  size_t length = 0;
  if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) return name_length(text);
  while (is_name_byte(text[length]) || text[length] == '.' ||
         ((text[length] == '+' || text[length] == '-') && length > 0 &&
          (text[length - 1] == 'e' || text[length - 1] == 'E')))
    length++;
  return length;
}

/* $a::b(c) is one parameter: the form that Tcl needs.
** https://www.sqlite.org/c3ref/bind_blob.html */
static size_t named_parameter_length(const char *text) {
  size_t length = 1;
  for (;;) {
    length += name_length(text + length);
    if (text[length] == ':' && text[length + 1] == ':') {
      length += 2;
    } else if (text[length] == '(' && length > 1) {
      size_t inside = strcspn(text + length, ") \t\n\f\r");
      if (text[length + inside] == ')') length += inside + 1;
      return length;
    } else {
      return length;
    }
  }
}

static struct sql_token make(enum sql_token_kind kind, const char *text, size_t length) {
  return (struct sql_token){kind, text, length};
}

static struct sql_token parameter_token(const char *text) {
  if (text[0] == '?') {
    size_t length = 1;
    while (is_digit(text[length]))
      length++;
    return make(SQL_PARAMETER, text, length);
  }
  size_t length = named_parameter_length(text);
  return make(length > 1 ? SQL_PARAMETER : SQL_OTHER, text, length);
}

static struct sql_token word_token(const char *text) {
  bool blob = (text[0] == 'x' || text[0] == 'X') && text[1] == '\'';
  if (blob) return make(SQL_NUMBER, text, 1 + quoted_length(text + 1, '\''));
  return make(SQL_WORD, text, name_length(text));
}

struct sql_token sql_token(const char *text) {
  char c = text[0];
  if (c == '\0') return make(SQL_END, text, 0);
  if (is_space(c)) return make(SQL_SPACE, text, space_length(text));
  if (c == '-' && text[1] == '-') return make(SQL_SPACE, text, line_comment_length(text));
  if (c == '/' && text[1] == '*')
    return make(SQL_SPACE, text, block_comment_length(text));
  if (c == '\'') return make(SQL_STRING, text, quoted_length(text, '\''));
  if (c == '"' || c == '`') return make(SQL_NAME, text, quoted_length(text, c));
  if (c == '[') return make(SQL_NAME, text, quoted_length(text, ']'));
  if (c == '?' || c == ':' || c == '@' || c == '$') return parameter_token(text);
  if (is_digit(c) || (c == '.' && is_digit(text[1])))
    return make(SQL_NUMBER, text, number_length(text));
  if (is_name_byte(c)) return word_token(text);
  return make(c == ';' ? SQL_SEMICOLON : SQL_OTHER, text, 1);
}

struct sql_token sql_next(const char **text) {
  struct sql_token token;
  do {
    token = sql_token(*text);
    *text += token.length;
  } while (token.kind == SQL_SPACE);
  return token;
}

bool sql_token_is(struct sql_token token, const char *keyword) {
  return token.kind == SQL_WORD && strlen(keyword) == token.length &&
         strncasecmp(token.start, keyword, token.length) == 0;
}

bool sql_is_keyword(const char *word) {
  return sqlite3_keyword_check(word, (int)strlen(word)) != 0;
}

const char *sql_skip_empty(const char *text) {
  for (;;) {
    struct sql_token token = sql_token(text);
    if (token.kind != SQL_SPACE && token.kind != SQL_SEMICOLON) return text;
    text += token.length;
  }
}

size_t sql_statement_end(const char *text, size_t from) {
  const char *at = text;
  for (;;) {
    struct sql_token token = sql_token(at);
    bool over = token.kind == SQL_SEMICOLON && (size_t)(at - text) >= from;
    if (token.kind == SQL_END || over) return (size_t)(at - text);
    at += token.length;
  }
}

char *sql_unquote(struct sql_token token) {
  char *name = memory_resize(NULL, token.length + 1);
  if (name == NULL) return NULL;
  bool quoted = token.kind == SQL_NAME || token.kind == SQL_STRING;
  char close = token.start[0] == '[' ? ']' : token.start[0];
  size_t length = 0;
  for (size_t i = quoted ? 1 : 0; i < token.length; i++) {
    char c = token.start[i];
    if (quoted && c == close) {
      if (i + 1 >= token.length) break;
      i++; /* the second of a doubled quote */
    }
    name[length++] = c;
  }
  name[length] = '\0';
  return name;
}

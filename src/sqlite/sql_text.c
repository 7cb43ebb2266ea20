/* The tokenizer. */
#include "sqlite/sql_text.h"

#include "base/buffer.h"
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

static bool is_hex_digit(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
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

static size_t digits_length(const char *text) {
  size_t length = 0;
  while (is_digit(text[length]) || text[length] == '_')
    length++;
  return length;
}

static size_t exponent_length(const char *text) {
  if (text[0] != 'e' && text[0] != 'E') return 0;
  size_t sign = text[1] == '+' || text[1] == '-' ? 1 : 0;
  return is_digit(text[1 + sign]) ? 1 + sign + digits_length(text + 1 + sign) : 0;
}

/* The part of a number that is one: the rest of its token are letters SQLite refuses. */
static size_t sound_number_length(const char *text) {
  if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X') && is_hex_digit(text[2])) {
    size_t length = 2;
    while (is_hex_digit(text[length]) || text[length] == '_')
      length++;
    return length;
  }
  size_t length = digits_length(text);
  if (text[length] == '.') length += 1 + digits_length(text + length + 1);
  return length + exponent_length(text + length);
}

static size_t number_length(const char *text) {
  size_t length = sound_number_length(text);
  return length + name_length(text + length);
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

/* A blob literal reaches to the next quote: nothing in it can be doubled. */
static size_t blob_length(const char *text) {
  size_t inside = strcspn(text + 2, "'");
  return 2 + inside + (text[2 + inside] == '\'' ? 1 : 0);
}

static struct sql_token word_token(const char *text) {
  bool blob = (text[0] == 'x' || text[0] == 'X') && text[1] == '\'';
  if (blob) return make(SQL_NUMBER, text, blob_length(text));
  return make(SQL_WORD, text, name_length(text));
}

static size_t operator_length(const char *text) {
  static const char *const operators[] = {
      "->>", "->", "<=", "<>", "<<", ">=", ">>", "==", "!=", "||", NULL};
  for (size_t i = 0; operators[i] != NULL; i++)
    if (strncmp(text, operators[i], strlen(operators[i])) == 0)
      return strlen(operators[i]);
  return 1;
}

/* White space, a comment, or the byte order mark; 0 if the text starts with none. */
static size_t blank_length(const char *text) {
  if (is_space(text[0])) return space_length(text);
  if (text[0] == '-' && text[1] == '-') return line_comment_length(text);
  if (text[0] == '/' && text[1] == '*') return block_comment_length(text);
  return strncmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

struct sql_token sql_token(const char *text) {
  char c = text[0];
  if (c == '\0') return make(SQL_END, text, 0);
  size_t blank = blank_length(text);
  if (blank > 0) return make(SQL_SPACE, text, blank);
  if (c == '\'') return make(SQL_STRING, text, quoted_length(text, '\''));
  if (c == '"' || c == '`') return make(SQL_NAME, text, quoted_length(text, c));
  if (c == '[') return make(SQL_NAME, text, quoted_length(text, ']'));
  if (c == '?' || c == ':' || c == '@' || c == '$') return parameter_token(text);
  if (is_digit(c) || (c == '.' && is_digit(text[1])))
    return make(SQL_NUMBER, text, number_length(text));
  if (is_name_byte(c)) return word_token(text);
  if (c == ';') return make(SQL_SEMICOLON, text, 1);
  return make(SQL_OTHER, text, operator_length(text));
}

struct sql_token sql_next(const char **text) {
  struct sql_token token;
  do {
    token = sql_token(*text);
    *text += token.length;
  } while (token.kind == SQL_SPACE);
  return token;
}

/* ---- what SQLite refuses ---- */

/* With its quotes doubled inside, a closed token has an even number of them. */
static bool is_closed(struct sql_token token) {
  if (token.start[0] == '[') return token.start[token.length - 1] == ']';
  size_t quotes = 0;
  for (size_t i = 0; i < token.length; i++)
    if (token.start[i] == token.start[0]) quotes++;
  return quotes % 2 == 0;
}

static bool is_sound_blob(struct sql_token token) {
  size_t digits = 0;
  while (is_hex_digit(token.start[2 + digits]))
    digits++;
  return digits % 2 == 0 && token.length == digits + 3;
}

/* Separators stand between digits: 1_000. */
static bool are_separators_sound(struct sql_token token) {
  for (size_t i = 1; i < token.length; i++) {
    if (token.start[i] != '_') continue;
    bool last = i + 1 == token.length;
    if (last || !is_hex_digit(token.start[i - 1]) || !is_hex_digit(token.start[i + 1]))
      return false;
  }
  return true;
}

static bool is_sound_number(struct sql_token token) {
  if (token.start[0] == 'x' || token.start[0] == 'X') return is_sound_blob(token);
  return sound_number_length(token.start) == token.length && are_separators_sound(token);
}

static bool is_sound_operator(struct sql_token token) {
  return token.length > 1 || strchr("+-*/%=<>&|~(),.", token.start[0]) != NULL;
}

bool sql_token_is_sound(struct sql_token token) {
  switch (token.kind) {
  case SQL_NAME:
  case SQL_STRING:
    return is_closed(token);
  case SQL_NUMBER:
    return is_sound_number(token);
  case SQL_OTHER:
    return is_sound_operator(token);
  default:
    return true;
  }
}

/* ---- words and names ---- */

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

size_t sql_unquote_into(struct sql_token token, char *out) {
  bool quoted = token.kind == SQL_NAME || token.kind == SQL_STRING;
  char close = token.start[0] == '[' ? ']' : token.start[0];
  size_t length = 0;
  for (size_t i = quoted ? 1 : 0; i < token.length; i++) {
    char c = token.start[i];
    if (quoted && c == close) {
      if (i + 1 >= token.length) break;
      i++; /* the second of a doubled quote */
    }
    out[length++] = c;
  }
  return length;
}

char *sql_unquote(struct sql_token token) {
  char *name = memory_resize(NULL, token.length + 1);
  if (name != NULL) name[sql_unquote_into(token, name)] = '\0';
  return name;
}

void sql_put_name(struct buffer *out, const char *name) {
  buffer_text(out, "\"");
  for (; *name != '\0'; name++)
    buffer_bytes(out, *name == '"' ? "\"\"" : name, *name == '"' ? 2 : 1);
  buffer_text(out, "\"");
}

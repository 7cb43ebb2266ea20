/* Spelling SQL anew, token by token. */
#include "sqlite/ddl_normal.h"

#include "base/memory.h"
#include "sqlite/ddl_token.h"

static void put_capitals(struct buffer *out, struct sql_token token) {
  for (size_t i = 0; i < token.length; i++) {
    char c = token.start[i];
    if (c >= 'a' && c <= 'z') c = (char)(c - 'a' + 'A');
    buffer_bytes(out, &c, 1);
  }
}

static bool is_time(struct sql_token token) {
  return sql_token_is(token, "CURRENT_DATE") || sql_token_is(token, "CURRENT_TIME") ||
         sql_token_is(token, "CURRENT_TIMESTAMP");
}

/* A name that is a value, as in DEFAULT key, stands for its own text: its case counts. */
static void put_word(struct buffer *out, struct sql_token token, bool value) {
  enum ddl_word class = ddl_word_class(token);
  bool text = value && class != DDL_WORD_RESERVED && !is_time(token);
  if (class == DDL_WORD_NAME || text) {
    buffer_bytes(out, token.start, token.length);
  } else {
    put_capitals(out, token);
  }
}

/* Without its quotes it would be one word, and mean the same. */
static bool needs_no_quotes(const char *name) {
  static const char *const others[] = {"RAISE", "CAST", "TRUE", "FALSE", NULL};
  struct sql_token word = sql_token(name);
  if (word.kind != SQL_WORD || name[word.length] != '\0' || is_time(word)) return false;
  for (size_t i = 0; others[i] != NULL; i++)
    if (sql_token_is(word, others[i])) return false;
  enum ddl_word class = ddl_word_class(word);
  return class == DDL_WORD_NAME || class == DDL_WORD_FALLBACK;
}

static runner_status put_name(struct buffer *out, struct sql_token token, bool value,
                              struct runner_error *error) {
  char *name = sql_unquote(token);
  if (name == NULL) return error_no_memory(error);
  if (needs_no_quotes(name)) {
    put_word(out, sql_token(name), value);
  } else {
    sql_put_name(out, name);
  }
  memory_release(name);
  return RUNNER_DONE;
}

static runner_status put_token(struct buffer *out, struct sql_token token, bool value,
                               struct runner_error *error) {
  if (token.kind == SQL_NAME) return put_name(out, token, value, error);
  if (token.kind == SQL_WORD) {
    put_word(out, token, value);
  } else {
    buffer_bytes(out, token.start, token.length);
  }
  return RUNNER_DONE;
}

static void cut(struct buffer *out, size_t length) {
  if (buffer_failed(out) || out->bytes == NULL) return;
  out->length = length;
  out->bytes[length] = '\0';
}

runner_status ddl_normalise(const char *text, struct buffer *out,
                            struct runner_error *error) {
  const size_t first = out->length;
  size_t end = first; /* without the semicolons */
  const char *at = text;
  const char *second = text;
  sql_next(&second);
  bool value = sql_next(&second).kind == SQL_END; /* a text of one word: so it may be */
  struct sql_token token;
  while ((token = sql_next(&at)).kind != SQL_END) {
    runner_status status = ddl_token_check(text, token, error);
    if (status != RUNNER_DONE) return status;
    if (out->length > first) buffer_text(out, " ");
    status = put_token(out, token, value, error);
    if (status != RUNNER_DONE) return status;
    if (token.kind != SQL_SEMICOLON) end = out->length;
    value = sql_token_is(token, "DEFAULT");
  }
  cut(out, end);
  return buffer_failed(out) ? error_no_memory(error) : RUNNER_DONE;
}

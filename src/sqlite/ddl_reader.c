/* Moving over the tokens of a definition. */
#include "sqlite/ddl_reader.h"

#include "sqlite/ddl_token.h"

#include <string.h>
#include <strings.h>

/* ---- a reader ---- */

static size_t count_tokens(const char *text) {
  size_t count = 0;
  while (sql_next(&text).kind != SQL_END)
    count++;
  return count;
}

static void stop(struct ddl_reader *reader, runner_status status) {
  reader->status = status;
  reader->at = reader->count;
}

void ddl_fail(struct ddl_reader *reader, const char *expected) {
  if (reader->status == RUNNER_DONE)
    stop(reader,
         ddl_token_refuse(reader->text, ddl_peek(reader), expected, reader->error));
}

void *ddl_allocate(struct ddl_reader *reader, size_t size) {
  void *block = arena_allocate(reader->arena, size);
  if (block == NULL && reader->status == RUNNER_DONE)
    stop(reader, error_no_memory(reader->error));
  return block;
}

void ddl_reader_start(struct ddl_reader *reader, const char *text, struct arena *arena,
                      struct runner_error *error) {
  static const struct sql_token nothing = {SQL_END, "", 0};
  *reader = (struct ddl_reader){
      .text = text, .arena = arena, .tokens = &nothing, .error = error};
  size_t count = count_tokens(text);
  struct sql_token *tokens = ddl_allocate(reader, (count + 1) * sizeof *tokens);
  if (tokens == NULL) return;
  const char *at = text;
  for (size_t i = 0; i <= count; i++)
    tokens[i] = sql_next(&at);
  reader->tokens = tokens;
  reader->count = count;
  for (size_t i = 0; i < count && reader->status == RUNNER_DONE; i++)
    if (ddl_token_check(text, tokens[i], error) != RUNNER_DONE)
      stop(reader, RUNNER_FAILED);
}

/* ---- looking ---- */

static struct sql_token token_at(const struct ddl_reader *reader, size_t place) {
  return reader->tokens[place < reader->count ? place : reader->count];
}

struct sql_token ddl_peek(const struct ddl_reader *reader) {
  return token_at(reader, reader->at);
}

bool ddl_at(const struct ddl_reader *reader, const char *keyword) {
  return sql_token_is(ddl_peek(reader), keyword);
}

bool ddl_at_second(const struct ddl_reader *reader, const char *keyword) {
  return sql_token_is(token_at(reader, reader->at + 1), keyword);
}

bool ddl_token_is_symbol(struct sql_token token, char symbol) {
  return (token.kind == SQL_OTHER || token.kind == SQL_SEMICOLON) && token.length == 1 &&
         token.start[0] == symbol;
}

bool ddl_at_symbol(const struct ddl_reader *reader, char symbol) {
  return ddl_token_is_symbol(ddl_peek(reader), symbol);
}

/* ---- reading ---- */

bool ddl_accept(struct ddl_reader *reader, const char *keyword) {
  bool found = ddl_at(reader, keyword);
  if (found) reader->at++;
  return found;
}

bool ddl_accept_symbol(struct ddl_reader *reader, char symbol) {
  bool found = ddl_at_symbol(reader, symbol);
  if (found) reader->at++;
  return found;
}

void ddl_expect(struct ddl_reader *reader, const char *keyword) {
  if (!ddl_accept(reader, keyword)) ddl_fail(reader, keyword);
}

void ddl_expect_symbol(struct ddl_reader *reader, char symbol) {
  char expected[] = "\"?\"";
  expected[1] = symbol;
  if (!ddl_accept_symbol(reader, symbol)) ddl_fail(reader, expected);
}

/* How many tokens match `words`; 0 if they do not. */
static size_t match_words(const struct ddl_reader *reader, const char *words) {
  const char *at = words;
  for (size_t count = 0;; count++) {
    struct sql_token wanted = sql_next(&at);
    if (wanted.kind == SQL_END) return count;
    struct sql_token token = token_at(reader, reader->at + count);
    if (token.kind != SQL_WORD || token.length != wanted.length ||
        strncasecmp(token.start, wanted.start, wanted.length) != 0)
      return 0;
  }
}

const char *ddl_accept_one(struct ddl_reader *reader, const char *const *words) {
  for (; *words != NULL; words++) {
    size_t count = match_words(reader, *words);
    reader->at += count;
    if (count > 0) return *words;
  }
  return NULL;
}

const char *ddl_unquoted(struct ddl_reader *reader, struct sql_token token) {
  char *text = ddl_allocate(reader, token.length + 1);
  if (text != NULL) sql_unquote_into(token, text);
  return text;
}

struct ddl_name ddl_read_name(struct ddl_reader *reader, const char *expected) {
  struct sql_token token = ddl_peek(reader);
  if (!ddl_token_is_name(token)) {
    ddl_fail(reader, expected);
    return (struct ddl_name){NULL, {0, 0}};
  }
  struct ddl_span span = ddl_token_span(reader, token);
  reader->at++;
  return (struct ddl_name){ddl_unquoted(reader, token), span};
}

const char *ddl_read_type_word(struct ddl_reader *reader, const char *expected) {
  struct sql_token token = ddl_peek(reader);
  if (!ddl_token_is_type_word(token)) {
    ddl_fail(reader, expected);
    return NULL;
  }
  reader->at++;
  return ddl_unquoted(reader, token);
}

/* Old versions let a COLLATE and an order follow the columns of a foreign key or a view;
** SQLite still reads them in what is stored, and does nothing with them. */
static void read_leftovers(struct ddl_reader *reader) {
  static const char *const orders[] = {"ASC", "DESC", NULL};
  if (ddl_accept(reader, "COLLATE")) ddl_read_type_word(reader, "a collation");
  ddl_accept_one(reader, orders);
}

struct ddl_names *ddl_read_names(struct ddl_reader *reader, const char *expected) {
  struct ddl_names *first = NULL;
  struct ddl_names **end = &first;
  do {
    struct ddl_names *item = ddl_allocate(reader, sizeof *item);
    if (item == NULL) break;
    item->name = ddl_read_name(reader, expected);
    read_leftovers(reader);
    *end = item;
    end = &item->next;
  } while (ddl_accept_symbol(reader, ','));
  return first;
}

struct ddl_span ddl_read_parentheses(struct ddl_reader *reader) {
  struct ddl_span inside = {0, 0};
  size_t open = reader->at;
  ddl_expect_symbol(reader, '(');
  for (size_t depth = 1; depth > 0 && reader->at < reader->count; reader->at++) {
    if (ddl_at_symbol(reader, '(')) depth++;
    if (ddl_at_symbol(reader, ';')) break; /* it can stand in no expression */
    if (ddl_at_symbol(reader, ')') && --depth == 0) {
      if (reader->at > open + 1) inside = ddl_span_since(reader, open + 1);
      reader->at++;
      return inside;
    }
  }
  ddl_fail(reader, "a closing parenthesis");
  return inside;
}

void ddl_read_tokens(struct ddl_reader *reader, char stop) {
  while (reader->at < reader->count && !ddl_at_symbol(reader, stop) &&
         !ddl_at_symbol(reader, ')')) {
    if (ddl_at_symbol(reader, '(')) {
      ddl_read_parentheses(reader);
    } else {
      reader->at++;
    }
  }
}

/* ---- spans ---- */

struct ddl_span ddl_token_span(const struct ddl_reader *reader, struct sql_token token) {
  size_t first = (size_t)(token.start - reader->text);
  return (struct ddl_span){first, first + token.length};
}

struct ddl_span ddl_span_between(const struct ddl_reader *reader, size_t first,
                                 size_t end) {
  if (first >= end || end > reader->count) return (struct ddl_span){0, 0};
  return (struct ddl_span){ddl_token_span(reader, reader->tokens[first]).first,
                           ddl_token_span(reader, reader->tokens[end - 1]).end};
}

struct ddl_span ddl_span_since(const struct ddl_reader *reader, size_t first) {
  return ddl_span_between(reader, first, reader->at);
}

/* CREATE TABLE. https://www.sqlite.org/lang_createtable.html */
#include "sqlite/ddl_reader.h"
#include "sqlite/ddl_token.h"

#include <string.h>
#include <strings.h>

/* ---- types ---- */

static size_t without_space(const char *text, size_t length) {
  while (length > 0 && strchr(" \t\n\v\f\r", text[length - 1]) != NULL)
    length--;
  return length;
}

static size_t without_word(const char *text, size_t length, const char *word) {
  size_t cut = strlen(word);
  if (length < cut || strncasecmp(text + length - cut, word, cut) != 0) return length;
  return without_space(text, length - cut);
}

/* What is left of a type: to SQLite's grammar GENERATED ALWAYS is two more words of it,
** and sqlite3AddColumn cuts them off by their bytes. */
static size_t type_length(const char *text, size_t length) {
  size_t left =
      length < strlen("generated always") ? length : without_word(text, length, "always");
  return left == length ? length : without_word(text, left, "generated");
}

/* The token whose text is the type. Of a type that begins with a quote SQLite takes the
** first and the last byte off if no other quote is between them, whatever the last byte is
** (sqlite3DequoteToken); otherwise the first name is all of it. */
static struct sql_token without_quotes(struct sql_token first, const char *text,
                                       size_t length) {
  if (first.kind == SQL_WORD) return (struct sql_token){SQL_WORD, text, length};
  size_t inside = strcspn(text + 1, "\"'`[");
  if (length < 3 || inside < length - 2) return first;
  return (struct sql_token){SQL_WORD, text + 1, length - 2};
}

static void read_number(struct ddl_reader *reader) {
  if (!ddl_accept_symbol(reader, '-')) ddl_accept_symbol(reader, '+');
  struct sql_token token = ddl_peek(reader);
  if (token.kind != SQL_NUMBER || token.start[0] == 'x' || token.start[0] == 'X')
    ddl_fail(reader, "a number");
  else
    reader->at++;
}

/* VARCHAR(10), DECIMAL(10, 5) */
static void read_size(struct ddl_reader *reader) {
  if (!ddl_accept_symbol(reader, '(')) return;
  read_number(reader);
  if (ddl_accept_symbol(reader, ',')) read_number(reader);
  ddl_expect_symbol(reader, ')');
}

static void read_type(struct ddl_reader *reader, struct ddl_column *column) {
  size_t first = reader->at;
  column->type = "";
  while (ddl_token_is_type_word(ddl_peek(reader)))
    reader->at++;
  if (reader->at == first) return;
  read_size(reader);
  struct ddl_span span = ddl_span_since(reader, first);
  const char *text = reader->text + span.first;
  size_t length = type_length(text, span.end - span.first);
  if (ddl_at(reader, "AS")) /* the words that were cut off belong to it */
    while (reader->at > first && reader->tokens[reader->at - 1].start >= text + length)
      reader->at--;
  column->type_span = ddl_span_since(reader, first);
  column->type =
      ddl_unquoted(reader, without_quotes(reader->tokens[first], text, length));
}

/* ---- columns and options ---- */

static struct ddl_column *read_column(struct ddl_reader *reader) {
  size_t first = reader->at;
  struct ddl_column *column = ddl_allocate(reader, sizeof *column);
  if (column == NULL) return NULL;
  column->name = ddl_read_name(reader, "the name of a column");
  read_type(reader, column);
  column->constraints = ddl_read_column_constraints(reader);
  column->span = ddl_span_since(reader, first);
  return column;
}

/* Columns, and the table's constraints behind them. */
static void read_body(struct ddl_reader *reader, struct ddl_table *table) {
  struct ddl_column **end = &table->columns;
  do {
    if (table->columns != NULL && !ddl_token_is_name(ddl_peek(reader))) {
      table->constraints = ddl_read_table_constraints(reader);
      return;
    }
    *end = read_column(reader);
    if (*end == NULL) return;
    end = &(*end)->next;
  } while (ddl_accept_symbol(reader, ','));
}

static struct ddl_option *read_option(struct ddl_reader *reader) {
  size_t first = reader->at;
  struct ddl_option *option = ddl_allocate(reader, sizeof *option);
  if (option == NULL) return NULL;
  if (ddl_accept(reader, "STRICT")) {
    option->kind = DDL_STRICT;
  } else if (ddl_accept(reader, "WITHOUT")) {
    ddl_expect(reader, "ROWID");
    option->kind = DDL_WITHOUT_ROWID;
  } else {
    ddl_fail(reader, "STRICT or WITHOUT ROWID");
  }
  option->span = ddl_span_since(reader, first);
  return option;
}

/* The list may begin with a comma. */
static void read_options(struct ddl_reader *reader, struct ddl_table *table) {
  size_t first = reader->at;
  bool comma = ddl_accept_symbol(reader, ',');
  if (!comma && ddl_peek(reader).kind != SQL_WORD) return;
  struct ddl_option **end = &table->options;
  do {
    *end = read_option(reader);
    if (*end == NULL) return;
    end = &(*end)->next;
  } while (ddl_accept_symbol(reader, ','));
  table->options_span = ddl_span_since(reader, first);
}

void ddl_read_table(struct ddl_reader *reader, struct ddl_statement *statement) {
  struct ddl_table *table = statement->table;
  size_t first = reader->at;
  if (ddl_at(reader, "AS")) ddl_fail(reader, "columns, not a SELECT");
  ddl_expect_symbol(reader, '(');
  read_body(reader, table);
  ddl_expect_symbol(reader, ')');
  table->body = ddl_span_since(reader, first);
  read_options(reader, table);
}

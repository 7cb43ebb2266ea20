/* Indexed columns, and CREATE INDEX. https://www.sqlite.org/lang_createindex.html */
#include "sqlite/ddl_reader.h"
#include "sqlite/ddl_token.h"

/* Is what stands from token `first` to token `last` one pair of parentheses? */
static bool is_enclosed(const struct ddl_reader *reader, size_t first, size_t last) {
  size_t depth = 0;
  for (size_t i = first; i <= last; i++) {
    if (ddl_token_is_symbol(reader->tokens[i], '(')) depth++;
    if (ddl_token_is_symbol(reader->tokens[i], ')')) depth--;
    if (depth == 0) return i == last && i > first;
  }
  return false;
}

/* Look behind the parentheses around (a COLLATE b): SQLite does not see them. `last` is
** the last token of the expression without the COLLATEs at its end. */
static void look_inside(struct ddl_reader *reader, struct ddl_indexed *item, size_t first,
                        size_t last) {
  const size_t behind = reader->at;
  while (is_enclosed(reader, first, last)) {
    reader->at = ++first;
    size_t tail = ddl_read_expression(reader);
    if (reader->at != last) break; /* (a, b), or a SELECT */
    if (tail < last && item->collation == NULL)
      item->collation = ddl_unquoted(reader, reader->tokens[last - 1]);
    last = tail - 1;
  }
  if (reader->status != RUNNER_DONE) return;
  reader->at = behind;
  if (first != last || !ddl_token_is_name(reader->tokens[first])) return;
  item->name.text = ddl_unquoted(reader, reader->tokens[first]);
  item->name.span = ddl_token_span(reader, reader->tokens[first]);
}

static void read_entry(struct ddl_reader *reader, struct ddl_indexed *item) {
  static const char *const orders[] = {"ASC", "DESC", NULL};
  size_t first = reader->at;
  size_t tail = ddl_read_expression(reader);
  if (reader->status != RUNNER_DONE) return;
  size_t behind = reader->at;
  if (tail < behind) item->collation = ddl_unquoted(reader, reader->tokens[behind - 1]);
  reader->at = tail;
  item->expression = ddl_span_since(reader, first);
  reader->at = behind;
  look_inside(reader, item, first, tail - 1);
  item->order = ddl_accept_one(reader, orders);
  item->span = ddl_span_since(reader, first);
}

struct ddl_indexed *ddl_read_indexed(struct ddl_reader *reader, bool expressions) {
  struct ddl_indexed *first = NULL;
  struct ddl_indexed **end = &first;
  do {
    struct ddl_indexed *item = ddl_allocate(reader, sizeof *item);
    if (item == NULL) break;
    read_entry(reader, item);
    if (item->name.text == NULL && !expressions) ddl_fail(reader, "columns only");
    *end = item;
    end = &item->next;
  } while (ddl_accept_symbol(reader, ','));
  return first;
}

void ddl_read_index(struct ddl_reader *reader, struct ddl_statement *statement) {
  struct ddl_index *index = statement->index;
  ddl_expect(reader, "ON");
  index->table = ddl_read_name(reader, "the name of a table");
  size_t first = reader->at;
  ddl_expect_symbol(reader, '(');
  index->columns = ddl_read_indexed(reader, true);
  ddl_expect_symbol(reader, ')');
  index->body = ddl_span_since(reader, first);
  if (!ddl_accept(reader, "WHERE")) return;
  first = reader->at;
  ddl_read_expression(reader);
  index->where = ddl_span_since(reader, first);
}

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

/* What the entry comes down to: tokens without the parentheses and COLLATEs around it. */
struct core {
  size_t first;
  size_t last;
  size_t collates; /* how many COLLATEs were around it */
};

/* The COLLATEs from token `tail` to the place that is read: the outermost counts. */
static void note_collates(struct ddl_reader *reader, struct ddl_indexed *item,
                          struct core *core, size_t tail) {
  core->last = tail - 1;
  core->collates += (reader->at - tail) / 2;
  if (reader->at > tail && item->collation == NULL)
    item->collation = ddl_unquoted(reader, reader->tokens[reader->at - 1]);
}

/* Look behind the parentheses around (a COLLATE b): SQLite does not see them. */
static void look_inside(struct ddl_reader *reader, struct ddl_indexed *item,
                        struct core *core) {
  const size_t behind = reader->at;
  while (is_enclosed(reader, core->first, core->last)) {
    size_t closing = core->last;
    reader->at = core->first + 1;
    size_t tail = ddl_read_expression(reader);
    if (reader->at != closing) break; /* (a, b), or a SELECT */
    core->first++;
    note_collates(reader, item, core, tail);
  }
  if (reader->status == RUNNER_DONE) reader->at = behind;
}

/* A string is a name, too, but SQLite looks for it behind one COLLATE only. */
static bool is_column(const struct core *core, struct sql_token token) {
  return core->first == core->last && ddl_token_is_name(token) &&
         (token.kind != SQL_STRING || core->collates <= 1);
}

static void read_entry(struct ddl_reader *reader, struct ddl_indexed *item) {
  static const char *const orders[] = {"ASC", "DESC", NULL};
  struct core core = {.first = reader->at};
  const size_t first = reader->at;
  size_t tail = ddl_read_expression(reader);
  if (reader->status != RUNNER_DONE) return;
  note_collates(reader, item, &core, tail);
  item->expression = ddl_span_between(reader, first, tail);
  look_inside(reader, item, &core);
  if (is_column(&core, reader->tokens[core.first])) {
    item->name.text = ddl_unquoted(reader, reader->tokens[core.first]);
    item->name.span = ddl_token_span(reader, reader->tokens[core.first]);
  }
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

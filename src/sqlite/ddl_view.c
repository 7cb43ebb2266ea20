/* CREATE VIEW and CREATE VIRTUAL TABLE. https://www.sqlite.org/lang_createview.html,
** https://www.sqlite.org/lang_createvtab.html */
#include "sqlite/ddl_reader.h"

/* ---- views ---- */

static bool at_select(const struct ddl_reader *reader) {
  return ddl_at(reader, "SELECT") || ddl_at(reader, "VALUES") || ddl_at(reader, "WITH");
}

void ddl_read_view(struct ddl_reader *reader, struct ddl_statement *statement) {
  struct ddl_view *view = statement->view;
  if (ddl_accept_symbol(reader, '(')) {
    view->columns = ddl_read_names(reader, "the name of a column");
    ddl_expect_symbol(reader, ')');
  }
  ddl_expect(reader, "AS");
  if (!at_select(reader)) ddl_fail(reader, "a SELECT");
  size_t first = reader->at;
  ddl_read_tokens(reader, ';');
  view->select = ddl_span_since(reader, first);
}

/* ---- virtual tables ---- */

/* Each module reads its arguments itself; SQLite only looks for the comma or parenthesis
** that ends one. */
static void read_arguments(struct ddl_reader *reader, struct ddl_virtual_table *table) {
  struct ddl_argument **end = &table->arguments;
  do {
    size_t first = reader->at;
    ddl_read_tokens(reader, ',');
    if (reader->at == first) continue;
    struct ddl_argument *argument = ddl_allocate(reader, sizeof *argument);
    if (argument == NULL) return;
    argument->span = ddl_span_since(reader, first);
    *end = argument;
    end = &argument->next;
  } while (ddl_accept_symbol(reader, ','));
  ddl_expect_symbol(reader, ')');
}

void ddl_read_virtual_table(struct ddl_reader *reader, struct ddl_statement *statement) {
  ddl_expect(reader, "USING");
  statement->virtual_table->module = ddl_read_name(reader, "the name of a module");
  if (ddl_accept_symbol(reader, '(')) read_arguments(reader, statement->virtual_table);
}

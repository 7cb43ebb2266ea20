/* REFERENCES. https://www.sqlite.org/foreignkeys.html */
#include "sqlite/ddl_reader.h"

bool ddl_at_deferrable(const struct ddl_reader *reader) {
  return ddl_at(reader, "DEFERRABLE") ||
         (ddl_at(reader, "NOT") && ddl_at_second(reader, "DEFERRABLE"));
}

const char *ddl_read_deferrable(struct ddl_reader *reader) {
  static const char *const clauses[] = {"NOT DEFERRABLE INITIALLY DEFERRED",
                                        "NOT DEFERRABLE INITIALLY IMMEDIATE",
                                        "NOT DEFERRABLE",
                                        "DEFERRABLE INITIALLY DEFERRED",
                                        "DEFERRABLE INITIALLY IMMEDIATE",
                                        "DEFERRABLE",
                                        NULL};
  return ddl_accept_one(reader, clauses);
}

static void read_action(struct ddl_reader *reader, struct ddl_references *references) {
  static const char *const actions[] = {"SET NULL", "SET DEFAULT", "CASCADE",
                                        "RESTRICT", "NO ACTION",   NULL};
  static const char *const events[] = {"DELETE", "UPDATE", "INSERT", NULL};
  const char *event = ddl_accept_one(reader, events);
  if (event == NULL) ddl_fail(reader, "DELETE or UPDATE");
  const char *action = ddl_accept_one(reader, actions);
  if (action == NULL) ddl_fail(reader, "a foreign key action");
  if (event == events[0]) references->on_delete = action;
  if (event == events[1]) references->on_update = action; /* ON INSERT does nothing */
}

struct ddl_references *ddl_read_references(struct ddl_reader *reader) {
  size_t first = reader->at;
  struct ddl_references *references = ddl_allocate(reader, sizeof *references);
  if (references == NULL) return NULL;
  ddl_expect(reader, "REFERENCES");
  references->table = ddl_read_name(reader, "the name of the parent table");
  if (ddl_accept_symbol(reader, '(')) {
    references->columns = ddl_read_names(reader, "the name of a parent column");
    ddl_expect_symbol(reader, ')');
  }
  for (;;) {
    if (ddl_accept(reader, "ON")) {
      read_action(reader, references);
    } else if (ddl_accept(reader, "MATCH")) {
      references->match = ddl_read_name(reader, "a name after MATCH").text;
    } else {
      break;
    }
  }
  if (ddl_at_deferrable(reader)) references->deferrable = ddl_read_deferrable(reader);
  references->span = ddl_span_since(reader, first);
  reader->references = references;
  return references;
}

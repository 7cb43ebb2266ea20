/* CREATE TRIGGER. https://www.sqlite.org/lang_createtrigger.html */
#include "sqlite/ddl_reader.h"

static void read_event(struct ddl_reader *reader, struct ddl_trigger *trigger) {
  static const char *const timings[] = {"BEFORE", "AFTER", "INSTEAD OF", NULL};
  static const char *const events[] = {"INSERT", "UPDATE", "DELETE", NULL};
  trigger->timing = ddl_accept_one(reader, timings);
  trigger->event = ddl_accept_one(reader, events);
  if (trigger->event == NULL) ddl_fail(reader, "INSERT, UPDATE or DELETE");
  if (trigger->event == events[1] && ddl_accept(reader, "OF"))
    trigger->of = ddl_read_names(reader, "the name of a column");
}

static void read_table(struct ddl_reader *reader, struct ddl_trigger *trigger) {
  ddl_expect(reader, "ON");
  trigger->table = ddl_read_name(reader, "the name of a table");
  if (ddl_accept_symbol(reader, '.'))
    trigger->table = ddl_read_name(reader, "the name of a table");
}

static bool at_statement(const struct ddl_reader *reader) {
  return ddl_at(reader, "SELECT") || ddl_at(reader, "INSERT") ||
         ddl_at(reader, "UPDATE") || ddl_at(reader, "DELETE") ||
         ddl_at(reader, "REPLACE") || ddl_at(reader, "VALUES") || ddl_at(reader, "WITH");
}

/* BEGIN statement; statement; END. A statement never begins with END, and no CASE reaches
** over a semicolon, so the first END behind one is the trigger's. */
static void read_body(struct ddl_reader *reader, struct ddl_trigger *trigger) {
  size_t first = reader->at;
  ddl_expect(reader, "BEGIN");
  do {
    if (!at_statement(reader)) ddl_fail(reader, "INSERT, UPDATE, DELETE or SELECT");
    ddl_read_tokens(reader, ';');
    ddl_expect_symbol(reader, ';');
  } while (reader->status == RUNNER_DONE && !ddl_at(reader, "END"));
  ddl_expect(reader, "END");
  trigger->body = ddl_span_since(reader, first);
}

void ddl_read_trigger(struct ddl_reader *reader, struct ddl_statement *statement) {
  static const char *const each_row[] = {"FOR EACH ROW", NULL};
  struct ddl_trigger *trigger = statement->trigger;
  read_event(reader, trigger);
  read_table(reader, trigger);
  ddl_accept_one(reader, each_row);
  if (ddl_accept(reader, "WHEN")) {
    size_t first = reader->at;
    ddl_read_expression(reader);
    trigger->when = ddl_span_since(reader, first);
  }
  read_body(reader, trigger);
}

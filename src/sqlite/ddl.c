/* CREATE, and what is common to all that can be created. */
#include "sqlite/ddl.h"

#include "sqlite/ddl_reader.h"

typedef void (*part_reader)(struct ddl_reader *reader, struct ddl_statement *statement);

static const part_reader readers[] = {
    [DDL_TABLE] = ddl_read_table,
    [DDL_INDEX] = ddl_read_index,
    [DDL_VIEW] = ddl_read_view,
    [DDL_TRIGGER] = ddl_read_trigger,
    [DDL_VIRTUAL_TABLE] = ddl_read_virtual_table,
};

/* TABLE, UNIQUE INDEX ... */
static enum ddl_kind read_kind(struct ddl_reader *reader) {
  static const char *const kinds[] = {[DDL_TABLE] = "TABLE",
                                      [DDL_INDEX] = "INDEX",
                                      [DDL_VIEW] = "VIEW",
                                      [DDL_TRIGGER] = "TRIGGER",
                                      [DDL_VIRTUAL_TABLE] = "VIRTUAL TABLE",
                                      NULL};
  for (int kind = DDL_TABLE; kind <= DDL_VIRTUAL_TABLE; kind++) {
    const char *const only[] = {kinds[kind], NULL};
    if (ddl_accept_one(reader, only) != NULL) return (enum ddl_kind)kind;
  }
  ddl_fail(reader, "TABLE, INDEX, VIEW, TRIGGER or VIRTUAL TABLE");
  return DDL_TABLE;
}

static bool allocate_part(struct ddl_reader *reader, struct ddl_statement *statement) {
  switch (statement->kind) {
  case DDL_TABLE:
    return (statement->table = ddl_allocate(reader, sizeof *statement->table)) != NULL;
  case DDL_INDEX:
    return (statement->index = ddl_allocate(reader, sizeof *statement->index)) != NULL;
  case DDL_VIEW:
    return (statement->view = ddl_allocate(reader, sizeof *statement->view)) != NULL;
  case DDL_TRIGGER:
    statement->trigger = ddl_allocate(reader, sizeof *statement->trigger);
    return statement->trigger != NULL;
  case DDL_VIRTUAL_TABLE:
    statement->virtual_table = ddl_allocate(reader, sizeof *statement->virtual_table);
    return statement->virtual_table != NULL;
  }
  return false;
}

static void read_if_not_exists(struct ddl_reader *reader,
                               struct ddl_statement *statement) {
  if (!ddl_accept(reader, "IF")) return;
  ddl_expect(reader, "NOT");
  ddl_expect(reader, "EXISTS");
  statement->if_not_exists = true;
}

static void read_full_name(struct ddl_reader *reader, struct ddl_statement *statement) {
  statement->name = ddl_read_name(reader, "a name");
  if (!ddl_accept_symbol(reader, '.')) return;
  statement->schema = statement->name;
  statement->name = ddl_read_name(reader, "a name");
}

static void read_statement(struct ddl_reader *reader, struct ddl_statement *statement) {
  static const char *const temporary[] = {"TEMP", "TEMPORARY", NULL};
  ddl_expect(reader, "CREATE");
  bool unique = ddl_accept(reader, "UNIQUE");
  statement->temporary = !unique && ddl_accept_one(reader, temporary) != NULL;
  statement->kind = read_kind(reader);
  if (!allocate_part(reader, statement)) return;
  if (unique && statement->kind != DDL_INDEX) ddl_fail(reader, "an index to be UNIQUE");
  if (unique && statement->index != NULL) statement->index->unique = true;
  read_if_not_exists(reader, statement);
  read_full_name(reader, statement);
  readers[statement->kind](reader, statement);
}

runner_status ddl_parse(const char *text, struct arena *arena,
                        const struct ddl_statement **statement,
                        struct runner_error *error) {
  struct ddl_reader reader;
  *statement = NULL;
  ddl_reader_start(&reader, text, arena, error);
  struct ddl_statement *read = ddl_allocate(&reader, sizeof *read);
  if (read == NULL) return reader.status;
  read_statement(&reader, read);
  read->span = ddl_span_since(&reader, 0);
  while (ddl_accept_symbol(&reader, ';'))
    ;
  if (reader.at < reader.count) ddl_fail(&reader, "the end of the definition");
  if (reader.status == RUNNER_DONE) *statement = read;
  return reader.status;
}

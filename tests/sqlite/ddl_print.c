/* Writing definitions from their parts. */
#include "ddl_print.h"

#include <strings.h>

/* ---- small parts ---- */

static void put_quoted(struct buffer *out, const char *name) {
  buffer_text(out, "\"");
  for (; *name != '\0'; name++)
    buffer_bytes(out, *name == '"' ? "\"\"" : name, *name == '"' ? 2 : 1);
  buffer_text(out, "\"");
}

static void put_span(struct buffer *out, const char *text, struct ddl_span span) {
  buffer_bytes(out, text + span.first, span.end - span.first);
}

/* " WORDS value", if there is a value. */
static void put_clause(struct buffer *out, const char *words, const char *value) {
  if (value != NULL) buffer_format(out, " %s%s", words, value);
}

static void put_names(struct buffer *out, const struct ddl_names *item) {
  for (const char *before = ""; item != NULL; item = item->next, before = ", ") {
    buffer_text(out, before);
    put_quoted(out, item->name.text);
  }
}

static void put_name_list(struct buffer *out, const struct ddl_names *names) {
  if (names == NULL) return;
  buffer_text(out, "(");
  put_names(out, names);
  buffer_text(out, ")");
}

static void put_collate(struct buffer *out, const char *collation) {
  if (collation == NULL) return;
  buffer_text(out, " COLLATE ");
  put_quoted(out, collation);
}

/* A string behind one COLLATE would be the name of a column: an expression gets two. */
static void put_indexed(struct buffer *out, const char *text,
                        const struct ddl_indexed *item) {
  buffer_text(out, "(");
  for (const char *before = ""; item != NULL; item = item->next, before = ", ") {
    buffer_text(out, before);
    if (item->name.text != NULL) {
      put_quoted(out, item->name.text);
    } else {
      put_span(out, text, item->expression);
    }
    put_collate(out, item->collation);
    if (item->name.text == NULL) put_collate(out, item->collation);
    put_clause(out, "", item->order);
  }
  buffer_text(out, ")");
}

/* ---- constraints ---- */

static void put_references(struct buffer *out, const struct ddl_references *references) {
  buffer_text(out, " REFERENCES ");
  put_quoted(out, references->table.text);
  put_name_list(out, references->columns);
  put_clause(out, "ON DELETE ", references->on_delete);
  put_clause(out, "ON UPDATE ", references->on_update);
  if (references->match != NULL) {
    buffer_text(out, " MATCH ");
    put_quoted(out, references->match);
  }
  put_clause(out, "", references->deferrable);
}

static void put_enclosed(struct buffer *out, const char *text, const char *keyword,
                         struct ddl_span span) {
  buffer_format(out, " %s (", keyword);
  put_span(out, text, span);
  buffer_text(out, ")");
}

static void put_key(struct buffer *out, const char *text,
                    const struct ddl_constraint *constraint) {
  buffer_text(out, constraint->kind == DDL_UNIQUE ? " UNIQUE" : " PRIMARY KEY");
  put_clause(out, "", constraint->order);
  if (constraint->columns == NULL) return;
  put_indexed(out, text, constraint->columns);
  if (!constraint->autoincrement) return;
  out->length--; /* it stands before the closing parenthesis */
  buffer_text(out, " AUTOINCREMENT)");
}

static void put_body(struct buffer *out, const char *text,
                     const struct ddl_constraint *constraint) {
  static const char *const words[] = {
      [DDL_NOT_NULL] = " NOT NULL", [DDL_NULL] = " NULL", [DDL_CONSTRAINT_NAME] = ""};
  switch (constraint->kind) {
  case DDL_PRIMARY_KEY:
  case DDL_UNIQUE:
    put_key(out, text, constraint);
    break;
  case DDL_CHECK:
    put_enclosed(out, text, "CHECK", constraint->expression);
    break;
  case DDL_GENERATED:
    put_enclosed(out, text, "GENERATED ALWAYS AS", constraint->expression);
    put_clause(out, "", constraint->storage);
    break;
  case DDL_DEFAULT:
    buffer_text(out, " DEFAULT ");
    put_span(out, text, constraint->expression);
    break;
  case DDL_COLLATE:
    buffer_text(out, " COLLATE ");
    put_quoted(out, constraint->collation);
    break;
  case DDL_FOREIGN_KEY:
    buffer_text(out, " FOREIGN KEY ");
    put_name_list(out, constraint->child_columns);
    put_references(out, constraint->references);
    break;
  case DDL_REFERENCES:
    put_references(out, constraint->references);
    break;

  default:
    buffer_text(out, words[constraint->kind]);
  }
}

static void put_constraint(struct buffer *out, const char *text,
                           const struct ddl_constraint *constraint) {
  if (constraint->kind == DDL_DEFERRABLE) return; /* its references have it */
  if (constraint->name.text != NULL) {
    buffer_text(out, " CONSTRAINT ");
    put_quoted(out, constraint->name.text);
  }
  put_body(out, text, constraint);
  put_clause(out, "ON CONFLICT ", constraint->conflict);
  if (constraint->autoincrement && constraint->columns == NULL)
    buffer_text(out, " AUTOINCREMENT");
}

/* ---- statements ---- */

/* INTEGER as it stands: more than one way of quoting comes down to that word, and not all
** make a rowid of the column. */
static void put_type(struct buffer *out, const char *text,
                     const struct ddl_column *column) {
  if (column->type_span.end == 0) return;
  buffer_text(out, " ");
  if (strcasecmp(column->type, "INTEGER") == 0) {
    put_span(out, text, column->type_span);
  } else {
    put_quoted(out, column->type);
  }
}

static void put_column(struct buffer *out, const char *text,
                       const struct ddl_column *column) {
  put_quoted(out, column->name.text);
  put_type(out, text, column);
  const struct ddl_constraint *constraint = column->constraints;
  for (; constraint != NULL; constraint = constraint->next)
    put_constraint(out, text, constraint);
}

static void put_table(struct buffer *out, const char *text,
                      const struct ddl_table *table) {
  buffer_text(out, " (");
  for (const struct ddl_column *column = table->columns; column; column = column->next) {
    if (column != table->columns) buffer_text(out, ", ");
    put_column(out, text, column);
  }
  const struct ddl_constraint *constraint = table->constraints;
  for (; constraint != NULL; constraint = constraint->next) {
    buffer_text(out, ",");
    put_constraint(out, text, constraint);
  }
  buffer_text(out, ")");
  const struct ddl_option *option = table->options;
  for (const char *before = " "; option; option = option->next, before = ", ")
    buffer_format(out, "%s%s", before,
                  option->kind == DDL_STRICT ? "STRICT" : "WITHOUT ROWID");
}

static void put_index(struct buffer *out, const char *text,
                      const struct ddl_index *index) {
  buffer_text(out, " ON ");
  put_quoted(out, index->table.text);
  put_indexed(out, text, index->columns);
  if (index->where.end == 0) return;
  buffer_text(out, " WHERE ");
  put_span(out, text, index->where);
}

static void put_view(struct buffer *out, const char *text, const struct ddl_view *view) {
  put_name_list(out, view->columns);
  buffer_text(out, " AS ");
  put_span(out, text, view->select);
}

static void put_trigger(struct buffer *out, const char *text,
                        const struct ddl_trigger *trigger) {
  put_clause(out, "", trigger->timing);
  put_clause(out, "", trigger->event);
  if (trigger->of != NULL) buffer_text(out, " OF ");
  put_names(out, trigger->of);
  buffer_text(out, " ON ");
  put_quoted(out, trigger->table.text);
  if (trigger->when.end > 0) {
    buffer_text(out, " WHEN ");
    put_span(out, text, trigger->when);
  }
  buffer_text(out, " ");
  put_span(out, text, trigger->body);
}

static void put_virtual_table(struct buffer *out, const char *text,
                              const struct ddl_virtual_table *table) {
  buffer_text(out, " USING ");
  put_quoted(out, table->module.text);
  const struct ddl_argument *argument = table->arguments;
  buffer_text(out, "(");
  for (const char *before = ""; argument; argument = argument->next, before = ",") {
    buffer_text(out, before);
    put_span(out, text, argument->span);
  }
  buffer_text(out, ")");
}

void ddl_print(struct buffer *out, const char *text,
               const struct ddl_statement *statement) {
  static const char *const kinds[] = {[DDL_TABLE] = "TABLE",
                                      [DDL_INDEX] = "INDEX",
                                      [DDL_VIEW] = "VIEW",
                                      [DDL_TRIGGER] = "TRIGGER",
                                      [DDL_VIRTUAL_TABLE] = "VIRTUAL TABLE"};
  bool unique = statement->index != NULL && statement->index->unique;
  buffer_format(out, "CREATE%s%s %s%s ", statement->temporary ? " TEMP" : "",
                unique ? " UNIQUE" : "", kinds[statement->kind],
                statement->if_not_exists ? " IF NOT EXISTS" : "");
  if (statement->schema.text != NULL) {
    put_quoted(out, statement->schema.text);
    buffer_text(out, ".");
  }
  put_quoted(out, statement->name.text);
  if (statement->table) put_table(out, text, statement->table);
  if (statement->index) put_index(out, text, statement->index);
  if (statement->view) put_view(out, text, statement->view);
  if (statement->trigger) put_trigger(out, text, statement->trigger);
  if (statement->virtual_table) put_virtual_table(out, text, statement->virtual_table);
}

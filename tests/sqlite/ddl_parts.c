/* What SQLite should say about a table or an index, reckoned from its parts. */
#include "ddl_facts.h"

#include "sqlite/sql_text.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include <cmocka.h>

enum { MOST_COLUMNS = 64, MOST_INDEXES = 64 };

/* An automatic index: of a UNIQUE or PRIMARY KEY. */
struct automatic {
  bool primary;
  const struct ddl_column *columns[MOST_COLUMNS];
  const char *collations[MOST_COLUMNS];
  bool descending[MOST_COLUMNS];
  size_t count;
};

struct model {
  const char *text;
  const struct ddl_table *table;
  bool without_rowid;
  bool strict;
  const struct ddl_column *rowid; /* the column that is the rowid, or NULL */
  struct automatic rowid_index;
  const struct automatic *primary;
  struct automatic automatic[MOST_INDEXES];
  size_t count;
};

/* ---- columns ---- */

static const struct ddl_column *find_column(const struct ddl_table *table,
                                            const char *name) {
  const struct ddl_column *column = table->columns;
  while (column != NULL && strcasecmp(column->name.text, name) != 0)
    column = column->next;
  return column;
}

/* The last constraint of a kind: the one that counts. */
static const struct ddl_constraint *last(const struct ddl_column *column,
                                         enum ddl_constraint_kind kind) {
  const struct ddl_constraint *found = NULL;
  const struct ddl_constraint *constraint = column->constraints;
  for (; constraint != NULL; constraint = constraint->next)
    if (constraint->kind == kind) found = constraint;
  return found;
}

static const char *collation_of(const struct ddl_column *column) {
  const struct ddl_constraint *collate = last(column, DDL_COLLATE);
  return collate != NULL ? collate->collation : "BINARY";
}

/* SQLite keeps the commonest types by number. */
static const char *spelling_of(const char *type) {
  static const char *const standard[] = {"ANY",  "BLOB", "INT", "INTEGER",
                                         "REAL", "TEXT", NULL};
  for (size_t i = 0; standard[i] != NULL; i++)
    if (strcasecmp(type, standard[i]) == 0) return standard[i];
  return type;
}

/* ---- automatic indexes ---- */

static bool same_term(const struct automatic *a, size_t i, const struct automatic *b,
                      size_t j) {
  return a->columns[i] == b->columns[j] &&
         strcasecmp(a->collations[i], b->collations[j]) == 0;
}

static bool same_columns(const struct automatic *a, const struct automatic *b) {
  size_t i = 0;
  while (i < a->count && a->count == b->count && same_term(a, i, b, i))
    i++;
  return i == a->count && a->count == b->count;
}

/* A second index over the same columns is not made; the first may become the key's. */
static void add_automatic(struct model *model, const struct automatic *index) {
  struct automatic *place = model->automatic;
  while (place < model->automatic + model->count && !same_columns(place, index))
    place++;
  if (place == model->automatic + model->count) {
    assert_true(model->count < MOST_INDEXES);
    model->automatic[model->count++] = *index;
  }
  place->primary |= index->primary;
  if (index->primary) model->primary = place;
}

static void add_term(struct model *model, struct automatic *index, const char *name,
                     const char *collation, const char *order) {
  const struct ddl_column *column = find_column(model->table, name);
  if (column == NULL) fail_msg("there is no column %s", name);
  size_t i = index->count++;
  assert_true(i < MOST_COLUMNS);
  index->columns[i] = column;
  index->collations[i] = collation != NULL ? collation : collation_of(column);
  index->descending[i] = order != NULL && strcmp(order, "DESC") == 0;
  for (size_t j = 0; j < i && model->without_rowid && index->primary; j++)
    if (same_term(index, j, index, i)) {
      index->count--; /* the key of such a table has no column twice */
      return;
    }
}

/* SQLite knows its own types by one word, quoted or not: "integer" "integer" comes out as
** integer, but is none of them. */
static bool is_integer(const char *text, const struct ddl_column *column) {
  const char *at = text + column->type_span.first;
  if (strcasecmp(column->type, "INTEGER") != 0) return false;
  bool quoted = sql_next(&at).kind != SQL_WORD;
  struct sql_token second = sql_next(&at);
  return !quoted || second.start >= text + column->type_span.end ||
         second.kind == SQL_WORD;
}

/* Is this PRIMARY KEY the rowid? Of a table constraint the order does not count. */
static bool is_rowid(const struct model *model, const struct automatic *index,
                     const struct ddl_constraint *constraint) {
  bool plain = constraint->columns != NULL || !index->descending[0];
  return index->primary && index->count == 1 && plain &&
         is_integer(model->text, index->columns[0]);
}

static void add_constraint(struct model *model, const struct ddl_column *column,
                           const struct ddl_constraint *constraint) {
  if (constraint->kind != DDL_PRIMARY_KEY && constraint->kind != DDL_UNIQUE) return;
  struct automatic index = {.primary = constraint->kind == DDL_PRIMARY_KEY};
  if (column != NULL) add_term(model, &index, column->name.text, NULL, constraint->order);
  const struct ddl_indexed *item = constraint->columns;
  for (; item != NULL; item = item->next)
    add_term(model, &index, item->name.text, item->collation, item->order);
  if (is_rowid(model, &index, constraint)) {
    model->rowid = index.columns[0];
    model->rowid_index = index;
  } else {
    add_automatic(model, &index);
  }
}

static void make_model(struct model *model, const char *text,
                       const struct ddl_table *table) {
  *model = (struct model){.text = text, .table = table};
  for (const struct ddl_option *option = table->options; option; option = option->next) {
    model->without_rowid |= option->kind == DDL_WITHOUT_ROWID;
    model->strict |= option->kind == DDL_STRICT;
  }
  const struct ddl_constraint *constraint = NULL;
  for (const struct ddl_column *column = table->columns; column; column = column->next)
    for (constraint = column->constraints; constraint; constraint = constraint->next)
      add_constraint(model, column, constraint);
  for (constraint = table->constraints; constraint; constraint = constraint->next)
    add_constraint(model, NULL, constraint);
  if (model->rowid == NULL || !model->without_rowid) return;
  /* It gets an index in the end, by the column's own collation. */
  model->rowid_index.collations[0] = collation_of(model->rowid);
  model->rowid = NULL;
  add_automatic(model, &model->rowid_index);
}

/* ---- lines ---- */

static int place_in_key(const struct model *model, const struct ddl_column *column) {
  if (model->rowid == column) return 1;
  for (size_t i = 0; model->primary != NULL && i < model->primary->count; i++)
    if (model->primary->columns[i] == column) return (int)i + 1;
  return 0;
}

/* The value as the pragma has it: without parentheses and the space inside them. */
static void put_default(struct buffer *out, const char *text,
                        const struct ddl_constraint *constraint) {
  if (constraint == NULL) {
    buffer_text(out, "-");
    return;
  }
  struct ddl_span span = constraint->expression;
  if (text[span.first] == '(') {
    span.first++;
    span.end--;
  }
  while (isspace((unsigned char)text[span.first]))
    span.first++;
  while (isspace((unsigned char)text[span.end - 1]))
    span.end--;
  buffer_bytes(out, text + span.first, span.end - span.first);
}

static void put_column(struct buffer *out, const struct model *model,
                       const struct ddl_column *column) {
  int place = place_in_key(model, column);
  bool key = place > 0 && (model->without_rowid || model->strict);
  bool not_null = last(column, DDL_NOT_NULL) != NULL || (key && column != model->rowid);
  const struct ddl_constraint *generated = last(column, DDL_GENERATED);
  bool stored = generated && generated->storage && generated->storage[0] == 'S';
  buffer_format(out, "column %s|%s|%d|", column->name.text, spelling_of(column->type),
                not_null);
  put_default(out, model->text, last(column, DDL_DEFAULT));
  buffer_format(out, "|%d|%d\n", place, generated ? (stored ? 3 : 2) : 0);
}

static bool has_autoincrement(const struct ddl_table *table) {
  const struct ddl_constraint *constraint = table->constraints;
  for (; constraint != NULL; constraint = constraint->next)
    if (constraint->autoincrement) return true;
  for (const struct ddl_column *column = table->columns; column; column = column->next)
    for (constraint = column->constraints; constraint; constraint = constraint->next)
      if (constraint->autoincrement) return true;
  return false;
}

static void put_term(struct buffer *out, const char *name, bool descending,
                     const char *collation) {
  buffer_format(out, " %s|%d|", name, descending);
  for (; *collation != '\0'; collation++) {
    char c = (char)tolower((unsigned char)*collation);
    buffer_bytes(out, &c, 1);
  }
}

static void put_automatic(struct buffer *out, const struct automatic *index) {
  buffer_format(out, "%s 1 0", index->primary ? "pk" : "u");
  for (size_t i = 0; i < index->count; i++)
    put_term(out, index->columns[i]->name.text, index->descending[i],
             index->collations[i]);
}

/* In the order of their lines, as SQLite is asked for them. */
static void put_indexes(struct buffer *out, const struct model *model) {
  struct buffer lines[MOST_INDEXES] = {0};
  for (size_t i = 0; i < model->count; i++) {
    struct buffer line = {0};
    put_automatic(&line, &model->automatic[i]);
    size_t place = i;
    for (; place > 0 && strcmp(lines[place - 1].bytes, line.bytes) > 0; place--)
      lines[place] = lines[place - 1];
    lines[place] = line;
  }
  buffer_text(out, "indexes\n");
  for (size_t i = 0; i < model->count; i++) {
    buffer_format(out, "%s\n", lines[i].bytes);
    buffer_release(&lines[i]);
  }
}

/* ---- foreign keys ---- */

static void put_key(struct buffer *out, const struct model *model, const char *child,
                    const struct ddl_references *references, const char *parent) {
  buffer_format(out, "key %s|%s|%s|%s|%s|NONE\n", references->table.text,
                find_column(model->table, child)->name.text, parent ? parent : "-",
                references->on_update ? references->on_update : "NO ACTION",
                references->on_delete ? references->on_delete : "NO ACTION");
}

static void put_keys(struct buffer *out, const struct model *model,
                     const struct ddl_column *column,
                     const struct ddl_constraint *constraint) {
  for (; constraint != NULL; constraint = constraint->next) {
    if (constraint->references == NULL) continue;
    const struct ddl_names *parent = constraint->references->columns;
    if (column != NULL)
      put_key(out, model, column->name.text, constraint->references,
              parent ? parent->name.text : NULL);
    const struct ddl_names *child = constraint->child_columns;
    for (; child != NULL; child = child->next) {
      put_key(out, model, child->name.text, constraint->references,
              parent ? parent->name.text : NULL);
      parent = parent != NULL ? parent->next : NULL;
    }
  }
}

/* ---- statements ---- */

static void put_table(struct buffer *out, const char *text,
                      const struct ddl_table *table) {
  struct model model;
  make_model(&model, text, table);
  const struct ddl_column *column = NULL;
  for (column = table->columns; column != NULL; column = column->next)
    put_column(out, &model, column);
  bool autoincrement = has_autoincrement(table);
  for (column = table->columns; column != NULL; column = column->next)
    buffer_format(out, "more %s|%s|%d\n", column->name.text, collation_of(column),
                  autoincrement && column == model.rowid);
  put_indexes(out, &model);
  for (column = table->columns; column != NULL; column = column->next)
    put_keys(out, &model, column, column->constraints);
  put_keys(out, &model, NULL, table->constraints);
  buffer_format(out, "options %d %d\n", model.strict, model.without_rowid);
}

static void put_index(struct buffer *out, const struct ddl_index *index,
                      const struct ddl_table *table) {
  buffer_format(out, "c %d %d", index->unique, index->where.end > 0);
  const struct ddl_indexed *item = index->columns;
  for (; item != NULL; item = item->next) {
    const struct ddl_column *column =
        item->name.text != NULL ? find_column(table, item->name.text) : NULL;
    const char *own = column != NULL ? collation_of(column) : "BINARY";
    put_term(out, column != NULL ? column->name.text : "*",
             item->order != NULL && strcmp(item->order, "DESC") == 0,
             item->collation != NULL ? item->collation : own);
  }
  buffer_text(out, "\n");
}

void ddl_facts_of_parts(struct buffer *out, const char *text,
                        const struct ddl_statement *statement,
                        const struct ddl_statement *table) {
  if (statement->kind == DDL_TABLE) {
    buffer_format(out, "table on %s\n", statement->name.text);
    put_table(out, text, statement->table);
  } else {
    /* SQLite spells it as the table was created. */
    buffer_format(out, "index on %s\n", table->name.text);
    put_index(out, statement->index, table->table);
  }
}

/* Constraints of columns and of tables.
** https://www.sqlite.org/syntax/column-constraint.html and table-constraint.html; that
** the commas between those of a table may be missing, that a name may stand alone and that
** DEFERRABLE may stand apart from its REFERENCES is in parse.y only. */
#include "sqlite/ddl_reader.h"
#include "sqlite/ddl_token.h"

static void read_conflict(struct ddl_reader *reader, struct ddl_constraint *constraint) {
  static const char *const resolutions[] = {"ROLLBACK", "ABORT",   "FAIL",
                                            "IGNORE",   "REPLACE", NULL};
  size_t first = reader->at;
  if (!ddl_accept(reader, "ON")) return;
  ddl_expect(reader, "CONFLICT");
  constraint->conflict = ddl_accept_one(reader, resolutions);
  constraint->conflict_span = ddl_span_since(reader, first);
  if (constraint->conflict == NULL)
    ddl_fail(reader, "ROLLBACK, ABORT, FAIL, IGNORE or REPLACE");
}

/* "(" expression ")" */
static struct ddl_span read_enclosed(struct ddl_reader *reader) {
  struct ddl_span inside = ddl_read_parentheses(reader);
  if (inside.end == 0) ddl_fail(reader, "an expression before it");
  return inside;
}

static void read_autoincrement(struct ddl_reader *reader,
                               struct ddl_constraint *constraint) {
  size_t first = reader->at;
  constraint->autoincrement = ddl_accept(reader, "AUTOINCREMENT");
  constraint->autoincrement_span = ddl_span_since(reader, first);
}

/* ---- of columns ---- */

static bool read_null(struct ddl_reader *reader, struct ddl_constraint *constraint) {
  if (ddl_accept(reader, "NULL")) {
    constraint->kind = DDL_NULL;
  } else if (ddl_at(reader, "NOT") && ddl_at_second(reader, "NULL")) {
    reader->at += 2;
    constraint->kind = DDL_NOT_NULL;
  } else {
    return false;
  }
  read_conflict(reader, constraint);
  return true;
}

static bool read_column_key(struct ddl_reader *reader,
                            struct ddl_constraint *constraint) {
  static const char *const orders[] = {"ASC", "DESC", NULL};
  if (ddl_accept(reader, "UNIQUE")) {
    constraint->kind = DDL_UNIQUE;
    read_conflict(reader, constraint);
    return true;
  }
  if (!ddl_accept(reader, "PRIMARY")) return false;
  ddl_expect(reader, "KEY");
  constraint->kind = DDL_PRIMARY_KEY;
  constraint->order = ddl_accept_one(reader, orders);
  read_conflict(reader, constraint);
  read_autoincrement(reader, constraint);
  return true;
}

/* What may follow a sign: a literal, or CURRENT_TIME and the like. */
static bool is_term(struct sql_token token) {
  return token.kind == SQL_NUMBER || token.kind == SQL_STRING ||
         sql_token_is(token, "NULL") || sql_token_is(token, "CURRENT_TIME") ||
         sql_token_is(token, "CURRENT_DATE") || sql_token_is(token, "CURRENT_TIMESTAMP");
}

/* A name is allowed as a value: it stands for its own text. */
static bool is_default_name(struct sql_token token) {
  return ddl_token_is_type_word(token) || sql_token_is(token, "INDEXED");
}

static bool read_default(struct ddl_reader *reader, struct ddl_constraint *constraint) {
  if (!ddl_accept(reader, "DEFAULT")) return false;
  constraint->kind = DDL_DEFAULT;
  size_t first = reader->at;
  if (ddl_at_symbol(reader, '(')) {
    read_enclosed(reader);
  } else {
    bool sign = ddl_accept_symbol(reader, '-') || ddl_accept_symbol(reader, '+');
    struct sql_token token = ddl_peek(reader);
    if (is_term(token) || (!sign && is_default_name(token))) {
      reader->at++;
    } else {
      ddl_fail(reader, "a value after DEFAULT");
    }
  }
  constraint->expression = ddl_span_since(reader, first);
  return true;
}

static bool read_generated(struct ddl_reader *reader, struct ddl_constraint *constraint) {
  static const char *const storages[] = {"STORED", "VIRTUAL", NULL};
  if (ddl_accept(reader, "GENERATED")) {
    ddl_expect(reader, "ALWAYS");
    ddl_expect(reader, "AS");
  } else if (ddl_at(reader, "ALWAYS") && ddl_at_second(reader, "AS")) {
    reader->at += 2; /* a GENERATED before it is in the type: see ddl_table.c */
  } else if (!ddl_accept(reader, "AS")) {
    return false;
  }
  constraint->kind = DDL_GENERATED;
  constraint->expression = read_enclosed(reader);
  constraint->storage = ddl_accept_one(reader, storages);
  return true;
}

/* Which foreign key a DEFERRABLE means: the last one of the table so far. */
static void read_late_deferrable(struct ddl_reader *reader,
                                 struct ddl_constraint *constraint) {
  constraint->kind = DDL_DEFERRABLE;
  constraint->deferrable = ddl_read_deferrable(reader);
  if (reader->references != NULL) reader->references->deferrable = constraint->deferrable;
}

static bool read_check(struct ddl_reader *reader, struct ddl_constraint *constraint) {
  if (!ddl_accept(reader, "CHECK")) return false;
  constraint->kind = DDL_CHECK;
  constraint->expression = read_enclosed(reader);
  return true;
}

static bool read_of_column(struct ddl_reader *reader, struct ddl_constraint *constraint) {
  if (read_null(reader, constraint) || read_column_key(reader, constraint) ||
      read_check(reader, constraint) || read_default(reader, constraint) ||
      read_generated(reader, constraint))
    return true;
  if (ddl_accept(reader, "COLLATE")) {
    constraint->kind = DDL_COLLATE;
    constraint->collation = ddl_read_type_word(reader, "a collation");
  } else if (ddl_at(reader, "REFERENCES")) {
    constraint->kind = DDL_REFERENCES;
    constraint->references = ddl_read_references(reader);
  } else if (ddl_at_deferrable(reader)) {
    read_late_deferrable(reader, constraint);
  } else {
    return false;
  }
  return true;
}

/* ---- of tables ---- */

static void read_columns(struct ddl_reader *reader, struct ddl_constraint *constraint) {
  ddl_expect_symbol(reader, '(');
  constraint->columns = ddl_read_indexed(reader, false);
  if (constraint->kind == DDL_PRIMARY_KEY) read_autoincrement(reader, constraint);
  ddl_expect_symbol(reader, ')');
  read_conflict(reader, constraint);
}

static void read_foreign_key(struct ddl_reader *reader,
                             struct ddl_constraint *constraint) {
  constraint->kind = DDL_FOREIGN_KEY;
  ddl_expect(reader, "KEY");
  ddl_expect_symbol(reader, '(');
  constraint->child_columns = ddl_read_names(reader, "the name of a column");
  ddl_expect_symbol(reader, ')');
  constraint->references = ddl_read_references(reader);
}

static bool read_of_table(struct ddl_reader *reader, struct ddl_constraint *constraint) {
  if (ddl_accept(reader, "PRIMARY")) {
    ddl_expect(reader, "KEY");
    constraint->kind = DDL_PRIMARY_KEY;
    read_columns(reader, constraint);
  } else if (ddl_accept(reader, "UNIQUE")) {
    constraint->kind = DDL_UNIQUE;
    read_columns(reader, constraint);
  } else if (read_check(reader, constraint)) {
    read_conflict(reader, constraint);
  } else if (ddl_accept(reader, "FOREIGN")) {
    read_foreign_key(reader, constraint);
  } else {
    return false;
  }
  return true;
}

/* ---- both ---- */

typedef bool (*constraint_reader)(struct ddl_reader *reader,
                                  struct ddl_constraint *constraint);

/* One constraint with the names before it; NULL if none is next. */
static struct ddl_constraint *read_one(struct ddl_reader *reader,
                                       constraint_reader body) {
  size_t first = reader->at;
  struct ddl_constraint *constraint = ddl_allocate(reader, sizeof *constraint);
  if (constraint == NULL) return NULL;
  while (ddl_accept(reader, "CONSTRAINT"))
    constraint->name = ddl_read_name(reader, "the name of a constraint");
  if (!body(reader, constraint)) {
    if (reader->at == first) return NULL;
    constraint->kind = DDL_CONSTRAINT_NAME;
  }
  constraint->span = ddl_span_since(reader, first);
  return constraint;
}

struct ddl_constraint *ddl_read_column_constraints(struct ddl_reader *reader) {
  struct ddl_constraint *first = NULL;
  struct ddl_constraint **end = &first;
  while ((*end = read_one(reader, read_of_column)) != NULL)
    end = &(*end)->next;
  return first;
}

struct ddl_constraint *ddl_read_table_constraints(struct ddl_reader *reader) {
  struct ddl_constraint *first = NULL;
  struct ddl_constraint **end = &first;
  bool wanted = true;
  while ((*end = read_one(reader, read_of_table)) != NULL) {
    end = &(*end)->next;
    wanted = ddl_accept_symbol(reader, ',');
  }
  if (wanted) ddl_fail(reader, "a constraint of the table");
  return first;
}

/* Random definitions: columns and constraints. */
#include "ddl_generate.h"

static void put_conflict(struct generator *generator) {
  static const char *const resolutions[] = {"ROLLBACK", "ABORT",   "FAIL",
                                            "IGNORE",   "REPLACE", NULL};
  if (!generate_chance(generator, 20)) return;
  generate_words(generator, "ON CONFLICT");
  generate_one(generator, resolutions);
}

void generate_constraint_name(struct generator *generator) {
  static const char *const names[] = {"positive", "a name", "key", "constraint"};
  while (generate_chance(generator, 20)) {
    generate_words(generator, "CONSTRAINT");
    const char *name = names[generate_number(generator, 4)];
    generate_name(generator, name, true);
  }
}

/* ---- types and values ---- */

static void put_type(struct generator *generator) {
  static const char *const strict[] = {"INT",  "INTEGER", "REAL", "TEXT",
                                       "BLOB", "ANY",     NULL};
  static const char *const types[] = {"INTEGER",
                                      "INT",
                                      "TEXT",
                                      "VARCHAR (10)",
                                      "DECIMAL (10 , -5)",
                                      "DOUBLE PRECISION",
                                      "UNSIGNED BIG INT",
                                      "NATIVE CHARACTER (+70)",
                                      "[my_type]",
                                      "'text'",
                                      "\"INT\"",
                                      "key no action",
                                      "generated",
                                      "VARYING CHARACTER ALWAYS",
                                      "something generated always",
                                      "replace (1.5e3)",
                                      NULL};
  if (generator->strict) {
    generate_one(generator, strict);
  } else if (generate_chance(generator, 85)) {
    generate_one(generator, types);
  }
}

static void put_default(struct generator *generator) {
  static const char *const values[] = {"1",          "- 5",
                                       "+ 1.5e3",    "NULL",
                                       "'it''s'",    "x'0f'",
                                       "TRUE",       "CURRENT_TIMESTAMP",
                                       "no",         "\"text\"",
                                       "(1)",        "( 1 + ( 2 ) )",
                                       "(','||')')", "- current_date",
                                       "indexed",    NULL};
  generate_words(generator, "DEFAULT");
  generate_one(generator, values);
}

/* ---- foreign keys ---- */

static void put_deferrable(struct generator *generator) {
  static const char *const clauses[] = {"NOT DEFERRABLE",
                                        "DEFERRABLE",
                                        "DEFERRABLE INITIALLY DEFERRED",
                                        "NOT DEFERRABLE INITIALLY IMMEDIATE",
                                        "DEFERRABLE INITIALLY IMMEDIATE",
                                        NULL};
  generate_one(generator, clauses);
}

void generate_references(struct generator *generator, unsigned columns) {
  static const char *const clauses[] = {
      "ON DELETE CASCADE",   "ON DELETE SET NULL",   "ON UPDATE SET DEFAULT",
      "ON UPDATE NO ACTION", "ON DELETE RESTRICT",   "ON INSERT CASCADE",
      "MATCH full",          "MATCH \"simple one\"", NULL};
  generate_words(generator, "REFERENCES");
  generate_name(generator, "the parent", true);
  for (unsigned i = 0; i < columns; i++) {
    generate_words(generator, i == 0 ? "(" : ",");
    generate_name(generator, generate_column(generator), true);
  }
  if (columns > 0) generate_words(generator, ")");
  while (generate_chance(generator, 40))
    generate_one(generator, clauses);
  if (generate_chance(generator, 25)) put_deferrable(generator);
}

/* ---- constraints of columns ---- */

static void put_primary_key(struct generator *generator) {
  static const char *const orders[] = {"", "", "ASC", "DESC", NULL};
  generate_words(generator, "PRIMARY KEY");
  generate_one(generator, orders);
  put_conflict(generator);
  generator->key = true;
}

static void put_check(struct generator *generator) {
  generate_words(generator, "CHECK (");
  generate_expression(generator);
  generate_words(generator, ")");
}

static void put_column_constraint(struct generator *generator) {
  static const char *const collations[] = {"nocase", "BINARY", "[odd one]", "'rtrim'",
                                           NULL};
  generate_constraint_name(generator);
  switch (generate_number(generator, 9)) {
  case 0:
    generate_words(generator, "NOT NULL");
    put_conflict(generator);
    break;
  case 1:
    generate_words(generator, "NULL");
    put_conflict(generator);
    break;
  case 2:
    if (!generator->key) put_primary_key(generator);
    break;
  case 3:
    generate_words(generator, "UNIQUE");
    break;
  case 4:
    put_check(generator);
    break;
  case 5:
    put_default(generator);
    break;
  case 6:
    generate_words(generator, "COLLATE");
    generate_one(generator, collations);
    break;
  case 7:
    generate_references(generator, generate_number(generator, 2));
    break;
  default:
    put_deferrable(generator);
  }
}

static void put_generated(struct generator *generator) {
  static const char *const heads[] = {"AS (", "GENERATED ALWAYS AS (", NULL};
  static const char *const tails[] = {")", ") STORED", ") VIRTUAL", NULL};
  generate_one(generator, heads);
  generate_words(generator, "1 + ( 2 )");
  generate_one(generator, tails);
}

void generate_column_definition(struct generator *generator, const char *name) {
  generate_name(generator, name, true);
  if (!generator->key && generate_chance(generator, 10)) {
    generate_words(generator, "INTEGER PRIMARY KEY");
    if (!generator->without_rowid && generate_chance(generator, 50))
      generate_words(generator, "AUTOINCREMENT");
    generator->key = true;
    return;
  }
  put_type(generator);
  if (name != generator->columns[0] && generate_chance(generator, 10)) {
    put_generated(generator);
    return;
  }
  while (generate_chance(generator, 45))
    put_column_constraint(generator);
}

/* ---- constraints of tables ---- */

static void put_terms(struct generator *generator) {
  static const char *const ends[] = {"", "", "ASC", "DESC", "COLLATE nocase", NULL};
  unsigned first = generate_number(generator, (unsigned)generator->count);
  unsigned terms = 1 + generate_number(generator, 2);
  for (unsigned i = 0; i < terms; i++) {
    generate_words(generator, i == 0 ? "(" : ",");
    generate_name(generator, generator->columns[(first + i) % generator->count], true);
    generate_one(generator, ends);
  }
  generate_words(generator, ")");
}

void generate_table_constraint(struct generator *generator) {
  generate_constraint_name(generator);
  unsigned kind = generate_number(generator, 4);
  if (kind == 0 && !generator->key) {
    generate_words(generator, "PRIMARY KEY");
    put_terms(generator);
    put_conflict(generator);
    generator->key = true;
  } else if (kind == 1) {
    put_check(generator);
    put_conflict(generator);
  } else if (kind == 2) {
    generate_words(generator, "FOREIGN KEY (");
    generate_name(generator, generate_column(generator), true);
    generate_words(generator, ")");
    generate_references(generator, generate_number(generator, 2));
  } else {
    generate_words(generator, "UNIQUE");
    put_terms(generator);
  }
}

/* Definitions at random, odd in all ways that SQLite allows; the same number gives the
** same script on every machine. */
#ifndef TESTS_SQLITE_DDL_GENERATE_H
#define TESTS_SQLITE_DDL_GENERATE_H

#include "base/buffer.h"

#include <stdbool.h>
#include <stdint.h>

/* Append a CREATE TABLE, and often an index, a view or a trigger of it. Most are such that
** SQLite accepts them. */
void ddl_generate(struct buffer *out, unsigned number);

/* ---- the parts, for ddl_generate*.c ---- */

enum { GENERATED_COLUMNS = 6 };

struct generator {
  struct buffer *out;
  uint64_t state;
  const char *table;
  const char *columns[GENERATED_COLUMNS];
  size_t count;
  bool key;       /* has a PRIMARY KEY already */
  bool rowid_key; /* that is an INTEGER PRIMARY KEY */
  bool without_rowid;
  bool strict;
};

unsigned generate_number(struct generator *generator, unsigned below);
bool generate_chance(struct generator *generator, unsigned percent);

/* Words in any case and symbols, given with single spaces; comments and space between. */
void generate_words(struct generator *generator, const char *words);

/* One of a list that ends with NULL. */
void generate_one(struct generator *generator, const char *const *words);

/* A name in one of the quotings it may have; a string is one of them if `string`. */
void generate_name(struct generator *generator, const char *name, bool string);

/* One of the columns. */
const char *generate_column(struct generator *generator);

/* An expression over the columns, as a CHECK has it or an index. */
void generate_expression(struct generator *generator);

/* CONSTRAINT name, now and then. */
void generate_constraint_name(struct generator *generator);

/* Columns with COLLATE and order; not all with each other again, for a foreign key. */
void generate_references(struct generator *generator, unsigned columns);

void generate_column_definition(struct generator *generator, const char *name);
void generate_table_constraint(struct generator *generator);

#endif

/* Stored definitions, read into their parts: CREATE TABLE, INDEX, VIEW, TRIGGER and
** VIRTUAL TABLE as SQLite's grammar has them up to 3.53
** (https://www.sqlite.org/lang.html, and parse.y of its source for what the pages leave
** out: legacy forms that old files still hold).
**
**   struct arena *arena = arena_create();
**   const struct ddl_statement *statement = NULL;
**   runner_status status = ddl_parse("CREATE TABLE t(a INT)", arena, &statement, error);
**   statement->table->columns->name.text   is "a"
**   statement->table->columns->type_span   is { 17, 20 }
**
** Every part comes with its span in the text, so that an edit replaces the bytes of one
** part and leaves comments and spelling of all others alone. Spans nest: a part lies
** within the part that it belongs to, and parts beside each other do not overlap. They
** begin with the first byte of a token and end with the last byte of one.
**
** What is read: names, types, constraints and their clauses. Expressions and SELECTs stay
** text: they are followed as far as their end must be found (brackets, quotes, which word
** is an operand and which an operator), not further. What cannot be read is an error,
** never a guess; but a text that SQLite refuses may well be read here, since SQLite
** remains the judge of every edited text.
**
** Everything lives in the arena. Lists are chained by `next`, in the order of the text.
** Keywords among the values (conflict, actions, order) are in capitals, whatever the text
** has. All of it is pure: no connection is seen.
*/
#ifndef RUNNER_SQLITE_DDL_H
#define RUNNER_SQLITE_DDL_H

#include "base/error.h"
#include "base/memory.h"

#include <stdbool.h>
#include <stddef.h>

/* Bytes [first, end) of the text; { 0, 0 } where the part is not in the text. */
struct ddl_span {
  size_t first;
  size_t end;
};

/* A name without its quotes. */
struct ddl_name {
  const char *text; /* NULL: no name */
  struct ddl_span span;
};

struct ddl_names {
  struct ddl_name name;
  struct ddl_names *next;
};

/* REFERENCES. https://www.sqlite.org/foreignkeys.html
** An action or MATCH that is given twice counts as SQLite counts it: the last. */
struct ddl_references {
  struct ddl_name table;
  struct ddl_names *columns; /* NULL: the primary key */
  const char *on_delete;     /* "CASCADE", "SET NULL", "SET DEFAULT", "RESTRICT", */
  const char *on_update;     /* "NO ACTION" or NULL */
  const char *match;         /* as written, or NULL; SQLite does nothing with it */
  const char *deferrable;    /* "DEFERRABLE INITIALLY DEFERRED", "NOT DEFERRABLE", ... */
  struct ddl_span span;      /* from REFERENCES on; with a DEFERRABLE that follows */
};

/* One entry of the parentheses of an index, a PRIMARY KEY or a UNIQUE. */
struct ddl_indexed {
  struct ddl_name name;       /* .text NULL: an expression (in an index only) */
  struct ddl_span expression; /* without COLLATE at its end, and order */
  const char *collation;      /* the one that counts: the last COLLATE; or NULL */
  const char *order;          /* "ASC", "DESC" or NULL */
  struct ddl_span span;
  struct ddl_indexed *next;
};

enum ddl_constraint_kind {
  DDL_NOT_NULL,
  DDL_NULL,
  DDL_PRIMARY_KEY,
  DDL_UNIQUE,
  DDL_CHECK,
  DDL_DEFAULT,
  DDL_COLLATE,
  DDL_REFERENCES,  /* of a column */
  DDL_FOREIGN_KEY, /* of a table */
  DDL_GENERATED,
  DDL_DEFERRABLE,      /* a DEFERRABLE that does not directly follow its REFERENCES */
  DDL_CONSTRAINT_NAME, /* CONSTRAINT x with nothing to name */
};

/* A constraint of a column or of the table. Of `CONSTRAINT a CONSTRAINT b CHECK (x)` the
** last name counts; the span holds all of it. */
struct ddl_constraint {
  enum ddl_constraint_kind kind;
  struct ddl_name name; /* of CONSTRAINT, or .text NULL */
  struct ddl_span
      span; /* from CONSTRAINT, or else the first keyword, to the last token */
  const char *conflict; /* "ROLLBACK" "ABORT" "FAIL" "IGNORE" "REPLACE" or NULL */
  struct ddl_span conflict_span; /* from ON on */
  const char *order;             /* PRIMARY KEY of a column: "ASC", "DESC" or NULL */
  bool autoincrement;
  struct ddl_span autoincrement_span;
  struct ddl_span expression;        /* CHECK, GENERATED: between the parentheses;
                                   ** DEFAULT: the value with sign or parentheses */
  const char *collation;             /* COLLATE */
  const char *storage;               /* GENERATED: "STORED", "VIRTUAL" or NULL */
  const char *deferrable;            /* DEFERRABLE: as in ddl_references */
  struct ddl_indexed *columns;       /* PRIMARY KEY and UNIQUE of a table */
  struct ddl_names *child_columns;   /* FOREIGN KEY */
  struct ddl_references *references; /* REFERENCES, FOREIGN KEY */
  struct ddl_constraint *next;
};

/* A column. The type is what SQLite takes for it: the words as they stand in the text,
** comments between them included, but without GENERATED ALWAYS at their end (SQLite cuts
** that off, from any type that ends with it and has 16 bytes), and without the quotes of
** a quoted one, by SQLite's own odd rules (ddl_table.c). */
struct ddl_column {
  struct ddl_name name;
  const char *type; /* "" if there is none */
  struct ddl_span type_span;
  struct ddl_constraint *constraints;
  struct ddl_span span; /* from the name to the last token of the last constraint */
  struct ddl_column *next;
};

enum ddl_option_kind { DDL_STRICT, DDL_WITHOUT_ROWID };

/* https://www.sqlite.org/stricttables.html, https://www.sqlite.org/withoutrowid.html */
struct ddl_option {
  enum ddl_option_kind kind;
  struct ddl_span span;
  struct ddl_option *next;
};

struct ddl_table {
  struct ddl_column *columns;
  struct ddl_constraint *constraints; /* of the table */
  struct ddl_span body;               /* from "(" to ")", both included */
  struct ddl_option *options;         /* one may be there twice */
  struct ddl_span options_span;
};

struct ddl_index {
  struct ddl_name table;
  bool unique;
  struct ddl_indexed *columns;
  struct ddl_span body;  /* from "(" to ")", both included */
  struct ddl_span where; /* the expression */
};

struct ddl_view {
  struct ddl_names *columns; /* NULL: those of the SELECT */
  struct ddl_span select;
};

struct ddl_trigger {
  const char *timing;   /* "BEFORE", "AFTER", "INSTEAD OF" or NULL */
  const char *event;    /* "INSERT", "UPDATE" or "DELETE" */
  struct ddl_names *of; /* UPDATE OF, or NULL */
  struct ddl_name table;
  struct ddl_span when; /* the expression */
  struct ddl_span body; /* from BEGIN to END, both included */
};

struct ddl_argument {
  struct ddl_span span;
  struct ddl_argument *next;
};

struct ddl_virtual_table {
  struct ddl_name module;
  struct ddl_argument *arguments; /* empty ones do not count, as in SQLite */
};

enum ddl_kind { DDL_TABLE, DDL_INDEX, DDL_VIEW, DDL_TRIGGER, DDL_VIRTUAL_TABLE };

struct ddl_statement {
  enum ddl_kind kind;
  struct ddl_name schema; /* .text NULL: not given, as in everything SQLite stores */
  struct ddl_name name;
  bool temporary;
  bool if_not_exists;
  struct ddl_span span; /* from CREATE to the last token, without a semicolon */
  /* The one of its kind; the others are NULL. */
  struct ddl_table *table;
  struct ddl_index *index;
  struct ddl_view *view;
  struct ddl_trigger *trigger;
  struct ddl_virtual_table *virtual_table;
};

/* Read one statement; semicolons, space and comments may follow. The statement and all of
** its parts live in `arena`; they keep no pointer into `text`. What cannot be read is
** RUNNER_FAILED, with `text` and the byte in the error (error_statement). */
runner_status ddl_parse(const char *text, struct arena *arena,
                        const struct ddl_statement **statement,
                        struct runner_error *error);

#endif

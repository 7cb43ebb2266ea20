/* Edits made with the spans of a definition. */
#include "ddl_print.h"
#include "ddl_spans.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include <cmocka.h>

/* `text` with the bytes of `span` replaced. */
static char *replaced(struct arena *arena, const char *text, struct ddl_span span,
                      const char *by) {
  return arena_format(arena, "%.*s%s%s", (int)span.first, text, by, text + span.end);
}

/* The edited text must be read, and its parts be printed as `expected`. */
static void assert_reads_as(struct arena *arena, const char *edited,
                            const char *expected) {
  struct runner_error error = RUNNER_ERROR_INIT;
  const struct ddl_statement *statement = NULL;
  struct buffer printed = {0};
  if (ddl_parse(edited, arena, &statement, &error) != RUNNER_DONE)
    fail_msg("%s: %s", error.message, edited);
  ddl_print(&printed, edited, statement);
  if (strcmp(printed.bytes, expected) != 0)
    fail_msg("edited: %s\nreads as: %s\nnot as: %s", edited, printed.bytes, expected);
  buffer_release(&printed);
}

/* ---- names ---- */

struct names {
  struct arena *arena;
  char *text; /* edited from the end to the beginning, so that the spans still fit */
  size_t end; /* the last edit began here */
};

static void quote(struct names *names, struct ddl_name name) {
  if (name.text == NULL || strchr(name.text, '"') != NULL) return;
  assert_true(name.span.end <= names->end);
  char *quoted = arena_format(names->arena, " \"%s\" ", name.text);
  names->text = replaced(names->arena, names->text, name.span, quoted);
  names->end = name.span.first;
}

static void quote_list(struct names *names, const struct ddl_names *item) {
  if (item == NULL) return;
  quote_list(names, item->next);
  quote(names, item->name);
}

static void quote_indexed(struct names *names, const struct ddl_indexed *item) {
  if (item == NULL) return;
  quote_indexed(names, item->next);
  quote(names, item->name);
}

static void quote_constraints(struct names *names,
                              const struct ddl_constraint *constraint) {
  if (constraint == NULL) return;
  quote_constraints(names, constraint->next);
  if (constraint->references != NULL) {
    quote_list(names, constraint->references->columns);
    quote(names, constraint->references->table);
  }
  quote_list(names, constraint->child_columns);
  quote_indexed(names, constraint->columns);
  quote(names, constraint->name);
}

static void quote_columns(struct names *names, const struct ddl_column *column) {
  if (column == NULL) return;
  quote_columns(names, column->next);
  quote_constraints(names, column->constraints);
  quote(names, column->name);
}

static void quote_all(struct names *names, const struct ddl_statement *statement) {
  if (statement->table != NULL) {
    quote_constraints(names, statement->table->constraints);
    quote_columns(names, statement->table->columns);
  }
  if (statement->index != NULL) {
    quote_indexed(names, statement->index->columns);
    quote(names, statement->index->table);
  }
  if (statement->trigger != NULL) {
    quote(names, statement->trigger->table);
    quote_list(names, statement->trigger->of);
  }
  if (statement->view != NULL) quote_list(names, statement->view->columns);
  if (statement->virtual_table != NULL) quote(names, statement->virtual_table->module);
  quote(names, statement->name);
  quote(names, statement->schema);
}

static void assert_names(struct arena *arena, const char *text,
                         const struct ddl_statement *statement) {
  struct buffer expected = {0};
  struct names names = {arena, arena_text(arena, text), strlen(text)};
  /* An index's expressions hold names too: print it as it will be. */
  ddl_print(&expected, text, statement);
  quote_all(&names, statement);
  assert_reads_as(arena, names.text, expected.bytes);
  buffer_release(&expected);
}

/* ---- constraints ---- */

struct cutting {
  struct arena *arena;
  const char *text;
  const struct ddl_statement *statement;
};

/* Take the constraint at *place out of the tree, and its bytes out of the text. */
static void assert_cut(const struct cutting *cutting, struct ddl_constraint **place,
                       struct ddl_span bytes, const char *by) {
  struct ddl_constraint *constraint = *place;
  struct buffer expected = {0};
  *place = constraint->next;
  ddl_print(&expected, cutting->text, cutting->statement);
  assert_reads_as(cutting->arena, replaced(cutting->arena, cutting->text, bytes, by),
                  expected.bytes);
  *place = constraint;
  buffer_release(&expected);
}

static bool has_late_deferrable(const struct ddl_constraint *constraint) {
  while (constraint != NULL && constraint->kind != DDL_DEFERRABLE)
    constraint = constraint->next;
  return constraint != NULL;
}

/* Is the type another without the AS behind it? SQLite takes a comment before GENERATED
** ALWAYS for a part of the type, and cuts these words off once, even from within a word. */
static bool depends_on_as(const char *text, const struct ddl_column *column) {
  const struct ddl_constraint *constraint = column->constraints;
  if (constraint == NULL || constraint->kind != DDL_GENERATED) return false;
  struct ddl_span span = {column->span.first, constraint->span.first};
  const char *comment = strstr(text + span.first, "/*");
  const char *line = strstr(text + span.first, "--");
  size_t length = strlen(column->type);
  return (comment != NULL && comment < text + span.end) ||
         (line != NULL && line < text + span.end) ||
         (length >= 6 && strcasecmp(column->type + length - 6, "always") == 0) ||
         (text[column->type_span.first] == column->type[0] &&
          column->type_span.end - column->type_span.first > length);
}

/* A DEFERRABLE that stands apart belongs to two constraints: such columns are left out. */
static void cut_from_column(const struct cutting *cutting, struct ddl_column *column) {
  if (has_late_deferrable(column->constraints) || depends_on_as(cutting->text, column))
    return;
  struct ddl_constraint **place = &column->constraints;
  for (; *place != NULL; place = &(*place)->next)
    assert_cut(cutting, place, (*place)->span, " ");
}

/* With the commas around it, and one put back if another follows: those in the text may
** be missing. */
static void cut_from_table(const struct cutting *cutting, struct ddl_table *table) {
  struct ddl_span before = {0, 0};
  for (struct ddl_column *column = table->columns; column; column = column->next)
    before = column->span;
  struct ddl_constraint **place = &table->constraints;
  for (; *place != NULL; place = &(*place)->next) {
    const struct ddl_constraint *next = (*place)->next;
    struct ddl_span bytes = {before.end, next ? next->span.first : (*place)->span.end};
    assert_cut(cutting, place, bytes, next != NULL ? ", " : " ");
    before = (*place)->span;
  }
}

void ddl_assert_edits(const char *text, const struct ddl_statement *statement) {
  struct arena *arena = arena_create();
  assert_non_null(arena);
  assert_names(arena, text, statement);
  if (statement->table != NULL) {
    struct cutting cutting = {arena, text, statement};
    bool late = false;
    for (struct ddl_column *column = statement->table->columns; column;
         column = column->next)
      late |= has_late_deferrable(column->constraints);
    for (struct ddl_column *column = statement->table->columns; column && !late;
         column = column->next)
      cut_from_column(&cutting, column);
    cut_from_table(&cutting, statement->table);
  }
  arena_destroy(arena);
}

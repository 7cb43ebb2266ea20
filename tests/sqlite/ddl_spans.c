/* Spans: nesting, and borders. */
#include "ddl_spans.h"

#include "sqlite/sql_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MOST_PARTS = 1000 };

/* The parts of one part. */
struct level {
  const char *text;
  struct ddl_span whole;
  struct ddl_span parts[MOST_PARTS];
  size_t count;
};

static void add(struct level *level, struct ddl_span span) {
  if (span.end == 0) return;
  assert_true(level->count < MOST_PARTS);
  level->parts[level->count++] = span;
}

static void add_names(struct level *level, const struct ddl_names *item) {
  for (; item != NULL; item = item->next)
    add(level, item->name.span);
}

static int by_place(const void *a, const void *b) {
  const struct ddl_span *left = a;
  const struct ddl_span *right = b;
  return left->first < right->first ? -1 : left->first > right->first;
}

/* A token starts at `first` and one ends at `end`. */
static void assert_borders(const char *text, struct ddl_span span) {
  const char *at = text;
  struct sql_token token;
  do {
    token = sql_next(&at);
  } while (token.kind != SQL_END && (size_t)(token.start - text) < span.first);
  if (token.start != text + span.first) fail_msg("a span begins inside a token");
  while (token.kind != SQL_END && (size_t)(at - text) < span.end)
    token = sql_next(&at);
  if (at != text + span.end) fail_msg("a span ends inside a token");
}

static void finish(struct level *level) {
  qsort(level->parts, level->count, sizeof *level->parts, by_place);
  size_t at = level->whole.first;
  for (size_t i = 0; i < level->count; i++) {
    struct ddl_span part = level->parts[i];
    if (part.first < at || part.end <= part.first || part.end > level->whole.end)
      fail_msg("span %zu-%zu overlaps, or leaves %zu-%zu: %s", part.first, part.end,
               level->whole.first, level->whole.end, level->text);
    assert_borders(level->text, part);
    at = part.end;
  }
}

/* ---- the parts of each part ---- */

static void check_indexed(const char *text, const struct ddl_indexed *item) {
  for (; item != NULL; item = item->next) {
    struct level level = {.text = text, .whole = item->span};
    add(&level, item->expression);
    finish(&level);
    level = (struct level){.text = text, .whole = item->expression};
    add(&level, item->name.span);
    finish(&level);
  }
}

static void add_indexed(struct level *level, const struct ddl_indexed *item) {
  for (; item != NULL; item = item->next)
    add(level, item->span);
}

static void check_references(const char *text, const struct ddl_references *references) {
  struct level level = {.text = text, .whole = references->span};
  add(&level, references->table.span);
  add_names(&level, references->columns);
  finish(&level);
}

static void check_constraints(const char *text, const struct ddl_constraint *constraint) {
  for (; constraint != NULL; constraint = constraint->next) {
    struct level level = {.text = text, .whole = constraint->span};
    add(&level, constraint->name.span);
    add(&level, constraint->conflict_span);
    add(&level, constraint->autoincrement_span);
    add(&level, constraint->expression);
    add_indexed(&level, constraint->columns);
    add_names(&level, constraint->child_columns);
    if (constraint->references != NULL) add(&level, constraint->references->span);
    finish(&level);
    check_indexed(text, constraint->columns);
    if (constraint->references != NULL) check_references(text, constraint->references);
  }
}

static void check_column(const char *text, const struct ddl_column *column) {
  struct level level = {.text = text, .whole = column->span};
  add(&level, column->name.span);
  add(&level, column->type_span);
  const struct ddl_constraint *constraint = column->constraints;
  for (; constraint != NULL; constraint = constraint->next)
    add(&level, constraint->span);
  finish(&level);
  check_constraints(text, column->constraints);
}

static void check_table(struct level *level, const struct ddl_table *table) {
  const char *text = level->text;
  add(level, table->body);
  add(level, table->options_span);
  struct level body = {.text = text, .whole = table->body};
  for (const struct ddl_column *column = table->columns; column; column = column->next) {
    add(&body, column->span);
    check_column(text, column);
  }
  const struct ddl_constraint *constraint = table->constraints;
  for (; constraint != NULL; constraint = constraint->next)
    add(&body, constraint->span);
  finish(&body);
  check_constraints(text, table->constraints);
  struct level options = {.text = text, .whole = table->options_span};
  for (const struct ddl_option *option = table->options; option; option = option->next)
    add(&options, option->span);
  finish(&options);
}

static void check_index(struct level *level, const struct ddl_index *index) {
  add(level, index->table.span);
  add(level, index->body);
  add(level, index->where);
  struct level body = {.text = level->text, .whole = index->body};
  add_indexed(&body, index->columns);
  finish(&body);
  check_indexed(level->text, index->columns);
}

static void check_trigger(struct level *level, const struct ddl_trigger *trigger) {
  add_names(level, trigger->of);
  add(level, trigger->table.span);
  add(level, trigger->when);
  add(level, trigger->body);
}

static void check_virtual_table(struct level *level,
                                const struct ddl_virtual_table *table) {
  add(level, table->module.span);
  const struct ddl_argument *argument = table->arguments;
  for (; argument != NULL; argument = argument->next)
    add(level, argument->span);
}

void ddl_assert_spans(const char *text, const struct ddl_statement *statement) {
  struct level level = {.text = text, .whole = statement->span};
  assert_true(statement->span.end <= strlen(text));
  assert_borders(text, statement->span);
  add(&level, statement->schema.span);
  add(&level, statement->name.span);
  if (statement->table) check_table(&level, statement->table);
  if (statement->index) check_index(&level, statement->index);
  if (statement->view) {
    add_names(&level, statement->view->columns);
    add(&level, statement->view->select);
  }
  if (statement->trigger) check_trigger(&level, statement->trigger);
  if (statement->virtual_table) check_virtual_table(&level, statement->virtual_table);
  finish(&level);
}

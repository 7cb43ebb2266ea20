/* The parts of definitions by example: what no pragma tells, where spans lie, and errors.
** That the parts agree with SQLite is tested by ddl_corpus_test.c and ddl_fuzz_test.c. */
#include "sqlite/ddl.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static int setup(void **state) {
  *state = arena_create();
  return *state != NULL ? 0 : -1;
}

static int teardown(void **state) {
  arena_destroy(*state);
  return 0;
}

static const struct ddl_statement *read(void **state, const char *text) {
  struct runner_error error = RUNNER_ERROR_INIT;
  const struct ddl_statement *statement = NULL;
  if (ddl_parse(text, *state, &statement, &error) != RUNNER_DONE)
    fail_msg("%s: %s", text, error.message);
  return statement;
}

static const struct ddl_table *read_table(void **state, const char *text) {
  const struct ddl_statement *statement = read(state, text);
  assert_int_equal(statement->kind, DDL_TABLE);
  return statement->table;
}

static void assert_span(const char *text, struct ddl_span span, const char *expected) {
  size_t length = span.end - span.first;
  if (length != strlen(expected) || memcmp(text + span.first, expected, length) != 0)
    fail_msg("\"%.*s\" is not \"%s\"", (int)length, text + span.first, expected);
}

/* ---- statements ---- */

static void a_name_may_be_qualified(void **state) {
  const char *text =
      " CREATE /* x */ TEMP TABLE IF NOT EXISTS \"a b\" . [t] (a) ; ; -- end";
  const struct ddl_statement *statement = read(state, text);
  assert_string_equal(statement->schema.text, "a b");
  assert_string_equal(statement->name.text, "t");
  assert_true(statement->temporary);
  assert_true(statement->if_not_exists);
  assert_span(text, statement->schema.span, "\"a b\"");
  assert_span(text, statement->name.span, "[t]");
  assert_span(text, statement->span,
              "CREATE /* x */ TEMP TABLE IF NOT EXISTS \"a b\" . [t] (a)");
  statement = read(state, "CREATE TABLE t(a)");
  assert_null(statement->schema.text);
  assert_false(statement->temporary);
  assert_false(statement->if_not_exists);
}

static void a_table_has_a_body_and_options(void **state) {
  const char *text =
      "CREATE TABLE t ( a INT, CHECK (1) ) /* x */ WITHOUT /**/ ROWID ,strict";
  const struct ddl_table *table = read_table(state, text);
  assert_span(text, table->body, "( a INT, CHECK (1) )");
  assert_span(text, table->options_span, "WITHOUT /**/ ROWID ,strict");
  assert_int_equal(table->options->kind, DDL_WITHOUT_ROWID);
  assert_span(text, table->options->span, "WITHOUT /**/ ROWID");
  assert_int_equal(table->options->next->kind, DDL_STRICT);
  assert_span(text, table->options->next->span, "strict");
  assert_null(table->options->next->next);
  assert_int_equal(read_table(state, "CREATE TABLE t(a)")->options_span.end, 0);
}

static void an_index_has_expressions(void **state) {
  const char *text = "CREATE UNIQUE INDEX i ON \"t\"(a COLLATE x DESC, (b + 1) COLLATE "
                     "[y z], (c), d -- \n) WHERE a > 0 ";
  const struct ddl_index *index = read(state, text)->index;
  const struct ddl_indexed *item = index->columns;
  assert_true(index->unique);
  assert_string_equal(index->table.text, "t");
  assert_span(text, index->where, "a > 0");
  assert_string_equal(item->name.text, "a");
  assert_string_equal(item->collation, "x");
  assert_string_equal(item->order, "DESC");
  assert_span(text, item->expression, "a");
  assert_span(text, item->span, "a COLLATE x DESC");
  item = item->next;
  assert_null(item->name.text);
  assert_null(item->order);
  assert_string_equal(item->collation, "y z");
  assert_span(text, item->expression, "(b + 1)");
  item = item->next;
  assert_string_equal(item->name.text, "c");
  assert_span(text, item->name.span, "c");
  assert_span(text, item->expression, "(c)");
  assert_span(text, item->next->span, "d");
  assert_null(item->next->next);
}

static void a_view_has_a_select(void **state) {
  const char *text = "CREATE VIEW v ( a, 'b' ) AS /* x */ SELECT ';', 2 ;";
  const struct ddl_view *view = read(state, text)->view;
  assert_string_equal(view->columns->name.text, "a");
  assert_string_equal(view->columns->next->name.text, "b");
  assert_span(text, view->select, "SELECT ';', 2");
  assert_null(read(state, "CREATE VIEW v AS VALUES (1)")->view->columns);
}

static void a_trigger_has_a_body(void **state) {
  const char *text = "CREATE TRIGGER r INSTEAD OF UPDATE OF a, b ON s.t FOR EACH ROW "
                     "WHEN new.a BEGIN SELECT 1; DELETE FROM t; END";
  const struct ddl_trigger *trigger = read(state, text)->trigger;
  assert_string_equal(trigger->timing, "INSTEAD OF");
  assert_string_equal(trigger->event, "UPDATE");
  assert_string_equal(trigger->of->name.text, "a");
  assert_string_equal(trigger->of->next->name.text, "b");
  assert_string_equal(trigger->table.text, "t");
  assert_span(text, trigger->when, "new.a");
  assert_span(text, trigger->body, "BEGIN SELECT 1; DELETE FROM t; END");
  trigger = read(state, "create trigger r delete on t begin select 1; end")->trigger;
  assert_null(trigger->timing);
  assert_null(trigger->of);
  assert_int_equal(trigger->when.end, 0);
}

static void a_virtual_table_has_arguments(void **state) {
  const char *text = "CREATE VIRTUAL TABLE v USING \"fts5\"( a b , x = (1, 2),,'c,d')";
  const struct ddl_virtual_table *table = read(state, text)->virtual_table;
  assert_string_equal(table->module.text, "fts5");
  assert_span(text, table->arguments->span, "a b");
  assert_span(text, table->arguments->next->span, "x = (1, 2)");
  assert_span(text, table->arguments->next->next->span, "'c,d'");
  assert_null(table->arguments->next->next->next);
  assert_null(read(state, "CREATE VIRTUAL TABLE v USING m")->virtual_table->arguments);
}

/* ---- constraints ---- */

static void assert_constraint(const char *text, const struct ddl_constraint *constraint,
                              enum ddl_constraint_kind kind, const char *name,
                              const char *span) {
  assert_non_null(constraint);
  assert_int_equal(constraint->kind, kind);
  assert_span(text, constraint->span, span);
  if (name == NULL) {
    assert_null(constraint->name.text);
  } else {
    assert_string_equal(constraint->name.text, name);
  }
}

static void constraints_of_columns(void **state) {
  const char *text = "CREATE TABLE t(a INT CONSTRAINT x CONSTRAINT \"y\" NOT NULL ON "
                     "CONFLICT fail NULL DEFAULT - 1 CHECK (a) PRIMARY KEY DESC "
                     "CONSTRAINT z)";
  const struct ddl_column *column = read_table(state, text)->columns;
  const struct ddl_constraint *at = column->constraints;
  assert_constraint(text, at, DDL_NOT_NULL, "y",
                    "CONSTRAINT x CONSTRAINT \"y\" NOT NULL ON CONFLICT fail");
  assert_string_equal(at->conflict, "FAIL");
  assert_span(text, at->conflict_span, "ON CONFLICT fail");
  at = at->next;
  assert_constraint(text, at, DDL_NULL, NULL, "NULL");
  at = at->next;
  assert_constraint(text, at, DDL_DEFAULT, NULL, "DEFAULT - 1");
  assert_span(text, at->expression, "- 1");
  at = at->next;
  assert_constraint(text, at, DDL_CHECK, NULL, "CHECK (a)");
  assert_span(text, at->expression, "a");
  at = at->next;
  assert_constraint(text, at, DDL_PRIMARY_KEY, NULL, "PRIMARY KEY DESC");
  assert_string_equal(at->order, "DESC");
  assert_constraint(text, at->next, DDL_CONSTRAINT_NAME, "z", "CONSTRAINT z");
  assert_null(at->next->next);
}

static void generated_columns(void **state) {
  const char *text = "CREATE TABLE t(a INT GENERATED ALWAYS AS ( b + (1) ) stored, b, "
                     "c AS (1), d GENERATED/**/ALWAYS AS (2))";
  const struct ddl_column *column = read_table(state, text)->columns;
  assert_string_equal(column->type, "INT");
  assert_constraint(text, column->constraints, DDL_GENERATED, NULL,
                    "GENERATED ALWAYS AS ( b + (1) ) stored");
  assert_span(text, column->constraints->expression, "b + (1)");
  assert_string_equal(column->constraints->storage, "STORED");
  column = column->next->next;
  assert_string_equal(column->type, "");
  assert_int_equal(column->type_span.end, 0);
  assert_constraint(text, column->constraints, DDL_GENERATED, NULL, "AS (1)");
  assert_null(column->constraints->storage);
  /* SQLite cuts off what it finds by bytes: GENERATED and a comment are the type. */
  column = column->next;
  assert_string_equal(column->type, "GENERATED/**/");
  assert_constraint(text, column->constraints, DDL_GENERATED, NULL, "ALWAYS AS (2)");
}

static void foreign_keys(void **state) {
  const char *text =
      "CREATE TABLE t(a REFERENCES \"p q\" ( x , y ) ON DELETE SET  NULL ON UPDATE "
      "cascade "
      "MATCH full DEFERRABLE, b, CONSTRAINT f FOREIGN KEY (a, b) REFERENCES p NOT "
      "DEFERRABLE INITIALLY IMMEDIATE)";
  const struct ddl_table *table = read_table(state, text);
  const struct ddl_constraint *constraint = table->columns->constraints;
  const struct ddl_references *references = constraint->references;
  assert_int_equal(constraint->kind, DDL_REFERENCES);
  assert_string_equal(references->table.text, "p q");
  assert_string_equal(references->columns->next->name.text, "y");
  assert_string_equal(references->on_delete, "SET NULL");
  assert_string_equal(references->on_update, "CASCADE");
  assert_string_equal(references->match, "full");
  assert_string_equal(references->deferrable, "DEFERRABLE");
  assert_int_equal(references->span.first, constraint->span.first);
  assert_int_equal(references->span.end, constraint->span.end);
  constraint = table->constraints;
  references = constraint->references;
  assert_int_equal(constraint->kind, DDL_FOREIGN_KEY);
  assert_string_equal(constraint->child_columns->next->name.text, "b");
  assert_null(references->columns);
  assert_null(references->on_delete);
  assert_span(text, references->span, "REFERENCES p NOT DEFERRABLE INITIALLY IMMEDIATE");
  assert_string_equal(references->deferrable, "NOT DEFERRABLE INITIALLY IMMEDIATE");
}

static void a_deferrable_may_stand_apart(void **state) {
  const char *text =
      "CREATE TABLE t(a REFERENCES p, b INT DEFERRABLE INITIALLY DEFERRED, c DEFERRABLE)";
  const struct ddl_column *column = read_table(state, text)->columns;
  assert_string_equal(column->constraints->references->deferrable, "DEFERRABLE");
  assert_span(text, column->constraints->span, "REFERENCES p");
  const struct ddl_constraint *late = column->next->constraints;
  assert_constraint(text, late, DDL_DEFERRABLE, NULL, "DEFERRABLE INITIALLY DEFERRED");
  assert_string_equal(late->deferrable, "DEFERRABLE INITIALLY DEFERRED");
  read(state, "CREATE TABLE t(a NOT DEFERRABLE)"); /* of nothing */
}

static void constraints_of_tables(void **state) {
  const char *text =
      "CREATE TABLE t(a, PRIMARY KEY (a AUTOINCREMENT) ON CONFLICT IGNORE "
      "CONSTRAINT u UNIQUE ('a' COLLATE x, (a) DESC) CHECK (1) ON CONFLICT "
      "ABORT, CONSTRAINT n)";
  const struct ddl_constraint *at = read_table(state, text)->constraints;
  assert_constraint(text, at, DDL_PRIMARY_KEY, NULL,
                    "PRIMARY KEY (a AUTOINCREMENT) ON CONFLICT IGNORE");
  assert_true(at->autoincrement);
  assert_span(text, at->autoincrement_span, "AUTOINCREMENT");
  assert_string_equal(at->conflict, "IGNORE");
  at = at->next;
  assert_constraint(text, at, DDL_UNIQUE, "u",
                    "CONSTRAINT u UNIQUE ('a' COLLATE x, (a) DESC)");
  assert_string_equal(at->columns->name.text, "a");
  assert_string_equal(at->columns->collation, "x");
  assert_string_equal(at->columns->next->order, "DESC");
  at = at->next;
  assert_constraint(text, at, DDL_CHECK, NULL, "CHECK (1) ON CONFLICT ABORT");
  assert_constraint(text, at->next, DDL_CONSTRAINT_NAME, "n", "CONSTRAINT n");
}

/* What only files of old versions hold: SQLite refuses it when it is new. */
static void leftovers_of_old_versions(void **state) {
  const char *text = "CREATE TABLE t(a REFERENCES p(x COLLATE nocase DESC, y ASC))";
  const struct ddl_constraint *at = read_table(state, text)->columns->constraints;
  assert_string_equal(at->references->columns->next->name.text, "y");
  assert_span(text, at->references->columns->name.span, "x");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(a_name_may_be_qualified, setup, teardown),
      cmocka_unit_test_setup_teardown(a_table_has_a_body_and_options, setup, teardown),
      cmocka_unit_test_setup_teardown(an_index_has_expressions, setup, teardown),
      cmocka_unit_test_setup_teardown(a_view_has_a_select, setup, teardown),
      cmocka_unit_test_setup_teardown(a_trigger_has_a_body, setup, teardown),
      cmocka_unit_test_setup_teardown(a_virtual_table_has_arguments, setup, teardown),
      cmocka_unit_test_setup_teardown(constraints_of_columns, setup, teardown),
      cmocka_unit_test_setup_teardown(generated_columns, setup, teardown),
      cmocka_unit_test_setup_teardown(foreign_keys, setup, teardown),
      cmocka_unit_test_setup_teardown(a_deferrable_may_stand_apart, setup, teardown),
      cmocka_unit_test_setup_teardown(constraints_of_tables, setup, teardown),
      cmocka_unit_test_setup_teardown(leftovers_of_old_versions, setup, teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The cache: which statements are kept, and what becomes of kept ones. */
#include "sqlite/statement.h"

#include "support/failing_allocator.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void the_same_text_is_prepared_once(void **state) {
  struct world *world = *state;
  struct statement *first = prepare(world, "\n SELECT 1 ;\n");
  statement_release(first);
  struct statement *second = prepare(world, "\n SELECT 1 ;\n");
  assert_ptr_equal(first, second);
  struct statement *third = prepare(world, "\n SELECT 1 ;\n"); /* in use twice */
  assert_ptr_not_equal(second, third);
  assert_true(step(world, second));
  assert_true(step(world, third));
  statement_release(second);
  statement_release(third);
}

static void an_insert_for_very_many_columns_is_prepared_once(void **state) {
  struct world *world = *state;
  enum { COLUMNS = 2000, WIDTH = 32 };
  char create[(COLUMNS + 4) * WIDTH] = "CREATE TABLE wide(c";
  char insert[(COLUMNS + 4) * WIDTH] = "INSERT INTO wide VALUES (?";
  for (int i = 1, c = (int)strlen(create), v = (int)strlen(insert); i < COLUMNS; i++) {
    c += snprintf(create + c, WIDTH, ", column_%d", i);
    v += snprintf(insert + v, WIDTH, ", ?%d", i + 1);
  }
  run(world, strcat(create, ")"));
  struct statement *first = prepare(world, strcat(insert, ")"));
  statement_release(first);
  struct statement *second = prepare(world, insert);
  assert_ptr_equal(first, second);
  statement_release(second);
}

static void a_mode_does_not_get_what_another_prepared(void **state) {
  struct world *world = *state;
  static const enum connection_mode modes[] = {CONNECTION_ENGINE, CONNECTION_SCRIPT_LOOSE,
                                               CONNECTION_SCRIPT};
  struct statement *statements[3];
  for (int i = 0; i < 3; i++) {
    connection_set_mode(world->connection, modes[i]);
    statements[i] = prepare(world, "SELECT 1");
    statement_release(statements[i]);
  }
  assert_ptr_not_equal(statements[0], statements[1]);
  assert_ptr_not_equal(statements[1], statements[2]);
  connection_set_mode(world->connection, CONNECTION_ENGINE);
  statement_release(prepare(world, "PRAGMA foreign_keys = 0"));
  connection_set_mode(world->connection, CONNECTION_SCRIPT);
  struct statement *refused = NULL;
  assert_int_equal(statement_prepare(world->connection, "PRAGMA foreign_keys = 0", 23,
                                     &refused, NULL, &world->error),
                   RUNNER_FAILED);
  runner_error_clear(&world->error);
}

static void the_oldest_go_when_there_are_many(void **state) {
  struct world *world = *state;
  char sql[40];
  struct statement *first = prepare(world, "SELECT 0");
  statement_release(first);
  int alive = 0;
  for (int i = 1; i <= 1000; i++) {
    snprintf(sql, sizeof sql, "SELECT %d", i);
    statement_release(prepare(world, sql));
    statement_release(prepare(world, "SELECT 0")); /* stays the newest */
  }
  assert_ptr_equal(prepare(world, "SELECT 0"), first);
  statement_release(first);
  failing_allocator_install(0, false);
  for (int i = 1; i <= 1000; i++) {
    snprintf(sql, sizeof sql, "SELECT %d", i);
    size_t before = failing_allocator_asked();
    statement_release(prepare(world, sql));
    alive += failing_allocator_asked() == before;
  }
  failing_allocator_remove();
  assert_in_range(alive, 0, 100);
}

static void parameters_are_null_again_after_release(void **state) {
  struct world *world = *state;
  struct statement *statement = prepare(world, "SELECT ?1");
  assert_int_equal(statement_bind_integer(statement, 1, 7, NULL), RUNNER_DONE);
  statement_release(statement);
  statement = prepare(world, "SELECT ?1");
  assert_true(step(world, statement));
  assert_int_equal(statement_column_type(statement, 0), VALUE_NULL);
  statement_release(statement);
}

static void a_schema_change_is_seen_by_kept_statements(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE t(a)");
  struct statement *kept = prepare(world, "SELECT * FROM t");
  statement_release(kept);
  struct statement *held = prepare(world, "SELECT * FROM t WHERE 1");
  run(world, "ALTER TABLE t ADD COLUMN b; INSERT INTO t VALUES (1, 2)");
  assert_true(step(world, held));
  assert_int_equal(statement_column_count(held), 2);
  statement_release(held);
  struct statement *again = prepare(world, "SELECT * FROM t");
  assert_true(step(world, again));
  assert_int_equal(statement_column_integer(again, 1), 2);
  statement_release(again);
}

static void a_script_is_judged_again_after_a_schema_change(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE t(a); CREATE VIRTUAL TABLE f USING fts5(x)");
  connection_set_mode(world->connection, CONNECTION_SCRIPT);
  struct statement *insert = prepare(world, "INSERT INTO f VALUES ('a')");
  run(world, "CREATE TABLE u(a)");
  assert_false(step(world, insert)); /* prepared again from inside the step */
  assert_false(step(world, insert));
  statement_release(insert);
  connection_set_mode(world->connection, CONNECTION_ENGINE);
  assert_int_equal(number(world, "SELECT count(*) FROM f"), 2);
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)
  const struct CMUnitTest tests[] = {
      CASE(the_same_text_is_prepared_once),
      CASE(an_insert_for_very_many_columns_is_prepared_once),
      CASE(a_mode_does_not_get_what_another_prepared),
      CASE(the_oldest_go_when_there_are_many),
      CASE(parameters_are_null_again_after_release),
      CASE(a_schema_change_is_seen_by_kept_statements),
      CASE(a_script_is_judged_again_after_a_schema_change),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

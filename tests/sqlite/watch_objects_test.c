/* The watch over views and triggers: those that a revision breaks, and new ones. */
#include "sqlite/watch.h"

#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static const char REMAKE_HINT[] =
    "drop it, or drop it and make it anew, in the same revision";

static void views(struct world *world) {
  run(world, "CREATE TABLE t(a, b); CREATE TABLE u(x);"
             "CREATE VIEW v AS SELECT a, b FROM T;"
             "CREATE VIEW w AS SELECT a FROM v;"
             "CREATE VIEW other AS SELECT x FROM u");
}

static void a_view_whose_table_goes_stops_it(void **state) {
  struct world *world = *state;
  views(world);
  begin(world);
  script(world, "DROP TABLE t");
  assert_int_equal(try_verify(world), RUNNER_FAILED);
  assert_string_equal(world->error.sql, "CREATE VIEW v AS SELECT a, b FROM T");
  assert_error(world, "the view v is broken by this revision: no such table: main.T",
               REMAKE_HINT);
  script(world, "DROP VIEW v");
  assert_int_equal(try_verify(world), RUNNER_FAILED);
  assert_error(world, "the view w is broken by this revision: no such table: main.v",
               REMAKE_HINT);
  script(world, "DROP VIEW w");
  commit(world);
}

static void a_view_made_anew_is_fine(void **state) {
  struct world *world = *state;
  views(world);
  begin(world);
  script(world, "DROP TABLE t; CREATE TABLE t(a, c); DROP VIEW v;"
                "CREATE VIEW v AS SELECT a, c AS b FROM t");
  commit(world);
}

static void what_was_broken_before_is_excused(void **state) {
  struct world *world = *state;
  run(world, "CREATE VIEW v AS SELECT * FROM missing, t; CREATE TABLE t(a)");
  begin(world);
  script(world, "DROP TABLE t");
  commit(world);
}

static void a_change_does_not_excuse_the_next(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE a(x); CREATE TABLE b(x);"
             "CREATE VIEW v AS SELECT a.x FROM a, b");
  begin(world);
  script(world, "DROP TABLE a; DROP TABLE b");
  assert_int_equal(try_verify(world), RUNNER_FAILED);
  assert_error_contains(world, "the view v is broken by this revision");
  rollback(world);
}

static void a_new_view_must_work(void **state) {
  struct world *world = *state;
  begin(world);
  script(world, "CREATE VIEW v AS SELECT y FROM nowhere");
  assert_int_equal(try_verify(world), RUNNER_FAILED);
  assert_error(world, "the view v does not work: no such table: main.nowhere",
               "correct its definition");
  script(world, "CREATE TABLE nowhere(y)");
  commit(world);
}

static void a_new_view_may_use_the_applications_functions(void **state) {
  struct world *world = *state;
  begin(world);
  script(world, "CREATE VIEW v AS SELECT of_the_app(1) AS x");
  commit(world);
}

static void create_view_if_not_exists_blames_nothing(void **state) {
  struct world *world = *state;
  run(world, "CREATE VIEW v AS SELECT * FROM missing");
  begin(world);
  script(world, "CREATE VIEW IF NOT EXISTS v AS SELECT 1");
  commit(world);
}

static void triggers_of_all_kinds_are_tried(void **state) {
  struct world *world = *state;
  static const char *const events[] = {"AFTER INSERT", "BEFORE UPDATE", "DELETE",
                                       "AFTER UPDATE OF b, a"};
  views(world);
  for (size_t i = 0; i < sizeof events / sizeof *events; i++) {
    char sql[200];
    snprintf(sql, sizeof sql,
             "CREATE TRIGGER tr %s ON t BEGIN INSERT INTO u(x, y) VALUES (1, 2); END",
             events[i]);
    begin(world);
    script(world, sql);
    assert_int_equal(try_verify(world), RUNNER_FAILED);
    assert_error(world, "the trigger tr does not work: table u has no column named y",
                 "correct its definition");
    rollback(world);
  }
}

static void a_trigger_instead_of_is_tried(void **state) {
  struct world *world = *state;
  views(world);
  begin(world);
  script(world, "CREATE TRIGGER tr INSTEAD OF UPDATE ON v BEGIN DELETE FROM no; END");
  assert_int_equal(try_verify(world), RUNNER_FAILED);
  assert_error_contains(world, "the trigger tr does not work: no such table: main.no");
  rollback(world);
}

static void an_added_column_may_break_a_trigger(void **state) {
  struct world *world = *state;
  views(world);
  run(world, "CREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO u VALUES (1); END");
  begin(world);
  script(world, "ALTER TABLE u ADD COLUMN y");
  assert_int_equal(try_verify(world), RUNNER_FAILED);
  assert_error_contains(world, "the trigger tr is broken by this revision: table u has 2 "
                               "columns but 1 values were supplied");
  rollback(world);
}

static void a_dropped_index_may_break_a_view(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE t(a); CREATE INDEX i ON t(a);"
             "CREATE VIEW v AS SELECT a FROM t INDEXED BY i");
  begin(world);
  script(world, "DROP INDEX i");
  assert_int_equal(try_verify(world), RUNNER_FAILED);
  assert_error_contains(world, "the view v is broken by this revision: no such index: i");
  rollback(world);
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)
  const struct CMUnitTest tests[] = {
      CASE(a_view_whose_table_goes_stops_it),
      CASE(a_view_made_anew_is_fine),
      CASE(what_was_broken_before_is_excused),
      CASE(a_change_does_not_excuse_the_next),
      CASE(a_new_view_must_work),
      CASE(a_new_view_may_use_the_applications_functions),
      CASE(create_view_if_not_exists_blames_nothing),
      CASE(triggers_of_all_kinds_are_tried),
      CASE(a_trigger_instead_of_is_tried),
      CASE(an_added_column_may_break_a_trigger),
      CASE(a_dropped_index_may_break_a_view),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

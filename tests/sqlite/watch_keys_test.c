/* The watch over foreign keys: what is a violation, and what is excused. */
#include "sqlite/watch.h"

#include "family.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static const char ROWS_HINT[] = "correct or delete these rows in the same revision";

/* ---- rows ---- */

static void a_child_without_parent_stops_it(void **state) {
  struct world *world = *state;
  family(world);
  begin(world);
  script(world, "INSERT INTO c VALUES (20, 99)");
  assert_int_equal(try_verify(world), RUNNER_FAILED);
  assert_error(world, "foreign key violated: 1 row of c refers to no row of p (rowid 20)",
               ROWS_HINT);
  script(world, "DELETE FROM c WHERE id = 20");
  commit(world);
}

static void rows_deleted_from_a_parent_stop_it(void **state) {
  struct world *world = *state;
  family(world);
  begin(world);
  script(world, "DELETE FROM p WHERE id = 2");
  assert_int_equal(try_verify(world), RUNNER_FAILED);
  assert_error(world,
               "foreign key violated: 2 rows of c refer to no row of p (rowid 11, 12)",
               ROWS_HINT);
  rollback(world);
}

static void many_rowids_are_cut_short(void **state) {
  struct world *world = *state;
  family(world);
  begin(world);
  script(world, "WITH RECURSIVE n(i) AS (VALUES (100) UNION ALL SELECT i + 1 FROM n "
                "WHERE i < 106) INSERT INTO c SELECT i, i FROM n");
  assert_int_equal(try_verify(world), RUNNER_FAILED);
  assert_error(world,
               "foreign key violated: 7 rows of c refer to no row of p (rowid 100, 101, "
               "102, 103, 104, ...)",
               ROWS_HINT);
  rollback(world);
}

static void what_was_violated_before_is_excused(void **state) {
  struct world *world = *state;
  family(world);
  run(world, "INSERT INTO c VALUES (50, 500), (51, 501)");
  begin(world);
  script(world, "INSERT INTO c VALUES (14, 3); DELETE FROM p WHERE id = 99;"
                "UPDATE c SET p = p");
  commit(world);
  begin(world);
  script(world, "DELETE FROM c WHERE id = 50; INSERT INTO c VALUES (52, 502)");
  assert_int_equal(try_verify(world), RUNNER_FAILED);
  assert_error(world, "foreign key violated: 1 row of c refers to no row of p (rowid 52)",
               ROWS_HINT);
  rollback(world);
}

static void a_changed_rowid_is_a_changed_key(void **state) {
  static const char *const names[] = {"rowid", "_rowid_", "OID"};
  struct world *world = *state;
  family(world);
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    char sql[60];
    snprintf(sql, sizeof sql, "UPDATE p SET %s = 99 WHERE id = 1", names[i]);
    begin(world);
    script(world, sql);
    assert_int_equal(try_verify(world), RUNNER_FAILED);
    assert_error_contains(world, "foreign key violated: 1 row of c refers to no row");
    rollback(world);
  }
}

static void replacing_hidden_in_a_temporary_trigger_is_looked_at(void **state) {
  struct world *world = *state;
  family(world);
  begin(world);
  script(world, "CREATE TABLE q(x); CREATE TEMP TRIGGER r AFTER INSERT ON q BEGIN "
                "REPLACE INTO p VALUES (4, 'a'); END; INSERT INTO q VALUES (1)");
  assert_int_equal(try_verify(world), RUNNER_FAILED);
  assert_error_contains(world, "foreign key violated: 1 row of c refers to no row");
  rollback(world);
}

static void each_violation_excuses_one(void **state) {
  struct world *world = *state;
  family(world);
  run(world, "CREATE TABLE d(id INTEGER PRIMARY KEY, p REFERENCES p(id), q REFERENCES "
             "p(id)); INSERT INTO d VALUES (1, 77, 88), (2, 77, 1)");
  begin(world);
  script(world, "UPDATE d SET p = 70");
  assert_int_equal(try_verify(world), RUNNER_DONE);
  script(world, "UPDATE d SET q = 80");
  assert_int_equal(try_verify(world), RUNNER_FAILED);
  assert_error(world, "foreign key violated: 1 row of d refers to no row of p (rowid 2)",
               ROWS_HINT);
  rollback(world);
}

static void a_temporary_table_of_the_same_name_hides_nothing(void **state) {
  struct world *world = *state;
  family(world);
  run(world, "CREATE VIEW v AS SELECT code FROM p");
  begin(world);
  script(world, "CREATE TEMP TABLE c(x); UPDATE main.c SET p = 99 WHERE id = 10");
  assert_int_equal(try_verify(world), RUNNER_FAILED);
  assert_error(world, "foreign key violated: 1 row of c refers to no row of p (rowid 10)",
               ROWS_HINT);
  rollback(world);
  begin(world);
  script(world, "CREATE TEMP TABLE v(x); DROP TABLE c; DROP TABLE p");
  assert_int_equal(try_verify(world), RUNNER_FAILED);
  assert_error_contains(world, "the view v is broken by this revision");
  rollback(world);
}

static void without_rowids_the_number_counts(void **state) {
  struct world *world = *state;
  family(world);
  run(world, "CREATE TABLE w(id PRIMARY KEY, p REFERENCES p(id)) WITHOUT ROWID;"
             "INSERT INTO w VALUES (1, 77)");
  begin(world);
  script(world, "UPDATE w SET p = 78");
  commit(world);
  begin(world);
  script(world, "INSERT INTO w VALUES (2, 79)");
  assert_int_equal(try_verify(world), RUNNER_FAILED);
  assert_error(world, "foreign key violated: 1 row of w refers to no row of p",
               ROWS_HINT);
  rollback(world);
}

/* ---- tables ---- */

static void a_dropped_parent_stops_it(void **state) {
  struct world *world = *state;
  family(world);
  begin(world);
  script(world, "DROP TABLE p");
  assert_int_equal(try_verify(world), RUNNER_FAILED);
  assert_error(
      world, "foreign key violated: 3 rows of c refer to no row of p (rowid 10, 11, 12)",
      ROWS_HINT);
  rollback(world);
}

static const char REBUILD_C[] =
    "CREATE TABLE c_new(id INTEGER, p REFERENCES p(id), more TEXT);"
    "INSERT INTO c_new(rowid, id, p) SELECT id + 1000, id, p FROM c;"
    "DROP TABLE c; ALTER TABLE c_new RENAME TO c";

static void a_rebuilt_child_keeps_its_excuses(void **state) {
  struct world *world = *state;
  family(world);
  run(world, "INSERT INTO c VALUES (50, 500)");
  begin(world);
  script(world, REBUILD_C);
  commit(world);
}

static void a_child_made_anew_keeps_its_excuses(void **state) {
  struct world *world = *state;
  family(world);
  run(world, "INSERT INTO c VALUES (50, 500)");
  begin(world);
  script(world, "DROP TABLE c; CREATE TABLE c(p REFERENCES p(id));"
                "INSERT INTO c VALUES (500)");
  commit(world);
  begin(world);
  script(world, "DROP TABLE main.c; CREATE TABLE c(p REFERENCES p(id));"
                "INSERT INTO c VALUES (500), (501)");
  assert_int_equal(try_verify(world), RUNNER_FAILED);
  assert_error_contains(world, "foreign key violated: 1 row of c refers to no row of p");
  rollback(world);
}

static void a_rebuilt_child_gets_no_new_ones(void **state) {
  struct world *world = *state;
  family(world);
  run(world, "INSERT INTO c VALUES (50, 500)");
  begin(world);
  script(world, REBUILD_C);
  script(world, "UPDATE c SET p = 501 WHERE id = 10");
  assert_int_equal(try_verify(world), RUNNER_FAILED);
  assert_error_contains(world, "foreign key violated: 1 row of c refers to no row of p");
  rollback(world);
}

static void a_rebuilt_parent_is_looked_at(void **state) {
  struct world *world = *state;
  family(world);
  begin(world);
  script(world, "CREATE TABLE p_new(id INTEGER PRIMARY KEY, code TEXT UNIQUE);"
                "INSERT INTO p_new SELECT * FROM p; DROP TABLE p;"
                "ALTER TABLE p_new RENAME TO p");
  commit(world);
  begin(world);
  script(world, "CREATE TABLE p_new(id INTEGER PRIMARY KEY, code TEXT UNIQUE);"
                "INSERT INTO p_new SELECT * FROM p WHERE id < 2; DROP TABLE p;"
                "ALTER TABLE p_new RENAME TO p");
  assert_int_equal(try_verify(world), RUNNER_FAILED);
  assert_error_contains(world, "2 rows of c refer to no row of p (rowid 11, 12)");
  rollback(world);
}

static void a_renamed_table_keeps_its_excuses(void **state) {
  struct world *world = *state;
  family(world);
  run(world, "INSERT INTO c VALUES (50, 500)");
  begin(world);
  script(world, "ALTER TABLE main.c RENAME TO d; ALTER TABLE p RENAME TO q;"
                "INSERT INTO d VALUES (60, 1)");
  commit(world);
  begin(world);
  script(world, "ALTER TABLE d RENAME TO \"e f\"; INSERT INTO \"e f\" VALUES (61, 601)");
  assert_int_equal(try_verify(world), RUNNER_FAILED);
  assert_error_contains(world, "1 row of e f refers to no row of q");
  rollback(world);
}

static void a_new_table_is_looked_at(void **state) {
  struct world *world = *state;
  family(world);
  begin(world);
  script(world, "CREATE TABLE n(p REFERENCES p(id)); INSERT INTO n VALUES (3), (4)");
  assert_int_equal(try_verify(world), RUNNER_FAILED);
  assert_error_contains(world, "1 row of n refers to no row of p (rowid 2)");
  script(world, "DROP TABLE n");
  commit(world);
}

static void create_if_not_exists_excuses_nothing_and_blames_nothing(void **state) {
  struct world *world = *state;
  family(world);
  run(world, "INSERT INTO c VALUES (50, 500)");
  begin(world);
  script(world, "CREATE TABLE IF NOT EXISTS c(x REFERENCES p(id));"
                "INSERT INTO c VALUES (51, 1)");
  commit(world);
}

static void an_added_key_is_looked_at(void **state) {
  struct world *world = *state;
  family(world);
  begin(world);
  script(world, "ALTER TABLE c ADD COLUMN q REFERENCES p(id)");
  script(world, "UPDATE c SET q = 9 WHERE id = 10");
  assert_int_equal(try_verify(world), RUNNER_FAILED);
  assert_error_contains(world, "1 row of c refers to no row of p (rowid 10)");
  rollback(world);
}

/* ---- keys that do not fit ---- */

static void a_key_without_its_index_stops_it(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE p(code TEXT); CREATE UNIQUE INDEX ip ON p(code);"
             "CREATE INDEX iq ON p(code, code);"
             "CREATE TABLE c(p REFERENCES p(code)); INSERT INTO p VALUES ('a');"
             "INSERT INTO c VALUES ('a')");
  begin(world);
  script(world, "DROP INDEX iq");
  commit(world);
  begin(world);
  script(world, "DROP INDEX ip");
  assert_int_equal(try_verify(world), RUNNER_FAILED);
  assert_error(world, "foreign key mismatch - \"c\" referencing \"p\"",
               "the columns of the parent need a PRIMARY KEY or a UNIQUE index");
  rollback(world);
}

static void a_mismatch_of_before_is_excused(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE p(code TEXT); CREATE TABLE c(p REFERENCES p(code));"
             "INSERT INTO c VALUES ('a')");
  begin(world);
  script(world, "INSERT INTO c VALUES ('b')");
  commit(world);
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)
  const struct CMUnitTest tests[] = {
      CASE(a_child_without_parent_stops_it),
      CASE(rows_deleted_from_a_parent_stop_it),
      CASE(many_rowids_are_cut_short),
      CASE(what_was_violated_before_is_excused),
      CASE(a_changed_rowid_is_a_changed_key),
      CASE(replacing_hidden_in_a_temporary_trigger_is_looked_at),
      CASE(each_violation_excuses_one),
      CASE(a_temporary_table_of_the_same_name_hides_nothing),
      CASE(without_rowids_the_number_counts),
      CASE(a_dropped_parent_stops_it),
      CASE(a_rebuilt_child_keeps_its_excuses),
      CASE(a_child_made_anew_keeps_its_excuses),
      CASE(a_rebuilt_child_gets_no_new_ones),
      CASE(a_rebuilt_parent_is_looked_at),
      CASE(a_renamed_table_keeps_its_excuses),
      CASE(a_new_table_is_looked_at),
      CASE(create_if_not_exists_excuses_nothing_and_blames_nothing),
      CASE(an_added_key_is_looked_at),
      CASE(a_key_without_its_index_stops_it),
      CASE(a_mismatch_of_before_is_excused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The watch: what a transaction may leave behind. */
#include "sqlite/watch.h"

#include "sqlite/connection_state.h"
#include "support/failing_allocator.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static const char ROWS_HINT[] = "correct or delete these rows in the same revision";
static const char REMAKE_HINT[] =
    "drop it, or drop it and make it anew, in the same revision";

/* ---- foreign keys ---- */

static void family(struct world *world) {
  run(world, "CREATE TABLE p(id INTEGER PRIMARY KEY, code TEXT UNIQUE);"
             "CREATE TABLE c(id INTEGER PRIMARY KEY, p REFERENCES p(id));"
             "INSERT INTO p VALUES (1, 'a'), (2, 'b'), (3, 'c');"
             "INSERT INTO c VALUES (10, 1), (11, 2), (12, 2), (13, NULL)");
}

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

static void a_trigger_may_break_it(void **state) {
  struct world *world = *state;
  family(world);
  run(world, "CREATE TABLE log(x); CREATE TRIGGER tr AFTER INSERT ON log BEGIN "
             "DELETE FROM p WHERE id = new.x; END");
  begin(world);
  script(world, "INSERT INTO log VALUES (1)");
  assert_int_equal(try_verify(world), RUNNER_FAILED);
  assert_error_contains(world, "1 row of c refers to no row of p (rowid 10)");
  rollback(world);
}

static void assert_all_noticed(struct world *world, const char *const *changes,
                               size_t count) {
  for (size_t i = 0; i < count; i++) {
    begin(world);
    script(world, changes[i]);
    if (try_verify(world) == RUNNER_DONE) fail_msg("not noticed: %s", changes[i]);
    assert_error_contains(world, "foreign key violated: ");
    rollback(world);
  }
}

/* Each takes a row of a parent away, or its key, or gives a child a wrong one. */
static void every_way_to_change_rows_is_looked_at(void **state) {
  struct world *world = *state;
  static const char *const changes[] = {
      "UPDATE p SET id = 9 WHERE id = 2",
      "UPDATE c SET p = 9 WHERE id = 10",
      "UPDATE c SET P = 9 WHERE id = 10",
      "INSERT OR REPLACE INTO p VALUES (9, 'b')",
      "REPLACE INTO p VALUES (9, 'b')",
      "UPDATE OR REPLACE p SET code = 'b' WHERE id = 3",
      "INSERT INTO p VALUES (1, 'x') ON CONFLICT(id) DO UPDATE SET id = 9",
      "UPDATE q SET b = 9",
      "UPDATE g SET a = 9",
      "WITH x AS (SELECT 2) DELETE FROM p WHERE id IN x",
      "DELETE FROM p",
  };
  family(world);
  run(world, "CREATE TABLE q(a, b, PRIMARY KEY (a, b)); INSERT INTO q VALUES (1, 2);"
             "CREATE TABLE qc(a, b, FOREIGN KEY (a, b) REFERENCES q);"
             "INSERT INTO qc VALUES (1, 2);"
             "CREATE TABLE g(a, b AS (a + 0) STORED REFERENCES p(id));"
             "INSERT INTO g VALUES (1)");
  assert_all_noticed(world, changes, sizeof changes / sizeof *changes);
}

static void replacing_hidden_in_the_schema_is_looked_at(void **state) {
  struct world *world = *state;
  static const char *const changes[] = {
      "UPDATE replacing SET code = 'b' WHERE id = 3",
      "INSERT INTO replacing VALUES (9, 'b')",
      "INSERT INTO log VALUES (9)",
  };
  family(world);
  run(world, "CREATE TABLE replacing(id INTEGER PRIMARY KEY, code UNIQUE ON CONFLICT "
             "REPLACE); INSERT INTO replacing SELECT * FROM p;"
             "CREATE TABLE rc(r REFERENCES replacing); INSERT INTO rc VALUES (2);"
             "CREATE TABLE log(x); CREATE TRIGGER tr AFTER INSERT ON log BEGIN "
             "REPLACE INTO p VALUES (9, 'b'); END");
  assert_all_noticed(world, changes, sizeof changes / sizeof *changes);
}

static void changes_that_violate_nothing_pass(void **state) {
  struct world *world = *state;
  family(world);
  begin(world);
  script(world, "UPDATE p SET code = 'z' || id; UPDATE c SET id = id + 100;"
                "INSERT INTO p VALUES (4, 'd'); DELETE FROM c WHERE p = 1;"
                "DELETE FROM p WHERE id = 1; UPDATE c SET p = 4 WHERE p = 2;"
                "DELETE FROM p WHERE id = 2; UPDATE p SET id = 1 WHERE id = 3");
  commit(world);
}

static void a_statement_kept_over_a_schema_change_is_noted_anew(void **state) {
  struct world *world = *state;
  static const char sql[] = "INSERT INTO log VALUES (?)";
  family(world);
  run(world, "CREATE TABLE log(x)");
  connection_set_mode(world->connection, CONNECTION_SCRIPT);
  struct statement *insert = NULL;
  assert_int_equal(statement_prepare(world->connection, sql, sizeof sql - 1, &insert,
                                     NULL, &world->error),
                   RUNNER_DONE);
  run(world, "CREATE TRIGGER tr AFTER INSERT ON log BEGIN "
             "DELETE FROM p WHERE id = new.x; END");
  begin(world);
  assert_int_equal(statement_bind_integer(insert, 1, 1, &world->error), RUNNER_DONE);
  assert_int_equal(statement_run(insert, &world->error), RUNNER_DONE);
  statement_release(insert);
  assert_int_equal(try_verify(world), RUNNER_FAILED);
  assert_error_contains(world, "1 row of c refers to no row of p (rowid 10)");
  rollback(world);
}

static void a_kept_statement_whose_table_went_fails(void **state) {
  struct world *world = *state;
  struct statement *insert = NULL;
  run(world, "CREATE TABLE t(a)");
  connection_set_mode(world->connection, CONNECTION_SCRIPT);
  assert_int_equal(statement_prepare(world->connection, "INSERT INTO t VALUES (1)", 24,
                                     &insert, NULL, &world->error),
                   RUNNER_DONE);
  begin(world);
  script(world, "DROP TABLE t");
  assert_int_equal(statement_run(insert, &world->error), RUNNER_FAILED);
  assert_error(world, "no such table: t", NULL);
  statement_release(insert);
  rollback(world);
}

static void a_cached_statement_is_noted_in_each_transaction(void **state) {
  struct world *world = *state;
  family(world);
  for (int i = 0; i < 2; i++) {
    begin(world);
    script(world, "DELETE FROM p WHERE id = 1");
    assert_int_equal(try_verify(world), RUNNER_FAILED);
    assert_error_contains(world, "1 row of c");
    rollback(world);
  }
}

static void each_revision_of_one_transaction_is_looked_at(void **state) {
  struct world *world = *state;
  begin(world);
  script(world, "CREATE TABLE p(id INTEGER PRIMARY KEY); INSERT INTO p VALUES (1);"
                "CREATE TABLE c(p REFERENCES p(id)); INSERT INTO c VALUES (1)");
  assert_int_equal(try_verify(world), RUNNER_DONE);
  script(world, "DELETE FROM p");
  assert_int_equal(try_verify(world), RUNNER_FAILED);
  assert_error_contains(world, "1 row of c refers to no row of p (rowid 1)");
  script(world, "INSERT INTO p VALUES (1)");
  commit(world);
}

static void what_a_savepoint_undid_is_not_held_against_it(void **state) {
  struct world *world = *state;
  family(world);
  begin(world);
  run(world, "SAVEPOINT a");
  script(world, "DROP TABLE c; DELETE FROM p");
  run(world, "ROLLBACK TO a; RELEASE a");
  commit(world);
  begin(world);
  run(world, "SAVEPOINT a");
  script(world, "DROP TABLE c");
  run(world, "ROLLBACK TO a; RELEASE a");
  script(world, "INSERT INTO c VALUES (70, 700)");
  assert_int_equal(try_verify(world), RUNNER_FAILED);
  assert_error_contains(world, "1 row of c refers to no row of p");
  rollback(world);
}

static void the_engines_own_statements_are_not_watched(void **state) {
  struct world *world = *state;
  family(world);
  begin(world);
  run(world, "DELETE FROM p");
  commit(world);
}

/* ---- views and triggers ---- */

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

/* ---- as a whole ---- */

static void it_may_be_ended_twice_and_verified_without_start(void **state) {
  struct world *world = *state;
  watch_end(world->connection);
  assert_int_equal(try_verify(world), RUNNER_DONE);
  begin(world);
  assert_int_equal(watch_start(world->connection, &world->error), RUNNER_DONE);
  commit(world);
  watch_end(world->connection);
}

/* Everything the watch does, in one transaction that is rolled back. */
static runner_status exercise(void *user, struct runner_error *error) {
  struct world *world = user;
  runner_status status = connection_begin(world->connection, error);
  if (status == RUNNER_DONE) status = watch_start(world->connection, error);
  if (status == RUNNER_DONE)
    status = try_script(world, CONNECTION_SCRIPT,
                        "CREATE TABLE n(p REFERENCES p(id)); INSERT INTO n VALUES (3);"
                        "UPDATE c SET p = 3; ALTER TABLE c RENAME TO d;"
                        "CREATE VIEW v AS SELECT * FROM d;"
                        "CREATE TRIGGER tr AFTER UPDATE ON d BEGIN SELECT 1; END;"
                        "DROP VIEW old");
  if (status == RUNNER_DONE) status = watch_verify(world->connection, error);
  watch_end(world->connection);
  connection_rollback(world->connection);
  runner_error_clear(&world->error);
  cache_clear(world->connection);
  return status;
}

static void running_out_of_memory_is_reported_and_leaks_nothing(void **state) {
  struct world *world = *state;
  family(world);
  run(world, "INSERT INTO c VALUES (50, 500); CREATE VIEW old AS SELECT * FROM c;"
             "CREATE VIEW older AS SELECT * FROM old, c");
  run(world, "DROP VIEW older");
  cache_clear(world->connection);
  failing_allocator_loop(exercise, world, RUNNER_DONE, FAILING_STRICT);
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)
  const struct CMUnitTest tests[] = {
      CASE(a_child_without_parent_stops_it),
      CASE(rows_deleted_from_a_parent_stop_it),
      CASE(many_rowids_are_cut_short),
      CASE(what_was_violated_before_is_excused),
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
      CASE(a_trigger_may_break_it),
      CASE(every_way_to_change_rows_is_looked_at),
      CASE(replacing_hidden_in_the_schema_is_looked_at),
      CASE(changes_that_violate_nothing_pass),
      CASE(a_statement_kept_over_a_schema_change_is_noted_anew),
      CASE(a_kept_statement_whose_table_went_fails),
      CASE(a_cached_statement_is_noted_in_each_transaction),
      CASE(each_revision_of_one_transaction_is_looked_at),
      CASE(what_a_savepoint_undid_is_not_held_against_it),
      CASE(the_engines_own_statements_are_not_watched),
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
      CASE(it_may_be_ended_twice_and_verified_without_start),
      CASE(running_out_of_memory_is_reported_and_leaks_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

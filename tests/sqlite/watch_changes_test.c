/* Which changes the watch looks at: all that a script makes, in whatever way. */
#include "sqlite/watch.h"

#include "family.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* ---- ways to change rows ---- */

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

/* ---- kept statements ---- */

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

/* ---- parts of a transaction ---- */

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

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)
  const struct CMUnitTest tests[] = {
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
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The settings of a connection, and what it knows about itself. */
#include "sqlite/connection.h"

#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sqlite3.h>

/* ---- settings ---- */

static const char QUOTES[] =
    "what is in double quotes is a name: a text is written in 'these'";

static void the_settings_hold(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE t(a)");
  assert_int_equal(number(world, "PRAGMA foreign_keys"), 0);
  assert_int_equal(number(world, "PRAGMA secure_delete"), 2);
  assert_int_equal(number(world, "PRAGMA trusted_schema"), 0);
  run(world, "PRAGMA writable_schema = ON");
  assert_int_equal(try_run(world, "DELETE FROM sqlite_schema"), RUNNER_FAILED);
  assert_error(world, "table sqlite_master may not be modified", NULL);
  assert_int_equal(try_run(world, "SELECT \"no column\" FROM t"), RUNNER_FAILED);
  assert_error(world, "no such column: no column", QUOTES);
  assert_int_equal(try_run(world, "CREATE INDEX i ON t(\"no column\")"), RUNNER_FAILED);
  assert_error(world, "no such column: no column", QUOTES);
  assert_int_equal(try_run(world, "SELECT load_extension('x')"), RUNNER_FAILED);
  assert_error(world, "not authorized", NULL);
}

/* ---- questions ---- */

static void has_table(void **state) {
  struct world *world = *state;
  static const struct {
    const char *name;
    bool there;
  } cases[] = {{"t", true},  {"T", true},  {"v", false},
               {"i", false}, {"x", false}, {"a\"b", true}};
  run(world, "CREATE TABLE t(a); CREATE VIEW v AS SELECT 1; CREATE INDEX i ON t(a);"
             "CREATE TABLE \"a\"\"b\"(x); CREATE TEMP TABLE x(y)");
  for (size_t n = 0; n < sizeof cases / sizeof *cases; n++) {
    bool there = !cases[n].there;
    assert_int_equal(connection_has_table(world->connection, cases[n].name, &there, NULL),
                     RUNNER_DONE);
    assert_int_equal(there, cases[n].there);
  }
}

static void has_table_sees_what_others_made(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE t(a)");
  struct connection *second = world_second(world, 0);
  bool there = true;
  assert_int_equal(connection_has_table(second, "u", &there, NULL), RUNNER_DONE);
  assert_false(there);
  run(world, "CREATE TABLE u(a); DROP TABLE t");
  assert_int_equal(connection_has_table(second, "u", &there, NULL), RUNNER_DONE);
  assert_true(there);
  assert_int_equal(connection_has_table(second, "t", &there, NULL), RUNNER_DONE);
  assert_false(there);
  connection_close(second);
}

static void counters(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE t(id INTEGER PRIMARY KEY); INSERT INTO t VALUES (7), (8)");
  assert_int_equal(connection_changes(world->connection), 2);
  assert_int_equal(connection_last_rowid(world->connection), 8);
  run(world, "DELETE FROM t WHERE id = 8");
  assert_int_equal(connection_changes(world->connection), 1);
  assert_int_equal(connection_total_changes(world->connection), 3);
}

static void integer_of_what_is_no_integer(void **state) {
  struct world *world = *state;
  assert_int_equal(number(world, "SELECT 1 WHERE 0"), 0);
  assert_int_equal(number(world, "SELECT NULL"), 0);
  assert_int_equal(number(world, "SELECT 9223372036854775807"), INT64_MAX);
  assert_int_equal(number(world, "-- nothing"), 0);
}

static void the_library_is_named(void **state) {
  (void)state;
  assert_string_equal(connection_library_version(), sqlite3_libversion());
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)
  const struct CMUnitTest tests[] = {
      CASE(the_settings_hold),
      CASE(has_table),
      CASE(has_table_sees_what_others_made),
      CASE(counters),
      CASE(integer_of_what_is_no_integer),
      CASE(the_library_is_named),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

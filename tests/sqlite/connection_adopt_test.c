/* Adopting an application's connection, and giving it back as it was. */
#include "sqlite/connection.h"

#include "support/failing_allocator.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

static void no_body(void *user, struct function_call *call) {
  (void)user;
  function_answer_null(call);
}

static int switch_of(sqlite3 *handle, int option) {
  int value = -1;
  sqlite3_db_config(handle, option, -1, &value);
  return value;
}

static int as_number(void *user, int count, char **values, char **names) {
  (void)count;
  (void)names;
  *(int *)user = atoi(values[0]);
  return 0;
}

static int ask(sqlite3 *handle, const char *sql) {
  int value = -1;
  assert_int_equal(sqlite3_exec(handle, sql, as_number, &value, NULL), SQLITE_OK);
  return value;
}

static sqlite3 *application(struct world *world) {
  sqlite3 *handle = NULL;
  assert_int_equal(sqlite3_open(world->path, &handle), SQLITE_OK);
  sqlite3_busy_timeout(handle, 1234);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 1, NULL);
  sqlite3_exec(handle, "PRAGMA secure_delete = ON", NULL, NULL, NULL);
  return handle;
}

static void an_adopted_connection_is_given_back_as_it_was(void **state) {
  struct world *world = *state;
  sqlite3 *handle = application(world);
  sqlite3_stmt *own = NULL;
  sqlite3_prepare_v2(handle, "SELECT 1", -1, &own, NULL);
  struct connection *connection = NULL;
  struct connection_options options = {.timeout_ms = 10};
  assert_int_equal(connection_adopt(handle, &options, &connection, &world->error),
                   RUNNER_DONE);
  assert_string_equal(strrchr(connection_path(connection), '/'), "/test.db");
  assert_int_equal(switch_of(handle, SQLITE_DBCONFIG_DEFENSIVE), 1);
  assert_int_equal(switch_of(handle, SQLITE_DBCONFIG_ENABLE_FKEY), 0);
  assert_int_equal(ask(handle, "PRAGMA secure_delete"), 1);
  assert_int_equal(connection_define(connection, "f", 0, no_body, NULL, NULL, NULL),
                   RUNNER_DONE);
  assert_int_equal(connection_begin(connection, NULL), RUNNER_DONE);
  connection_close(connection);
  assert_int_equal(sqlite3_get_autocommit(handle), 1);
  assert_int_equal(switch_of(handle, SQLITE_DBCONFIG_DEFENSIVE), 0);
  assert_int_equal(switch_of(handle, SQLITE_DBCONFIG_ENABLE_FKEY), 1);
  assert_int_equal(switch_of(handle, SQLITE_DBCONFIG_DQS_DML), 1);
  assert_int_equal(ask(handle, "PRAGMA busy_timeout"), 1234);
  assert_int_equal(sqlite3_exec(handle, "SELECT f()", NULL, NULL, NULL), SQLITE_ERROR);
  assert_int_equal(sqlite3_step(own), SQLITE_ROW);
  sqlite3_finalize(own);
  assert_int_equal(sqlite3_close(handle), SQLITE_OK);
}

static void what_an_application_turned_on_is_off_meanwhile(void **state) {
  static const char *const names[] = {"recursive_triggers", "ignore_check_constraints",
                                      "reverse_unordered_selects", "legacy_alter_table"};
  struct world *world = *state;
  sqlite3 *handle = application(world);
  struct connection *connection = NULL;
  struct connection_options options = {.timeout_ms = 10};
  char sql[80];
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    snprintf(sql, sizeof sql, "PRAGMA %s = 1", names[i]);
    sqlite3_exec(handle, sql, NULL, NULL, NULL);
    assert_int_equal(connection_adopt(handle, &options, &connection, NULL), RUNNER_DONE);
    snprintf(sql, sizeof sql, "PRAGMA %s", names[i]);
    assert_int_equal(ask(handle, sql), 0);
    connection_close(connection);
    assert_int_equal(ask(handle, sql), 1);
  }
  sqlite3_close(handle);
}

static void a_connection_in_a_transaction_is_not_adopted(void **state) {
  struct world *world = *state;
  sqlite3 *handle = application(world);
  sqlite3_exec(handle, "BEGIN", NULL, NULL, NULL);
  struct connection *connection = NULL;
  struct connection_options options = {.timeout_ms = 10};
  assert_int_equal(connection_adopt(handle, &options, &connection, &world->error),
                   RUNNER_USAGE);
  assert_null(connection);
  assert_error(world, "the application's connection is inside a transaction",
               "commit it or roll it back before the connection is handed over");
  sqlite3_close(handle);
}

static void an_adopted_connection_without_file(void **state) {
  (void)state;
  sqlite3 *handle = NULL;
  sqlite3_open(":memory:", &handle);
  struct connection *connection = NULL;
  struct connection_options options = {.timeout_ms = 10};
  assert_int_equal(connection_adopt(handle, &options, &connection, NULL), RUNNER_DONE);
  assert_string_equal(connection_path(connection), ":memory:");
  connection_close(connection);
  sqlite3_close(handle);
}

/* As a rebuild of their table does it: they are newer then than what was found. */
static void temporary_objects_made_again_are_the_applications_still(void **state) {
  struct world *world = *state;
  sqlite3 *handle = application(world);
  sqlite3_exec(
      handle,
      "CREATE TABLE t (a); CREATE TEMP TABLE log (x); CREATE TEMP TRIGGER \"a'b\" "
      "AFTER INSERT ON main.t BEGIN INSERT INTO log VALUES (new.a); END",
      NULL, NULL, NULL);
  struct connection *connection = NULL;
  struct connection_options options = {.timeout_ms = 10};
  assert_int_equal(connection_adopt(handle, &options, &connection, NULL), RUNNER_DONE);
  assert_int_equal(
      connection_execute(connection,
                         "CREATE TEMP TABLE mine (x); CREATE TEMP TRIGGER another AFTER "
                         "INSERT ON main.t BEGIN SELECT 1; END; DROP TRIGGER \"a'b\"; "
                         "CREATE TEMP TRIGGER \"a'b\" AFTER INSERT ON main.t BEGIN "
                         "INSERT INTO log VALUES (new.a); END",
                         NULL),
      RUNNER_DONE);
  assert_int_equal(connection_drop_temporary(connection, NULL), RUNNER_DONE);
  connection_close(connection);
  assert_int_equal(ask(handle, "SELECT count(*) FROM sqlite_temp_schema"), 2);
  sqlite3_exec(handle, "INSERT INTO t VALUES (5)", NULL, NULL, NULL);
  assert_int_equal(ask(handle, "SELECT x FROM log"), 5);
  sqlite3_close(handle);
}

/* ---- memory ---- */

static runner_status adopt_and_close(void *user, struct runner_error *error) {
  struct connection_options options = {.timeout_ms = 10};
  struct connection *connection = NULL;
  runner_status status = connection_adopt(user, &options, &connection, error);
  connection_close(connection);
  return status;
}

static void adopting_without_memory(void **state) {
  struct world *world = *state;
  sqlite3 *handle = application(world);
  sqlite3_exec(handle, "CREATE TEMP TABLE log (x)", NULL, NULL, NULL);
  failing_allocator_loop(adopt_and_close, handle, RUNNER_DONE, FAILING_STRICT);
  assert_int_equal(ask(handle, "PRAGMA busy_timeout"), 1234);
  sqlite3_close(handle);
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)
  const struct CMUnitTest tests[] = {
      CASE(an_adopted_connection_is_given_back_as_it_was),
      CASE(what_an_application_turned_on_is_off_meanwhile),
      CASE(a_connection_in_a_transaction_is_not_adopted),
      CASE(an_adopted_connection_without_file),
      CASE(temporary_objects_made_again_are_the_applications_still),
      CASE(adopting_without_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

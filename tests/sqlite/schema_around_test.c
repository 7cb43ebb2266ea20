/* What stands around an edit: an application's connection, triggers, broken objects. */
#include "sqlite/schema_edit.h"

#include "sqlite/watch.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sqlite3.h>

static void an_adopted_connection_gets_its_own_mode_back(void **state) {
  struct world *world = *state;
  const struct schema_change change = {
      .type = "table", .name = "t", .set_sql = true, .sql = "CREATE TABLE t(a, b)"};
  sqlite3 *handle = NULL;
  int defensive = -1;
  run(world, "CREATE TABLE t(a NOT NULL, b)");
  for (int own = 0; own <= 1; own++) {
    sqlite3_open(world->path, &handle);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, own, NULL);
    struct connection *connection = NULL;
    assert_int_equal(
        connection_adopt(handle, &(struct connection_options){0}, &connection, NULL),
        RUNNER_DONE);
    assert_int_equal(schema_edit(connection, &change, 1, NULL), RUNNER_DONE);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, -1, &defensive);
    assert_int_equal(defensive, 1);
    connection_close(connection);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, -1, &defensive);
    assert_int_equal(defensive, own);
    sqlite3_close(handle);
  }
}

static void triggers_can_be_switched_off(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE t(a); CREATE TABLE log(a); CREATE TRIGGER tr AFTER INSERT ON "
             "t BEGIN INSERT INTO log VALUES (new.a); END");
  assert_true(schema_triggers(world->connection, false));
  run(world, "INSERT INTO t VALUES (1)");
  assert_false(schema_triggers(world->connection, true));
  run(world, "INSERT INTO t VALUES (2)");
  assert_int_equal(number(world, "SELECT sum(a) FROM log"), 2);
}

static void views_and_triggers_that_do_not_work_are_listed(void **state) {
  struct world *world = *state;
  struct broken_object *items = NULL;
  size_t count = 9;
  struct arena *arena = arena_create();
  run(world, "CREATE TABLE t(a); CREATE VIEW good AS SELECT a FROM t");
  assert_int_equal(schema_broken(world->connection, arena, &items, &count, NULL),
                   RUNNER_DONE);
  assert_int_equal(count, 0);
  run(world, "CREATE VIEW v AS SELECT b FROM t; CREATE VIEW other AS SELECT lost(a) FROM "
             "t; CREATE TRIGGER tr AFTER UPDATE OF a ON t BEGIN SELECT new.c; END");
  assert_int_equal(schema_broken(world->connection, arena, &items, &count, NULL),
                   RUNNER_DONE);
  assert_int_equal(count, 2);
  assert_string_equal(items[0].type, "view");
  assert_string_equal(items[0].name, "v");
  assert_string_equal(items[0].reason, "no such column: b");
  assert_string_equal(items[1].type, "trigger");
  assert_string_equal(items[1].table, "t");
  assert_string_equal(items[1].reason, "no such column: new.c");
  arena_destroy(arena);
}

/* The engine's own statements are not noticed by the watch; what it is told is. */
static void a_rebuild_is_verified_if_the_watch_is_told(void **state) {
  static const char rebuild[] = "CREATE TABLE n(id INTEGER PRIMARY KEY); DROP TABLE p; "
                                "ALTER TABLE n RENAME TO p";
  struct world *world = *state;
  run(world, "CREATE TABLE p(id INTEGER PRIMARY KEY); CREATE TABLE c(p REFERENCES p(id));"
             "INSERT INTO p VALUES (1); INSERT INTO c VALUES (1);");
  assert_int_equal(watch_rebuild(world->connection, "p", &world->error), RUNNER_DONE);
  for (int told = 0; told <= 1; told++) {
    begin(world);
    if (told)
      assert_int_equal(watch_rebuild(world->connection, "p", &world->error), RUNNER_DONE);
    run(world, rebuild);
    assert_int_equal(try_verify(world), told ? RUNNER_FAILED : RUNNER_DONE);
    if (told) assert_error_contains(world, "1 row of c refers to no row of p");
    rollback(world);
  }
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)
  const struct CMUnitTest tests[] = {
      CASE(an_adopted_connection_gets_its_own_mode_back),
      CASE(triggers_can_be_switched_off),
      CASE(views_and_triggers_that_do_not_work_are_listed),
      CASE(a_rebuild_is_verified_if_the_watch_is_told),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The watch as a whole: starting and ending it, and running out of memory. */
#include "sqlite/connection_state.h"
#include "sqlite/watch.h"

#include "family.h"
#include "support/failing_allocator.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

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
      CASE(it_may_be_ended_twice_and_verified_without_start),
      CASE(running_out_of_memory_is_reported_and_leaks_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

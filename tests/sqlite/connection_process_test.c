/* A process of our own: what is settled before SQLite is first used. */
#include "sqlite/connection.h"

#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sqlite3.h>

static void memory_is_not_counted(void **state) {
  struct world *world = *state;
  assert_int_equal(number(world, "SELECT count(*) FROM sqlite_schema"), 0);
  assert_int_equal(sqlite3_memory_used(), 0);
}

/* Another part of the process has begun to use SQLite: it is left as it is. */
static void too_late_changes_nothing(void **state) {
  struct world *world = *state;
  connection_own_process();
  assert_int_equal(number(world, "SELECT count(*) FROM sqlite_schema"), 0);
}

int main(void) {
  connection_own_process();
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(memory_is_not_counted, world_setup, world_teardown),
      cmocka_unit_test_setup_teardown(too_late_changes_nothing, world_setup,
                                      world_teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

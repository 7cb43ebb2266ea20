/* Opening, adopting, closing; what a connection knows about itself. */
#include "sqlite/connection.h"
#include "sqlite/statement.h"
#include "support/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static void a_first_look(void **state) {
  char *path = folder_path(state, "a.db");
  struct connection_options options = {.path = path, .create = true};
  struct connection *connection = NULL;
  struct runner_error error = RUNNER_ERROR_INIT;
  assert_int_equal(connection_open(&options, &connection, &error), RUNNER_DONE);
  assert_int_not_equal(access(path, F_OK), 0);
  assert_int_equal(connection_begin(connection, &error), RUNNER_DONE);
  assert_int_equal(connection_execute(connection,
                                      "CREATE TABLE t(a); ; INSERT INTO t VALUES(1);\n",
                                      &error),
                   RUNNER_DONE);
  bool unknown;
  assert_int_equal(connection_commit(connection, &unknown, &error), RUNNER_DONE);
  int64_t value;
  assert_int_equal(connection_integer(connection, "SELECT a FROM t", &value, &error),
                   RUNNER_DONE);
  assert_int_equal(value, 1);
  assert_int_equal(connection_execute(connection, "SELECT x FROM t", &error),
                   RUNNER_FAILED);
  assert_string_equal(error.message, "no such column: x");
  assert_int_equal(error.offset, 7);
  runner_error_clear(&error);
  bool exists;
  assert_int_equal(connection_has_table(connection, "T", &exists, &error), RUNNER_DONE);
  assert_true(exists);
  connection_close(connection);
  free(path);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(a_first_look, folder_setup, folder_teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

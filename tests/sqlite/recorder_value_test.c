/* What the recorder writes down gives identical values back, through SQLite itself and
** through the sqlite3 shell. */
#include "sqlite/connection.h"

#include "base/buffer.h"
#include "base/memory.h"
#include "sqlite/connection_state.h"
#include "sqlite/literal.h"
#include "support/failing_allocator.h"
#include "support/folder.h"
#include "world.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

/* A value of any type, made from a number. */
static void bind_value(struct statement *insert, int parameter, unsigned n) {
  static const char texts[][12] = {"",         "it's",     "a\0b\0",   "\r\n\r",
                                   "~r~0\r",   "~r\rr0",   "x\n.q\ny", "~0~r0.\r",
                                   "\xc3\xa4", "\xff\xfe", "--;/*",    "\0r~0\r0"};
  static const double reals[] = {0.1,
                                 -0.0,
                                 1e23,
                                 5e-324,
                                 DBL_MAX,
                                 DBL_MIN,
                                 1e-320,
                                 INFINITY,
                                 1 / 3.0,
                                 9007199254740993.0,
                                 -1.7976931348623155e308,
                                 2.2250738585072011e-308};
  static const int64_t integers[] = {0, -1, INT64_MAX, INT64_MIN};
  runner_status status = RUNNER_FAILED;
  switch (n % 5) {
  case 0:
    status = statement_bind_null(insert, parameter, NULL);
    break;
  case 1:
    status = statement_bind_integer(insert, parameter, integers[n / 5 % 4], NULL);
    break;
  case 2: {
    uint64_t bits = n * 0x9e3779b97f4a7c15u;
    double value = reals[n / 5 % 12];
    if (n > 60) memcpy(&value, &bits, sizeof value); /* any bits at all */
    status = statement_bind_real(insert, parameter, value, NULL);
    break;
  }
  case 3:
    status = statement_bind_text(insert, parameter, texts[n / 5 % 12],
                                 (n / 5 % 12 == 2 || n / 5 % 12 == 11)
                                     ? 7 - 3 * (n / 5 % 12 == 2)
                                     : strlen(texts[n / 5 % 12]),
                                 NULL);
    break;
  case 4:
    status = statement_bind_blob(insert, parameter, texts[n / 5 % 12], 6, NULL);
  }
  assert_int_equal(status, RUNNER_DONE);
}

enum { VALUES_TRIED = 3000 };

static char *record_values(struct world *world) {
  struct buffer text = {0};
  connection_record(world->connection, keep, &text);
  begin(world);
  script(world, "CREATE TABLE t(a, b TEXT, c REAL, d INTEGER)");
  for (unsigned n = 0; n < VALUES_TRIED; n++) {
    struct statement *insert =
        prepare_script(world, "INSERT INTO t VALUES (?1, ?1, ?1, ?1)");
    bind_value(insert, 1, n);
    finish(world, insert);
  }
  commit(world);
  connection_record(world->connection, NULL, NULL);
  assert_false(buffer_failed(&text));
  return text.bytes;
}

static void assert_same_column(struct statement *left, struct statement *right,
                               int column) {
  size_t left_length = 0, right_length = 0;
  enum value_type type = statement_column_type(left, column);
  assert_int_equal(type, statement_column_type(right, column));
  if (type == VALUE_INTEGER) {
    assert_true(statement_column_integer(left, column) ==
                statement_column_integer(right, column));
  } else if (type == VALUE_REAL) {
    double a = statement_column_real(left, column);
    double b = statement_column_real(right, column);
    if (memcmp(&a, &b, sizeof a) != 0) fail_msg("%a became %a", a, b);
  } else {
    const void *a = statement_column_blob(left, column, &left_length);
    const void *b = statement_column_blob(right, column, &right_length);
    assert_int_equal(left_length, right_length);
    if (left_length > 0) assert_memory_equal(a, b, left_length);
  }
}

/* Are the tables t of both files the same, bit for bit? */
static void assert_same(struct world *world, const char *other) {
  struct connection_options options = {.path = other};
  struct connection *first = world->connection, *second = NULL;
  bool row = true;
  int rows = 0;
  assert_int_equal(connection_open(&options, &second, NULL), RUNNER_DONE);
  struct statement *left = prepare_script(world, "SELECT * FROM t ORDER BY rowid");
  world->connection = second;
  struct statement *right = prepare_script(world, "SELECT * FROM t ORDER BY rowid");
  world->connection = first;
  for (;; rows++) {
    assert_int_equal(statement_step(left, &row, NULL), RUNNER_DONE);
    bool right_row = !row;
    assert_int_equal(statement_step(right, &right_row, NULL), RUNNER_DONE);
    assert_int_equal(row, right_row);
    if (!row) break;
    for (int column = 0; column < 4; column++)
      assert_same_column(left, right, column);
  }
  assert_int_equal(rows, VALUES_TRIED);
  statement_release(left);
  statement_release(right);
  connection_close(second);
}

static void a_second_database_gets_identical_values(void **state) {
  struct world *world = *state;
  char *text = record_values(world), *path = folder_path(&world->folder, "b.db");
  sqlite3 *other = NULL;
  sqlite3_open(path, &other);
  assert_int_equal(sqlite3_exec(other, "BEGIN", NULL, NULL, NULL), SQLITE_OK);
  assert_int_equal(sqlite3_exec(other, text, NULL, NULL, NULL), SQLITE_OK);
  assert_int_equal(sqlite3_exec(other, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
  sqlite3_close(other);
  assert_same(world, path);
  memory_release(text);
  free(path);
}

static void the_shell_gives_identical_values(void **state) {
  struct world *world = *state;
  if (system("command -v sqlite3 > /dev/null") != 0) skip();
  char *text = record_values(world), *path = folder_path(&world->folder, "b.db");
  char *script_path = folder_path(&world->folder, "b.sql");
  char command[1000];
  FILE *file = fopen(script_path, "wb");
  fprintf(file, "BEGIN;\n%sCOMMIT;\n", text);
  fclose(file);
  snprintf(command, sizeof command, "sqlite3 -bail '%s' < '%s'", path, script_path);
  assert_int_equal(system(command), 0);
  assert_same(world, path);
  memory_release(text);
  free(path);
  free(script_path);
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)
  const struct CMUnitTest tests[] = {
      CASE(a_second_database_gets_identical_values),
      CASE(the_shell_gives_identical_values),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Values: what is bound comes back as it was; parameters and columns. */
#include "sqlite/statement.h"

#include "world.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* ---- values ---- */

static const char ROUND_TRIP[] = "SELECT ?1, typeof(?1), length(?1)";

static void integers_have_64_bits(void **state) {
  struct world *world = *state;
  static const int64_t values[] = {0,         -1,        INT64_MAX,      INT64_MIN,
                                   INT32_MAX, 1LL << 53, (1LL << 53) + 1};
  struct statement *statement = prepare(world, ROUND_TRIP);
  for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
    assert_int_equal(statement_bind_integer(statement, 1, values[i], NULL), RUNNER_DONE);
    assert_true(step(world, statement)); /* binding starts it anew */
    assert_int_equal(statement_column_type(statement, 0), VALUE_INTEGER);
    assert_true(statement_column_integer(statement, 0) == values[i]);
  }
  statement_release(statement);
}

static void reals_are_exact(void **state) {
  struct world *world = *state;
  static const double values[] = {0.1,    -0.0,     1e308,     DBL_MAX, DBL_MIN,
                                  5e-324, INFINITY, -INFINITY, 3.0};
  struct statement *statement = prepare(world, ROUND_TRIP);
  for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
    assert_int_equal(statement_bind_real(statement, 1, values[i], NULL), RUNNER_DONE);
    assert_true(step(world, statement));
    assert_int_equal(statement_column_type(statement, 0), VALUE_REAL);
    double back = statement_column_real(statement, 0);
    assert_memory_equal(&back, &values[i], sizeof back);
  }
  assert_int_equal(statement_bind_real(statement, 1, NAN, NULL), RUNNER_DONE);
  assert_true(step(world, statement));
  assert_int_equal(statement_column_type(statement, 0), VALUE_NULL);
  statement_release(statement);
}

static void texts_and_blobs_hold_any_byte(void **state) {
  struct world *world = *state;
  static const struct {
    const char *bytes;
    size_t length;
  } values[] = {{"", 0}, {"abc", 3}, {"a\0b", 3}, {"\0", 1}, {"\xc3\xa4\xff", 3}};
  size_t length = 99;
  struct statement *statement = prepare(world, ROUND_TRIP);
  for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
    const char *bytes = values[i].bytes;
    assert_int_equal(statement_bind_text(statement, 1, bytes, values[i].length, NULL),
                     RUNNER_DONE);
    assert_true(step(world, statement));
    assert_int_equal(statement_column_type(statement, 0), VALUE_TEXT);
    const char *text = statement_column_text(statement, 0, &length);
    assert_int_equal(length, values[i].length);
    assert_memory_equal(text, bytes, length);
    assert_int_equal(statement_bind_blob(statement, 1, bytes, values[i].length, NULL),
                     RUNNER_DONE);
    assert_true(step(world, statement));
    assert_int_equal(statement_column_type(statement, 0), VALUE_BLOB);
    const void *blob = statement_column_blob(statement, 0, &length);
    assert_int_equal(length, values[i].length);
    if (length > 0) assert_memory_equal(blob, bytes, length);
  }
  assert_int_equal(statement_bind_text(statement, 1, NULL, 0, NULL), RUNNER_DONE);
  assert_true(step(world, statement));
  assert_int_equal(statement_column_type(statement, 0), VALUE_TEXT);
  assert_int_equal(statement_bind_blob(statement, 1, NULL, 0, NULL), RUNNER_DONE);
  assert_true(step(world, statement));
  assert_int_equal(statement_column_type(statement, 0), VALUE_BLOB);
  assert_int_equal(statement_bind_null(statement, 1, NULL), RUNNER_DONE);
  assert_true(step(world, statement));
  assert_int_equal(statement_column_type(statement, 0), VALUE_NULL);
  assert_string_equal(statement_column_text(statement, 0, &length), "");
  assert_int_equal(length, 0);
  statement_release(statement);
}

/* ---- parameters and columns ---- */

static void parameters_and_columns_have_names(void **state) {
  struct world *world = *state;
  struct statement *statement = prepare(world, "SELECT :a AS \"x y\", @b, $c, ?, ?9");
  static const char *const names[] = {":a", "@b", "$c"};
  assert_int_equal(statement_parameter_count(statement), 9);
  for (int i = 0; i < 3; i++)
    assert_string_equal(statement_parameter_name(statement, i + 1), names[i]);
  assert_null(statement_parameter_name(statement, 4));
  assert_string_equal(statement_parameter_name(statement, 9), "?9");
  assert_int_equal(statement_column_count(statement), 5);
  assert_string_equal(statement_column_name(statement, 0), "x y");
  statement_release(statement);
}

static void a_parameter_that_is_not_there(void **state) {
  struct world *world = *state;
  struct statement *statement = prepare(world, "SELECT ?");
  assert_int_equal(statement_bind_integer(statement, 2, 0, &world->error), RUNNER_FAILED);
  assert_error(world, "there is no parameter 2: the statement has 1", NULL);
  assert_int_equal(statement_bind_null(statement, 0, &world->error), RUNNER_FAILED);
  assert_error(world, "there is no parameter 0: the statement has 1", NULL);
  assert_int_equal(statement_bind_text(statement, 1, "x", 2000000000, &world->error),
                   RUNNER_FAILED);
  assert_error(world, "string or blob too big", NULL);
  statement_release(statement);
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)
  const struct CMUnitTest tests[] = {
      CASE(integers_have_64_bits),         CASE(reals_are_exact),
      CASE(texts_and_blobs_hold_any_byte), CASE(parameters_and_columns_have_names),
      CASE(a_parameter_that_is_not_there),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What a connection tells of long work. The threshold is none at all here, so whatever
** takes a thousand instructions is told of. */
#include "sqlite/progress.h"

#include "base/clock.h"
#include "sqlite/statement.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

/* What was told. */
struct told {
  int count, over;
  char what[100]; /* the last */
  struct progress last;
  struct connection *interrupt; /* at the first word; NULL: not */
};

static void note(void *user, const struct progress *progress) {
  struct told *told = user;
  if (progress->what == NULL) {
    told->over++;
    return;
  }
  told->count++;
  told->last = *progress;
  snprintf(told->what, sizeof told->what, "%s", progress->what);
  if (told->interrupt != NULL) connection_interrupt(told->interrupt);
}

static struct connection *open_telling(struct told *told, double after) {
  struct connection *connection = NULL;
  struct connection_options options = {
      .path = ":memory:", .progress = note, .progress_after = after, .user = told};
  assert_int_equal(connection_open(&options, &connection, NULL), RUNNER_DONE);
  const char *sql = "CREATE TABLE t (id INTEGER PRIMARY KEY, x);"
                    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                    "LIMIT 5000) INSERT INTO t SELECT i, i FROM n";
  assert_int_equal(connection_execute(connection, sql, NULL), RUNNER_DONE);
  *told = (struct told){0};
  return connection;
}

static void run(struct connection *connection, const char *sql, runner_status expected) {
  struct statement *statement = NULL;
  connection_set_mode(connection, CONNECTION_SCRIPT);
  assert_int_equal(
      statement_prepare(connection, sql, strlen(sql), &statement, NULL, NULL),
      RUNNER_DONE);
  assert_int_equal(statement_run(statement, NULL), expected);
  statement_release(statement);
}

static void a_statement_is_told_of_by_its_beginning(void **state) {
  (void)state;
  struct told told = {0};
  struct connection *connection = open_telling(&told, 0);
  run(connection, "  UPDATE t\n   SET x =  x + 1", RUNNER_DONE);
  assert_string_equal(told.what, "UPDATE t SET x = x + 1");
  assert_int_equal(told.last.done, 0);
  assert_int_equal(told.last.total, 0);
  assert_int_equal(told.over, 1);
  run(connection,
      "UPDATE t SET x = 'the sixty-first byte of this is inside "
      "\xc3\xa4\xc3\xa4\xc3\xa4'",
      RUNNER_DONE);
  assert_string_equal(
      told.what, "UPDATE t SET x = 'the sixty-first byte of this is inside \xc3\xa4...");
  connection_close(connection);
}

static void work_counts_the_rows_of_a_scan(void **state) {
  (void)state;
  struct told told = {0};
  struct connection *connection = open_telling(&told, 0);
  for (int i = 0; i < 2; i++) { /* the second time the statement comes from the cache */
    struct connection_work work = {.what = "counting", .total = 5000};
    connection_work_begin(connection, &work);
    told.count = 0;
    run(connection, "UPDATE t SET x = x + 1", RUNNER_DONE);
    assert_string_equal(told.what, "counting");
    assert_in_range(told.count, 1, 100);
    assert_in_range(told.last.done, 1, 4999);
    assert_int_equal(told.last.total, 5000);
    connection_work_end(connection, &work);
    assert_int_equal(told.over, i + 1);
  }
  connection_close(connection);
}

static void rows_are_counted_or_reckoned_by_steps(void **state) {
  (void)state;
  struct told told = {0};
  struct connection *connection = open_telling(&told, 0);
  struct connection_work outer = {.what = "outer", .total = 9, .counted = true};
  connection_work_begin(connection, &outer);
  connection_work_count(connection, 2);
  assert_string_equal(told.what, "outer");
  assert_int_equal(told.last.done, 2);
  struct connection_work inner = {.what = "inner", .total = 40, .row_steps = 100};
  connection_work_begin(connection, &inner);
  run(connection, "CREATE INDEX i ON t (x)", RUNNER_DONE);
  assert_string_equal(told.what, "inner");
  assert_true(told.last.done >= 10 && told.last.done % 10 == 0);
  connection_work_end(connection, &inner);
  connection_work_total(connection, 4);
  connection_work_count(connection, 7); /* an estimate was too low */
  assert_string_equal(told.what, "outer");
  assert_int_equal(told.last.done, 4);
  assert_int_equal(told.last.total, 4);
  connection_work_end(connection, &outer);
  connection_work_count(connection, 1); /* nobody asks */
  connection_close(connection);
}

static void what_is_quick_is_not_told_of(void **state) {
  (void)state;
  struct told told = {0};
  struct connection *connection = open_telling(&told, 3600);
  struct connection_work work = {.what = "nothing", .counted = true};
  connection_work_begin(connection, &work);
  run(connection, "UPDATE t SET x = x + 1", RUNNER_DONE);
  connection_work_count(connection, 1);
  connection_work_end(connection, &work);
  assert_int_equal(told.count + told.over, 0);
  connection_close(connection);
}

static void rows_without_a_scan_have_no_total(void **state) {
  (void)state;
  struct told told = {0};
  struct connection *connection = open_telling(&told, 0);
  struct connection_work work = {.what = "searching", .total = 5000};
  connection_work_begin(connection, &work);
  connection_work_count(connection, 3);
  assert_int_equal(told.last.done, 3);
  assert_int_equal(told.last.total, 0);
  connection_work_end(connection, &work);
  connection_close(connection);
}

/* A slow function may be called once a second, a quick one a million times. */
static void counting_looks_at_the_clock_as_often_as_it_must(void **state) {
  (void)state;
  struct told told = {0};
  struct connection *connection = open_telling(&told, 0);
  struct connection_work work = {.what = "counting", .counted = true};
  connection_work_begin(connection, &work);
  double began = clock_seconds();
  int64_t rows = 0;
  for (; told.count < 3; rows++)
    connection_work_count(connection, 1);
  assert_true(clock_seconds() - began >= 0.2); /* ten times a second */
  assert_true(rows - told.last.done <= 1);
  connection_work_end(connection, &work);
  connection_close(connection);
}

static void the_listener_may_interrupt(void **state) {
  (void)state;
  struct told told = {0};
  struct connection *connection = open_telling(&told, 0);
  told.interrupt = connection;
  run(connection, "UPDATE t SET x = x + 1", RUNNER_INTERRUPTED);
  assert_int_equal(told.count, 1);
  assert_int_equal(told.over, 1);
  connection_close(connection);
}

static int count_calls(void *user) {
  ++*(int *)user;
  return 0;
}

/* https://www.sqlite.org/c3ref/progress_handler.html: there is one for a connection. */
static void an_adopted_connection_is_given_back_without_a_handler(void **state) {
  (void)state;
  struct told told = {0};
  sqlite3 *handle = NULL;
  struct connection *connection = NULL;
  int calls = 0;
  const char *sql =
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT "
      "5000) SELECT count(*) FROM n";
  assert_int_equal(sqlite3_open(":memory:", &handle), SQLITE_OK);
  sqlite3_progress_handler(handle, 100, count_calls, &calls);
  struct connection_options silent = {0};
  assert_int_equal(connection_adopt(handle, &silent, &connection, NULL), RUNNER_DONE);
  run(connection, sql, RUNNER_DONE);
  connection_close(connection);
  assert_true(calls > 0); /* nobody listens, so the application's own is left */
  calls = 0;
  struct connection_options telling = {.progress = note, .user = &told};
  assert_int_equal(connection_adopt(handle, &telling, &connection, NULL), RUNNER_DONE);
  run(connection, sql, RUNNER_DONE);
  assert_int_equal(told.count, 1);
  connection_close(connection);
  assert_int_equal(sqlite3_exec(handle, sql, NULL, NULL, NULL), SQLITE_OK);
  assert_int_equal(told.count, 1);
  assert_int_equal(calls, 0);
  sqlite3_close(handle);
}

/* Each takes less than it takes to be told of, all of them together more. */
static void short_work_after_other_work_is_told_of(void **state) {
  (void)state;
  struct told told;
  const double after = 0.2;
  struct connection *connection = open_telling(&told, after);
  double began = clock_seconds();
  for (int i = 0; told.count == 0 && i < 50; i++) {
    struct connection_work work = {.what = "one of many", .counted = true};
    connection_work_begin(connection, &work);
    for (double end = clock_seconds() + after * 0.6; clock_seconds() < end;)
      connection_work_count(connection, 1);
    connection_work_end(connection, &work);
  }
  assert_true(told.count > 0);
  assert_true(clock_seconds() - began >= after);
  assert_string_equal(told.what, "one of many");
  connection_close(connection);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_statement_is_told_of_by_its_beginning),
      cmocka_unit_test(work_counts_the_rows_of_a_scan),
      cmocka_unit_test(rows_are_counted_or_reckoned_by_steps),
      cmocka_unit_test(what_is_quick_is_not_told_of),
      cmocka_unit_test(rows_without_a_scan_have_no_total),
      cmocka_unit_test(counting_looks_at_the_clock_as_often_as_it_must),
      cmocka_unit_test(the_listener_may_interrupt),
      cmocka_unit_test(an_adopted_connection_is_given_back_without_a_handler),
      cmocka_unit_test(short_work_after_other_work_is_told_of),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

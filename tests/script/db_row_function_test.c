/* Functions that give several columns of a row to SQL. */
#include "script/db.h"
#include "script/db_text.h"
#include "support/failing_allocator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define TABLE                                                                            \
  "local row = require('runner.row')\n"                                                  \
  "db:exec([[CREATE TABLE t(a, b, c); INSERT INTO t VALUES (1, 'x', NULL), "             \
  "(2, 'y', NULL), (3, 'y', NULL)]])\n"

static void it_is_called_once_for_a_row(void **state) {
  (void)state;
  db_text_run(
      TABLE "local calls = 0\n"
            "row.define(db, 'both', { keys = 1, results = 2 }, function(a, b)\n"
            "  calls = calls + 1 return a * 10, b .. b end)\n"
            "db:exec('UPDATE t SET c = both(2, rowid, a, b), a = both(1, rowid, a, b)')\n"
            "same(calls, 3)\n"
            "same(db:value([[SELECT group_concat(a || c) FROM t]]), '10xx,20yy,30yy')");
}

static void keys_of_all_kinds_tell_rows_apart(void **state) {
  (void)state;
  db_text_run(
      "local row = require('runner.row')\n"
      "local calls = 0\n"
      "row.define(db, 'f', { keys = 2, results = 2 }, function(v)\n"
      "  calls = calls + 1 return v, nil end)\n"
      "local keys = [[(1, 'a'), (1, 'b'), (1, x'61'), (1.0, 'a'), (NULL, 'a'),\n"
      "  (NULL, NULL), (2, ''), (2, x''), (2, 'a longer text'), (2, 0.0), (2, -0.0)]]\n"
      "same(db:value('SELECT count(f(1, column1, column2, 7)) FROM (VALUES '\n"
      "  .. keys .. ')'), 11)\n"
      "same(calls, 11)");
}

static void the_key_may_be_among_the_arguments(void **state) {
  (void)state;
  db_text_run(
      TABLE "local calls = 0\n"
            "row.define(db, 'f', { keys = { 3, 1 }, results = 2 }, function(a, b, id)\n"
            "  calls = calls + 1 if a == 3 then error('no') end return b .. id, id end)\n"
            "same(db:value([[SELECT group_concat(f(1, a, b, rowid) ||\n"
            "  f(2, a, b, rowid)) FROM t WHERE a < 3]]), 'x11,y22')\n"
            "same(calls, 2)\n"
            "fails('no', db.value, db, [[SELECT f(2, 3, 0, x'61')]])\n"
            "local keys = row.failed(db, 'f')\n"
            "same(tostring(keys[1]), 'a') same(keys[2], 3) same(#keys, 2)\n"
            "fails('key of the row', db.value, db, 'SELECT f(1, 5, 6)')");
}

static void a_function_may_come_back_to_itself(void **state) {
  (void)state;
  db_text_run("local row = require('runner.row')\n"
              "row.define(db, 'f', { keys = 1, results = 2 }, function(a)\n"
              "  if a == 0 then return 0, 'end' end\n"
              "  return a + db:value('SELECT f(1, ?1, ?1)', a - 1), 'of ' .. a end)\n"
              "same(db:value('SELECT f(1, 3, 3) || f(2, 3, 3)'), '6of 3')");
}

static void what_is_kept_can_be_forgotten(void **state) {
  (void)state;
  db_text_run(
      TABLE
      "row.define(db, 'f', { keys = 1, results = 2 }, function(a) return a, 0 end)\n"
      "same(db:value('SELECT f(1, 5, 1)'), 1)\n"
      "same(db:value('SELECT f(1, 5, 2)'), 1)\n"
      "row.forget(db, 'f')\n"
      "same(db:value('SELECT f(1, 5, 2)'), 2)\n"
      "fails('no function of rows', row.forget, db, 'g')\n"
      "db:define('plain', function() end)\n"
      "fails('no function of rows', row.forget, db, 'plain')");
}

static void the_row_that_failed_is_known(void **state) {
  (void)state;
  db_text_run(TABLE
              "local original = { 'the very same' }\n"
              "row.define(db, 'f', { keys = 1, results = 2 }, function(a, b)\n"
              "  if a == 2 then error(original) end return a, b end)\n"
              "same(row.failed(db, 'f'), nil)\n"
              "local ok, problem = pcall(db.exec, db,\n"
              "  'UPDATE t SET a = f(1, rowid, a, c, b), b = f(2, rowid, a, c, b)')\n"
              "same(ok, false) same(problem, original)\n"
              "local keys = row.failed(db, 'f')\n"
              "same(#keys, 1) same(keys[1], 2)\n"
              "row.forget(db, 'f')\n"
              "same(row.failed(db, 'f'), nil)\n"
              "row.define(db, 'g', { keys = 1, results = 1 }, function() return {} end)\n"
              "fails('result 1 must be nil.*not a table', db.value, db,\n"
              "  [[SELECT g(1, 'k', 4)]])\n"
              "same(row.failed(db, 'g')[1], 'k')");
}

static void a_single_result_is_never_kept(void **state) {
  (void)state;
  db_text_run("local row = require('runner.row')\n"
              "row.define(db, 'f', { keys = 1, results = 1 }, function(a) return a end)\n"
              "same(db:value('SELECT f(1, 5, 1) + f(1, 5, 2)'), 3)\n"
              "fails('needs the number', db.value, db, 'SELECT f(2, 5, 1)')");
}

static void as_many_values_are_returned_as_are_wanted(void **state) {
  (void)state;
  db_text_run("local row = require('runner.row')\n"
              "local wants = { results = 1, keys = 1 }\n"
              "local message = 'must return %d values?, one for each column, and '\n"
              "  .. 'returned %d'\n"
              "row.define(db, 'none', wants, function() end)\n"
              "fails(message:format(1, 0), db.value, db, 'SELECT none(1, 5, 1)')\n"
              "same(row.failed(db, 'none')[1], 5)\n"
              "row.define(db, 'gives_nil', wants, function() return nil end)\n"
              "same(db:value('SELECT gives_nil(1, 5, 1)'), nil)\n"
              "row.define(db, 'more', wants, function(a) return a:gsub('a', 'b') end)\n"
              "fails(message:format(1, 2), db.value, db, [[SELECT more(1, 5, 'a')]])\n"
              "wants.results = 3\n"
              "row.define(db, 'less', wants, function(a) return a, nil end)\n"
              "fails(message:format(3, 2), db.value, db, [[SELECT less(2, 5, 'a')]])\n"
              "row.define(db, 'each', wants, function(a) return nil, a, nil end)\n"
              "same(db:value('SELECT each(2, 5, 1)'), 1)");
}

static void the_last_row_is_known(void **state) {
  (void)state;
  db_text_run(
      TABLE
      "db:exec([[UPDATE t SET b = 'z' WHERE a = 3; CREATE UNIQUE INDEX u ON t (b)]])\n"
      "row.define(db, 'f', { keys = 2, results = 1 }, function() return 'y' end)\n"
      "same(row.last(db, 'f'), nil)\n"
      "fails('UNIQUE', db.exec, db, 'UPDATE t SET b = f(1, rowid, b)')\n"
      "same(row.failed(db, 'f'), nil)\n"
      "local keys = row.last(db, 'f')\n"
      "same(#keys, 2) same(keys[1], 1) same(keys[2], 'x')\n"
      "row.forget(db, 'f')\n"
      "same(row.last(db, 'f'), nil)");
}

static void wrong_calls_are_refused(void **state) {
  (void)state;
  db_text_run("local row = require('runner.row')\n"
              "local f = function() return 1 end\n"
              "row.define(db, 'f', { keys = 1, results = 1 }, f)\n"
              "fails('needs the number', db.value, db, 'SELECT f(0, 1)')\n"
              "fails('needs the number', db.value, db, 'SELECT f(2, 1)')\n"
              "fails('needs the number', db.value, db, 'SELECT f(1)')\n"
              "fails('counts', row.define, db, 'g', { keys = 0, results = 1 }, f)\n"
              "fails('counts', row.define, db, 'g', { keys = 1 }, f)\n"
              "fails('own functions', row.define, db, 'abs', { keys = 1, results = 1 }, "
              "f)\n"
              "fails('function expected', row.define, db, 'g', {}, 5)\n"
              "fails('counts', row.define, db, 'g', { keys = {}, results = 1 }, f)\n"
              "fails('places', row.define, db, 'g', { keys = { 0 }, results = 1 }, f)\n"
              "fails('places', row.define, db, 'g', { keys = { 'a' }, results = 1 }, f)");
}

static void memory_runs_out(void **state) {
  (void)state;
  static const char text[] = TABLE
      "row.define(db, 'f', { keys = 2, results = 2 }, function(a) return a, a end)\n"
      "db:exec([[UPDATE t SET a = f(1, rowid, b || 'long', a),\n"
      "  b = f(2, rowid, b || 'long', a)]])\n"
      "same(db:value('SELECT sum(a + b) FROM t'), 12)";
  failing_allocator_loop(db_text_attempt, (void *)text, RUNNER_DONE, FAILING_LENIENT);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(it_is_called_once_for_a_row),
      cmocka_unit_test(keys_of_all_kinds_tell_rows_apart),
      cmocka_unit_test(the_key_may_be_among_the_arguments),
      cmocka_unit_test(a_function_may_come_back_to_itself),
      cmocka_unit_test(what_is_kept_can_be_forgotten),
      cmocka_unit_test(the_row_that_failed_is_known),
      cmocka_unit_test(a_single_result_is_never_kept),
      cmocka_unit_test(as_many_values_are_returned_as_are_wanted),
      cmocka_unit_test(the_last_row_is_known),
      cmocka_unit_test(wrong_calls_are_refused),
      cmocka_unit_test(memory_runs_out),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

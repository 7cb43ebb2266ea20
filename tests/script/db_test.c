/* The `db` word: values, parameters, exec, row, value and loops. */
#include "script/db_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* ---- values ---- */

static void test_integers_keep_64_bits(void **state) {
  (void)state;
  db_text_run("same(db:value('SELECT ?', math.maxinteger), math.maxinteger)\n"
              "same(db:value('SELECT ?', math.mininteger), math.mininteger)\n"
              "same(db:value('SELECT typeof(?)', 1), 'integer')");
}

static void test_floats_stay_real(void **state) {
  (void)state;
  db_text_run("same(db:value('SELECT ?', 2.0), 2.0)\n"
              "same(db:value('SELECT typeof(?)', 2.0), 'real')\n"
              "same(db:value('SELECT ?', 0.1), 0.1)\n"
              "same(db:value('SELECT ?', math.huge), math.huge)\n"
              "fails('parameter 1 is not a number', db.exec, db, 'SELECT ?', 0/0)");
}

static void test_booleans_are_1_and_0(void **state) {
  (void)state;
  db_text_run("same(db:value('SELECT ?', true), 1)\n"
              "same(db:value('SELECT ?', false), 0)");
}

static void test_text_keeps_zero_bytes(void **state) {
  (void)state;
  db_text_run("same(db:value('SELECT ?', 'a\\0b'), 'a\\0b')\n"
              "same(db:value('SELECT ?', ''), '')\n"
              "same(db:value('SELECT typeof(?)', ''), 'text')");
}

static void test_blobs_keep_their_class(void **state) {
  (void)state;
  db_text_run(
      "local b = db:value([[SELECT x'00ff41']])\n"
      "same(tostring(b), '\\0\\xffA') same(#b, 3)\n"
      "same(b == blob('\\0\\xffA'), true) same(b == blob('x'), false)\n"
      "same(tostring(b:sub(2)), '\\xffA') same(tostring(b:sub(-1, -1)), 'A')\n"
      "same(#b:sub(3, 2), 0) same(tostring(b:sub(-9, 9)), '\\0\\xffA')\n"
      "same(tostring(b .. 'z'), '\\0\\xffAz') same(tostring('z' .. b), 'z\\0\\xffA')\n"
      "same(db:value('SELECT typeof(?)', b), 'blob')\n"
      "same(db:value('SELECT typeof(?)', blob('')), 'blob')\n"
      "same(#db:value([[SELECT x'']]), 0)\n"
      "fails('string or blob expected, got number', blob, 1)\n"
      "fails('expected', function() return b .. {} end)\n"
      "fails('blob expected', b.sub, 'text', 1)");
}

static void test_null_both_ways(void **state) {
  (void)state;
  db_text_run("same(db:value('SELECT NULL'), nil)\n"
              "same(db:value('SELECT typeof(?)', nil), 'null')\n"
              "same(db:value('SELECT typeof(?)', null), 'null')\n"
              "same(db:value('SELECT typeof(:a)', { a = null }), 'null')\n"
              "same(tostring(null), 'null')\n"
              "same(select('#', db:row('SELECT 1, NULL')), 2)");
}

static void test_other_values_are_refused(void **state) {
  (void)state;
  db_text_run(
      "fails('bad argument #3 to .exec. .*parameter 2 must be nil, a boolean, number, "
      "string, '\n"
      "  .. 'db.null or db.blob, not a table',\n"
      "  function() db:exec('SELECT ?, ?', 1, {}) end)\n"
      "fails('not a function', db.exec, db, 'SELECT ?', print)\n"
      "fails(\"parameter 'a' must be .*not a table\", db.exec, db, 'SELECT :a',\n"
      "  { a = {} })\n"
      "fails('not a userdata', db.exec, db, 'SELECT ?', io.stdout)");
}

/* ---- parameters ---- */

static void test_parameter_counts(void **state) {
  (void)state;
  db_text_run(
      "fails('has 2 parameters, but 1 value was given', db.exec, db, 'SELECT ?, ?', 1)\n"
      "fails('has 1 parameter, but 2 values', db.exec, db, 'SELECT ?', 1, 2)\n"
      "fails('has 1 parameter, but 0 values', db.exec, db, 'SELECT ?')\n"
      "same(db:value('SELECT typeof(?2)', nil, nil), 'null')\n"
      "fails('has 2 parameters, but 3', db.exec, db, 'SELECT ?, ?', 1, nil, nil)\n"
      "local p = fails('parameter', db.exec, db, 'SELECT ?')\n"
      "same(p.sql, 'SELECT ?')");
}

static void test_named_parameters(void **state) {
  (void)state;
  db_text_run(
      "local a, b, c = db:row('SELECT :a, @b, $c', { a = 1, b = 'x', c = 2.5 })\n"
      "same(a, 1) same(b, 'x') same(c, 2.5)\n"
      "same(db:value('SELECT :a + :a', { a = 2 }), 4)\n"
      "fails(\"parameter 'b' is missing\", db.exec, db, 'SELECT :a, :b', { a = 1 })\n"
      "fails(\"no parameter 'c'\", db.exec, db, 'SELECT :a', { a = 1, c = 1 })\n"
      "fails(\"no parameter '1'\", db.exec, db, 'SELECT :a', { a = 1, 5 })\n"
      "fails('parameter 1 has no name', db.exec, db, 'SELECT ?', { 5 })\n"
      "fails('parameter 2 has no name', db.exec, db, 'SELECT :a, ?2', { a = 1 })\n"
      "fails('not a table', db.exec, db, 'SELECT ?', setmetatable({}, {}))\n"
      "fails('has 0 parameters', db.exec, db, 'SELECT 1', {}, {})");
}

/* ---- exec, row, value ---- */

static void test_exec_counts_changes(void **state) {
  (void)state;
  db_text_run("same(db:exec('CREATE TABLE t(a)'), 0)\n"
              "same(db:exec('INSERT INTO t VALUES (1), (2), (3)'), 3)\n"
              "same(db:exec('CREATE TABLE u(a)'), 0)\n"
              "same(db:exec('UPDATE t SET a = 5 WHERE a > ?', 1), 2)\n"
              "same(db:changes(), 2) same(db:last_rowid(), 3)\n"
              "same(db:exec('SELECT * FROM t'), 0)\n"
              "same(db:exec('DELETE FROM t WHERE a = 9'), 0)");
}

static void test_exec_runs_several_statements(void **state) {
  (void)state;
  db_text_run("same(db:exec('CREATE TABLE t(a); INSERT INTO t VALUES (1), (2);'\n"
              "  .. 'INSERT INTO t VALUES (3); -- done'), 3)\n"
              "same(db:exec(''), 0) same(db:exec(' -- nothing '), 0)\n"
              "fails('one statement', db.exec, db, 'SELECT ?; SELECT 2', 1)\n"
              "fails('one statement', db.prepare, db, 'SELECT 1; SELECT 2')\n"
              "fails('no SQL statement', db.value, db, '')\n"
              "fails('no SQL statement', db.prepare, db, '--')");
}

static void test_row_and_value(void **state) {
  (void)state;
  db_text_run("local a, b = db:row([[SELECT 1, 'x' UNION SELECT 2, 'y']])\n"
              "same(a, 1) same(b, 'x')\n"
              "same(select('#', db:row('SELECT 1 WHERE 0')), 0)\n"
              "same(select('#', db:value('SELECT 1 WHERE 0')), 1)\n"
              "db:exec('CREATE TABLE t(a)')\n"
              "same(db:value('INSERT INTO t VALUES (7), (8) RETURNING a'), 7)\n"
              "same(db:value('SELECT count(*) FROM t'), 2)\n"
              "fails('gives no rows', db.value, db, 'DELETE FROM t')\n"
              "same(db:value('SELECT count(*) FROM t'), 2)");
}

static void test_errors_carry_the_statement(void **state) {
  (void)state;
  db_text_run("local p = fails('nosuch', db.exec, db, 'SELECT nosuch')\n"
              "same(p.sql, 'SELECT nosuch') same(p.offset, 7) same(p.kind, 'failed')\n"
              "db:exec('CREATE TABLE t(a UNIQUE)') db:exec('INSERT INTO t VALUES (1)')\n"
              "p = fails('UNIQUE', db.exec, db, 'INSERT INTO t VALUES (?)', 1)\n"
              "same(p.code, 2067)\n"
              "fails('string expected', db.exec, db)\n"
              "fails(\"db has no 'execute'\", function() return db.execute end)\n"
              "fails('db expected', db.exec, {}, 'SELECT 1')");
}

/* ---- rows ---- */

static void test_rows(void **state) {
  (void)state;
  db_text_run("local seen = {}\n"
              "for a, b in db:rows('VALUES (1, 2), (NULL, 3), (4, NULL)') do\n"
              "  seen[#seen + 1] = tostring(a) .. '/' .. tostring(b)\n"
              "end\n"
              "same(table.concat(seen, ' '), '1/2 null/3 4/nil')\n"
              "for a in db:rows('SELECT NULL') do same(a, null) end\n"
              "for _ in db:rows('SELECT 1 WHERE 0') do error('a row') end\n"
              "fails('gives no rows', db.rows, db, 'CREATE TABLE t(a)')");
}

static void test_rows_as_tables(void **state) {
  (void)state;
  db_text_run("for row in db:nrows([[SELECT 1 AS a, 'x' AS b, NULL AS c]]) do\n"
              "  same(row.a, 1) same(row.b, 'x') same(row.c, nil)\n"
              "end\n"
              "fails(\"columns 1 and 3 are both named 'a'\", db.nrows, db,\n"
              "  'SELECT 1 AS a, 2 AS b, 3 AS a')");
}

static void test_break_gives_the_statement_back(void **state) {
  (void)state;
  db_text_run(
      "db:exec('CREATE TABLE t(a); INSERT INTO t VALUES (1), (2)')\n"
      "for _ in db:rows('SELECT a FROM t') do break end\n"
      "db:exec('DROP TABLE t')\n"
      "db:exec('CREATE TABLE t(a); INSERT INTO t VALUES (1), (2)')\n"
      "pcall(function() for _ in db:rows('SELECT a FROM t') do error('x') end end)\n"
      "db:exec('DROP TABLE t')");
}

static void test_collected_rows_give_the_statement_back(void **state) {
  (void)state;
  db_text_run("db:exec('CREATE TABLE t(a); INSERT INTO t VALUES (1), (2)')\n"
              "do local next_row = db:rows('SELECT a FROM t') same(next_row(), 1) end\n"
              "collectgarbage() collectgarbage()\n"
              "db:exec('DROP TABLE t')");
}

static void test_rows_after_the_end(void **state) {
  (void)state;
  db_text_run("local next_row, _, _, rows = db:rows('SELECT 1')\n"
              "same(next_row(), 1) same(next_row(), nil) same(next_row(), nil)\n"
              "local again, _, _, closing = db:rows('SELECT 1')\n"
              "do local guard <close> = closing end\n"
              "same(again(), nil)\n"
              "do local guard <close> = closing end");
}

static void test_the_same_text_in_nested_loops(void **state) {
  (void)state;
  db_text_run(
      "db:exec('CREATE TABLE t(a); INSERT INTO t VALUES (1), (2), (3)')\n"
      "local sum, query = 0, 'SELECT a FROM t ORDER BY a'\n"
      "for a in db:rows(query) do\n"
      "  for b in db:rows(query) do sum = sum + a * b end\n"
      "end\n"
      "same(sum, 36)\n"
      "local s, count = db:prepare(query), 0\n"
      "for _ in s:rows() do for _ in s:rows() do count = count + s:value() end end\n"
      "same(count, 9)");
}

static void test_a_failing_row_ends_the_loop(void **state) {
  (void)state;
  db_text_run(
      "db:exec('CREATE TABLE t(a); INSERT INTO t VALUES (1), (2)')\n"
      "local next_row = db:rows('SELECT CASE a WHEN 1 THEN 1 ELSE '\n"
      "  .. [[json('{') END FROM t]])\n"
      "same(next_row(), 1) fails('malformed JSON', next_row) same(next_row(), nil)\n"
      "db:exec('DROP TABLE t')");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_integers_keep_64_bits),
      cmocka_unit_test(test_floats_stay_real),
      cmocka_unit_test(test_booleans_are_1_and_0),
      cmocka_unit_test(test_text_keeps_zero_bytes),
      cmocka_unit_test(test_blobs_keep_their_class),
      cmocka_unit_test(test_null_both_ways),
      cmocka_unit_test(test_other_values_are_refused),
      cmocka_unit_test(test_parameter_counts),
      cmocka_unit_test(test_named_parameters),
      cmocka_unit_test(test_exec_counts_changes),
      cmocka_unit_test(test_exec_runs_several_statements),
      cmocka_unit_test(test_row_and_value),
      cmocka_unit_test(test_errors_carry_the_statement),
      cmocka_unit_test(test_rows),
      cmocka_unit_test(test_rows_as_tables),
      cmocka_unit_test(test_break_gives_the_statement_back),
      cmocka_unit_test(test_collected_rows_give_the_statement_back),
      cmocka_unit_test(test_rows_after_the_end),
      cmocka_unit_test(test_the_same_text_in_nested_loops),
      cmocka_unit_test(test_a_failing_row_ends_the_loop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The `db` word: prepared statements, functions, savepoints, the end of a database. */
#include "script/db.h"
#include "script/db_text.h"
#include "support/failing_allocator.h"

#include <lauxlib.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* ---- prepared statements ---- */

static void test_prepared_statements(void **state) {
  (void)state;
  db_text_run(
      "db:exec('CREATE TABLE t(a, b)')\n"
      "local insert = db:prepare('INSERT INTO t VALUES (?, ?)')\n"
      "for i = 1, 3 do same(insert:exec(i, i * i), 1) end\n"
      "local s = db:prepare('SELECT a, b FROM t WHERE a >= :a')\n"
      "local a, b = s:row({ a = 2 }) same(a, 2) same(b, 4)\n"
      "same(s:value(3), 3)\n"
      "local n = 0\n"
      "for x, y in s:rows({ a = 1 }) do same(x * x, y) n = n + 1 end\n"
      "for row in s:nrows({ a = 1 }) do same(row.a * row.a, row.b) n = n + 1 end\n"
      "same(n, 6)\n"
      "s:close() s:close() fails('statement is closed', s.row, s, 1)\n"
      "do local guard <close> = insert end\n"
      "fails('statement is closed', insert.exec, insert, 1, 2)\n"
      "fails('nosuch', db.prepare, db, 'SELECT nosuch')");
}

/* ---- functions ---- */

static void test_functions(void **state) {
  (void)state;
  db_text_run("db:define('twice', function(x) return x * 2 end)\n"
              "same(db:value('SELECT twice(21)'), 42)\n"
              "same(db:value('SELECT twice(1.5)'), 3.0)\n"
              "db:define('kind', function(x) return math.type(x) or type(x) end)\n"
              "same(db:value('SELECT kind(NULL)'), 'nil')\n"
              "same(db:value([[SELECT kind(x'00')]]), 'userdata')\n"
              "db:define('echo', function(...) return ... end)\n"
              "same(tostring(db:value([[SELECT echo(x'0041')]])), '\\0A')\n"
              "same(db:value('SELECT echo(?)', 'a\\0b'), 'a\\0b')\n"
              "same(db:value('SELECT typeof(echo())'), 'null')\n"
              "same(db:value('SELECT echo(?)', math.mininteger), math.mininteger)\n"
              "db:define('one', function() return true end, 1)\n"
              "same(db:value('SELECT one(0)'), 1)\n"
              "fails('wrong number of arguments', db.value, db, 'SELECT one()')\n"
              "db:define('twice', function(x) return x + x + 1 end)\n"
              "same(db:value('SELECT twice(1)'), 3)");
}

static void test_functions_that_raise(void **state) {
  (void)state;
  db_text_run("local original = { 'the very same' }\n"
              "db:define('boom', function() error(original) end)\n"
              "local ok, problem = pcall(db.value, db, 'SELECT boom()')\n"
              "same(ok, false) same(problem, original)\n"
              "ok, problem = pcall(function()\n"
              "  for _ in db:rows('SELECT boom() FROM (VALUES (1), (2))') do end\n"
              "end)\n"
              "same(problem, original)\n"
              "db:define('outer_one', function() return db:value('SELECT boom()') end)\n"
              "ok, problem = pcall(db.exec, db, 'SELECT outer_one()')\n"
              "same(problem, original)\n"
              "db:define('odd', function() return {} end)\n"
              "fails('odd.*must be nil.*not a table', db.value, db, 'SELECT odd()')\n"
              "db:define('yield', coroutine.yield)\n"
              "fails('yield', db.value, db, 'SELECT yield()')\n"
              "same(coroutine.wrap(function() return db:value('SELECT 5') end)(), 5)\n"
              "db:define('deep', function() return db:value('SELECT deep()') end)\n"
              "fails('.', db.value, db, 'SELECT deep()')");
}

static void test_functions_run_statements(void **state) {
  (void)state;
  db_text_run(
      "db:exec('CREATE TABLE t(a); INSERT INTO t VALUES (1), (2), (3)')\n"
      "db:define('square', function(x) return db:value('SELECT ? * ?', x, x) end)\n"
      "same(db:value('SELECT sum(square(a)) FROM t'), 14)\n"
      "db:define('in_thread', function(x)\n"
      "  return coroutine.wrap(function() return db:value('SELECT square(?)', x) end)()\n"
      "end)\n"
      "same(db:value('SELECT sum(in_thread(a)) FROM t'), 14)");
}

static void test_define_checks_its_arguments(void **state) {
  (void)state;
  db_text_run("fails(\"'LOWER' is one of SQLite's own\", db.define, db, 'LOWER', print)\n"
              "fails('function expected', db.define, db, 'f', 1)\n"
              "fails('1 to 255 bytes', db.define, db, '', print)\n"
              "fails('1 to 255 bytes', db.define, db, 'a\\0b', print)\n"
              "fails('0 to 127', db.define, db, 'f', print, 128)\n"
              "db:define('f', function() db:define('f', print) end)\n"
              "fails('statement runs', db.exec, db, 'SELECT f()')");
}

/* ---- savepoints ---- */

static void test_savepoints(void **state) {
  (void)state;
  db_text_run("db:exec('CREATE TABLE t(a)')\n"
              "local function count() return db:value('SELECT count(*) FROM t') end\n"
              "local a, b = db:savepoint(function()\n"
              "  db:exec('INSERT INTO t VALUES (1)')\n"
              "  return 'x', nil\n"
              "end)\n"
              "same(a, 'x') same(b, nil) same(count(), 1)\n"
              "local original = {}\n"
              "local ok, problem = pcall(db.savepoint, db, function()\n"
              "  db:exec('INSERT INTO t VALUES (2)')\n"
              "  db:savepoint(function() db:exec('INSERT INTO t VALUES (3)') end)\n"
              "  pcall(db.savepoint, db, function()\n"
              "    db:exec('DELETE FROM t')\n"
              "    error('inner')\n"
              "  end)\n"
              "  same(count(), 3)\n"
              "  error(original)\n"
              "end)\n"
              "same(ok, false) same(problem, original) same(count(), 1)\n"
              "fails('function expected', db.savepoint, db, 1)");
}

/* ---- the end of a database ---- */

static void test_objects_outlive_their_database(void **state) {
  (void)state;
  db_text_run("local sqlite = require('runner.sqlite')\n"
              "local own = sqlite.open(':memory:')\n"
              "own:exec('CREATE TABLE t(a); INSERT INTO t VALUES (1), (2)')\n"
              "own:define('f', function(x) return x end)\n"
              "local s = own:prepare('SELECT a FROM t')\n"
              "local next_row, _, _, rows = own:rows('SELECT f(a) FROM t')\n"
              "same(next_row(), 1)\n"
              "own:close() own:close()\n"
              "fails('database is closed', next_row)\n"
              "fails('database is closed', s.row, s)\n"
              "fails('database is closed', own.exec, own, 'SELECT 1')\n"
              "do local guard <close> = rows end\n"
              "same(tostring(own), 'db (closed)')\n"
              "fails('closed by runner', db.close, db)");
}

static void test_a_database_cannot_end_inside_its_function(void **state) {
  (void)state;
  db_text_run(
      "local own <close> = require('runner.sqlite').open(':memory:')\n"
      "own:define('f', function() own:close() end)\n"
      "fails('cannot be closed', own.value, own, 'SELECT f()')\n"
      "fails('cannot be closed', own.savepoint, own, function() own:close() end)\n"
      "same(own:value('SELECT 1'), 1)");
}

static void test_opening(void **state) {
  (void)state;
  db_text_run("local sqlite = require('runner.sqlite')\n"
              "same(sqlite.null, null) same(tostring(sqlite.blob('x')), 'x')\n"
              "fails('no option .mode.', sqlite.open, ':memory:', { mode = 1 })\n"
              "fails('timeout must be', sqlite.open, ':memory:', { timeout = 'x' })\n"
              "fails('read_only must be', sqlite.open, ':memory:', { read_only = 1 })\n"
              "fails('.', sqlite.open, '/nowhere/at/all.db')\n"
              "fails('.', sqlite.open, '/nowhere/at/all.db', { read_only = true })\n"
              "local own <close> = sqlite.open(':memory:', { timeout = 0.5 })\n"
              "own:exec('BEGIN; CREATE TABLE t(a); COMMIT')");
}

/* Nothing that is begun or set before the first write is lost. */
static void test_a_new_file(void **state) {
  (void)state;
  db_text_run("local path = os.tmpname()\n"
              "os.remove(path)\n"
              "local own = require('runner.sqlite').open(path)\n"
              "own:savepoint(function() own:exec('CREATE TABLE t(a)') end)\n"
              "own:close() os.remove(path)\n"
              "own = require('runner.sqlite').open(path)\n"
              "own:exec('PRAGMA foreign_keys = ON')\n"
              "own:exec('BEGIN; CREATE TABLE t(a); ROLLBACK')\n"
              "same(own:value('SELECT count(*) FROM sqlite_schema'), 0)\n"
              "same(own:value('PRAGMA foreign_keys'), 1)\n"
              "own:close() os.remove(path)");
}

/* After db_detach the db object and all it made only raise. */
static void test_detaching(void **state) {
  (void)state;
  struct runner_error error = RUNNER_ERROR_INIT;
  struct connection *connection = NULL;
  assert_int_equal(db_text_open(&connection, &error), RUNNER_DONE);
  lua_State *L = luaL_newstate();
  db_text_open_state(L);
  db_push(L, connection, false);
  lua_setglobal(L, "db");
  assert_int_equal(
      luaL_dostring(L, "db:exec('CREATE TABLE t(a); INSERT INTO t VALUES (1), (2)')\n"
                       "db:define('f', function(x) return x end)\n"
                       "next_row = db:rows('SELECT f(a) FROM t') next_row()\n"
                       "s = db:prepare('SELECT 1')"),
      LUA_OK);
  lua_getglobal(L, "db");
  db_detach(L, -1);
  db_detach(L, -1);
  assert_int_equal(connection_execute(connection, "DROP TABLE t", &error), RUNNER_DONE);
  assert_int_not_equal(connection_execute(connection, "SELECT f(1)", &error),
                       RUNNER_DONE);
  runner_error_clear(&error);
  connection_close(connection);
  assert_int_equal(
      luaL_dostring(L, "for _, f in ipairs({ next_row, function() db:exec('') end,\n"
                       "    function() s:row() end }) do\n"
                       "  local ok, problem = pcall(f)\n"
                       "  assert(not ok and tostring(problem):find('is closed'))\n"
                       "end"),
      LUA_OK);
  lua_close(L);
}

/* ---- memory ---- */

static void test_memory_runs_out(void **state) {
  (void)state;
  static char text[] =
      "db:exec('CREATE TABLE t(a, b); INSERT INTO t VALUES (1, NULL)')\n"
      "db:define('twice', function(x) return x * 2 end)\n"
      "local s = db:prepare('INSERT INTO t VALUES (:a, :b)')\n"
      "db:savepoint(function() s:exec({ a = 2, b = db.blob('x') }) end)\n"
      "for a, b in db:rows('SELECT twice(a), b FROM t') do b = a end\n"
      "for row in db:nrows('SELECT a FROM t') do row.a = nil end\n"
      "same(db:row('SELECT sum(a) FROM t'), 3)";
  failing_allocator_loop(db_text_attempt, text, RUNNER_DONE, FAILING_LENIENT);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_prepared_statements),
      cmocka_unit_test(test_functions),
      cmocka_unit_test(test_functions_that_raise),
      cmocka_unit_test(test_functions_run_statements),
      cmocka_unit_test(test_define_checks_its_arguments),
      cmocka_unit_test(test_savepoints),
      cmocka_unit_test(test_objects_outlive_their_database),
      cmocka_unit_test(test_a_database_cannot_end_inside_its_function),
      cmocka_unit_test(test_opening),
      cmocka_unit_test(test_a_new_file),
      cmocka_unit_test(test_detaching),
      cmocka_unit_test(test_memory_runs_out),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

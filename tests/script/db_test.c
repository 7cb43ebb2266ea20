/* The `db` word: Lua texts run against a database in memory. */
#include "script/db.h"

#include "base/memory.h"
#include "script/failure.h"
#include "support/failing_allocator.h"

#include <lauxlib.h>
#include <lualib.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* Words for the texts: fails(pattern, f, ...) wants an error, same(a, b) equality. */
static const char prelude[] = "local db = ...\n"
                              "local null, blob = db.null, db.blob\n"
                              "local function same(a, b)\n"
                              "  if a ~= b or math.type(a) ~= math.type(b) then\n"
                              "    error(('%s is not %s'):format(a, b), 2)\n"
                              "  end\n"
                              "end\n"
                              "local function fails(pattern, f, ...)\n"
                              "  local ok, problem = pcall(f, ...)\n"
                              "  if ok then error('no error', 2) end\n"
                              "  if not tostring(problem):find(pattern) then\n"
                              "    error('other error: ' .. tostring(problem), 2)\n"
                              "  end\n"
                              "  return problem\n"
                              "end\n";

/* Lua's memory through the program's allocator, so that it can fail too. */
static void *allocate(void *user, void *block, size_t old, size_t size) {
  (void)user;
  (void)old;
  if (size != 0) return memory_resize(block, size);
  memory_release(block);
  return NULL;
}

static int open_state(lua_State *L) {
  luaL_openlibs(L);
  failure_register(L);
  db_register(L);
  luaL_requiref(L, "runner.sqlite", db_open_module, 0);
  return 0;
}

/* Protected: everything of the text's life, from the db object to its end. */
static int run_text(lua_State *L) {
  const char *text = lua_touserdata(L, 1);
  struct connection *connection = lua_touserdata(L, 2);
  db_push(L, connection, false);
  lua_pushfstring(L, "%s%s", prelude, text);
  if (luaL_loadbuffer(L, lua_tostring(L, -1), strlen(lua_tostring(L, -1)), "@test.lua") !=
      LUA_OK)
    return lua_error(L);
  lua_pushvalue(L, 3);
  lua_call(L, 1, 0);
  db_detach(L, 3);
  return 0;
}

static runner_status open_memory(struct connection **connection,
                                 struct runner_error *error) {
  const struct connection_options options = {.path = ":memory:", .create = true};
  return connection_open(&options, connection, error);
}

static runner_status run_in_state(lua_State *L, const char *text,
                                  struct connection *connection,
                                  struct runner_error *error) {
  lua_pushcfunction(L, open_state);
  runner_status status = failure_call(L, 0, 0, RUNNER_FAILED, error);
  if (status != RUNNER_DONE) return status;
  lua_pushcfunction(L, run_text);
  lua_pushlightuserdata(L, (void *)text);
  lua_pushlightuserdata(L, connection);
  return failure_call(L, 2, 0, RUNNER_FAILED, error);
}

/* Run a text in a state of its own, over a database of its own. The state is closed
** first: the objects left in it must bear that the connection is still there. */
static runner_status attempt(void *user, struct runner_error *error) {
  struct connection *connection = NULL;
  runner_status status = open_memory(&connection, error);
  if (status != RUNNER_DONE) return status;
  lua_State *L = lua_newstate(allocate, NULL);
  if (L == NULL) {
    status = error_no_memory(error);
  } else {
    status = run_in_state(L, user, connection, error);
    lua_close(L);
  }
  connection_close(connection);
  return status;
}

static void run(const char *text) {
  struct runner_error error = RUNNER_ERROR_INIT;
  runner_status status = attempt((void *)text, &error);
  if (status != RUNNER_DONE)
    fail_msg("%s (line %d of the text)", error.message, error.line - 15);
  runner_error_clear(&error);
}

/* ---- values ---- */

static void test_integers_keep_64_bits(void **state) {
  (void)state;
  run("same(db:value('SELECT ?', math.maxinteger), math.maxinteger)\n"
      "same(db:value('SELECT ?', math.mininteger), math.mininteger)\n"
      "same(db:value('SELECT typeof(?)', 1), 'integer')");
}

static void test_floats_stay_real(void **state) {
  (void)state;
  run("same(db:value('SELECT ?', 2.0), 2.0)\n"
      "same(db:value('SELECT typeof(?)', 2.0), 'real')\n"
      "same(db:value('SELECT ?', 0.1), 0.1)\n"
      "same(db:value('SELECT ?', math.huge), math.huge)\n"
      "fails('parameter 1 is not a number', db.exec, db, 'SELECT ?', 0/0)");
}

static void test_booleans_are_1_and_0(void **state) {
  (void)state;
  run("same(db:value('SELECT ?', true), 1)\n"
      "same(db:value('SELECT ?', false), 0)");
}

static void test_text_keeps_zero_bytes(void **state) {
  (void)state;
  run("same(db:value('SELECT ?', 'a\\0b'), 'a\\0b')\n"
      "same(db:value('SELECT ?', ''), '')\n"
      "same(db:value('SELECT typeof(?)', ''), 'text')");
}

static void test_blobs_keep_their_class(void **state) {
  (void)state;
  run("local b = db:value([[SELECT x'00ff41']])\n"
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
  run("same(db:value('SELECT NULL'), nil)\n"
      "same(db:value('SELECT typeof(?)', nil), 'null')\n"
      "same(db:value('SELECT typeof(?)', null), 'null')\n"
      "same(db:value('SELECT typeof(:a)', { a = null }), 'null')\n"
      "same(tostring(null), 'null')\n"
      "same(select('#', db:row('SELECT 1, NULL')), 2)");
}

static void test_other_values_are_refused(void **state) {
  (void)state;
  run("fails('bad argument #3 to .exec. .*parameter 2 must be nil, a boolean, number, "
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
  run("fails('has 2 parameters, but 1 value was given', db.exec, db, 'SELECT ?, ?', 1)\n"
      "fails('has 1 parameter, but 2 values', db.exec, db, 'SELECT ?', 1, 2)\n"
      "fails('has 1 parameter, but 0 values', db.exec, db, 'SELECT ?')\n"
      "same(db:value('SELECT typeof(?2)', nil, nil), 'null')\n"
      "fails('has 2 parameters, but 3', db.exec, db, 'SELECT ?, ?', 1, nil, nil)\n"
      "local p = fails('parameter', db.exec, db, 'SELECT ?')\n"
      "same(p.sql, 'SELECT ?')");
}

static void test_named_parameters(void **state) {
  (void)state;
  run("local a, b, c = db:row('SELECT :a, @b, $c', { a = 1, b = 'x', c = 2.5 })\n"
      "same(a, 1) same(b, 'x') same(c, 2.5)\n"
      "same(db:value('SELECT :a + :a', { a = 2 }), 4)\n"
      "fails(\"parameter 'b' is missing\", db.exec, db, 'SELECT :a, :b', { a = 1 })\n"
      "fails(\"no parameter 'c'\", db.exec, db, 'SELECT :a', { a = 1, c = 1 })\n"
      "fails(\"no parameter '1'\", db.exec, db, 'SELECT :a', { a = 1, 5 })\n"
      "fails('parameter 1 has no name', db.exec, db, 'SELECT ?', { 5 })\n"
      "fails('parameter 2 has no name', db.exec, db, 'SELECT :a, ?2', { a = 1 })\n"
      "fails('has 0 parameters', db.exec, db, 'SELECT 1', {}, {})");
}

/* ---- exec, row, value ---- */

static void test_exec_counts_changes(void **state) {
  (void)state;
  run("same(db:exec('CREATE TABLE t(a)'), 0)\n"
      "same(db:exec('INSERT INTO t VALUES (1), (2), (3)'), 3)\n"
      "same(db:exec('CREATE TABLE u(a)'), 0)\n"
      "same(db:exec('UPDATE t SET a = 5 WHERE a > ?', 1), 2)\n"
      "same(db:changes(), 2) same(db:last_rowid(), 3)\n"
      "same(db:exec('SELECT * FROM t'), 0)\n"
      "same(db:exec('DELETE FROM t WHERE a = 9'), 0)");
}

static void test_exec_runs_several_statements(void **state) {
  (void)state;
  run("same(db:exec('CREATE TABLE t(a); INSERT INTO t VALUES (1), (2);'\n"
      "  .. 'INSERT INTO t VALUES (3); -- done'), 3)\n"
      "same(db:exec(''), 0) same(db:exec(' -- nothing '), 0)\n"
      "fails('one statement', db.exec, db, 'SELECT ?; SELECT 2', 1)\n"
      "fails('one statement', db.prepare, db, 'SELECT 1; SELECT 2')\n"
      "fails('no SQL statement', db.value, db, '')\n"
      "fails('no SQL statement', db.prepare, db, '--')");
}

static void test_row_and_value(void **state) {
  (void)state;
  run("local a, b = db:row([[SELECT 1, 'x' UNION SELECT 2, 'y']])\n"
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
  run("local p = fails('nosuch', db.exec, db, 'SELECT nosuch')\n"
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
  run("local seen = {}\n"
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
  run("for row in db:nrows([[SELECT 1 AS a, 'x' AS b, NULL AS c]]) do\n"
      "  same(row.a, 1) same(row.b, 'x') same(row.c, nil)\n"
      "end\n"
      "fails(\"columns 1 and 3 are both named 'a'\", db.nrows, db,\n"
      "  'SELECT 1 AS a, 2 AS b, 3 AS a')");
}

static void test_break_gives_the_statement_back(void **state) {
  (void)state;
  run("db:exec('CREATE TABLE t(a); INSERT INTO t VALUES (1), (2)')\n"
      "for _ in db:rows('SELECT a FROM t') do break end\n"
      "db:exec('DROP TABLE t')\n"
      "db:exec('CREATE TABLE t(a); INSERT INTO t VALUES (1), (2)')\n"
      "pcall(function() for _ in db:rows('SELECT a FROM t') do error('x') end end)\n"
      "db:exec('DROP TABLE t')");
}

static void test_collected_rows_give_the_statement_back(void **state) {
  (void)state;
  run("db:exec('CREATE TABLE t(a); INSERT INTO t VALUES (1), (2)')\n"
      "do local next_row = db:rows('SELECT a FROM t') same(next_row(), 1) end\n"
      "collectgarbage() collectgarbage()\n"
      "db:exec('DROP TABLE t')");
}

static void test_rows_after_the_end(void **state) {
  (void)state;
  run("local next_row, _, _, rows = db:rows('SELECT 1')\n"
      "same(next_row(), 1) same(next_row(), nil) same(next_row(), nil)\n"
      "local again, _, _, closing = db:rows('SELECT 1')\n"
      "do local guard <close> = closing end\n"
      "same(again(), nil)\n"
      "do local guard <close> = closing end");
}

static void test_the_same_text_in_nested_loops(void **state) {
  (void)state;
  run("db:exec('CREATE TABLE t(a); INSERT INTO t VALUES (1), (2), (3)')\n"
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
  run("db:exec('CREATE TABLE t(a); INSERT INTO t VALUES (1), (2)')\n"
      "local next_row = db:rows('SELECT CASE a WHEN 1 THEN 1 ELSE '\n"
      "  .. [[json('{') END FROM t]])\n"
      "same(next_row(), 1) fails('malformed JSON', next_row) same(next_row(), nil)\n"
      "db:exec('DROP TABLE t')");
}

/* ---- prepared statements ---- */

static void test_prepared_statements(void **state) {
  (void)state;
  run("db:exec('CREATE TABLE t(a, b)')\n"
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
  run("db:define('twice', function(x) return x * 2 end)\n"
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
  run("local original = { 'the very same' }\n"
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
  run("db:exec('CREATE TABLE t(a); INSERT INTO t VALUES (1), (2), (3)')\n"
      "db:define('square', function(x) return db:value('SELECT ? * ?', x, x) end)\n"
      "same(db:value('SELECT sum(square(a)) FROM t'), 14)\n"
      "db:define('in_thread', function(x)\n"
      "  return coroutine.wrap(function() return db:value('SELECT square(?)', x) end)()\n"
      "end)\n"
      "same(db:value('SELECT sum(in_thread(a)) FROM t'), 14)");
}

static void test_define_checks_its_arguments(void **state) {
  (void)state;
  run("fails(\"'LOWER' is one of SQLite's own\", db.define, db, 'LOWER', print)\n"
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
  run("db:exec('CREATE TABLE t(a)')\n"
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
  run("local sqlite = require('runner.sqlite')\n"
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
  run("local own <close> = require('runner.sqlite').open(':memory:')\n"
      "own:define('f', function() own:close() end)\n"
      "fails('cannot be closed', own.value, own, 'SELECT f()')\n"
      "fails('cannot be closed', own.savepoint, own, function() own:close() end)\n"
      "same(own:value('SELECT 1'), 1)");
}

static void test_opening(void **state) {
  (void)state;
  run("local sqlite = require('runner.sqlite')\n"
      "same(sqlite.null, null) same(tostring(sqlite.blob('x')), 'x')\n"
      "fails('no option .mode.', sqlite.open, ':memory:', { mode = 1 })\n"
      "fails('timeout must be', sqlite.open, ':memory:', { timeout = 'x' })\n"
      "fails('read_only must be', sqlite.open, ':memory:', { read_only = 1 })\n"
      "fails('.', sqlite.open, '/nowhere/at/all.db')\n"
      "fails('.', sqlite.open, '/nowhere/at/all.db', { read_only = true })\n"
      "local own <close> = sqlite.open(':memory:', { timeout = 0.5 })\n"
      "own:exec('BEGIN; CREATE TABLE t(a); COMMIT')");
}

/* After db_detach the db object and all it made only raise. */
static void test_detaching(void **state) {
  (void)state;
  struct runner_error error = RUNNER_ERROR_INIT;
  struct connection *connection = NULL;
  assert_int_equal(open_memory(&connection, &error), RUNNER_DONE);
  lua_State *L = luaL_newstate();
  open_state(L);
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
  failing_allocator_loop(attempt, text, RUNNER_DONE, FAILING_LENIENT);
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
      cmocka_unit_test(test_prepared_statements),
      cmocka_unit_test(test_functions),
      cmocka_unit_test(test_functions_that_raise),
      cmocka_unit_test(test_functions_run_statements),
      cmocka_unit_test(test_define_checks_its_arguments),
      cmocka_unit_test(test_savepoints),
      cmocka_unit_test(test_objects_outlive_their_database),
      cmocka_unit_test(test_a_database_cannot_end_inside_its_function),
      cmocka_unit_test(test_opening),
      cmocka_unit_test(test_detaching),
      cmocka_unit_test(test_memory_runs_out),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

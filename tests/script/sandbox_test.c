/* What scripts can and cannot reach. Most checks are asserts inside a revision. */
#include "fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void the_safe_functions_are_there(void **state) {
  fixture_check(*state, "assert(string.format('%d', 5) == '5')\n"
                        "assert(table.concat({ 1, 2 }, '-') == '1-2')\n"
                        "assert(math.max(1, 2) == 2 and utf8.char(228) == 'ä')\n"
                        "assert(os.time() > 0 and os.date('%Y', 0) == '1970')\n"
                        "assert(os.getenv('PATH') and os.clock() >= 0)\n"
                        "assert(select('#', 1, nil) == 2 and rawlen({ 1 }) == 1)\n"
                        "assert(pcall(error) == false and _VERSION == 'Lua 5.4')\n"
                        "assert(('x'):rep(3) == 'xxx')");
}

static void libraries_are_read_only(void **state) {
  struct fixture *fixture = *state;
  fixture_check_failure(
      fixture, "string.format = nil", RUNNER_FAILED,
      "`string` is read-only, it belongs to all scripts: `format` cannot be set", 2);
  fixture_check_failure(fixture, "\nrawset(math, 'pi', 3)", RUNNER_FAILED,
                        "this table is read-only, it belongs to all scripts", 3);
  fixture_check_failure(fixture, "setmetatable(string, {})", RUNNER_FAILED,
                        "cannot change a protected metatable", 2);
  fixture_check(fixture, "assert(getmetatable(os) == false)\n"
                         "assert(getmetatable('') == false)\n"
                         "assert(not pcall(table.insert, table, 1))\n"
                         "local t = rawset({}, 'a', 1) assert(t.a == 1)");
}

static void libraries_can_be_walked_but_not_taken(void **state) {
  fixture_check(*state, "local names, step, real = {}, pairs(string)\n"
                        "assert(real == string)\n"
                        "for name, value in pairs(string) do names[name] = value end\n"
                        "assert(names.format == string.format and next(string) == nil)");
}

static void scripts_do_not_see_each_other(void **state) {
  struct fixture *fixture = *state;
  fixture_check(fixture, "leak = 1 _G.other = 2 assert(_G.leak == 1 and other == 2)");
  fixture_check(fixture, "assert(leak == nil and other == nil and _G._G == _G)");
}

static void what_is_left_out_says_how_to_allow_it(void **state) {
  static const struct {
    const char *use;
    const char *message;
    const char *word;
  } cases[] = {
      {"io.open('x')", "`io` is not available to scripts", "\"io\""},
      {"os.execute('x')", "`os.execute` is not available to scripts", "\"os\""},
      {"os.remove('x')", "`os.remove` is not available to scripts", "\"os\""},
      {"load('x')", "`load` is not available to scripts", "\"load\""},
      {"dofile('x')", "`dofile` is not available to scripts", "\"load\""},
      {"debug.traceback()", "`debug` is not available to scripts", "\"debug\""},
      {"package.loaded.x = 1", "`package` is not available to scripts", "\"package\""},
      {"os.exit()", "`os.exit` is not available to scripts", "nothing allows it"},
      {"os.setlocale('C')", "`os.setlocale` is not available to scripts",
       "nothing allows it"},
  };
  struct fixture *fixture = *state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    fixture_check_failure(fixture, cases[i].use, RUNNER_FAILED, cases[i].message, 2);
    assert_non_null(strstr(fixture->error.hint, cases[i].word));
  }
}

static void trust_grants_each_word(void **state) {
  struct fixture *fixture = *state;
  fixture_trust(fixture, "io os load debug package");
  fixture_check(fixture, "local file <close> = assert(io.open('/dev/null'))");
  fixture_check(fixture, "assert(os.tmpname and os.execute() and os.time)");
  fixture_check(fixture, "assert(debug.getinfo(1).currentline == 2)");
  fixture_check(fixture, "assert(package.path and require('string') == package.loaded"
                         ".string)");
  fixture_check(fixture, "here = 5 assert(load('return here')() == 5)");
  fixture_check(fixture, "assert(load('return x', 'n', 'bt', { x = 6 })() == 6)");
  fixture_check(fixture, "assert(load('x =') == nil)");
  fixture_check(fixture, "assert(not load(string.dump(function() end)))");
  fixture_check_failure(fixture, "os.exit()", RUNNER_FAILED,
                        "`os.exit` is not available to scripts", 2);
}

static void trusted_files_run_in_the_environment_of_the_caller(void **state) {
  struct fixture *fixture = *state;
  const char *path = fixture_write(fixture, "more.lua", "given = given + 1 return 7");
  fixture_trust(fixture, "load");
  fixture_check(fixture, arena_format(fixture->arena,
                                      "given = 1 assert(dofile('%s') == 7)\n"
                                      "loadfile('%s')() assert(given == 3)",
                                      path, path));
}

static void trust_knows_its_words(void **state) {
  struct fixture *fixture = *state;
  const char *words[] = {"io", "network"};
  struct runner_texts trust = {words, 2};
  assert_int_equal(script_grant(fixture->script, NULL, &trust, &fixture->error),
                   RUNNER_USAGE);
  assert_string_equal(fixture->error.message,
                      "`trust` names \"network\", which means nothing");
  assert_int_equal(fixture_run(fixture, "io.open('x')"), RUNNER_FAILED);
}

static void log_and_print_go_to_the_log(void **state) {
  struct fixture *fixture = *state;
  fixture_check(fixture, "log('%d of %s', 1, 'two') log('100%') log(nil)\n"
                         "log.info('a') log.warning('b %s', true) print(1, nil, 'c')\n"
                         "warn('d', 'e') warn('@on')");
  assert_string_equal(fixture->log.bytes, "info: 1 of two\ninfo: 100%\ninfo: nil\n"
                                          "info: a\nwarning: b true\ninfo: 1\tnil\tc\n"
                                          "warning: de\n");
  fixture_check_failure(
      fixture, "log('%d', 'x')", RUNNER_FAILED,
      "bad argument #2 to 'string.format' (number expected, got string)", 2);
}

static void coroutines_work(void **state) {
  fixture_check(*state, "local co = coroutine.wrap(function(a)\n"
                        "local b = coroutine.yield(a + 1) return b * 2 end)\n"
                        "assert(co(1) == 2 and co(5) == 10)\n"
                        "local thread = coroutine.create(function() error('x') end)\n"
                        "assert(coroutine.resume(thread) == false)\n"
                        "assert(coroutine.status(thread) == 'dead')\n"
                        "assert(not coroutine.isyieldable())");
}

static void the_words_of_runner_are_there(void **state) {
  struct fixture *fixture = *state;
  fixture_check(fixture, "op.create_table('t', { { 'a', 'TEXT', default = sql'1' } })\n"
                         "db:exec('INSERT INTO t DEFAULT VALUES')\n"
                         "assert(db:value('SELECT a FROM t') == '1')\n"
                         "assert(type(backfill) == 'function' and fills == nil)");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(the_safe_functions_are_there, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(libraries_are_read_only, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(libraries_can_be_walked_but_not_taken,
                                      fixture_setup, fixture_teardown),
      cmocka_unit_test_setup_teardown(scripts_do_not_see_each_other, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(what_is_left_out_says_how_to_allow_it,
                                      fixture_setup, fixture_teardown),
      cmocka_unit_test_setup_teardown(trust_grants_each_word, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(trusted_files_run_in_the_environment_of_the_caller,
                                      fixture_setup, fixture_teardown),
      cmocka_unit_test_setup_teardown(trust_knows_its_words, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(log_and_print_go_to_the_log, fixture_setup,
                                      fixture_teardown),
      cmocka_unit_test_setup_teardown(coroutines_work, fixture_setup, fixture_teardown),
      cmocka_unit_test_setup_teardown(the_words_of_runner_are_there, fixture_setup,
                                      fixture_teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Errors on their way from Lua to C, on a plain Lua state. */
#include "base/memory.h"
#include "script/failure.h"
#include "support/failing_allocator.h"

#include <lauxlib.h>
#include <lualib.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static int setup(void **state) {
  lua_State *L = luaL_newstate();
  if (L == NULL) return -1;
  luaL_openlibs(L);
  failure_register(L);
  *state = L;
  return 0;
}

static int teardown(void **state) {
  lua_close(*state);
  return 0;
}

/* Run a chunk under a name; the error is the caller's to clear. */
static runner_status run(lua_State *L, const char *chunk, const char *name,
                         struct runner_error *error) {
  assert_int_equal(luaL_loadbufferx(L, chunk, strlen(chunk), name, "t"), LUA_OK);
  int height = lua_gettop(L) - 1;
  runner_status status = failure_call(L, 0, 0, RUNNER_USAGE, error);
  assert_int_equal(lua_gettop(L), height);
  return status;
}

static void check(lua_State *L, const char *chunk, const char *message, int line) {
  struct runner_error error = RUNNER_ERROR_INIT;
  assert_int_equal(run(L, chunk, "@a.lua", &error), RUNNER_USAGE);
  assert_int_equal(error.status, RUNNER_USAGE);
  assert_string_equal(error.message, message);
  assert_string_equal(error.file, "a.lua");
  assert_int_equal(error.line, line);
  assert_non_null(strstr(error.traceback, "stack traceback:"));
  runner_error_clear(&error);
}

static void texts_lose_their_position(void **state) {
  check(*state, "\nerror('boom')", "boom", 2);
  check(*state, "error('boom', 0)", "boom", 1);
  check(*state, "local x\nx.y = 1", "attempt to index a nil value (local 'x')", 2);
  check(*state, "error('b.lua:7: boom')", "b.lua:7: boom", 1);
  check(*state, "error('a.lua:x: boom', 0)", "a.lua:x: boom", 1);
}

static void a_level_chooses_the_place(void **state) {
  check(*state, "local function f() error('boom', 2) end\n\nf()\nx()", "boom", 3);
}

static void a_coroutine_shows_its_innermost_place(void **state) {
  check(*state, "coroutine.wrap(function()\nerror('boom') end)()", "boom", 2);
}

static void long_paths_are_kept_whole(void **state) {
  struct runner_error error = RUNNER_ERROR_INIT;
  char name[300] = "@";
  memset(name + 1, 'd', 200);
  strcpy(name + 201, "/x.lua");
  run(*state, "error('boom')", name, &error);
  assert_string_equal(error.file, name + 1);
  assert_string_equal(error.message, "boom");
  runner_error_clear(&error);
}

static void other_values_get_a_sentence(void **state) {
  check(*state, "error()", "error() was called without a message", 1);
  check(*state, "error('')", "an empty text was raised as an error", 1);
  check(*state, "error({})", "a table without a message was raised as an error", 1);
  check(*state, "error({ message = 'boom' })", "boom", 1);
  check(*state, "error(setmetatable({}, { __tostring = function() return 'b' end }))",
        "b", 1);
  check(*state, "error(setmetatable({}, { __tostring = function() error('x') end }))",
        "a table was raised as an error, and making a text of it failed", 1);
  check(*state, "error(42)", "42", 1);
  check(*state, "error(true)", "true", 1);
}

static void endless_recursion_ends(void **state) {
  check(*state, "local function f() return 1 + f() end\nf()", "stack overflow", 1);
  check(*state,
        "local t = setmetatable({}, {})\n"
        "getmetatable(t).__index = function(_, k) return t[k .. 'x'] end\nlocal _ = t.a",
        "C stack overflow", 2);
}

static void our_own_modules_are_not_the_place(void **state) {
  lua_State *L = *state;
  const char *module = "return function() error('bad name') end";
  luaL_loadbufferx(L, module, strlen(module), "@lua/runner/op/init.lua", "t");
  lua_call(L, 0, 1);
  lua_setglobal(L, "operation");
  check(L, "\n\noperation()", "bad name", 3);
}

static int raise_busy(lua_State *L) {
  struct runner_error error = RUNNER_ERROR_INIT;
  error_set(&error, RUNNER_BUSY, "the database is locked");
  error_hint(&error, "wait");
  error_statement(&error, "SELECT 1", 7, 261);
  failure_raise(L, &error);
}

static int raise_plain(lua_State *L) {
  struct runner_error error = RUNNER_ERROR_INIT;
  error_set(&error, RUNNER_DONE, "plain");
  failure_raise(L, &error);
}

static void a_raised_error_arrives_whole(void **state) {
  struct runner_error error = RUNNER_ERROR_INIT;
  lua_register(*state, "fail", raise_busy);
  assert_int_equal(run(*state, "\nfail()", "@a.lua", &error), RUNNER_BUSY);
  assert_int_equal(error.status, RUNNER_BUSY);
  assert_string_equal(error.message, "the database is locked");
  assert_string_equal(error.hint, "wait");
  assert_string_equal(error.sql, "SELECT 1");
  assert_int_equal(error.offset, 7);
  assert_int_equal(error.sqlite_code, 261);
  assert_int_equal(error.line, 2);
  runner_error_clear(&error);
}

static void the_catcher_chooses_the_status_of_plain_errors(void **state) {
  lua_register(*state, "fail", raise_plain);
  check(*state, "fail()", "plain", 1);
}

static void a_caught_error_keeps_its_place_when_raised_again(void **state) {
  struct runner_error error = RUNNER_ERROR_INIT;
  lua_register(*state, "fail", raise_busy);
  run(*state, "local _, e = pcall(function()\n fail() end)\n\nerror(e)", "@a.lua",
      &error);
  assert_int_equal(error.line, 2);
  runner_error_clear(&error);
}

static void scripts_can_look_into_it(void **state) {
  lua_State *L = *state;
  struct runner_error error = RUNNER_ERROR_INIT;
  lua_register(L, "fail", raise_busy);
  runner_status status =
      run(L,
          "local _, e = pcall(function()\nfail() end)\n"
          "assert(e.message == 'the database is locked' and e.kind == 'busy')\n"
          "assert(e.sql == 'SELECT 1' and e.code == 261 and e.offset == 7)\n"
          "assert(e.file == 'a.lua' and e.line == 2 and e.hint == 'wait')\n"
          "assert(tostring(e) == e.message and 'x: ' .. e == 'x: ' .. e.message)\n"
          "assert(e .. '!' == e.message .. '!' and getmetatable(e) == false)\n"
          "assert(e.other == nil and e[1] == nil)\n",
          "@a.lua", &error);
  if (status != RUNNER_DONE) print_error("%d: %s\n", error.line, error.message);
  assert_int_equal(status, RUNNER_DONE);
}

static int raise_within(lua_State *L) {
  failure_raise_within(L, 1, luaL_checkstring(L, 2));
}

static int raise_interrupted(lua_State *L) {
  struct runner_error error = RUNNER_ERROR_INIT;
  error_set(&error, RUNNER_INTERRUPTED, "interrupted");
  failure_raise(L, &error);
}

static void a_caught_error_can_say_what_it_came_up_in(void **state) {
  lua_State *L = *state;
  lua_register(L, "fail", raise_busy);
  lua_register(L, "stop", raise_interrupted);
  lua_register(L, "within", raise_within);
  check(L, "local _, e = pcall(function()\nerror('boom') end)\n\nwithin(e, 'row 7')",
        "row 7: boom", 2);
  check(L, "within({ message = 'boom' }, 'row 7')", "row 7: boom", 1);
  struct runner_error error = RUNNER_ERROR_INIT;
  const char *busy = "local _, e = pcall(function()\nfail() end)\n\nwithin(e, 'row 7')";
  assert_int_equal(run(L, busy, "@a.lua", &error), RUNNER_BUSY);
  assert_string_equal(error.message, "row 7: the database is locked");
  assert_string_equal(error.sql, "SELECT 1");
  assert_int_equal(error.line, 2);
  runner_error_clear(&error);
  const char *interrupted = "local _, e = pcall(stop) within(e, 'row 7')";
  assert_int_equal(run(L, interrupted, "@a.lua", &error), RUNNER_INTERRUPTED);
  assert_string_equal(error.message, "interrupted");
  runner_error_clear(&error);
}

static void catching_lets_the_caller_clean_up(void **state) {
  lua_State *L = *state;
  luaL_loadstring(L, "error('boom')");
  assert_int_not_equal(failure_catch(L, 0, 0), LUA_OK);
  assert_string_equal(luaL_tolstring(L, -1, NULL), "boom");
  lua_settop(L, 0);
}

static runner_status fail_without_memory(void *user, struct runner_error *error) {
  lua_settop(user, 0);
  lua_pushcfunction(user, raise_busy);
  return failure_call(user, 0, 0, RUNNER_FAILED, error);
}

static void nothing_leaks_when_memory_runs_out(void **state) {
  lua_gc(*state, LUA_GCSTOP);
  failing_allocator_loop(fail_without_memory, *state, RUNNER_BUSY, FAILING_LENIENT);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(texts_lose_their_position, setup, teardown),
      cmocka_unit_test_setup_teardown(a_level_chooses_the_place, setup, teardown),
      cmocka_unit_test_setup_teardown(a_coroutine_shows_its_innermost_place, setup,
                                      teardown),
      cmocka_unit_test_setup_teardown(long_paths_are_kept_whole, setup, teardown),
      cmocka_unit_test_setup_teardown(other_values_get_a_sentence, setup, teardown),
      cmocka_unit_test_setup_teardown(endless_recursion_ends, setup, teardown),
      cmocka_unit_test_setup_teardown(our_own_modules_are_not_the_place, setup, teardown),
      cmocka_unit_test_setup_teardown(a_raised_error_arrives_whole, setup, teardown),
      cmocka_unit_test_setup_teardown(the_catcher_chooses_the_status_of_plain_errors,
                                      setup, teardown),
      cmocka_unit_test_setup_teardown(a_caught_error_keeps_its_place_when_raised_again,
                                      setup, teardown),
      cmocka_unit_test_setup_teardown(scripts_can_look_into_it, setup, teardown),
      cmocka_unit_test_setup_teardown(a_caught_error_can_say_what_it_came_up_in, setup,
                                      teardown),
      cmocka_unit_test_setup_teardown(catching_lets_the_caller_clean_up, setup, teardown),
      cmocka_unit_test_setup_teardown(nothing_leaks_when_memory_runs_out, setup,
                                      teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* runner.ddl without memory: what it holds beside Lua's values is released. What it gives
** is tested by spec/ddl/. */
#include "script/ddl_module.h"

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

/* Lua's memory through the program's allocator, so that it can fail too. */
static void *allocate(void *user, void *block, size_t old, size_t size) {
  (void)user;
  (void)old;
  if (size != 0) return memory_resize(block, size);
  memory_release(block);
  return NULL;
}

/* Protected: one text that uses the module as `ddl`. */
static int run_text(lua_State *L) {
  const char *text = lua_touserdata(L, 1);
  luaL_openlibs(L);
  failure_register(L);
  luaL_requiref(L, "ddl", ddl_open_module, 1);
  if (luaL_loadbuffer(L, text, strlen(text), "@test.lua") != LUA_OK) return lua_error(L);
  lua_call(L, 0, 0);
  return 0;
}

static runner_status attempt(void *user, struct runner_error *error) {
  lua_State *L = lua_newstate(allocate, NULL);
  if (L == NULL) return error_no_memory(error);
  lua_pushcfunction(L, run_text);
  lua_pushlightuserdata(L, user);
  runner_status status = failure_call(L, 1, 0, RUNNER_FAILED, error);
  lua_close(L);
  return status;
}

static void memory_may_run_out(void **state) {
  (void)state;
  char reading[] = "ddl.parse('CREATE TABLE \"t u\"(a INT REFERENCES p(x) DEFAULT 1, "
                   "UNIQUE(a DESC),'\n"
                   "  .. ' FOREIGN KEY(a) REFERENCES q) STRICT')\n"
                   "ddl.parse('CREATE TRIGGER r UPDATE OF a ON t BEGIN SELECT 1; END')\n";
  char texts[] =
      "ddl.tokens('SELECT \"a b\", 1')\n"
      "assert(ddl.normalise(('\"key\" '):rep(40)) == ('KEY '):rep(39) .. 'KEY')";
  failing_allocator_loop(attempt, reading, RUNNER_DONE, FAILING_LENIENT);
  failing_allocator_loop(attempt, texts, RUNNER_DONE, FAILING_LENIENT);
}

static void a_refusal_releases_all(void **state) {
  (void)state;
  char text[] = "for _, f in ipairs { ddl.parse, ddl.tokens, ddl.normalise } do\n"
                "  assert(not pcall(f, \"CREATE TABLE t('\"))\n"
                "end";
  failing_allocator_loop(attempt, text, RUNNER_DONE, FAILING_LENIENT);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(memory_may_run_out),
      cmocka_unit_test(a_refusal_releases_all),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

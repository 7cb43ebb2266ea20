/* One spelling for definitions that mean the same. */
#include "sqlite/ddl_normal.h"

#include "base/memory.h"
#include "support/failing_allocator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void assert_normal(const char *text, const char *expected) {
  struct buffer out = {0};
  struct runner_error error = RUNNER_ERROR_INIT;
  assert_int_equal(ddl_normalise(text, &out, &error), RUNNER_DONE);
  assert_string_equal(out.bytes != NULL ? out.bytes : "", expected);
  buffer_clear(&out);
  assert_int_equal(ddl_normalise(expected, &out, &error), RUNNER_DONE); /* stays */
  assert_string_equal(out.bytes != NULL ? out.bytes : "", expected);
  buffer_release(&out);
}

static void space_comments_and_case(void **state) {
  (void)state;
  assert_normal("", "");
  assert_normal(" -- nothing\n", "");
  assert_normal("create\ttable t(a/*x*/int,b Text)-- end",
                "CREATE TABLE t ( a int , b Text )");
  assert_normal("\xef\xbb\xbfSELECT a->>'b',x'0F'||1e5",
                "SELECT a ->> 'b' , x'0F' || 1e5");
}

static void semicolons_at_the_end_go(void **state) {
  (void)state;
  assert_normal("a;", "a");
  assert_normal("a ; ; -- x", "a");
  assert_normal("a;b;", "a ; b");
  assert_normal(";;", "");
}

static void names_without_needless_quotes(void **state) {
  (void)state;
  assert_normal("\"a\" `b` [c] \"_d$9\" \"\xc3\xa4\"", "a b c _d$9 \xc3\xa4");
  assert_normal("\"a b\" `c``d` [e\"f] \"1\" \"\" \"a-b\" \"x'0'\"",
                "\"a b\" \"c`d\" \"e\"\"f\" \"1\" \"\" \"a-b\" \"x'0'\"");
  assert_normal("key \"key\" `Key` [KEY]", "KEY KEY KEY KEY");
  assert_normal("'a' 'it''s'", "'a' 'it''s'");
}

/* Without quotes these would mean something else. */
static void names_that_need_quotes(void **state) {
  (void)state;
  assert_normal("[select] `order` \"left\" [indexed]",
                "\"select\" \"order\" \"left\" \"indexed\"");
  assert_normal("[true] [False] [current_time] [cast] [raise]",
                "\"true\" \"False\" \"current_time\" \"cast\" \"raise\"");
  assert_normal("true False current_time cast raise",
                "true False CURRENT_TIME CAST RAISE");
}

/* DEFAULT key is the text 'key', and a default may be compared alone. */
static void a_name_that_is_a_value_keeps_its_case(void **state) {
  (void)state;
  assert_normal("a DEFAULT key key", "a DEFAULT key KEY");
  assert_normal("a default \"Key\" not null", "a DEFAULT Key NOT NULL");
  assert_normal("default current_time", "DEFAULT CURRENT_TIME");
  assert_normal("default null default \"null\"", "DEFAULT NULL DEFAULT \"null\"");
  assert_normal("key", "key");
  assert_normal(" `Key` -- alone", "Key");
  assert_normal("current_time", "CURRENT_TIME");
}

static void a_text_that_is_no_sql(void **state) {
  (void)state;
  struct buffer out = {0};
  struct runner_error error = RUNNER_ERROR_INIT;
  assert_int_equal(ddl_normalise("a 'b", &out, &error), RUNNER_FAILED);
  assert_string_equal(error.message, "cannot read the definition at byte 3, near \"'b\": "
                                     "expected a token that is complete");
  runner_error_clear(&error);
  buffer_release(&out);
}

static runner_status normalise(void *user, struct runner_error *error) {
  struct buffer out = {0};
  runner_status status = ddl_normalise(user, &out, error);
  buffer_release(&out);
  return status;
}

static void memory_may_run_out(void **state) {
  (void)state;
  char text[] = "CREATE TABLE \"a long name that needs quotes\"(\"another one\" "
                "VARCHAR(100) DEFAULT 'a default value' NOT NULL)";
  failing_allocator_loop(normalise, text, RUNNER_DONE, FAILING_STRICT);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(space_comments_and_case),
      cmocka_unit_test(semicolons_at_the_end_go),
      cmocka_unit_test(names_without_needless_quotes),
      cmocka_unit_test(names_that_need_quotes),
      cmocka_unit_test(a_name_that_is_a_value_keeps_its_case),
      cmocka_unit_test(a_text_that_is_no_sql),
      cmocka_unit_test(memory_may_run_out),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

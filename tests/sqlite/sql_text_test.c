/* The tokenizer, held against examples of every token. */
#include "sqlite/sql_text.h"

#include "base/buffer.h"
#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* The kinds of the tokens in `sql`, one letter each. */
static void assert_kinds(const char *sql, const char *kinds) {
  static const char letters[] = "E wnsd?;o";
  char found[100];
  size_t count = 0;
  for (const char *at = sql; *at != '\0';) {
    struct sql_token token = sql_token(at);
    assert_ptr_equal(token.start, at);
    assert_true(token.length > 0);
    found[count++] = letters[token.kind];
    at += token.length;
  }
  found[count] = '\0';
  assert_string_equal(found, kinds);
}

static void tokens_of_every_kind(void **state) {
  (void)state;
  assert_kinds("SELECT a1,_b$,\xc3\xa4 FROM t;", "w wowow w w;");
  assert_kinds("'a''b' \"c\"\"d\" `e``f` [g]", "s n n n");
  assert_kinds("'not closed ; ?", "s");
  assert_kinds("[not closed", "n");
  assert_kinds("-- to the end ? '\n1", " "
                                       " d");
  assert_kinds("/* ? ' */1/* not closed", " d ");
  assert_kinds("/**/a", " w");
  assert_kinds("1 1.5 .5 1e5 1.e-5 2E+7 0xFF 5.", "d d d d d d d d");
  assert_kinds("1.2.3 1e-x 1_000 0xE+1 12ab", "dd dow d dod d");
  assert_kinds("x'00' X'' xy'z' x'00''11'", "d d ws ds");
  assert_kinds("\xef\xbb\xbf"
               "a\xef\xbb\xbf",
               " w");
  assert_kinds("? ?12 :a @b $c $d::e(f g) $h(i)", "? ? ? ? ? ?ow wo ?");
  assert_kinds("a->b->>c || -1 <= : @", "wowow o od o o o");
  assert_kinds("a<b<=c<>d<<e>f>=g>>h=i==j!=k", "wowowowowowowowowowow");
  assert_kinds("- >| |! =(*", "o oo oo ooo");
  assert_kinds("\t\r\n\f ", " ");
  assert_kinds("#1", "od");
}

static void assert_sound(const char *sql, bool sound) {
  struct sql_token token = sql_token(sql);
  assert_int_equal(token.length, strlen(sql));
  assert_int_equal(sql_token_is_sound(token), sound);
}

static void tokens_that_sqlite_refuses_are_told(void **state) {
  (void)state;
  static const char *const sound[] = {
      "'a'",  "''", "'a''b'", "\"a\"\"\"", "[a[b]", "`a`", "x'0aF1'", "X''",
      "1",    "1.", ".5",     "1.5e+10",   "0xfF",  "1_0", "->>",     "~",
      "word", "?1", "$a",     ";",         " ",     "--",  "/* open", NULL};
  static const char *const refused[] = {"'a",   "'a''",  "'",    "\"a",  "[a",   "`a``",
                                        "x'0'", "x'0g'", "x'00", "1a",   "0x",   "1.5e",
                                        "1__0", "1_",    "1_.5", "1e5x", "#",    "!",
                                        "]",    "^",     "\\",   "{",    "\x01", NULL};
  for (size_t i = 0; sound[i] != NULL; i++)
    assert_sound(sound[i], true);
  for (size_t i = 0; refused[i] != NULL; i++)
    assert_sound(refused[i], false);
}

static void keywords_and_skipping(void **state) {
  (void)state;
  const char *sql = " /* x */ sElEcT -- y\n 'a'";
  assert_true(sql_token_is(sql_next(&sql), "SELECT"));
  struct sql_token string = sql_next(&sql);
  assert_int_equal(string.kind, SQL_STRING);
  assert_false(sql_token_is(string, "'A'"));
  assert_int_equal(sql_next(&sql).kind, SQL_END);
  assert_int_equal(sql_next(&sql).kind, SQL_END);
  assert_string_equal(sql_skip_empty(" ; /* ; */ -- ;\n ;x;"), "x;");
  assert_string_equal(sql_skip_empty(""), "");
}

static void a_statement_ends_at_its_semicolon(void **state) {
  (void)state;
  assert_int_equal(sql_statement_end("a;b", 0), 1);
  assert_int_equal(sql_statement_end("';';b", 0), 3);
  assert_int_equal(sql_statement_end("a;b;c", 2), 3);
  assert_int_equal(sql_statement_end("abc", 1), 3);
}

static void assert_unquoted(const char *quoted, const char *name) {
  char *text = sql_unquote(sql_token(quoted));
  assert_string_equal(text, name);
  memory_release(text);
}

static void names_lose_their_quotes(void **state) {
  (void)state;
  assert_unquoted("plain", "plain");
  assert_unquoted("\"a \"\"b\"\"\"", "a \"b\"");
  assert_unquoted("`a``b`", "a`b");
  assert_unquoted("[a b]", "a b");
  assert_unquoted("'it''s'", "it's");
  assert_unquoted("\"\"", "");
}

static void names_are_put_in_quotes(void **state) {
  (void)state;
  struct buffer text = {0};
  sql_put_name(&text, "a \"b\"");
  sql_put_name(&text, "");
  assert_string_equal(text.bytes, "\"a \"\"b\"\"\"\"\"");
  buffer_release(&text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(tokens_of_every_kind),
      cmocka_unit_test(tokens_that_sqlite_refuses_are_told),
      cmocka_unit_test(keywords_and_skipping),
      cmocka_unit_test(a_statement_ends_at_its_semicolon),
      cmocka_unit_test(names_lose_their_quotes),
      cmocka_unit_test(names_are_put_in_quotes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

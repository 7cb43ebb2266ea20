/* What the parser of definitions refuses: words where they cannot stand, broken texts, and
** to go on without memory. */
#include "sqlite/ddl.h"

#include "base/buffer.h"
#include "sqlite/ddl_token.h"
#include "support/failing_allocator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

/* ---- words ---- */

static bool sqlite_accepts(const char *sql) {
  sqlite3 *database = NULL;
  assert_int_equal(sqlite3_open(":memory:", &database), SQLITE_OK);
  bool accepted = sqlite3_exec(database, sql, NULL, NULL, NULL) == SQLITE_OK;
  sqlite3_close(database);
  return accepted;
}

static void assert_same_judgement(struct arena *arena, const char *format,
                                  const char *word) {
  char text[200];
  const struct ddl_statement *statement = NULL;
  snprintf(text, sizeof text, format, word);
  bool read = ddl_parse(text, arena, &statement, NULL) == RUNNER_DONE;
  if (read != sqlite_accepts(text))
    fail_msg("%s: %s", text, read ? "read, but refused by SQLite" : "not read");
}

/* Each keyword that SQLite has, wherever a name can stand. */
static void keywords_are_names_where_sqlite_says_so(void **state) {
  (void)state;
  struct arena *arena = arena_create();
  for (int i = 0; i < sqlite3_keyword_count(); i++) {
    const char *start = NULL;
    char word[50] = "";
    int length = 0;
    sqlite3_keyword_name(i, &start, &length);
    memcpy(word, start, (size_t)length);
    assert_same_judgement(arena, "CREATE TABLE %s(a)", word);
    assert_same_judgement(arena, "CREATE TABLE t(%s)", word);
    assert_same_judgement(arena, "CREATE TABLE t(a %s)", word);
    assert_same_judgement(arena, "CREATE TABLE t(a DEFAULT %s)", word);
    assert_same_judgement(arena, "CREATE TABLE t(a CONSTRAINT %s NOT NULL)", word);
    assert_same_judgement(arena, "CREATE TABLE t(a REFERENCES %s(b))", word);
    assert_same_judgement(arena, "CREATE TABLE t(a REFERENCES p ON DELETE %s)", word);
    assert_same_judgement(arena, "CREATE TABLE t(a INT) %s", word);
    assert_same_judgement(arena, "CREATE VIEW v(%s) AS SELECT 1", word);
  }
  arena_destroy(arena);
}

static void words_have_classes(void **state) {
  (void)state;
  assert_int_equal(ddl_word_class(sql_token("Select")), DDL_WORD_RESERVED);
  assert_int_equal(ddl_word_class(sql_token("selec")), DDL_WORD_NAME);
  assert_int_equal(ddl_word_class(sql_token("selects")), DDL_WORD_NAME);
  assert_int_equal(ddl_word_class(sql_token("temporary")), DDL_WORD_FALLBACK);
  assert_int_equal(ddl_word_class(sql_token("INDEXED")), DDL_WORD_JOIN);
}

/* ---- errors ---- */

static void assert_refused(const char *text, const char *message, int offset) {
  struct arena *arena = arena_create();
  struct runner_error error = RUNNER_ERROR_INIT;
  const struct ddl_statement *statement = NULL;
  assert_int_equal(ddl_parse(text, arena, &statement, &error), RUNNER_FAILED);
  assert_null(statement);
  assert_string_equal(error.message, message);
  assert_string_equal(error.sql, text);
  assert_int_equal(error.offset, offset);
  runner_error_clear(&error);
  arena_destroy(arena);
}

static void errors_say_what_was_expected(void **state) {
  (void)state;
  assert_refused("", "the definition ends too early: expected CREATE", 0);
  assert_refused("DROP TABLE t",
                 "cannot read the definition at byte 1, near \"DROP\": "
                 "expected CREATE",
                 0);
  assert_refused("CREATE TABLE t(a", "the definition ends too early: expected \")\"", 16);
  assert_refused("CREATE TABLE t(a,)",
                 "cannot read the definition at byte 18, near \")\": "
                 "expected a constraint of the table",
                 17);
  assert_refused("CREATE TABLE t(a 'b)",
                 "cannot read the definition at byte 18, near "
                 "\"'b)\": expected a token that is complete",
                 17);
  assert_refused("CREATE TABLE t(a) u",
                 "cannot read the definition at byte 19, near \"u\": "
                 "expected STRICT or WITHOUT ROWID",
                 18);
  assert_refused(
      "CREATE TABLE t AS SELECT 1",
      "cannot read the definition at byte 16, near \"AS\": expected columns, not "
      "a SELECT",
      15);
  assert_refused(
      "CREATE VIEW v AS SELECT 1; SELECT 2",
      "cannot read the definition at byte 28, near \"SELECT\": expected the end "
      "of the definition",
      27);
  assert_refused(
      "CREATE TABLE t(a ! b)",
      "cannot read the definition at byte 18, near \"!\": expected a token that "
      "is complete",
      17);
}

/* Of a long token the beginning, in whole characters. */
static void errors_show_long_tokens_in_part(void **state) {
  (void)state;
  assert_refused("'123456789012345678901234567890123456789012345",
                 "cannot read the definition at byte 1, near "
                 "\"'123456789012345678901234567890123456789\": expected a token that is "
                 "complete",
                 0);
  assert_refused("'12345678901234567890123456789012345678\xe2\x82\xac\xe2\x82\xac",
                 "cannot read the definition at byte 1, near "
                 "\"'12345678901234567890123456789012345678\": expected a token that is "
                 "complete",
                 0);
}

/* ---- memory ---- */

static runner_status read_and_release(void *user, struct runner_error *error) {
  const struct ddl_statement *statement = NULL;
  struct arena *arena = arena_create();
  if (arena == NULL) return error_no_memory(error);
  runner_status status = ddl_parse(user, arena, &statement, error);
  assert_true((statement != NULL) == (status == RUNNER_DONE));
  arena_destroy(arena);
  return status;
}

/* Large enough that the arena must grow within each kind of part. */
static char *large_table(void) {
  struct buffer text = {0};
  buffer_text(&text, "CREATE TABLE t(a");
  for (int i = 0; i < 60; i++)
    buffer_format(&text, ", \"c%d\" VARCHAR(%d) DEFAULT 'x' REFERENCES p(a, b) UNIQUE", i,
                  i);
  for (int i = 0; i < 60; i++)
    buffer_format(&text, ", UNIQUE(a, c%d COLLATE nocase DESC)", i);
  buffer_text(&text, ") STRICT, WITHOUT ROWID");
  return text.bytes;
}

static void memory_may_run_out(void **state) {
  (void)state;
  char *table = large_table();
  char trigger[] = "CREATE TRIGGER r UPDATE OF a ON t BEGIN SELECT 1; END";
  char index[] = "CREATE INDEX i ON t(a, (b COLLATE x))";
  char unfinished[] = "CREATE VIRTUAL TABLE v USING f(a, b";
  failing_allocator_loop(read_and_release, table, RUNNER_DONE, FAILING_STRICT);
  failing_allocator_loop(read_and_release, trigger, RUNNER_DONE, FAILING_STRICT);
  failing_allocator_loop(read_and_release, index, RUNNER_DONE, FAILING_STRICT);
  failing_allocator_loop(read_and_release, unfinished, RUNNER_FAILED, FAILING_STRICT);
  memory_release(table);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(keywords_are_names_where_sqlite_says_so),
      cmocka_unit_test(words_have_classes),
      cmocka_unit_test(errors_say_what_was_expected),
      cmocka_unit_test(errors_show_long_tokens_in_part),
      cmocka_unit_test(memory_may_run_out),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

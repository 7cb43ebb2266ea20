/* Statements with a caret under the error. */
#include "cli/excerpt.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

typedef void (*writer)(struct buffer *out, const char *sql, int offset);

static void expect(writer write, const char *sql, int offset, const char *expected) {
  struct buffer out = {0};
  buffer_text(&out, "");
  write(&out, sql, offset);
  assert_false(buffer_failed(&out));
  assert_string_equal(out.bytes, expected);
  buffer_release(&out);
}

static void a_short_statement_is_shown_whole(void **state) {
  (void)state;
  expect(excerpt_write, "SELECT dya", 7, "    SELECT dya\n           ^\n");
  expect(excerpt_write, "SELECT dya", 0, "    SELECT dya\n    ^\n");
  expect(excerpt_write, "SELECT", 6, "    SELECT\n          ^\n");
}

static void without_a_place_there_is_no_caret(void **state) {
  (void)state;
  expect(excerpt_write, "SELECT dya", -1, "    SELECT dya\n");
  expect(excerpt_write, "SELECT dya", 999, "    SELECT dya\n");
  expect(excerpt_write, "\n  \n  SELECT 1,\n  2", -1, "      SELECT 1,\n");
  expect(excerpt_write, "", -1, "");
  expect(excerpt_write, " \n", -1, "");
}

static void the_line_of_the_place_is_chosen(void **state) {
  (void)state;
  expect(excerpt_write, "SELECT 1,\n  dya,\n  3", 12, "      dya,\n      ^\n");
  expect(excerpt_write, "a\nb\n", 4, "    \n    ^\n");
}

static void the_caret_counts_characters(void **state) {
  (void)state;
  expect(excerpt_write, "SELECT 'h\xC3\xA9', dya", 14,
         "    SELECT 'h\xC3\xA9', dya\n"
         "                 ^\n");
  expect(excerpt_write, "\tSELECT\r", 1, "     SELECT \n     ^\n");
}

static void a_long_line_is_cut_around_the_place(void **state) {
  (void)state;
  char sql[301];
  memset(sql, 'x', sizeof sql - 1);
  sql[300] = '\0';
  memcpy(sql + 150, "dya", 3);
  struct buffer out = {0};
  excerpt_write(&out, sql, 150);
  assert_non_null(strstr(out.bytes, "    ...xxx"));
  assert_non_null(strstr(out.bytes, "xxx...\n"));
  const char *caret = strchr(out.bytes, '\n') + 1;
  assert_memory_equal(out.bytes + (strchr(caret, '^') - caret), "dya", 3);
  assert_true(out.length < 180);
  buffer_release(&out);
}

static void both_ends_of_a_long_line_can_be_shown(void **state) {
  (void)state;
  char sql[301];
  memset(sql, 'x', sizeof sql - 1);
  sql[300] = '\0';
  struct buffer out = {0};
  excerpt_write(&out, sql, 300);
  assert_memory_equal(out.bytes, "    ...x", 8);
  assert_string_equal(strrchr(out.bytes, ' ') + 1, "^\n");
  assert_null(strstr(out.bytes, "x..."));
  buffer_clear(&out);
  excerpt_write(&out, sql, 0);
  assert_memory_equal(out.bytes, "    x", 5);
  assert_non_null(strstr(out.bytes, "x...\n    ^\n"));
  buffer_release(&out);
}

static void a_character_is_not_cut(void **state) {
  (void)state;
  char sql[401];
  for (size_t i = 0; i < 200; i++)
    memcpy(sql + 2 * i, "\xC3\xA9", 2);
  sql[400] = '\0';
  for (int offset = 100; offset < 108; offset += 2) {
    struct buffer out = {0};
    excerpt_write(&out, sql, offset);
    assert_memory_equal(out.bytes, "    ...\xC3\xA9", 9);
    assert_non_null(strstr(out.bytes, "\xC3\xA9...\n"));
    buffer_release(&out);
  }
}

static void all_lines_can_be_shown(void **state) {
  (void)state;
  expect(excerpt_write_whole, "SELECT 1,\n  dya", 12,
         "    SELECT 1,\n      dya\n      ^\n");
  expect(excerpt_write_whole, "SELECT 1,\n  2\n", -1, "    SELECT 1,\n      2\n");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_short_statement_is_shown_whole),
      cmocka_unit_test(without_a_place_there_is_no_caret),
      cmocka_unit_test(the_line_of_the_place_is_chosen),
      cmocka_unit_test(the_caret_counts_characters),
      cmocka_unit_test(a_long_line_is_cut_around_the_place),
      cmocka_unit_test(both_ends_of_a_long_line_can_be_shown),
      cmocka_unit_test(a_character_is_not_cut),
      cmocka_unit_test(all_lines_can_be_shown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

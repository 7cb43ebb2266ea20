/* The leading comment: which lines are text, where its first paragraph ends. */
#include "script/comment.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void check(const char *source, const char *expected) {
  struct buffer text = {0};
  comment_read(source, strlen(source), &text);
  assert_string_equal(text.bytes != NULL ? text.bytes : "", expected);
  buffer_release(&text);
}

static void lines_lose_their_dashes_and_one_space(void **state) {
  (void)state;
  check("--- Add a table.\nrevision = 1", "Add a table.");
  check("-- Add\n--  a table\n--x", "Add\n a table\nx");
  check("--- - a list\n--- --option", "- a list\n--option");
  check("--- text  \r\n--- more\t\r\n", "text\nmore");
  check("---[[ no block", "[[ no block");
  check("--[x] no block", "[x] no block");
}

static void blank_lines_at_the_ends_are_left_out(void **state) {
  (void)state;
  check("---------\n---\n--- text\n---\n--- more\n-----\n", "text\n\nmore");
  check("\n\n  -- text\n  -- more\n", "text\nmore");
  check("---\n", "");
  check("--", "");
}

static void the_block_ends_with_the_first_other_line(void **state) {
  (void)state;
  check("--- one\n\n--- two", "one");
  check("--- one\nx = 1 --- two", "one");
  check("--- one", "one");
}

static void a_comment_after_code_is_no_message(void **state) {
  (void)state;
  check("x = 1\n--- one", "");
  check("", "");
  check("-", "");
  check(" \n\t", "");
}

static void a_long_comment_is_read_to_its_own_bracket(void **state) {
  (void)state;
  check("--[[ one\n     two ]] x = 1", "one\ntwo");
  check("--[==[\n  one ]] ]=]\n\n    two\n]==]", "one ]] ]=]\n\n  two");
  check("--[[]]", "");
  check("--[[ never closed\n  at all", "never closed\nat all");
  check("--[[ x ]", "x ]");
  check("--[==", "[==");
}

static void a_paragraph_ends_at_a_blank_line(void **state) {
  (void)state;
  assert_int_equal(comment_paragraph("one\ntwo\n\nthree"), 7);
  assert_int_equal(comment_paragraph("one\ntwo"), 7);
  assert_int_equal(comment_paragraph(""), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(lines_lose_their_dashes_and_one_space),
      cmocka_unit_test(blank_lines_at_the_ends_are_left_out),
      cmocka_unit_test(the_block_ends_with_the_first_other_line),
      cmocka_unit_test(a_comment_after_code_is_no_message),
      cmocka_unit_test(a_long_comment_is_read_to_its_own_bracket),
      cmocka_unit_test(a_paragraph_ends_at_a_blank_line),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Growing texts. */
#include "base/buffer.h"

#include "support/failing_allocator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void pieces_add_up_and_end_with_a_zero(void **state) {
  (void)state;
  struct buffer buffer = {0};
  buffer_text(&buffer, "a");
  buffer_bytes(&buffer, "b\0c", 3);
  buffer_format(&buffer, "%03d|%s", 7, "x");
  buffer_bytes(&buffer, NULL, 0);
  assert_int_equal(buffer.length, 9);
  assert_memory_equal(buffer.bytes, "ab\0c007|x", 10);
  assert_false(buffer_failed(&buffer));
  buffer_release(&buffer);
  assert_null(buffer.bytes);
  assert_int_equal(buffer.length, 0);
}

static void an_empty_piece_gives_an_empty_text(void **state) {
  (void)state;
  struct buffer buffer = {0};
  buffer_text(&buffer, "");
  assert_string_equal(buffer.bytes, "");
  buffer_release(&buffer);
  buffer_release(&buffer);
}

static void it_grows_past_any_size(void **state) {
  (void)state;
  struct buffer buffer = {0};
  for (int i = 0; i < 100000; i++)
    buffer_format(&buffer, "%d,", i % 10);
  buffer_format(&buffer, "%5000d", 1);
  assert_int_equal(buffer.length, 205000);
  assert_int_equal(strlen(buffer.bytes), 205000);
  buffer_release(&buffer);
}

static void clearing_keeps_the_memory(void **state) {
  (void)state;
  struct buffer buffer = {0};
  buffer_clear(&buffer);
  buffer_text(&buffer, "something");
  const char *before = buffer.bytes;
  buffer_clear(&buffer);
  assert_string_equal(buffer.bytes, "");
  buffer_text(&buffer, "else");
  assert_ptr_equal(buffer.bytes, before);
  assert_string_equal(buffer.bytes, "else");
  buffer_release(&buffer);
}

static runner_status build(void *user, struct runner_error *error) {
  (void)user;
  struct buffer buffer = {0};
  buffer_text(&buffer, "start");
  buffer_format(&buffer, "%100d", 1);
  buffer_format(&buffer, "%1000d", 1);
  bool failed = buffer_failed(&buffer);
  if (!failed) assert_int_equal(buffer.length, 1105);
  buffer_release(&buffer);
  return failed ? error_no_memory(error) : RUNNER_DONE;
}

static void a_failure_is_remembered(void **state) {
  (void)state;
  failing_allocator_loop(build, NULL, RUNNER_DONE, FAILING_STRICT);
  struct buffer buffer = {0};
  failing_allocator_install(1, false);
  buffer_text(&buffer, "lost");
  buffer_text(&buffer, "lost too"); /* memory is there again, but a piece is missing */
  failing_allocator_remove();
  assert_true(buffer_failed(&buffer));
  assert_null(buffer.bytes);
  buffer_clear(&buffer);
  assert_false(buffer_failed(&buffer));
  buffer_release(&buffer);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(pieces_add_up_and_end_with_a_zero),
      cmocka_unit_test(an_empty_piece_gives_an_empty_text),
      cmocka_unit_test(it_grows_past_any_size),
      cmocka_unit_test(clearing_keeps_the_memory),
      cmocka_unit_test(a_failure_is_remembered),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

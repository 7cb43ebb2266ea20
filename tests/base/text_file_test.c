/* The window over a text file. */
#include "base/text_file.h"

#include "base/buffer.h"
#include "support/failing_allocator.h"
#include "support/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

static char *write_file(void **state, const void *bytes, size_t length) {
  char *path = folder_path(state, "file");
  folder_write(path, bytes, length);
  return path;
}

/* Read all, taking `take` bytes from the front between two extensions. */
static runner_status read_all(const char *path, size_t take, struct buffer *all,
                              struct runner_error *error) {
  struct text_file file;
  runner_status status = text_file_open(&file, path, "rows", error);
  while (status == RUNNER_DONE) {
    size_t there = file.end - file.start, taken = there < take ? there : take;
    buffer_bytes(all, file.bytes + file.start, taken);
    file.start += taken;
    if (file.over && file.start == file.end) break;
    status = text_file_extend(&file, error);
  }
  text_file_close(&file);
  if (status == RUNNER_DONE && buffer_failed(all)) status = error_no_memory(error);
  return status;
}

/* `count` times "0123456\xC3\xA9\n". */
static struct buffer long_text(size_t count) {
  struct buffer text = {0};
  for (size_t i = 0; i < count; i++)
    buffer_text(&text, "0123456\xC3\xA9\n");
  return text;
}

static void all_of_it_passes_by(void **state) {
  struct buffer text = long_text(60000);
  char *path = write_file(state, text.bytes, text.length);
  static const size_t takes[] = {1000, 65537, 1000000};
  for (size_t i = 0; i < 3; i++) {
    struct buffer all = {0};
    assert_int_equal(read_all(path, takes[i], &all, NULL), RUNNER_DONE);
    assert_int_equal(all.length, text.length);
    assert_memory_equal(all.bytes, text.bytes, text.length);
    buffer_release(&all);
  }
  buffer_release(&text);
  free(path);
}

static void the_window_grows_only_if_nothing_is_taken(void **state) {
  struct buffer text = long_text(60000);
  char *path = write_file(state, text.bytes, text.length);
  struct text_file file;
  assert_int_equal(text_file_open(&file, path, "rows", NULL), RUNNER_DONE);
  assert_int_equal(file.size, text.length);
  size_t first = file.capacity;
  while (!file.over) {
    file.start = file.end;
    assert_int_equal(text_file_extend(&file, NULL), RUNNER_DONE);
  }
  assert_int_equal(file.capacity, first);
  assert_int_equal(file.taken, text.length);
  text_file_close(&file);
  text_file_close(&file);
  assert_int_equal(text_file_open(&file, path, "rows", NULL), RUNNER_DONE);
  while (!file.over)
    assert_int_equal(text_file_extend(&file, NULL), RUNNER_DONE);
  assert_int_equal(file.end - file.start, text.length);
  text_file_close(&file);
  buffer_release(&text);
  free(path);
}

static void a_mark_at_the_beginning_is_no_text(void **state) {
  struct buffer all = {0};
  char *path = write_file(state, "\xEF\xBB\xBFx\xEF\xBB\xBF", 7);
  assert_int_equal(read_all(path, 10, &all, NULL), RUNNER_DONE);
  assert_string_equal(all.bytes, "x\xEF\xBB\xBF");
  buffer_release(&all);
  free(path);
}

/* The text before a mistake can be read; then it is told, as often as it is asked for. */
static void check_mistake(void **state, const char *bytes, size_t length, size_t clean,
                          const char *message) {
  char *path = write_file(state, bytes, length);
  struct runner_error error = RUNNER_ERROR_INIT;
  struct text_file file;
  assert_int_equal(text_file_open(&file, path, "rows", &error), RUNNER_DONE);
  for (int i = 0; i < 2; i++) {
    assert_int_equal(text_file_extend(&file, &error), RUNNER_FAILED);
    assert_string_equal(error.message, message);
    assert_int_equal(file.end - file.start, clean);
    assert_true(file.unclean);
    runner_error_clear(&error);
  }
  text_file_close(&file);
  free(path);
}

static void mistakes_are_told_when_it_comes_to_them(void **state) {
  check_mistake(state, "ab\0c", 4, 2, "there is a zero byte");
  check_mistake(state, "caf\xE9\n", 5, 3,
                "the byte 0xE9 is not part of any UTF-8 character");
  check_mistake(state, "caf\xC3", 4, 3,
                "the byte 0xC3 is not part of any UTF-8 character");
  check_mistake(state, "\xFF", 1, 0, "the byte 0xFF is not part of any UTF-8 character");
}

static void check_refusal(const char *path, const char *reason) {
  struct runner_error error = RUNNER_ERROR_INIT;
  struct text_file file;
  assert_int_equal(text_file_open(&file, path, "rows", &error), RUNNER_FAILED);
  assert_int_equal(file.descriptor, -1);
  assert_non_null(strstr(error.message, "cannot read rows: "));
  assert_non_null(strstr(error.message, reason));
  runner_error_clear(&error);
}

static void what_is_no_text_file_is_refused(void **state) {
  check_refusal(*state, ": it is a folder");
  char *path = folder_path(state, "missing");
  check_refusal(path, ": No such file");
  assert_int_equal(mkfifo(path, 0600), 0);
  check_refusal(path, ": it is not a regular file");
  free(path);
  path = write_file(state, "\xFF\xFE\x61\0", 4);
  check_refusal(path, ": it is UTF-16");
  free(path);
  path = write_file(state, "\xFE\xFF\0\x61", 4);
  check_refusal(path, ": it is UTF-16");
  free(path);
}

static runner_status attempt(void *user, struct runner_error *error) {
  struct buffer all = {0};
  runner_status status = read_all(user, 1000, &all, error);
  buffer_release(&all);
  return status;
}

static void memory_may_run_out(void **state) {
  struct buffer text = long_text(20000);
  char *path = write_file(state, text.bytes, text.length);
  failing_allocator_loop(attempt, path, RUNNER_DONE, FAILING_STRICT);
  buffer_release(&text);
  free(path);
}

#define test(name) cmocka_unit_test_setup_teardown(name, folder_setup, folder_teardown)

int main(void) {
  const struct CMUnitTest tests[] = {
      test(all_of_it_passes_by),
      test(the_window_grows_only_if_nothing_is_taken),
      test(a_mark_at_the_beginning_is_no_text),
      test(mistakes_are_told_when_it_comes_to_them),
      test(what_is_no_text_file_is_refused),
      test(memory_may_run_out),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

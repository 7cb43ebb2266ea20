/* Files and folders, in a temporary folder. */
#include "base/file.h"

#include "support/failing_allocator.h"
#include "support/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static void assert_fails(runner_status status, struct runner_error *error,
                         const char *part) {
  assert_int_equal(status, RUNNER_USAGE);
  assert_non_null(error->message);
  if (strstr(error->message, part) == NULL)
    fail_msg("'%s' is not in '%s'", part, error->message);
  runner_error_clear(error);
}

static void assert_content(const char *path, const char *bytes, size_t length) {
  struct arena *arena = arena_create();
  char *read = NULL;
  size_t read_length = 0;
  assert_int_equal(file_read(path, arena, &read, &read_length, NULL), RUNNER_DONE);
  assert_int_equal(read_length, length);
  assert_memory_equal(read, bytes, length);
  assert_int_equal(read[length], '\0');
  arena_destroy(arena);
}

static void what_is_written_is_read_again(void **state) {
  char *path = folder_path(state, "a/b/c.txt");
  assert_false(file_exists(path));
  assert_int_equal(file_write_new(path, "x\0y", 3, NULL), RUNNER_DONE);
  assert_content(path, "x\0y", 3);
  assert_true(file_exists(path));
  assert_false(file_is_folder(path));
  free(path);
  path = folder_path(state, "empty");
  assert_int_equal(file_write_new(path, NULL, 0, NULL), RUNNER_DONE);
  assert_content(path, "", 0);
  free(path);
}

static void an_existing_file_stays_as_it_is(void **state) {
  struct runner_error error = RUNNER_ERROR_INIT;
  struct arena *arena = arena_create();
  struct file_entry *entries = NULL;
  size_t count = 0;
  char *path = folder_path(state, "kept");
  folder_write(path, "old", 3);
  assert_fails(file_write_new(path, "new", 3, &error), &error, "File exists");
  assert_content(path, "old", 3);
  assert_int_equal(file_list(*state, arena, &entries, &count, NULL), RUNNER_DONE);
  assert_int_equal(count, 1); /* nothing is left beside it */
  arena_destroy(arena);
  free(path);
}

static void a_file_gives_way_to_a_new_one(void **state) {
  struct arena *arena = arena_create();
  struct file_entry *entries = NULL;
  size_t count = 0;
  char *path = folder_path(state, "kept");
  assert_int_equal(file_write(path, "old", 3, NULL), RUNNER_DONE);
  assert_int_equal(file_write(path, "newer", 5, NULL), RUNNER_DONE);
  assert_content(path, "newer", 5);
  assert_int_equal(file_list(*state, arena, &entries, &count, NULL), RUNNER_DONE);
  assert_int_equal(count, 1); /* nothing is left beside it */
  arena_destroy(arena);
  free(path);
}

static void what_cannot_be_read_is_an_error(void **state) {
  struct runner_error error = RUNNER_ERROR_INIT;
  struct arena *arena = arena_create();
  char *bytes = NULL, *missing = folder_path(state, "missing");
  size_t length = 0;
  assert_fails(file_read(missing, arena, &bytes, &length, &error), &error,
               "No such file or directory");
  assert_fails(file_read(*state, arena, &bytes, &length, &error), &error,
               "not a regular file");
  arena_destroy(arena);
  free(missing);
}

static void what_is_in_the_way_is_named(void **state) {
  struct runner_error error = RUNNER_ERROR_INIT;
  char *file = folder_path(state, "file"), *below = folder_path(state, "file/a/b");
  folder_write(file, "x", 1);
  assert_fails(file_write_new(below, "x", 1, &error), &error, "cannot make the folder");
  free(file);
  free(below);
}

static void folders_are_made_whole_and_twice_is_fine(void **state) {
  static const char *const names[] = {"a/b/c/file", "a/b/c/other"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    char *path = folder_path(state, names[i]);
    assert_int_equal(file_write_new(path, "x", 1, NULL), RUNNER_DONE);
    assert_true(file_exists(path));
    assert_false(file_is_folder(path));
    free(path);
  }
}

static void a_folder_is_listed_in_byte_order(void **state) {
  static const char *const names[] = {"b", "B", "a10", "a2", ".hidden", "\xc3\xa4"};
  static const char *const sorted[] = {"B", "a10", "a2", "b", "sub", "\xc3\xa4"};
  struct arena *arena = arena_create();
  struct file_entry *entries = NULL;
  size_t count = 0;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    char *path = folder_path(state, names[i]);
    folder_write(path, "", 0);
    free(path);
  }
  char *sub = folder_path(state, "sub");
  assert_int_equal(mkdir(sub, 0777), 0);
  assert_int_equal(file_list(*state, arena, &entries, &count, NULL), RUNNER_DONE);
  assert_int_equal(count, sizeof sorted / sizeof *sorted);
  for (size_t i = 0; i < count; i++) {
    assert_string_equal(entries[i].name, sorted[i]);
    assert_string_equal(path_name(entries[i].path), sorted[i]);
    assert_int_equal(entries[i].folder, strcmp(sorted[i], "sub") == 0);
  }
  assert_int_equal(file_list(sub, arena, &entries, &count, NULL), RUNNER_DONE);
  assert_int_equal(count, 0);
  free(sub);
  arena_destroy(arena);
}

static void a_folder_that_is_none_is_an_error(void **state) {
  struct runner_error error = RUNNER_ERROR_INIT;
  struct arena *arena = arena_create();
  struct file_entry *entries = NULL;
  size_t count = 0;
  char *missing = folder_path(state, "missing");
  assert_fails(file_list(missing, arena, &entries, &count, &error), &error,
               "cannot read the folder");
  free(missing);
  arena_destroy(arena);
}

static void links_to_folders_are_folders(void **state) {
  struct arena *arena = arena_create();
  struct file_entry *entries = NULL;
  size_t count = 0;
  char *link = folder_path(state, "link");
  assert_int_equal(symlink("/", link), 0);
  assert_int_equal(file_list(*state, arena, &entries, &count, NULL), RUNNER_DONE);
  assert_int_equal(count, 1);
  assert_true(entries[0].folder);
  free(link);
  arena_destroy(arena);
}

static void path_arithmetic(void **state) {
  (void)state;
  struct arena *arena = arena_create();
  assert_string_equal(path_join(arena, "a", "b"), "a/b");
  assert_string_equal(path_join(arena, "a/", "b"), "a/b");
  assert_string_equal(path_join(arena, ".", "b"), "b");
  assert_string_equal(path_join(arena, "", "b"), "b");
  assert_string_equal(path_join(arena, "a", "/b"), "/b");
  assert_string_equal(path_join(arena, "/", "b"), "/b");
  assert_string_equal(path_folder(arena, "a/b/c"), "a/b");
  assert_string_equal(path_folder(arena, "c"), ".");
  assert_string_equal(path_folder(arena, "/c"), "/");
  assert_string_equal(path_name("a/b/c"), "c");
  assert_string_equal(path_name("c"), "c");
  assert_string_equal(path_absolute(arena, "/"), "/");
  assert_string_equal(path_absolute(arena, "/no/such/../path"), "/no/such/../path");
  char *relative = path_absolute(arena, "no-such-file");
  assert_int_equal(relative[0], '/');
  assert_string_equal(path_name(relative), "no-such-file");
  arena_destroy(arena);
}

static runner_status do_it_all(void *user, struct runner_error *error) {
  char *folder = user, *bytes = NULL;
  struct file_entry *entries = NULL;
  size_t length = 0, count = 0;
  struct arena *arena = arena_create();
  if (arena == NULL) return error_no_memory(error);
  char *path = path_join(arena, folder, "sub/new");
  runner_status status =
      path == NULL ? error_no_memory(error) : file_write_new(path, "x", 1, error);
  if (status == RUNNER_DONE) status = file_read(path, arena, &bytes, &length, error);
  if (status == RUNNER_DONE) status = file_list(folder, arena, &entries, &count, error);
  if (path != NULL) unlink(path);
  arena_destroy(arena);
  return status;
}

static void without_memory_nothing_is_left(void **state) {
  failing_allocator_loop(do_it_all, *state, RUNNER_DONE, FAILING_STRICT);
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, folder_setup, folder_teardown)
  const struct CMUnitTest tests[] = {
      CASE(what_is_written_is_read_again),
      CASE(an_existing_file_stays_as_it_is),
      CASE(a_file_gives_way_to_a_new_one),
      CASE(what_cannot_be_read_is_an_error),
      CASE(what_is_in_the_way_is_named),
      CASE(folders_are_made_whole_and_twice_is_fine),
      CASE(a_folder_is_listed_in_byte_order),
      CASE(a_folder_that_is_none_is_an_error),
      CASE(links_to_folders_are_folders),
      CASE(path_arithmetic),
      CASE(without_memory_nothing_is_left),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

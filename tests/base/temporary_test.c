/* Temporary folders: made where they belong, removed with what is in them. */
#include "base/temporary.h"

#include "base/file.h"
#include "support/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

static void it_is_made_for_this_user_and_removed_with_its_files(void **state) {
  char *path = NULL;
  struct stat facts;
  setenv("TMPDIR", *state, 1);
  assert_int_equal(temporary_create(&path, NULL), RUNNER_DONE);
  assert_int_equal(strncmp(path, *state, strlen(*state)), 0);
  assert_int_equal(stat(path, &facts), 0);
  assert_int_equal(facts.st_mode & 0777, 0700);
  char *copy = strdup(path);
  struct arena *arena = arena_create();
  folder_write(path_join(arena, path, "schema.db"), "x", 1);
  temporary_remove(path);
  unsetenv("TMPDIR");
  assert_false(file_exists(copy));
  arena_destroy(arena);
  free(copy);
}

static void a_place_that_is_not_there_is_named(void **state) {
  char *path = NULL;
  struct runner_error error = RUNNER_ERROR_INIT;
  char *missing = folder_path(state, "missing");
  setenv("TMPDIR", missing, 1);
  assert_int_equal(temporary_create(&path, &error), RUNNER_USAGE);
  assert_non_null(strstr(error.message, missing));
  runner_error_clear(&error);
  temporary_remove(NULL);
  unsetenv("TMPDIR");
  free(missing);
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, folder_setup, folder_teardown)
  const struct CMUnitTest tests[] = {
      CASE(it_is_made_for_this_user_and_removed_with_its_files),
      CASE(a_place_that_is_not_there_is_named),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

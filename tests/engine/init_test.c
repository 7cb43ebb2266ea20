/* Starting a project. */
#include "project_fixture.h"

#include "base/buffer.h"
#include "base/file.h"
#include "support/failing_allocator.h"
#include "support/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void keep(void *user, const char *text) {
  buffer_text(user, text);
  buffer_text(user, "\n");
}

static runner_status init(struct project *project, const char *folder,
                          const char *template_name, struct buffer *written) {
  return runner_init(project_path(project, folder), template_name, keep, written,
                     &project->error);
}

/* Every template gives a project that opens, takes a revision and upgrades. */
static void every_template_works(void **state) {
  struct project *project = *state;
  const struct runner_template *templates = NULL;
  size_t count = runner_templates(&templates);
  assert_true(count > 0);
  for (size_t i = 0; i < count; i++) {
    struct buffer written = {0};
    const char *name = templates[i].name;
    assert_true(templates[i].description[0] != '\0');
    expect_success(project, init(project, name, name, &written));
    const char *config =
        project_path(project, arena_format(project->arena, "%s/runner.lua", name));
    assert_non_null(strstr(written.bytes, config));
    buffer_release(&written);
    struct runner_options options = {
        .config = config, .name = strcmp(name, "multidb") == 0 ? "main" : NULL};
    expect_success(project, project_try_open(project, &options));
    expect_success(project,
                   runner_create_revision(project->runner,
                                          &(struct runner_new_revision){.id = "aaaa"},
                                          NULL, &project->error));
    expect_success(project,
                   runner_upgrade(project->runner, "head", 0, NULL, &project->error));
  }
}

static void nothing_is_written_over(void **state) {
  struct project *project = *state;
  struct buffer written = {0};
  project_write(project, "new/runner.lua", "mine");
  expect_hint(project, init(project, "new", NULL, &written), RUNNER_USAGE,
              arena_format(project->arena, "%s exists already",
                           project_path(project, "new/runner.lua")),
              "nothing was written; choose an empty folder");
  expect_error(project, init(project, "other", "nonsense", &written), RUNNER_USAGE,
               "there is no template 'nonsense'");
  assert_false(file_exists(project_path(project, "other")));
  assert_null(written.bytes);
}

static void count(void *user, const char *text) {
  (void)text;
  ++*(size_t *)user;
}

/* What is written is told, and told is only what is written. */
static runner_status init_counted(void *user, struct runner_error *error) {
  const char *folder = user;
  size_t told = 0, found = 0;
  runner_status status = runner_init(folder, NULL, count, &told, error);
  void *copy = (void *)(uintptr_t)folder;
  static const char *const names[] = {"runner.lua", "versions/README.md"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    char *path = folder_path(&copy, names[i]);
    found += file_exists(path);
    remove(path);
    free(path);
  }
  assert_int_equal(found, told);
  return status;
}

static void without_memory_what_is_told_is_true(void **state) {
  struct project *project = *state;
  char *folder = folder_path(&project->folder, "new");
  failing_allocator_loop(init_counted, folder, RUNNER_DONE, FAILING_LENIENT);
  free(folder);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, project_setup, project_teardown)

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(every_template_works),
      CASE(nothing_is_written_over),
      CASE(without_memory_what_is_told_is_true),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Reading the folders of revisions. */
#include "engine/directory.h"

#include "project_fixture.h"
#include "support/failing_allocator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static void write_plain(struct project *project, const char *name, const char *id) {
  project_write(
      project, name,
      arena_format(project->arena, "revision = '%s'\nfunction upgrade() end", id));
}

/* The ids in the order they were read, joined by blanks. */
static const char *read_all(struct project *project, const char *config) {
  project_write(project, "runner.lua", config);
  project_open(project);
  expect_success(project, project_load(project->runner, &project->error));
  const char *text = "";
  for (size_t i = 0; i < project->runner->revision_count; i++)
    text = arena_format(project->arena, "%s%s%s", text, i > 0 ? " " : "",
                        project->runner->revisions[i].id);
  return text;
}

static runner_status try_load(struct project *project, const char *config) {
  project_write(project, "runner.lua", config);
  project_open(project);
  return project_load(project->runner, &project->error);
}

static void files_come_by_name_and_folders_as_declared(void **state) {
  struct project *project = *state;
  static const char *const names[] = {"versions/b.lua", "versions/B.lua",
                                      "versions/a10.lua", "versions/a2.lua",
                                      "other/a1.lua"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    write_plain(project, names[i], arena_format(project->arena, "r%zu", i));
  assert_string_equal(read_all(project, "return {}"), "r1 r2 r3 r0");
  assert_string_equal(read_all(project, "return { versions = { 'versions', 'other' } }"),
                      "r1 r2 r3 r0 r4");
  assert_string_equal(read_all(project, "return { versions = { 'other', 'versions' } }"),
                      "r4 r1 r2 r3 r0");
}

static void other_files_are_left_out(void **state) {
  struct project *project = *state;
  static const char *const names[] = {"versions/.hidden.lua",  "versions/x.lua~",
                                      "versions/x.sql",        "versions/.lua",
                                      "versions/sub/deep.lua", "versions/lua"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    project_write(project, names[i], "no revision");
  assert_string_equal(read_all(project, "return {}"), "");
}

static void folders_come_after_the_files_beside_them(void **state) {
  struct project *project = *state;
  write_plain(project, "versions/a/one.lua", "one");
  write_plain(project, "versions/a/b/two.lua", "two");
  write_plain(project, "versions/c.lua", "three");
  write_plain(project, "versions/.git/x.lua", "hidden");
  assert_string_equal(read_all(project, "return { recursive = true }"), "three one two");
}

static void link_in(struct project *project, const char *target, const char *name) {
  assert_int_equal(symlink(target, project_path(project, name)), 0);
}

static void a_file_met_twice_is_read_once(void **state) {
  struct project *project = *state;
  write_plain(project, "versions/a.lua", "a");
  write_plain(project, "versions/z.lua", "z");
  link_in(project, "z.lua", "versions/b.lua");
  link_in(project, "versions", "again");
  assert_string_equal(read_all(project, "return { versions = { 'versions', 'again', "
                                        "'versions' } }"),
                      "a z");
}

/* Two links back up would be 2^32 ways to walk 32 folders deep. */
static void links_that_lead_in_circles_end(void **state) {
  struct project *project = *state;
  write_plain(project, "versions/sub/a.lua", "a");
  link_in(project, "..", "versions/sub/up");
  link_in(project, ".", "versions/sub/here");
  link_in(project, "sub", "versions/same");
  assert_string_equal(read_all(project, "return { recursive = true }"), "a");
}

static void folders_may_be_deep(void **state) {
  struct project *project = *state;
  const char *name = "versions";
  for (int i = 0; i < 40; i++)
    name = arena_format(project->arena, "%s/d", name);
  write_plain(project, arena_format(project->arena, "%s/a.lua", name), "deep");
  assert_string_equal(read_all(project, "return { recursive = true }"), "deep");
}

static void what_cannot_be_read_is_named(void **state) {
  struct project *project = *state;
  const char *path = project_path(project, "versions/x.lua");
  assert_int_equal(mkfifo(path, 0666), 0);
  expect_error(project, try_load(project, "return {}"), RUNNER_REVISION,
               arena_format(project->arena, "cannot read %s: not a regular file", path));
  unlink(path);
  link_in(project, "nowhere", "versions/x.lua");
  runner_status status = try_load(project, "return {}");
  assert_string_equal(project->error.file, path);
  expect_error(
      project, status, RUNNER_REVISION,
      arena_format(project->arena, "cannot read %s: No such file or directory", path));
  unlink(path);
  project_write(project, "versions/x.lua", "revision = 'x'");
  status = try_load(project, "return {}");
  assert_string_equal(project->error.file, path);
  assert_int_equal(status, RUNNER_REVISION);
}

static void a_missing_folder_is_named(void **state) {
  struct project *project = *state;
  runner_status status = try_load(project, "return { versions = 'nowhere' }");
  assert_string_equal(project->error.file, project_path(project, "runner.lua"));
  expect_error(project, status, RUNNER_USAGE,
               arena_format(project->arena, "the version folder %s does not exist",
                            project_path(project, "nowhere")));
}

static void the_status_is_the_same_without_an_error(void **state) {
  struct project *project = *state;
  project_write(project, "versions/x.lua", "no revision");
  project_open(project);
  assert_int_equal(project_load(project->runner, NULL), RUNNER_REVISION);
  assert_null(runner_revision(project->runner, "x"));
}

/* After a failure the same project can be loaded again. */
static void without_memory_nothing_is_left_out(void **state) {
  struct project *project = *state;
  for (char id[] = "aaaa"; id[0] < 'h'; id[0]++)
    write_plain(project, arena_format(project->arena, "versions/s/%s.lua", id), id);
  project_write(project, "runner.lua", "return { recursive = true }");
  bool fired = true;
  for (size_t n = 1; fired; n++) {
    project_open(project);
    failing_allocator_install(n, n % 2 == 0);
    runner_status status = project_load(project->runner, &project->error);
    failing_allocator_remove();
    fired = failing_allocator_fired();
    if (status != RUNNER_DONE) {
      assert_true(fired && status == RUNNER_FAILED);
      runner_error_clear(&project->error);
      expect_success(project, project_load(project->runner, &project->error));
    }
    assert_int_equal(project->runner->revision_count, 7);
  }
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, project_setup, project_teardown)

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(files_come_by_name_and_folders_as_declared),
      CASE(other_files_are_left_out),
      CASE(folders_come_after_the_files_beside_them),
      CASE(a_file_met_twice_is_read_once),
      CASE(links_that_lead_in_circles_end),
      CASE(folders_may_be_deep),
      CASE(what_cannot_be_read_is_named),
      CASE(a_missing_folder_is_named),
      CASE(the_status_is_the_same_without_an_error),
      CASE(without_memory_nothing_is_left_out),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

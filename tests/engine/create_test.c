/* New revisions: where they go, what is refused, hooks, time zones. */
#include "engine/create.h"

#include "project_fixture.h"

#include "base/file.h"
#include "support/failing_allocator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static runner_status create(struct project *project,
                            const struct runner_new_revision *wanted,
                            struct runner_list *created) {
  return runner_create_revision(project->runner, wanted, created, &project->error);
}

/* The one revision created. */
static const struct runner_revision *made(struct project *project,
                                          const struct runner_new_revision *wanted) {
  struct runner_list created = {0};
  expect_success(project, create(project, wanted, &created));
  assert_int_equal(created.count, 1);
  return created.items[0];
}

static struct runner_texts one(const char **text) {
  return (struct runner_texts){text, 1};
}

/* The names in versions/, joined by blanks. */
static const char *files(struct project *project) {
  struct file_entry *entries = NULL;
  size_t count = 0;
  const char *text = "";
  expect_success(project, file_list(project_path(project, "versions"), project->arena,
                                    &entries, &count, &project->error));
  for (size_t i = 0; i < count; i++)
    text =
        arena_format(project->arena, "%s%s%s", text, i > 0 ? " " : "", entries[i].name);
  return text;
}

/* ---- where it goes ---- */

static void the_first_is_a_root_and_the_next_its_child(void **state) {
  struct project *project = *state;
  project_open(project);
  const struct runner_revision *first =
      made(project, &(struct runner_new_revision){.message = "Start: Äpfel & more"});
  assert_int_equal(strlen(first->id), 12);
  assert_int_equal(strspn(first->id, "0123456789abcdef"), 12);
  assert_int_equal(first->down.count, 0);
  assert_string_equal(first->message, "Start: Äpfel & more");
  assert_string_equal(path_name(first->path),
                      arena_format(project->arena, "%s_start_Äpfel_more.lua", first->id));
  assert_string_equal(project->told,
                      arena_format(project->arena, "made: Generating %s ...  done\n",
                                   path_absolute(project->arena, first->path)));
  const struct runner_revision *second =
      made(project, &(struct runner_new_revision){.id = "bbbb"});
  assert_string_equal(second->down.items[0], first->id);
  assert_string_equal(second->message, "empty message");
  assert_true(runner_revision(project->runner, "bbbb") == second);
}

static void parents_must_be_heads_unless_spliced(void **state) {
  struct project *project = *state;
  const char *parent = "aaaa";
  struct runner_new_revision wanted = {.parents = one(&parent), .id = "dddd"};
  project_three(project);
  project_open(project);
  expect_hint(project, create(project, &wanted, NULL), RUNNER_REVISION,
              "revision aaaa is not a head",
              "add --splice to start a new branch from it");
  wanted.splice = true;
  assert_string_equal(made(project, &wanted)->down.items[0], "aaaa");
  expect_hint(project, create(project, &(struct runner_new_revision){0}, NULL),
              RUNNER_REVISION,
              "there are several heads and none was chosen as the parent",
              "name it with --head, or join them with `runner merge heads`");
  parent = "base";
  wanted.id = "root";
  assert_int_equal(made(project, &wanted)->down.count, 0);
}

static void a_merge_joins_heads(void **state) {
  struct project *project = *state;
  const char *parents[] = {"heads", "bbbb"};
  struct runner_new_revision wanted = {
      .parents = {parents, 1}, .merge = true, .id = "mmmm"};
  project_revision(project, "aaaa", "nil", "", "");
  project_revision(project, "bbbb", "nil", "", "");
  project_open(project);
  wanted.parents.count = 2;
  expect_error(project, create(project, &wanted, NULL), RUNNER_REVISION,
               "the parent bbbb is named twice");
  wanted.parents.count = 1;
  assert_int_equal(made(project, &wanted)->down.count, 2);
  parents[0] = "base";
  expect_error(project, create(project, &wanted, NULL), RUNNER_REVISION,
               "revision mmmm exists already");
  wanted.id = NULL;
  expect_error(project, create(project, &wanted, NULL), RUNNER_REVISION,
               "there is nothing to merge");
}

static void dependencies_are_completed_and_labels_kept(void **state) {
  struct project *project = *state;
  const char *depends[] = {"abcd", "lib"};
  project_revision(project, "abcdef", "nil branch_labels = 'lib'", "", "");
  project_open(project);
  const char *base = "base";
  const struct runner_revision *revision =
      made(project,
           &(struct runner_new_revision){.parents = one(&base), .depends = {depends, 2}});
  assert_string_equal(revision->depends.items[0], "abcdef");
  assert_string_equal(revision->depends.items[1], "lib");
}

static void a_folder_is_chosen_or_follows_the_parent(void **state) {
  struct project *project = *state;
  project_write(project, "runner.lua", "return { versions = { 'versions', 'two' } }");
  project_write(project, "two/b.lua", "revision = 'b' function upgrade() end");
  project_open(project);
  const char *base = "base";
  struct runner_new_revision wanted = {.id = "child"};
  assert_string_equal(made(project, &wanted)->path,
                      project_path(project, "two/child_empty_message.lua"));
  wanted = (struct runner_new_revision){.parents = one(&base)};
  expect_hint(project, create(project, &wanted, NULL), RUNNER_USAGE,
              "there are several version folders",
              arena_format(project->arena,
                           "choose one with --version-path, for instance "
                           "%s",
                           project_path(project, "versions")));
  wanted.folder = project_path(project, "versions");
  wanted.id = "root";
  assert_string_equal(made(project, &wanted)->path,
                      project_path(project, "versions/root_empty_message.lua"));
  wanted.folder = project_path(project, "other");
  wanted.id = NULL;
  expect_error(project, create(project, &wanted, NULL), RUNNER_USAGE,
               arena_format(project->arena, "%s is not one of the version folders",
                            wanted.folder));
}

/* A file that would not be read is not written. */
static void below_a_version_folder_needs_recursive(void **state) {
  struct project *project = *state;
  struct runner_new_revision wanted = {.id = "aaaa",
                                       .folder = project_path(project, "versions/sub")};
  project_open(project);
  expect_hint(project, create(project, &wanted, NULL), RUNNER_USAGE,
              arena_format(project->arena,
                           "%s is below a version folder, where revisions "
                           "are not looked for",
                           wanted.folder),
              arena_format(project->arena,
                           "set `recursive = true` in %s, or add it to "
                           "`versions`",
                           project_path(project, "runner.lua")));
  project_write(project, "runner.lua", "return { file_template = 'x/%(rev)s' }");
  project_open(project);
  wanted.folder = NULL;
  expect_error(project, create(project, &wanted, NULL), RUNNER_USAGE,
               "`file_template` puts revisions into folders (x/aaaa)");
  assert_string_equal(files(project), "");
  project_write(project, "runner.lua",
                "return { recursive = true, file_template = 'x/%(rev)s' }");
  project_open(project);
  assert_string_equal(made(project, &wanted)->path,
                      project_path(project, "versions/x/aaaa.lua"));
}

/* ---- what is refused ---- */

static void nothing_is_written_that_would_break_the_graph(void **state) {
  struct project *project = *state;
  const char *label = "lib";
  project_revision(project, "aaaa", "nil branch_labels = 'lib'", "", "");
  project_open(project);
  expect_error(project,
               create(project,
                      &(struct runner_new_revision){.labels = one(&label), .id = "bbbb"},
                      NULL),
               RUNNER_REVISION,
               "branch name 'lib' in revision bbbb already used by revision aaaa");
  assert_int_equal(create(project, &(struct runner_new_revision){.id = "a b"}, NULL),
                   RUNNER_REVISION);
  assert_string_equal(project->error.message,
                      "white space is not allowed in revision id 'a b'");
  assert_int_equal(create(project, &(struct runner_new_revision){.id = "head"}, NULL),
                   RUNNER_REVISION);
  assert_string_equal(files(project), "aaaa.lua");
}

static void a_file_in_the_way_stays(void **state) {
  struct project *project = *state;
  project_write(project, "runner.lua", "return { file_template = 'same' }");
  project_open(project);
  made(project, &(struct runner_new_revision){.id = "aaaa"});
  expect_hint(project, create(project, &(struct runner_new_revision){.id = "bbbb"}, NULL),
              RUNNER_USAGE,
              arena_format(project->arena, "the file %s exists already",
                           project_path(project, "versions/same.lua")),
              "choose another message or another --rev-id");
  assert_string_equal(files(project), "same.lua");
}

static void own_templates_are_held_to_what_was_asked(void **state) {
  struct project *project = *state;
  project_write(project, "runner.lua", "return { template = 'own.lua' }");
  static const struct {
    const char *template, *message;
  } cases[] = {
      {"return function() end", "the template returned nothing"},
      {"return function() return 'revision = [[x]] function upgrade() end' end",
       "the template wrote revision 'x' where 'aaaa' was asked for"},
      {"return function() return 5 end",
       "the function must return a text or nil, not a number"},
      {"return function() error('boom') end", "boom"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    project_write(project, "own.lua", cases[i].template);
    project_open(project);
    assert_int_not_equal(
        create(project, &(struct runner_new_revision){.id = "aaaa"}, NULL), RUNNER_DONE);
    assert_string_equal(project->error.message, cases[i].message);
    assert_string_equal(files(project), "");
  }
  project_write(project, "own.lua",
                "return function(f) return '-- ' .. f.message .. '\\nrevision = \"' .."
                " f.revision .. '\"\\nfunction upgrade() end\\n' end");
  project_open(project);
  assert_string_equal(made(project, &(struct runner_new_revision){.id = "aaaa"})->source,
                      "-- empty message\nrevision = \"aaaa\"\nfunction upgrade() end\n");
}

/* ---- hooks ---- */

static void hooks_run_in_order_on_the_file(void **state) {
  struct project *project = *state;
  project_write(project, "runner.lua",
                "return { trust = 'io', post_write_hooks = {"
                " { 'sh', '-c', 'echo \"-- one\" >> \"$0\"' },"
                " function(f) local h = io.open(f.path, 'a') h:write('-- two\\n')"
                " h:close() end,"
                " { 'sh', '-c', 'pwd >> \"$1\"; echo \"-- $0\" >> \"$1\"', 'three',"
                " 'REVISION_SCRIPT_FILENAME', cwd = '/' } } }");
  project_open(project);
  assert_int_equal(create(project, &(struct runner_new_revision){.id = "aaaa"}, NULL),
                   RUNNER_REVISION); /* "/" is no Lua; the file is there to look at */
  char *text = NULL;
  size_t length = 0;
  expect_success(project,
                 file_read(project_path(project, "versions/aaaa_empty_message.lua"),
                           project->arena, &text, &length, NULL));
  assert_non_null(strstr(text, "-- one\n-- two\n/\n-- three\n"));
}

static void a_hook_that_fails_is_an_error(void **state) {
  struct project *project = *state;
  static const struct {
    const char *hook, *message;
  } cases[] = {
      {"{ 'false' }", "the hook false ended with exit code 1"},
      {"{ 'no-such-program' }", "the hook no-such-program could not be started"},
      {"{ 'sh', '-c', 'kill -9 $$', name = 'murder' }",
       "the hook murder was ended by signal 9"},
      {"function() error('boom') end", "boom"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char id[] = "aaa0";
    id[3] = (char)('0' + i);
    project_write(project, "runner.lua",
                  arena_format(project->arena, "return { post_write_hooks = { %s } }",
                               cases[i].hook));
    project_open(project);
    runner_status status = create(project, &(struct runner_new_revision){.id = id}, NULL);
    assert_non_null(strstr(project->error.hint, "was written and is kept"));
    expect_error(project, status, RUNNER_FAILED, cases[i].message);
  }
}

static void a_hook_that_takes_the_file_away_is_noticed(void **state) {
  struct project *project = *state;
  project_write(project, "runner.lua", "return { post_write_hooks = { { 'rm' } } }");
  project_open(project);
  expect_hint(project, create(project, &(struct runner_new_revision){.id = "aaaa"}, NULL),
              RUNNER_REVISION, "the new revision aaaa was not found again",
              "did a hook move or change the file?");
}

/* ---- the moment ---- */

static void time_zones_are_those_of_the_machine(void **state) {
  (void)state;
  struct created_time moment = {0};
  struct runner_error error = RUNNER_ERROR_INIT;
  setenv("TZ", "Asia/Kolkata", 1);
  tzset();
  assert_int_equal(create_time(NULL, &moment, &error), RUNNER_DONE);
  assert_int_equal(moment.stamp[strlen(moment.stamp) - 1], 'Z');
  assert_int_equal(create_time("local", &moment, &error), RUNNER_DONE);
  assert_string_equal(moment.stamp + strlen(moment.stamp) - 6, "+05:30");
  assert_int_equal(create_time("Asia/Tokyo", &moment, &error), RUNNER_DONE);
  assert_string_equal(moment.stamp + strlen(moment.stamp) - 6, "+09:00");
  assert_string_equal(getenv("TZ"), "Asia/Kolkata");
  static const char *const unknown[] = {"Nowhere/City", "../../etc/passwd", "Asia", ""};
  for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
    assert_int_equal(create_time(unknown[i], &moment, &error), RUNNER_USAGE);
    assert_memory_equal(error.message, "unknown time zone '", 19);
    runner_error_clear(&error);
  }
  unsetenv("TZ");
  assert_int_equal(create_time("Asia/Tokyo", &moment, &error), RUNNER_DONE);
  assert_null(getenv("TZ"));
}

static runner_status ask_time(void *user, struct runner_error *error) {
  struct created_time moment = {0};
  runner_status status = create_time(user, &moment, error);
  assert_string_equal(getenv("TZ"), "Asia/Kolkata");
  if (status == RUNNER_DONE)
    assert_string_equal(moment.stamp + strlen(moment.stamp) - 6, "+09:00");
  else
    assert_int_equal(status, RUNNER_FAILED); /* not a zone that is unknown */
  return status;
}

static void without_memory_the_zone_is_put_back(void **state) {
  (void)state;
  char zone[] = "Asia/Tokyo";
  setenv("TZ", "Asia/Kolkata", 1);
  failing_allocator_loop(ask_time, zone, RUNNER_DONE, FAILING_STRICT);
  unsetenv("TZ");
}

/* ---- memory ---- */

/* Either there is the whole file, or none. */
static void without_memory_there_is_no_half_file(void **state) {
  struct project *project = *state;
  const char *path = project_path(project, "versions/aaaa_empty_message.lua");
  bool fired = true;
  for (size_t n = 1; fired; n++) {
    struct runner_list created = {0};
    struct runner_new_revision wanted = {.id = "aaaa"};
    project_open(project);
    failing_allocator_install(n, n % 2 == 0);
    runner_status status = create(project, &wanted, &created);
    failing_allocator_remove();
    fired = failing_allocator_fired();
    if (status == RUNNER_DONE) assert_string_equal(created.items[0]->path, path);
    if (!fired) assert_int_equal(status, RUNNER_DONE);
    if (status != RUNNER_DONE) assert_int_equal(status, RUNNER_FAILED);
    const char *there = files(project);
    if (there[0] != '\0') {
      assert_string_equal(there, path_name(path));
      project_open(project);
      assert_non_null(runner_revision(project->runner, "aaaa"));
      unlink(path);
    }
  }
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, project_setup, project_teardown)

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(the_first_is_a_root_and_the_next_its_child),
      CASE(parents_must_be_heads_unless_spliced),
      CASE(a_merge_joins_heads),
      CASE(dependencies_are_completed_and_labels_kept),
      CASE(a_folder_is_chosen_or_follows_the_parent),
      CASE(below_a_version_folder_needs_recursive),
      CASE(nothing_is_written_that_would_break_the_graph),
      CASE(a_file_in_the_way_stays),
      CASE(own_templates_are_held_to_what_was_asked),
      CASE(hooks_run_in_order_on_the_file),
      CASE(a_hook_that_fails_is_an_error),
      CASE(a_hook_that_takes_the_file_away_is_noticed),
      cmocka_unit_test(time_zones_are_those_of_the_machine),
      cmocka_unit_test(without_memory_the_zone_is_put_back),
      CASE(without_memory_there_is_no_half_file),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

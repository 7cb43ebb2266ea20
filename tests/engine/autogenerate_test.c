/* Comparing schemas and making revisions of what differs, as applications do it. */
#include "engine/autogenerate.h"

#include "project_fixture.h"

#include "support/failing_allocator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void write_project(struct project *project, const char *schema) {
  project_write(project, "runner.lua",
                "return { database = 'desk.db', schema = 'schema.sql' }");
  project_write(project, "schema.sql", schema);
  project_open(project);
}

/* What an asker says, and what it was asked. */
struct person {
  runner_answer answer;
  struct runner *interrupts; /* instead of answering, or NULL */
  int questions;
};

static runner_answer ask(void *user, const char *question) {
  struct person *person = user;
  assert_non_null(strstr(question, "the former 'email' with a new name?"));
  person->questions++;
  if (person->interrupts != NULL) runner_interrupt(person->interrupts);
  return person->answer;
}

static runner_status generate(struct project *project, struct person *person, bool data,
                              struct runner_list *created,
                              struct runner_differences *differences) {
  struct runner_autogenerate autogenerate = {.data = data, .user = person};
  if (person != NULL) autogenerate.ask = ask;
  struct runner_new_revision wanted = {
      .id = "aaaa", .autogenerate = &autogenerate, .differences = differences};
  return runner_create_revision(project->runner, &wanted, created, &project->error);
}

/* ---- comparing ---- */

static void differences_are_values(void **state) {
  struct project *project = *state;
  struct runner_comparison found;
  project_ask(project, "CREATE TABLE t (a TEXT)");
  write_project(project, "CREATE TABLE t (a INT)");
  expect_success(project, runner_check(project->runner, &found, &project->error));
  assert_int_equal(found.differences.count, 1);
  const struct runner_difference *difference = &found.differences.items[0];
  assert_string_equal(difference->kind, "alter_column");
  assert_string_equal(difference->table, "t");
  assert_string_equal(difference->name, "a");
  assert_string_equal(difference->part, "type");
  assert_string_equal(difference->from, "TEXT");
  assert_string_equal(difference->to, "INT");
  assert_int_equal(found.questions.count, 0);
  assert_null(found.stale_snapshot);
}

static void the_database_must_be_on_its_heads(void **state) {
  struct project *project = *state;
  struct runner_comparison found;
  project_three(project);
  write_project(project, "");
  expect_error(project, runner_check(project->runner, &found, &project->error),
               RUNNER_NEGATIVE, "the database is not on all head revisions");
}

static void a_database_in_memory_is_compared_too(void **state) {
  struct project *project = *state;
  struct runner_comparison found;
  write_project(project, "CREATE TABLE t (a)");
  struct runner_options options = {.config = project_path(project, "runner.lua"),
                                   .database = ":memory:"};
  expect_success(project, project_try_open(project, &options));
  expect_success(project, runner_check(project->runner, &found, &project->error));
  assert_int_equal(found.differences.count, 1);
}

/* ---- revisions ---- */

static void write_rename(struct project *project) {
  project_ask(project, "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT)");
  project_ask(project, "INSERT INTO users VALUES (1, 'x')");
  write_project(project, "CREATE TABLE users (id INTEGER PRIMARY KEY, phone TEXT)");
}

static void an_application_answers_the_questions(void **state) {
  struct project *project = *state;
  struct person person = {.answer = RUNNER_YES};
  struct runner_differences differences = {0};
  struct runner_list created = {0};
  write_rename(project);
  expect_success(project, generate(project, &person, true, &created, &differences));
  assert_int_equal(person.questions, 1);
  assert_int_equal(created.count, 1);
  assert_int_equal(differences.count, 1);
  assert_string_equal(differences.items[0].kind, "rename_column");
  assert_non_null(strstr(project->told, "difference: rename column 'email'"));
  assert_null(strstr(project->told, "step ")); /* the trial is not news */
  expect_success(project, project_upgrade(project, "head", 0));
  assert_string_equal(project_ask(project, "SELECT phone FROM users"), "x");
}

static void nobody_answers(void **state) {
  struct project *project = *state;
  struct runner_list created = {0};
  write_rename(project);
  expect_error(project, generate(project, NULL, false, &created, NULL), RUNNER_USAGE,
               "is the column 'phone' of 'users' the former 'email' with a new name?");
  assert_int_equal(created.count, 0);
}

static void an_interrupt_while_it_is_asked_ends_it(void **state) {
  struct project *project = *state;
  struct runner_list created = {0};
  write_rename(project);
  struct person person = {.interrupts = project->runner};
  assert_int_equal(generate(project, &person, false, &created, NULL), RUNNER_INTERRUPTED);
  assert_null(runner_revision(project->runner, "aaaa"));
}

/* Not at every allocation: there are too many. Where the failure can be borne there is a
** whole file. */
static void without_memory_there_is_no_half_file(void **state) {
  struct project *project = *state;
  bool fired = true;
  write_rename(project);
  for (size_t n = 1; fired; n += 1 + n / 4) {
    struct person person = {.answer = RUNNER_YES};
    struct runner_list created = {0};
    project_open(project);
    failing_allocator_install(n, false);
    runner_status status = generate(project, &person, true, &created, NULL);
    failing_allocator_remove();
    fired = failing_allocator_fired();
    if (!fired) assert_int_equal(status, RUNNER_DONE);
    project_open(project); /* no half of a file is in the way */
    expect_success(project,
                   runner_heads(project->runner, false, &created, &project->error));
    unlink(project_path(project, "versions/aaaa_empty_message.lua"));
  }
  assert_string_equal(project_ask(project, "SELECT email FROM users"), "x");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, project_setup, project_teardown)

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(differences_are_values),
      CASE(the_database_must_be_on_its_heads),
      CASE(a_database_in_memory_is_compared_too),
      CASE(an_application_answers_the_questions),
      CASE(nobody_answers),
      CASE(an_interrupt_while_it_is_asked_ends_it),
      CASE(without_memory_there_is_no_half_file),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

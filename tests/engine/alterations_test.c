/* Reports of alterations: told, kept with the step, written down, and foreseen. */
#include "project_fixture.h"

#include "base/buffer.h"
#include "base/file.h"
#include "script/host.h"
#include "support/failing_allocator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <lauxlib.h>

/* Open the project with an `op` of one operation, which reports its text and runs SQL. */
static void open_with_operation(struct project *project) {
  static const char operation[] = "package.loaded['runner.op'] = {\n"
                                  "new = function(db, settings)\n"
                                  "  return { alter = function(text, sql)\n"
                                  "    settings.report(text)\n"
                                  "    if sql then db:exec(sql) end\n"
                                  "  end, rebuild = settings.rebuild }\n"
                                  "end }";
  project_open(project);
  assert_int_equal(luaL_dostring(project->runner->script->L, operation), 0);
}

/* aaaa makes the table t with a row, bbbb alters it. */
static void write_two(const struct project *project, const char *up) {
  project_revision(project, "aaaa", "nil",
                   "db:exec('CREATE TABLE t (x)') db:exec('INSERT INTO t VALUES (1)')",
                   "");
  project_revision(project, "bbbb", "'aaaa'", up, "op.alter('t: back')");
}

/* The alterations of the steps, and what was not foreseen, as text. */
static const char *describe(const struct project *project,
                            const struct runner_plan *plan) {
  const char *text = "";
  for (size_t i = 0; i < plan->count; i++) {
    const struct runner_step *step = &plan->steps[i];
    text = arena_format(project->arena, "%s%s\n", text, step->revision->id);
    for (size_t j = 0; j < step->alterations.count; j++)
      text = arena_format(project->arena, "%s  %s\n", text, step->alterations.items[j]);
    if (step->unforeseen != NULL)
      text = arena_format(project->arena, "%s  ? %s\n", text, step->unforeseen);
  }
  return text;
}

/* ---- while running ---- */

static void a_report_is_told_and_kept_with_its_step(void **state) {
  struct project *project = *state;
  struct runner_plan done = {0};
  write_two(project,
            "op.alter('t: one') op.alter('t: two\\nlines') op.alter('t: three')");
  open_with_operation(project);
  expect_success(project,
                 runner_upgrade(project->runner, "head", 0, &done, &project->error));
  assert_string_equal(project->told,
                      "step aaaa\ndone aaaa\nstep bbbb\nalteration: t: one\n"
                      "alteration: t: two lines\nalteration: t: three\ndone bbbb\n");
  assert_string_equal(describe(project, &done),
                      "aaaa\nbbbb\n  t: one\n  t: two lines\n  t: three\n");
  expect_success(project, runner_downgrade(project->runner, "base", RUNNER_ATOMIC, &done,
                                           &project->error));
  assert_string_equal(describe(project, &done), "bbbb\n  t: back\naaaa\n");
}

static void a_callback_may_alter_too(void **state) {
  struct project *project = *state;
  struct runner_plan done = {0};
  project_write(project, "runner.lua",
                "return { database = 'desk.db', on_version_apply = function(step)\n"
                "  op.alter('t: by ' .. step.revision) end }");
  write_two(project, "");
  open_with_operation(project);
  expect_success(project,
                 runner_upgrade(project->runner, "head", 0, &done, &project->error));
  assert_string_equal(describe(project, &done),
                      "aaaa\n  t: by aaaa\nbbbb\n  t: by bbbb\n");
}

static void keep(void *user, const char *text) {
  buffer_text(user, text);
}

static void a_report_is_a_comment_above_its_statements(void **state) {
  struct project *project = *state;
  struct buffer text = {0};
  write_two(project, "op.alter('t: one\\r\\nDROP', 'ALTER TABLE t ADD y')");
  open_with_operation(project);
  expect_success(project, runner_sql_upgrade(project->runner, "aaaa:bbbb", keep, &text,
                                             &project->error));
  assert_non_null(strstr(text.bytes, "\nBEGIN IMMEDIATE;\n-- t: one  DROP\n"
                                     "ALTER TABLE t ADD y;\nUPDATE "));
  buffer_release(&text);
}

/* ---- how tables are rebuilt ---- */

static void check_way(struct project *project, const char *config, const char *option,
                      const char *expected) {
  project_write(project, "runner.lua", config);
  struct runner_options options = {.config = project_path(project, "runner.lua"),
                                   .rebuild = option};
  expect_success(project, project_try_open(project, &options));
  assert_string_equal(project->runner->script->alteration.rebuild, expected);
}

static void the_option_comes_before_the_file(void **state) {
  struct project *project = *state;
  check_way(project, "return {}", NULL, "documented");
  check_way(project, "return { rebuild = 'swap' }", NULL, "swap");
  check_way(project, "return { rebuild = 'swap' }", "documented", "documented");
  check_way(project, "return {}", "swap", "swap");
  struct runner_options options = {.config = project_path(project, "runner.lua"),
                                   .rebuild = "documentd"};
  expect_hint(project, project_try_open(project, &options), RUNNER_USAGE,
              "--rebuild must be documented or swap, not 'documentd'",
              "did you mean 'documented'?");
}

/* ---- rehearsals ---- */

/* Plan to head, rehearse, and describe what came out. */
static const char *rehearse(struct project *project, struct runner_plan *plan) {
  struct runner *runner = project->runner;
  expect_success(project, runner_plan_upgrade(runner, "head", plan, &project->error));
  expect_success(project, runner_rehearse(runner, plan, &project->error));
  return describe(project, plan);
}

static void a_rehearsal_sees_the_schema_and_no_rows(void **state) {
  struct project *project = *state;
  struct runner_plan plan = {0};
  write_two(project, "assert(context.rehearsal and not context.offline) print('hello')\n"
                     "op.alter('t: one', 'ALTER TABLE t ADD y')");
  open_with_operation(project);
  expect_success(project, project_upgrade(project, "aaaa", 0));
  project_revision(project, "cccc", "'bbbb'",
                   "op.alter('t: two', 'ALTER TABLE t DROP y')\n"
                   "for x in db:rows('SELECT x FROM t') do error('a row') end",
                   "");
  project_revision(project, "dddd", "'cccc'", "op.alter('t: three')", "");
  open_with_operation(project);
  assert_string_equal(rehearse(project, &plan),
                      "bbbb\n  t: one\n"
                      "cccc\n  t: two\n  ? what its script does with the rows that it "
                      "reads\ndddd\n  t: three\n");
  assert_string_equal(project->told, "");
  assert_true(connection_read_only(project->runner->connection));
  assert_string_equal(project_ask(project, "SELECT version_num FROM runner_version"),
                      "aaaa");
  assert_string_equal(project_ask(project, "SELECT count(*) FROM pragma_table_info('t')"),
                      "1");
}

static void what_fails_ends_the_rehearsal(void **state) {
  struct project *project = *state;
  struct runner_plan plan = {0};
  write_two(project,
            "op.alter('t: one')\n"
            "db:exec('INSERT INTO t VALUES (?)', 1 + db:value('SELECT x FROM t'))");
  project_revision(project, "cccc", "'bbbb'", "op.alter('t: two')", "");
  open_with_operation(project);
  expect_success(project, project_upgrade(project, "aaaa", 0));
  assert_string_equal(
      rehearse(project, &plan),
      "bbbb\n  t: one\n  ? it fails on a copy of the schema without rows: attempt to "
      "perform arithmetic on a nil value\ncccc\n  ? a step before it could not be\n");
  expect_success(project, project_upgrade(project, "head", 0));
  assert_string_equal(project_ask(project, "SELECT sum(x) FROM t"), "3");
}

static void a_rehearsal_needs_no_file_and_makes_none(void **state) {
  struct project *project = *state;
  struct runner_plan plan = {0};
  write_two(project, "op.alter('t: one', 'ALTER TABLE t ADD y')");
  open_with_operation(project);
  assert_string_equal(rehearse(project, &plan), "aaaa\nbbbb\n  t: one\n");
  assert_false(file_exists(project_path(project, "desk.db")));
  expect_success(project, runner_rehearse(project->runner, &(struct runner_plan){0},
                                          &project->error));
}

static void callbacks_do_not_take_part(void **state) {
  struct project *project = *state;
  struct runner_plan plan = {0};
  project_write(project, "runner.lua",
                "return { database = 'desk.db', on_version_apply = error }");
  write_two(project, "op.alter('t: one')");
  open_with_operation(project);
  assert_string_equal(rehearse(project, &plan), "aaaa\nbbbb\n  t: one\n");
}

static void revisions_outside_a_transaction_are_rehearsed(void **state) {
  struct project *project = *state;
  struct runner_plan plan = {0};
  write_two(project, "");
  project_write(project, "versions/cccc.lua",
                "revision = 'cccc' down_revision = 'bbbb' transaction = false\n"
                "function upgrade() db:exec('VACUUM') op.alter('t: one') end");
  open_with_operation(project);
  assert_string_equal(rehearse(project, &plan), "aaaa\nbbbb\ncccc\n  t: one\n");
}

static void an_interrupt_ends_it(void **state) {
  struct project *project = *state;
  struct runner_plan plan = {0};
  write_two(project, "");
  open_with_operation(project);
  expect_success(project,
                 runner_plan_upgrade(project->runner, "head", &plan, &project->error));
  runner_interrupt(project->runner);
  expect_error(project, runner_rehearse(project->runner, &plan, &project->error),
               RUNNER_INTERRUPTED, "interrupted");
}

/* Without memory a report must not be missing where all went well. */
static void without_memory_nothing_is_left_out(void **state) {
  struct project *project = *state;
  bool fired = true;
  write_two(project, "op.alter('t: one') op.alter('t: two') op.alter('t: three')");
  for (size_t n = 1; fired; n += 3) {
    struct runner_plan plan = {0};
    open_with_operation(project);
    expect_success(project,
                   runner_plan_upgrade(project->runner, "head", &plan, &project->error));
    failing_allocator_install(n, n % 2 == 0);
    runner_status status = runner_rehearse(project->runner, &plan, &project->error);
    failing_allocator_remove();
    fired = failing_allocator_fired();
    if (status == RUNNER_DONE && plan.steps[1].unforeseen == NULL)
      assert_int_equal(plan.steps[1].alterations.count, 3);
    assert_null(project->runner->connection);
  }
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, project_setup, project_teardown)
  const struct CMUnitTest tests[] = {
      CASE(a_report_is_told_and_kept_with_its_step),
      CASE(a_callback_may_alter_too),
      CASE(a_report_is_a_comment_above_its_statements),
      CASE(the_option_comes_before_the_file),
      CASE(a_rehearsal_sees_the_schema_and_no_rows),
      CASE(what_fails_ends_the_rehearsal),
      CASE(a_rehearsal_needs_no_file_and_makes_none),
      CASE(callbacks_do_not_take_part),
      CASE(revisions_outside_a_transaction_are_rehearsed),
      CASE(an_interrupt_ends_it),
      CASE(without_memory_nothing_is_left_out),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Reading command lines over the command table. */
#include "cli/arguments.h"

#include "support/failing_allocator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { MOST_WORDS = 16 };

/* A command line in writable memory, as main gets it. */
struct line {
  char text[200];
  char *words[MOST_WORDS];
  int count;
};

static void split(struct line *line, const char *text) {
  *line = (struct line){.count = 0};
  strncpy(line->text, text, sizeof line->text - 1);
  for (char *word = strtok(line->text, " "); word != NULL; word = strtok(NULL, " "))
    line->words[line->count++] = word;
}

/* Read "runner ..." as the program does. */
static runner_status read_line(struct cli *cli, struct line *line) {
  int next = 0;
  *cli = (struct cli){.error = RUNNER_ERROR_INIT, .arena = arena_create()};
  if (cli->arena == NULL) return error_no_memory(&cli->error);
  runner_status status = arguments_globals(cli, line->count, line->words, &next);
  if (status != RUNNER_DONE || next == line->count) return status;
  cli->command = command_find(line->words[next]);
  assert_non_null(cli->command);
  return arguments_command(cli, line->count - next, line->words + next);
}

static void release(struct cli *cli) {
  runner_error_clear(&cli->error);
  arena_destroy(cli->arena);
}

static void options_stand_on_both_sides(void **state) {
  (void)state;
  struct cli cli;
  struct line line;
  split(&line, "runner -x a --json -x b=1 upgrade --sql head --tag t --timeout 3");
  assert_int_equal(read_line(&cli, &line), RUNNER_DONE);
  assert_int_equal(cli_values(&cli, "argument").count, 2);
  assert_string_equal(cli_values(&cli, "argument").items[1], "b=1");
  assert_true(cli_flag(&cli, "json") && cli_flag(&cli, "sql"));
  assert_false(cli_flag(&cli, "plan") || cli_flag(&cli, "quiet"));
  assert_string_equal(cli_value(&cli, "tag"), "t");
  assert_string_equal(cli_value(&cli, "timeout"), "3");
  assert_int_equal(cli.operands.count, 1);
  assert_string_equal(cli_operand(&cli, 0), "head");
  assert_null(cli_operand(&cli, 1));
  assert_null(cli_value(&cli, "no such option"));
  release(&cli);
}

static void negative_numbers_are_operands_and_values(void **state) {
  (void)state;
  struct cli cli;
  struct line line;
  split(&line, "runner downgrade -1 --plan");
  assert_int_equal(read_line(&cli, &line), RUNNER_DONE);
  assert_string_equal(cli_operand(&cli, 0), "-1");
  release(&cli);
  split(&line, "runner history -v -r -3: -i");
  assert_int_equal(read_line(&cli, &line), RUNNER_DONE);
  assert_string_equal(cli_value(&cli, "rev-range"), "-3:");
  assert_true(cli_flag(&cli, "verbose") && cli_flag(&cli, "indicate-current"));
  release(&cli);
  split(&line, "runner history -r-3:-1");
  assert_int_equal(read_line(&cli, &line), RUNNER_DONE);
  assert_string_equal(cli_value(&cli, "rev-range"), "-3:-1");
  assert_string_equal(line.words[2], "-r-3:-1");
  release(&cli);
}

static void the_last_value_counts(void **state) {
  (void)state;
  struct cli cli;
  struct line line;
  split(&line, "runner --database a current --database=b");
  assert_int_equal(read_line(&cli, &line), RUNNER_DONE);
  assert_string_equal(cli_value(&cli, "database"), "b");
  release(&cli);
}

static void a_script_gets_its_own_options(void **state) {
  (void)state;
  struct cli cli;
  struct line line;
  split(&line, "runner lua --no-color x.lua --json -1 -- -q");
  assert_int_equal(read_line(&cli, &line), RUNNER_DONE);
  assert_true(cli_flag(&cli, "no-color"));
  assert_false(cli_flag(&cli, "json"));
  assert_int_equal(cli.operands.count, 5);
  assert_string_equal(cli_operand(&cli, 1), "--json");
  assert_string_equal(cli_operand(&cli, 3), "--");
  release(&cli);
}

static void expect_complaint(const char *text, const char *message) {
  struct cli cli;
  struct line line;
  split(&line, text);
  assert_int_equal(read_line(&cli, &line), RUNNER_USAGE);
  assert_string_equal(cli.error.message, message);
  assert_non_null(cli.error.hint);
  release(&cli);
}

static void mistakes_are_named(void **state) {
  (void)state;
  expect_complaint("runner -y current", "unknown option -y");
  expect_complaint("runner current -vy", "unknown option -y");
  expect_complaint("runner upgrade --plam=3 head", "unknown option --plam");
  expect_complaint("runner upgrade head --tag", "option --tag needs a value (TEXT)");
  expect_complaint("runner history -r", "option --rev-range needs a value (RANGE)");
  expect_complaint("runner upgrade --plan=1 head", "option --plan takes no value");
  expect_complaint("runner upgrade", "'upgrade' needs REVISION");
  expect_complaint("runner heads x y", "unexpected argument 'x'");
  expect_complaint("runner backfill pase", "'backfill' cannot do 'pase'");
  expect_complaint("runner backfill pause x y", "unexpected argument 'y'");
  expect_complaint("runner revision --ver", "option --ver may mean several options");
}

static void reading_goes_on_after_a_mistake(void **state) {
  (void)state;
  struct cli cli;
  struct line line;
  split(&line, "runner upgrade --bad --worse head --json");
  assert_int_equal(read_line(&cli, &line), RUNNER_USAGE);
  assert_string_equal(cli.error.message, "unknown option --bad");
  assert_true(cli_flag(&cli, "json"));
  release(&cli);
}

static runner_status attempt(void *user, struct runner_error *error) {
  struct cli cli;
  struct line line;
  split(&line, user);
  runner_status status = read_line(&cli, &line);
  error_move(error, &cli.error);
  release(&cli);
  return status;
}

static void without_memory_nothing_is_read(void **state) {
  (void)state;
  char stamp[] = "runner -x a stamp --tag t a b -- -c";
  char mistake[] = "runner revision --ver x";
  failing_allocator_loop(attempt, stamp, RUNNER_DONE, FAILING_STRICT);
  failing_allocator_loop(attempt, mistake, RUNNER_USAGE, FAILING_STRICT);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(options_stand_on_both_sides),
      cmocka_unit_test(negative_numbers_are_operands_and_values),
      cmocka_unit_test(the_last_value_counts),
      cmocka_unit_test(a_script_gets_its_own_options),
      cmocka_unit_test(mistakes_are_named),
      cmocka_unit_test(reading_goes_on_after_a_mistake),
      cmocka_unit_test(without_memory_nothing_is_read),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

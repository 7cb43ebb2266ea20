/* Programs: what they write, how they end, how they are stopped. */
#include "base/process.h"

#include "support/failing_allocator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* A line of the shell. */
#define SHELL(line) ((const char *const[]){"/bin/sh", "-c", line, NULL})

static void run(struct process *process) {
  assert_int_equal(process_run(process, NULL), RUNNER_DONE);
}

static void both_streams_are_collected(void **state) {
  (void)state;
  struct process process = {.arguments = SHELL("echo out; echo err >&2; cat")};
  run(&process);
  assert_string_equal(process.output.bytes, "out\n");
  assert_string_equal(process.errors.bytes, "err\n");
  assert_int_equal(process.exit_code, 0);
  process_release(&process);
}

static void much_output_arrives_whole(void **state) {
  (void)state;
  struct process process = {.arguments =
                                SHELL("yes | head -c 1000000; yes | head -c 300000 >&2")};
  run(&process);
  assert_int_equal(process.output.length, 1000000);
  assert_int_equal(process.errors.length, 300000);
  process_release(&process);
}

static void the_end_is_told(void **state) {
  (void)state;
  struct process failing = {.arguments = SHELL("exit 7")};
  run(&failing);
  assert_int_equal(failing.exit_code, 7);
  process_release(&failing);
  struct process killed = {.arguments = SHELL("kill -9 $$")};
  run(&killed);
  assert_int_equal(killed.exit_code, -1);
  assert_int_equal(killed.signal, 9);
  process_release(&killed);
}

static void it_has_its_folder_and_its_variable(void **state) {
  (void)state;
  struct process process = {.arguments = SHELL("pwd; echo \"$PLACE\""),
                            .folder = "/",
                            .variable = "PLACE",
                            .value = "a b"};
  run(&process);
  assert_string_equal(process.output.bytes, "/\na b\n");
  process_release(&process);
}

static void assert_cannot_start(struct process *process, const char *reason) {
  struct runner_error error = RUNNER_ERROR_INIT;
  assert_int_equal(process_run(process, &error), RUNNER_USAGE);
  assert_non_null(error.message);
  assert_non_null(strstr(error.message, reason));
  runner_error_clear(&error);
  process_release(process);
}

static void what_cannot_start_says_why(void **state) {
  (void)state;
  struct process missing = {.arguments = (const char *const[]){"no-such-program", NULL}};
  assert_cannot_start(&missing, "cannot start no-such-program: No such file");
  struct process lost = {.arguments = SHELL("exit 0"), .folder = "/no/such/folder"};
  assert_cannot_start(&lost, "cannot run /bin/sh in /no/such/folder: No such file");
}

static void it_is_stopped_with_what_it_started(void **state) {
  (void)state;
  static const volatile sig_atomic_t stop = 1;
  struct runner_error error = RUNNER_ERROR_INIT;
  struct process process = {.arguments = SHELL("sleep 3000 | sleep 3000"), .stop = &stop};
  assert_int_equal(process_run(&process, &error), RUNNER_INTERRUPTED);
  runner_error_clear(&error);
  process_release(&process);
}

static runner_status attempt(void *user, struct runner_error *error) {
  (void)user;
  struct process process = {.arguments = SHELL("echo out; echo err >&2")};
  runner_status status = process_run(&process, error);
  process_release(&process);
  return status;
}

static void what_writes_without_end_is_stopped(void **state) {
  (void)state;
  struct process process = {.arguments = SHELL("yes"), .most = 100000};
  struct runner_error error = RUNNER_ERROR_INIT;
  assert_int_equal(process_run(&process, &error), RUNNER_USAGE);
  assert_string_equal(error.message, "/bin/sh writes without end, so it was stopped");
  runner_error_clear(&error);
  process_release(&process);
}

static void without_memory_nothing_is_left(void **state) {
  (void)state;
  failing_allocator_loop(attempt, NULL, RUNNER_DONE, FAILING_STRICT);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(both_streams_are_collected),
      cmocka_unit_test(much_output_arrives_whole),
      cmocka_unit_test(the_end_is_told),
      cmocka_unit_test(it_has_its_folder_and_its_variable),
      cmocka_unit_test(what_cannot_start_says_why),
      cmocka_unit_test(it_is_stopped_with_what_it_started),
      cmocka_unit_test(what_writes_without_end_is_stopped),
      cmocka_unit_test(without_memory_nothing_is_left),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The whole program with too little memory: it must say so and give everything back. */
#include "cli/cli.h"

#include "support/failing_allocator.h"
#include "support/folder.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

enum { MOST_WORDS = 8 };

/* Run one command line; its output goes nowhere. */
static int run_quietly(const char *text) {
  char line[200] = "";
  char *words[MOST_WORDS] = {NULL};
  int count = 0;
  snprintf(line, sizeof line, "runner %s", text);
  for (char *word = strtok(line, " "); word != NULL; word = strtok(NULL, " "))
    words[count++] = word;
  fflush(stdout);
  int out = dup(STDOUT_FILENO), err = dup(STDERR_FILENO),
      nowhere = open("/dev/null", O_WRONLY);
  dup2(nowhere, STDOUT_FILENO);
  dup2(nowhere, STDERR_FILENO);
  int code = cli_main(count, words);
  dup2(out, STDOUT_FILENO);
  dup2(err, STDERR_FILENO);
  close(out);
  close(err);
  close(nowhere);
  return code;
}

static runner_status attempt(void *user, struct runner_error *error) {
  (void)error;
  return (runner_status)run_quietly(user);
}

static void survives(void **state, const char *format, runner_status expected) {
  char *config = folder_path(state, "runner.lua");
  char line[200];
  snprintf(line, sizeof line, format, config);
  failing_allocator_loop(attempt, line, expected, FAILING_LENIENT);
  free(config);
}

static void write_file(void **state, const char *name, const char *text) {
  char *path = folder_path(state, name);
  folder_write(path, text, strlen(text));
  free(path);
}

static int make_project(void **state) {
  static const char config[] =
      "return { database = 'desk.db', versions = { 'versions' },\n"
      "  commands = { hi = { help = 'Say hi',\n"
      "    run = function() return 'hi' end } } }\n";
  if (folder_setup(state) != 0) return -1;
  char *versions = folder_path(state, "versions");
  if (mkdir(versions, 0777) != 0) return -1;
  free(versions);
  write_file(state, "runner.lua", config);
  write_file(state, "versions/a1_first.lua",
             "--- First\nrevision = 'a1'\n"
             "function upgrade() db:exec('CREATE TABLE t (a)') end\n"
             "function downgrade() db:exec('DROP TABLE t') end\n");
  return 0;
}

static void help_does(void **state) {
  survives(state, "-c %s help", RUNNER_DONE);
  survives(state, "-c %s --json help", RUNNER_DONE);
  survives(state, "help --man", RUNNER_DONE);
  survives(state, "completion zsh", RUNNER_DONE);
}

static void listings_do(void **state) {
  survives(state, "-c %s history -v", RUNNER_DONE);
  survives(state, "-c %s --json history", RUNNER_DONE);
  survives(state, "-c %s heads", RUNNER_DONE);
  survives(state, "-c %s current", RUNNER_DONE);
  survives(state, "-c %s upgrade head --plan", RUNNER_DONE);
  survives(state, "-c %s upgrade head --plan -v", RUNNER_DONE);
  survives(state, "-c %s hi", RUNNER_DONE);
}

static void complaints_do(void **state) {
  survives(state, "-c %s upgrad head", RUNNER_USAGE);
  survives(state, "--json upgrade --plam head", RUNNER_USAGE);
  survives(state, "", RUNNER_USAGE);
}

/* A database with a backfill that was cut short and a row that failed in it. */
static int make_backfill(void **state) {
  static const char tables[] =
      "CREATE TABLE runner_backfill (revision, direction, name, state, request, cursor,"
      " rows_done, rows_total, rows_failed, batch, started_at, updated_at, seconds, "
      "error);"
      "INSERT INTO runner_backfill VALUES ('a1', 'upgrade', 't.a', 'running', NULL, '5',"
      " 5, 10, 1, 5, '2026-11-22T10:00:00Z', '2026-11-22T10:00:01Z', 1.0, 'no luck');"
      "CREATE TABLE runner_backfill_errors (revision, direction, name, key, row_values,"
      " message, at);"
      "INSERT INTO runner_backfill_errors VALUES ('a1', 'upgrade', 't.a', '3', 'a = 1',"
      " 'no luck', '2026-11-22T10:00:00Z');";
  sqlite3 *handle = NULL;
  if (make_project(state) != 0) return -1;
  char *path = folder_path(state, "desk.db");
  int code = sqlite3_open(path, &handle);
  if (code == SQLITE_OK) code = sqlite3_exec(handle, tables, NULL, NULL, NULL);
  sqlite3_close(handle);
  free(path);
  return code;
}

static void backfills_do(void **state) {
  survives(state, "-c %s backfill", RUNNER_DONE);
  survives(state, "-c %s --json backfill --errors", RUNNER_DONE);
  survives(state, "-c %s backfill --errors", RUNNER_DONE);
  survives(state, "-c %s backfill pause", RUNNER_DONE);
  survives(state, "-c %s backfill cancel t.b", RUNNER_USAGE);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(help_does, make_project, folder_teardown),
      cmocka_unit_test_setup_teardown(listings_do, make_project, folder_teardown),
      cmocka_unit_test_setup_teardown(backfills_do, make_backfill, folder_teardown),
      cmocka_unit_test_setup_teardown(complaints_do, make_project, folder_teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

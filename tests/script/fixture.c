/* Making and using the fixture. */
#include "fixture.h"

#include "base/file.h"
#include "support/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void note_log(void *user, enum script_log_level level, const char *text) {
  static const char *const words[] = {[SCRIPT_LOG_INFO] = "info",
                                      [SCRIPT_LOG_WARNING] = "warning",
                                      [SCRIPT_LOG_ALTERATION] = "alteration"};
  buffer_format(user, "%s: %s\n", words[level], text);
}

int fixture_setup(void **state) {
  struct fixture *fixture = calloc(1, sizeof *fixture);
  if (fixture == NULL || folder_setup(&fixture->folder) != 0) return -1;
  struct script_options options = {.log = note_log, .user = &fixture->log};
  struct connection_options database = {.path = ":memory:", .create = true};
  fixture->error = (struct runner_error)RUNNER_ERROR_INIT;
  fixture->arena = arena_create();
  *state = fixture;
  if (script_create(&options, &fixture->script, &fixture->error) != RUNNER_DONE ||
      connection_open(&database, &fixture->connection, &fixture->error) != RUNNER_DONE) {
    print_error("%s\n", fixture->error.message);
    return -1;
  }
  fixture_trust(fixture, "");
  return 0;
}

int fixture_teardown(void **state) {
  struct fixture *fixture = *state;
  runner_error_clear(&fixture->error);
  script_destroy(fixture->script);
  connection_close(fixture->connection);
  arena_destroy(fixture->arena);
  buffer_release(&fixture->log);
  int result = folder_teardown(&fixture->folder);
  free(fixture);
  return result;
}

const char *fixture_write(struct fixture *fixture, const char *name, const char *text) {
  char *path = path_join(fixture->arena, fixture->folder, name);
  folder_write(path, text, strlen(text));
  return path;
}

runner_status fixture_read(struct fixture *fixture, const char *source) {
  runner_error_clear(&fixture->error);
  fixture->revision = (struct runner_revision){.path = "versions/x.lua"};
  fixture->revision.source = arena_text(fixture->arena, source);
  fixture->revision.source_length = strlen(source);
  return script_read_revision(fixture->script, fixture->arena, &fixture->revision,
                              &fixture->error);
}

runner_status fixture_upgrade(struct fixture *fixture) {
  struct script_context context = {.upgrade = true};
  runner_error_clear(&fixture->error);
  return script_run_revision(fixture->script, &fixture->revision, &context,
                             fixture->connection, &fixture->error);
}

runner_status fixture_run(struct fixture *fixture, const char *body) {
  const char *source =
      arena_format(fixture->arena, "revision = 'x' function upgrade()\n%s\nend", body);
  runner_status status = fixture_read(fixture, source);
  return status == RUNNER_DONE ? fixture_upgrade(fixture) : status;
}

void fixture_check(struct fixture *fixture, const char *body) {
  runner_status status = fixture_run(fixture, body);
  if (status != RUNNER_DONE)
    print_error("line %d: %s\n", fixture->error.line, fixture->error.message);
  assert_int_equal(status, RUNNER_DONE);
}

void fixture_check_failure(struct fixture *fixture, const char *body,
                           runner_status status, const char *message, int line) {
  assert_int_equal(fixture_run(fixture, body), status);
  assert_string_equal(fixture->error.message, message);
  assert_int_equal(fixture->error.line, line);
  assert_string_equal(fixture->error.file, "versions/x.lua");
}

void fixture_trust(struct fixture *fixture, const char *words) {
  char *text = arena_text(fixture->arena, words);
  const char *items[8];
  struct runner_texts trust = {items, 0};
  for (char *word = strtok(text, " "); word != NULL; word = strtok(NULL, " "))
    items[trust.count++] = word;
  assert_int_equal(
      script_grant(fixture->script, fixture->folder, &trust, &fixture->error),
      RUNNER_DONE);
}

/* JSON answers. */
#include "cli/answer.h"

#include "base/memory.h"
#include "support/failing_allocator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void expect(json_t *value, const char *expected) {
  assert_non_null(value);
  char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
  assert_string_equal(text, expected);
  memory_release(text);
  json_decref(value);
}

static void texts_stay_as_they_are(void **state) {
  (void)state;
  expect(answer_text(NULL), "null");
  expect(answer_text(""), "\"\"");
  expect(answer_text("caf\xC3\xA9 \xF0\x9F\x8D\xB5"), "\"caf\xC3\xA9 \xF0\x9F\x8D\xB5\"");
}

static void bytes_that_are_not_utf8_are_replaced(void **state) {
  (void)state;
  expect(answer_text("a\xE9z"), "\"a\xEF\xBF\xBDz\"");
  expect(answer_text("\xC0\x80"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");
  expect(answer_text("\xED\xA0\x80"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
  expect(answer_text("\xF4\x90\x80\x80x"),
         "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDx\"");
  expect(answer_text("\xE0\x9F\xBF"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
  expect(answer_text("\xC3\xA9\xC3"), "\"\xC3\xA9\xEF\xBF\xBD\"");
}

static const char *ids[] = {"a1", "b2"};
static struct runner_revision revision = {.id = "b2",
                                          .down = {ids, 1},
                                          .message = "Two \xFF",
                                          .document = "Two\n",
                                          .path = "/x/b2.lua",
                                          .is_head = true};

static struct runner_plan plan_of(struct runner_step *step) {
  *step = (struct runner_step){.direction = RUNNER_DOWNGRADE, .revision = &revision};
  return (struct runner_plan){
      .steps = step, .count = 1, .before = {ids, 2}, .after = {ids, 1}};
}

static void a_plan_has_its_shape(void **state) {
  (void)state;
  struct runner_step step;
  struct runner_plan plan = plan_of(&step);
  expect(answer_plan("downgrade", answer_text("-1"), &plan, 0),
         "{\"command\":\"downgrade\",\"target\":\"-1\",\"current\":[\"a1\",\"b2\"],"
         "\"steps\":[{\"direction\":\"downgrade\",\"revision\":\"b2\",\"down\":[\"a1\"],"
         "\"message\":\"Two \xEF\xBF\xBD\"}],\"after\":[\"a1\"]}");
}

static void an_error_has_its_shape(void **state) {
  (void)state;
  struct runner_error error = RUNNER_ERROR_INIT;
  error_no_memory(&error);
  expect(answer_error(&error, RUNNER_FAILED, false),
         "{\"error\":{\"kind\":\"failed\",\"message\":\"out of memory\",\"hint\":null,"
         "\"file\":null,\"line\":null,\"revision\":null,\"sql\":null,\"offset\":null},"
         "\"exit\":1}");
  error_set(&error, RUNNER_BUSY, "locked");
  error_place(&error, "f", 3);
  error_statement(&error, "BEGIN", 0, 5);
  expect(answer_error(&error, RUNNER_BUSY, true),
         "{\"error\":{\"kind\":\"busy\",\"message\":\"locked\",\"hint\":null,"
         "\"file\":\"f\",\"line\":3,\"revision\":null,\"sql\":\"BEGIN\",\"offset\":0,"
         "\"traceback\":null},\"exit\":5}");
  runner_error_clear(&error);
}

static runner_status build(void *user, struct runner_error *error) {
  (void)user;
  struct runner_step step;
  struct runner_plan plan = plan_of(&step);
  const struct runner_revision *list[] = {&revision, &revision};
  struct arena *arena = arena_create();
  json_t *revisions = NULL;
  if (arena != NULL)
    revisions = answer_revisions(arena, &(struct runner_list){list, 2}, &plan.before);
  json_t *document = answer_plan("upgrade", revisions, &plan, ANSWER_APPLIED);
  arena_destroy(arena);
  if (document == NULL) return error_no_memory(error);
  json_decref(document);
  return RUNNER_DONE;
}

static void without_memory_there_is_no_answer(void **state) {
  (void)state;
  failing_allocator_loop(build, NULL, RUNNER_DONE, FAILING_STRICT);
}

static int start(void **state) {
  (void)state;
  answer_start();
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(texts_stay_as_they_are),
      cmocka_unit_test(bytes_that_are_not_utf8_are_replaced),
      cmocka_unit_test(a_plan_has_its_shape),
      cmocka_unit_test(an_error_has_its_shape),
      cmocka_unit_test(without_memory_there_is_no_answer),
  };
  return cmocka_run_group_tests(tests, start, NULL);
}

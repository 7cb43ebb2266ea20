/* Alembic's lines about a revision. */
#include "cli/entry.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const char *parents[] = {"a1", "b2"};
static const char *labels[] = {"billing", "mail"};

static struct runner_revision merge(void) {
  return (struct runner_revision){.id = "c3",
                                  .down = {parents, 2},
                                  .depends = {labels, 1},
                                  .branches = {labels, 2},
                                  .children = {parents, 2},
                                  .message = "Join",
                                  .document = "Join\n\nAll of it",
                                  .is_head = true,
                                  .is_branch_point = true,
                                  .is_merge_point = true};
}

static void expect_line(const struct runner_revision *revision, int parts,
                        const struct palette *palette, const char *expected) {
  struct buffer out = {0};
  entry_line(&out, revision, parts, palette);
  assert_string_equal(out.bytes, expected);
  buffer_release(&out);
}

static void a_line_has_the_parts_asked_for(void **state) {
  (void)state;
  struct runner_revision revision = merge();
  expect_line(&revision, 0, &palette_none, "c3 (effective head)\n");
  expect_line(&revision, ENTRY_LABELS, &palette_none,
              "c3 (billing, mail) (effective head)\n");
  expect_line(&revision, ENTRY_TREE | ENTRY_CURRENT, &palette_none,
              "c3 (effective head) (current) (branchpoint) (mergepoint)\n");
  expect_line(&revision, ENTRY_PARENTS | ENTRY_MESSAGE, &palette_none,
              "a1, b2 (billing) -> c3 (effective head), Join\n");
}

static void a_head_is_effective_or_real(void **state) {
  (void)state;
  struct runner_revision revision = {.id = "a1", .message = ""};
  expect_line(&revision, ENTRY_PARENTS, &palette_none, "<base> -> a1\n");
  revision.is_head = revision.is_real_head = true;
  expect_line(&revision, 0, &palette_none, "a1 (head)\n");
}

static void marks_may_be_coloured(void **state) {
  (void)state;
  const struct palette palette = {"", "", "", "<", ">"};
  struct runner_revision revision = {.id = "a1", .is_head = true, .is_real_head = true};
  expect_line(&revision, 0, &palette, "a1 <(head)>\n");
}

static void a_block_has_every_field(void **state) {
  (void)state;
  struct runner_revision revision = merge();
  struct buffer out = {0};
  entry_block(&out, &revision, "/c3.lua", true, &palette_none);
  assert_string_equal(out.bytes, "Rev: c3 (head) (branchpoint) (mergepoint) (current)\n"
                                 "Merges: a1, b2\n"
                                 "Also depends on: billing\n"
                                 "Branches into: a1, b2\n"
                                 "Branch names: billing, mail\n"
                                 "Path: /c3.lua\n"
                                 "\n"
                                 "    Join\n"
                                 "    \n"
                                 "    All of it\n"
                                 "\n");
  buffer_release(&out);
}

static void a_block_leaves_out_what_is_not_there(void **state) {
  (void)state;
  struct runner_revision revision = {.id = "a1", .document = "", .message = ""};
  struct buffer out = {0};
  entry_block(&out, &revision, "/a1.lua", false, &palette_none);
  assert_string_equal(out.bytes, "Rev: a1\nParent: <base>\nPath: /a1.lua\n\n\n\n");
  buffer_release(&out);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_line_has_the_parts_asked_for),
      cmocka_unit_test(a_head_is_effective_or_real),
      cmocka_unit_test(marks_may_be_coloured),
      cmocka_unit_test(a_block_has_every_field),
      cmocka_unit_test(a_block_leaves_out_what_is_not_there),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

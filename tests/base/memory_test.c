/* Memory: the replaceable allocator, formatted texts, arenas. */
#include "base/memory.h"
#include "support/failing_allocator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void allocate_gives_zeroed_memory(void **state) {
  (void)state;
  unsigned char *bytes = memory_allocate(300);
  for (size_t i = 0; i < 300; i++)
    assert_int_equal(bytes[i], 0);
  memory_release(bytes);
  void *nothing = memory_allocate(0);
  assert_non_null(nothing);
  memory_release(nothing);
  memory_release(NULL);
}

static void resize_keeps_the_content_and_size_zero_releases(void **state) {
  (void)state;
  failing_allocator_install(0, false);
  char *block = memory_resize(NULL, 4);
  memcpy(block, "abc", 4);
  block = memory_resize(block, 4000);
  assert_string_equal(block, "abc");
  assert_int_equal(failing_allocator_live(), 1);
  assert_null(memory_resize(block, 0));
  assert_int_equal(failing_allocator_live(), 0);
  assert_int_equal(failing_allocator_asked(), 2);
  failing_allocator_remove();
}

static void texts_are_copied_and_formatted(void **state) {
  (void)state;
  char *copy = memory_text("");
  assert_string_equal(copy, "");
  memory_release(copy);
  char *text = memory_format("%s-%d", "a", 42);
  assert_string_equal(text, "a-42");
  memory_release(text);
}

static void arena_memory_is_zeroed_aligned_and_apart(void **state) {
  (void)state;
  struct arena *arena = arena_create();
  unsigned char *previous = NULL;
  for (size_t size = 0; size < 600; size++) {
    unsigned char *block = arena_allocate(arena, size);
    assert_non_null(block);
    assert_int_equal((uintptr_t)block % _Alignof(max_align_t), 0);
    for (size_t i = 0; i < size; i++)
      assert_int_equal(block[i], 0);
    memset(block, 0xff, size);
    if (previous != NULL && size > 1) assert_int_equal(previous[0], 0xff);
    if (size > 0) previous = block;
  }
  arena_destroy(arena);
  arena_destroy(NULL);
}

static void arena_holds_blocks_larger_than_its_own(void **state) {
  (void)state;
  struct arena *arena = arena_create();
  char *large = arena_allocate(arena, 100000);
  memset(large, 'x', 100000);
  assert_string_equal(arena_text(arena, "after"), "after");
  assert_int_equal(large[99999], 'x');
  assert_null(arena_allocate(arena, SIZE_MAX - 8));
  arena_destroy(arena);
}

static void an_array_in_an_arena_grows_and_keeps_its_items(void **state) {
  (void)state;
  struct arena *arena = arena_create();
  size_t *numbers = NULL;
  for (size_t i = 0; i < 1000; i++) {
    size_t *grown = arena_grow(arena, numbers, i, sizeof *numbers);
    assert_non_null(grown);
    if (i == 5) assert_ptr_equal(grown, numbers); /* four and four more */
    numbers = grown;
    numbers[i] = i;
  }
  for (size_t i = 0; i < 1000; i++)
    assert_int_equal(numbers[i], i);
  arena_destroy(arena);
}

static void arena_texts(void **state) {
  (void)state;
  struct arena *arena = arena_create();
  char *bytes = arena_bytes(arena, "a\0b", 3);
  assert_memory_equal(bytes, "a\0b", 4);
  assert_string_equal(arena_bytes(arena, NULL, 0), "");
  assert_string_equal(arena_format(arena, "%04d|%s", 7, "x"), "0007|x");
  arena_destroy(arena);
}

static runner_status use_an_arena(void *user, struct runner_error *error) {
  (void)user;
  struct arena *arena = arena_create();
  bool whole = arena != NULL && arena_allocate(arena, 9000) != NULL &&
               arena_text(arena, "text") != NULL &&
               arena_format(arena, "%20000d", 1) != NULL &&
               arena_grow(arena, NULL, 0, 20000) != NULL;
  arena_destroy(arena);
  return whole ? RUNNER_DONE : error_no_memory(error);
}

static void an_arena_that_cannot_grow_says_so(void **state) {
  (void)state;
  failing_allocator_loop(use_an_arena, NULL, RUNNER_DONE, FAILING_STRICT);
}

static runner_status make_texts(void *user, struct runner_error *error) {
  (void)user;
  char *copy = memory_text("copy"), *text = memory_format("%d", 1);
  void *zeroed = memory_allocate(1);
  bool whole = copy != NULL && text != NULL && zeroed != NULL;
  memory_release(copy);
  memory_release(text);
  memory_release(zeroed);
  return whole ? RUNNER_DONE : error_no_memory(error);
}

static void texts_without_memory_are_null(void **state) {
  (void)state;
  failing_allocator_loop(make_texts, NULL, RUNNER_DONE, FAILING_STRICT);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(allocate_gives_zeroed_memory),
      cmocka_unit_test(resize_keeps_the_content_and_size_zero_releases),
      cmocka_unit_test(texts_are_copied_and_formatted),
      cmocka_unit_test(arena_memory_is_zeroed_aligned_and_apart),
      cmocka_unit_test(arena_holds_blocks_larger_than_its_own),
      cmocka_unit_test(an_array_in_an_arena_grows_and_keeps_its_items),
      cmocka_unit_test(arena_texts),
      cmocka_unit_test(an_arena_that_cannot_grow_says_so),
      cmocka_unit_test(texts_without_memory_are_null),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The allocator with a countdown. */
#include "support/failing_allocator.h"

#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static struct {
  size_t asked;
  size_t fail_at;
  bool forever;
  bool fired;
  long live;
} now;

static bool must_fail(void) {
  now.asked++;
  if (now.fail_at == 0) return false;
  return now.forever ? now.asked >= now.fail_at : now.asked == now.fail_at;
}

static void *counting_allocator(void *block, size_t size) {
  if (size == 0) {
    if (block != NULL) now.live--;
    free(block);
    return NULL;
  }
  if (must_fail()) {
    now.fired = true;
    return NULL;
  }
  void *grown = realloc(block, size);
  if (block == NULL && grown != NULL) now.live++;
  return grown;
}

void failing_allocator_install(size_t fail_at, bool forever) {
  now.asked = 0;
  now.fail_at = fail_at;
  now.forever = forever;
  now.fired = false;
  now.live = 0;
  memory_use(counting_allocator);
}

void failing_allocator_remove(void) {
  memory_use(NULL);
}

bool failing_allocator_fired(void) {
  return now.fired;
}

size_t failing_allocator_asked(void) {
  return now.asked;
}

long failing_allocator_live(void) {
  return now.live;
}

static void try_once(failing_attempt attempt, void *user, runner_status expected,
                     enum failing_rule rule, size_t fail_at, bool forever) {
  struct runner_error error = RUNNER_ERROR_INIT;
  failing_allocator_install(fail_at, forever);
  runner_status status = attempt(user, &error);
  runner_error_clear(&error);
  failing_allocator_remove();
  if (now.live != 0)
    fail_msg("%ld blocks left alive when allocation %zu failed", now.live, fail_at);
  if (!now.fired && status != expected)
    fail_msg("status %d, not %d, although no allocation failed", (int)status,
             (int)expected);
  if (now.fired && rule == FAILING_STRICT && status == RUNNER_DONE)
    fail_msg("the failure of allocation %zu went unnoticed", fail_at);
}

void failing_allocator_loop(failing_attempt attempt, void *user, runner_status expected,
                            enum failing_rule rule) {
  for (int forever = 0; forever <= 1; forever++) {
    size_t fail_at = 0;
    do {
      fail_at++;
      try_once(attempt, user, expected, rule, fail_at, forever != 0);
    } while (now.fired);
    assert_true(fail_at > 1); /* an attempt that allocates nothing proves nothing */
  }
}

/* An allocator that fails on purpose and counts the blocks that are alive.
**
**   static runner_status attempt(void *user, struct runner_error *error) {
**     struct thing *thing = NULL;
**     runner_status status = thing_make(user, &thing, error);
**     if (status == RUNNER_DONE) thing_release(thing);
**     return status;
**   }
**   failing_allocator_loop(attempt, user, RUNNER_DONE, FAILING_STRICT);
**
** The loop lets allocation 1 fail, then 2, and so on until the attempt gets through
** without asking for as many; each once as a single failure and once with every later
** allocation failing too. After each try the error is cleared, and a block that is still
** alive fails the test.
*/
#ifndef TESTS_SUPPORT_FAILING_ALLOCATOR_H
#define TESTS_SUPPORT_FAILING_ALLOCATOR_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/* Start counting; allocation `fail_at` (from 1) fails, 0 lets all pass. With `forever`
** every later one fails too. Blocks from before may be released or resized meanwhile. */
void failing_allocator_install(size_t fail_at, bool forever);
void failing_allocator_remove(void); /* back to the C library's; the counts stay */

bool failing_allocator_fired(void);   /* did an allocation fail? */
size_t failing_allocator_asked(void); /* allocations asked for since the start */
long failing_allocator_live(void);    /* blocks made minus blocks released */

typedef runner_status (*failing_attempt)(void *user, struct runner_error *error);

enum failing_rule {
  FAILING_STRICT,  /* a try in which an allocation failed must not return RUNNER_DONE */
  FAILING_LENIENT, /* it may: the attempt checks its own result (Lua tries again) */
};

/* `expected` is the status of a try in which nothing fails. */
void failing_allocator_loop(failing_attempt attempt, void *user, runner_status expected,
                            enum failing_rule rule);

#endif

/* The countdown stands before the C library's allocator that SQLite would use. */
#include "support/failing_sqlite.h"

#include <sqlite3.h>
#include <stddef.h>

static sqlite3_mem_methods standard;
static struct {
  int left; /* allocations until one fails; 0: none does */
  bool forever;
  bool fired;
} countdown;

static bool must_fail(void) {
  if (countdown.left == 0) return countdown.fired && countdown.forever;
  if (--countdown.left > 0) return false;
  countdown.fired = true;
  return true;
}

static void *failing_malloc(int size) {
  return must_fail() ? NULL : standard.xMalloc(size);
}

static void *failing_realloc(void *block, int size) {
  return must_fail() ? NULL : standard.xRealloc(block, size);
}

int failing_sqlite_install(void **state) {
  (void)state;
  sqlite3_mem_methods methods;
  if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &standard) != SQLITE_OK) return -1;
  methods = standard;
  methods.xMalloc = failing_malloc;
  methods.xRealloc = failing_realloc;
  return sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
}

void failing_sqlite_arm(int left, bool forever) {
  countdown.fired = false;
  countdown.forever = forever;
  countdown.left = left;
}

bool failing_sqlite_disarm(void) {
  bool fired = countdown.fired;
  failing_sqlite_arm(0, false);
  return fired;
}

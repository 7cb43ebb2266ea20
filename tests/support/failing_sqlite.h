/* SQLite's own allocator with a countdown: the allocation it reaches fails, alone or with
** all that follow. */
#ifndef TESTS_SUPPORT_FAILING_SQLITE_H
#define TESTS_SUPPORT_FAILING_SQLITE_H

#include <stdbool.h>

/* A cmocka group set-up; before SQLite is used at all. */
int failing_sqlite_install(void **state);

/* Let the allocation `left` from now (from 1) fail. */
void failing_sqlite_arm(int left, bool forever);

/* No further failure; did the armed one happen? */
bool failing_sqlite_disarm(void);

#endif

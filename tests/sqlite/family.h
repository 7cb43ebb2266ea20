/* Tables with a foreign key: parents p, of which three are there, and children c, of
** which one has no parent and the others have theirs. */
#ifndef TESTS_SQLITE_FAMILY_H
#define TESTS_SQLITE_FAMILY_H

#include "world.h"

void family(struct world *world);

#endif

/* The family. */
#include "family.h"

void family(struct world *world) {
  run(world, "CREATE TABLE p(id INTEGER PRIMARY KEY, code TEXT UNIQUE);"
             "CREATE TABLE c(id INTEGER PRIMARY KEY, p REFERENCES p(id));"
             "INSERT INTO p VALUES (1, 'a'), (2, 'b'), (3, 'c');"
             "INSERT INTO c VALUES (10, 1), (11, 2), (12, 2), (13, NULL)");
}

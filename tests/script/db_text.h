/* Running Lua texts against a database in memory.
**
** A text has the words db, null and blob; same(a, b) demands equality of value and kind of
** number, fails(pattern, f, ...) an error whose text matches, which it gives back.
*/
#ifndef TESTS_SCRIPT_DB_TEXT_H
#define TESTS_SCRIPT_DB_TEXT_H

#include "sqlite/connection.h"

#include <lua.h>

/* Run a text in a state and over a database of its own; an error fails the test. */
void db_text_run(const char *text);

/* The same as an attempt for failing_allocator_loop; `user` is the text. */
runner_status db_text_attempt(void *user, struct runner_error *error);

/* The pieces: a database in memory, and (a Lua function) the libraries of a state. */
runner_status db_text_open(struct connection **connection, struct runner_error *error);
int db_text_open_state(lua_State *L);

#endif

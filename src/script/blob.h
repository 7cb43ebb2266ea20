/* Bytes and NULL as Lua values.
**
** Lua has one kind of string, SQLite has two: TEXT and BLOB. So that what is read can be
** written back unchanged, a BLOB is read as a blob object, and only a blob object is
** written as a BLOB. `db.null` stands for NULL where Lua's nil cannot be: in tables, and
** as the first value of a row in a loop.
*/
#ifndef RUNNER_SCRIPT_BLOB_H
#define RUNNER_SCRIPT_BLOB_H

#include <lua.h>

#include <stdbool.h>
#include <stddef.h>

/* Register the metatables and make the null object; once for each state. */
void blob_register(lua_State *L);

/* Push a new blob with a copy of the bytes. Raises if memory runs out. */
void blob_push(lua_State *L, const void *bytes, size_t length);

/* The bytes of the blob at `index`, or NULL if something else is there. Not NULL for an
** empty blob. They live as long as the object. */
const char *blob_bytes(lua_State *L, int index, size_t *length);

/* The single object that stands for NULL. */
void null_push(lua_State *L);
bool null_is(lua_State *L, int index);

/* blob(text or blob): a Lua function that makes a blob. */
int blob_make(lua_State *L);

#endif

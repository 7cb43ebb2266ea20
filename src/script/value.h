/* Values between Lua and SQLite, both ways.
**
**   NULL     nil (or db.null, see below)     nil, db.null
**   INTEGER  integer, 64 bits                integer, boolean (1, 0)
**   REAL     float, also 2.0                 float
**   TEXT     string, zero bytes kept         string
**   BLOB     db.blob                         db.blob
*/
#ifndef RUNNER_SCRIPT_VALUE_H
#define RUNNER_SCRIPT_VALUE_H

#include "sqlite/statement.h"

#include <lua.h>

struct value {
  enum value_type type;
  int64_t integer;
  double real;
  const char *bytes; /* of texts and blobs; belong to whom the value was read from */
  size_t length;
};

/* Push a column of the current row; NULL is pushed as nil. */
void value_push_column(lua_State *L, struct statement *statement, int column);

/* Bind the Lua value at `index` to a parameter. VALUE_REFUSED: the value has no
** counterpart in SQL; nothing is bound, `error` stays empty and value_refusal says why.
*/
enum value_outcome { VALUE_BOUND, VALUE_REFUSED, VALUE_FAILED };
enum value_outcome value_bind(lua_State *L, int index, struct statement *statement,
                              int parameter, struct runner_error *error);

/* Push the reason for refusing the value at `index`: "must be nil, ..., not a table". */
const char *value_refusal(lua_State *L, int index);

/* ---- functions called from SQL ---- */

void value_of_argument(const struct function_call *call, int index, struct value *value);
/* Push any value; may raise for lack of memory. */
void value_push(lua_State *L, const struct value *value);
/* Push an argument that takes no memory of Lua: a number or NULL. False: it is another,
** and nothing was pushed. Never raises. */
bool value_push_number(lua_State *L, const struct function_call *call, int index);

/* Read the Lua value at `index`; false if it has no counterpart in SQL. Never raises; what
** it points at lives as long as the Lua value. */
bool value_read(lua_State *L, int index, struct value *value);
/* Answer with the value; what it points at is copied. */
void value_answer(struct function_call *call, const struct value *value);

#endif

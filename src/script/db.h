/* The `db` word of revisions: SQLite for Lua.
**
** db:exec db:rows db:nrows db:row db:value db:prepare db:define db:changes db:last_rowid
** db:savepoint db.null db.blob; docs/revisions.md is the reference.
*/
#ifndef RUNNER_SCRIPT_DB_H
#define RUNNER_SCRIPT_DB_H

#include "sqlite/connection.h"

#include <lua.h>

/* Register the metatables of db, statement, blob and null; once for each state. */
void db_register(lua_State *L);

/* Push a db object over a connection. If `owned`, closing or collecting the object closes
** the connection (require("runner.sqlite").open); otherwise the caller calls db_detach
** before the connection goes away. */
void db_push(lua_State *L, struct connection *connection, bool owned);

/* Give the db object at `index`, pushed with a NULL connection, its connection. */
void db_attach(lua_State *L, int index, struct connection *connection);

/* Make the db object at `index` unusable: later calls raise "the database is closed".
** Its statements are given back and the functions it defined are removed. */
void db_detach(lua_State *L, int index);

/* require("runner.sqlite"): { open = function(path [, { read_only = , timeout = }]) ,
** null, blob } for scripts run by `runner lua`. Pushes the module table. */
int db_open_module(lua_State *L);

/* require("runner.row"): functions that give several columns of a row (db_row_function.c).
*/
int row_open_module(lua_State *L);

#endif

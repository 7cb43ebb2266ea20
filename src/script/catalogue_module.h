/* require("runner.catalogue"): what runner's own modules do with a database and scripts
** may not. Each function takes the db object first.
**
** exec(db, sql, ...)           like db:exec, as the engine: pragmas and sqlite_schema too.
**                              The watch does not notice it: see touch
** rows(db, sql, ...)           all rows, as a list of lists; NULL is db.null
** edit(db, changes)            one edit of the stored schema. `changes` is a list of
**                              { type =, name =, sql = text or false, new_name =,
**                                table_name =, rootpage = }; what is not given stays.
**                              sql = false stores NULL
** guard(db, message, sql)      with --sql: the text fails with `message` unless the
**                              condition `sql` is true there; else nothing happens
** recording(db)                is everything being written down (--sql)?
** touch(db, table)             the table is about to be made anew: the keys around it, and
**                              views and triggers, are verified before COMMIT
** announce_drop(db, table, fn) run fn; that it drops the table with its rows is no surprise
** broken(db)                   the views and triggers that do not work now: a list of
**                              { type =, name =, table =, reason = }
** step(db, fn)                 run fn as the engine runs the script of a step: in a
**                              transaction, judged and watched as a script, and only if
**                              all is sound then it is kept. Gives a list of the
**                              names that were excused
** allow_broken(db, name)       the view, trigger or table (its foreign keys) may be left as
**                              something that does not work
** excuse(db, name)             it does not work, or will not: was that allowed?
** define(db, what, fn, count)  make a Lua function that converts values callable from SQL,
**                              with one argument or none. It cannot write. `what` is what
**                              errors call it; gives the name it got
** without_triggers(db, fn)     run fn with triggers off; gives what fn gives. Not while
**                              recording: the text could not do the same
** scratch()                    a new, empty database in memory, to be closed
** copy(db)                     a scratch database with the schema of db, without its rows
*/
#ifndef RUNNER_SCRIPT_CATALOGUE_MODULE_H
#define RUNNER_SCRIPT_CATALOGUE_MODULE_H

#include <lua.h>

/* Pushes the module table. */
int catalogue_open_module(lua_State *L);

#endif

/* require("runner.pace"): transactions and rests for work that is done in batches while
** others use the database. Scripts may not require it; runner's own modules may.
**
** transaction(db, fn)  BEGIN IMMEDIATE, fn(waited), COMMIT; gives what fn gives. `waited`
**                      is how many seconds BEGIN waited for the lock. An error of fn is
**                      raised behind a ROLLBACK. Only in a revision that runs outside a
**                      transaction, and while nothing reads through this `db`. The
**                      write-ahead log is left to checkpoint(db)
** is_loose(db)         does a revision run, and outside a transaction?
** is_inside(db)        is a transaction open? RAISE(ROLLBACK) ends it in the midst of a batch
** context()            the script's `context`: revision, direction ...
** now()                seconds on a clock that never goes back
** sleep(seconds)       wait; ends at once when the program is asked to stop, and the next
**                      instruction raises then
** checkpoint(db)       a passive checkpoint of the write-ahead log, if it is worth it
*/
#ifndef RUNNER_SCRIPT_PACE_MODULE_H
#define RUNNER_SCRIPT_PACE_MODULE_H

#include <lua.h>

/* Pushes the module table. */
int pace_open_module(lua_State *L);

#endif

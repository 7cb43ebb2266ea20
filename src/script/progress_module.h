/* require("runner.progress"): runner's own modules say how far long work has come. Scripts
** cannot require it.
**
** around(db, work, fn)     run fn, give what it gives. While it takes longer than a second
**                          the listener is told `work.what` ("building the index 'i'") and
**                          how far it is, several times a second. `work` is
**                          { what =, total = rows or nil, counted = true or nil,
**                            row_steps = instructions that SQLite takes for a row or nil }.
**                          How rows are counted by these is said in sqlite/progress.h
** count(db, rows)          so many rows more are done in the innermost `around`
** total(db, rows)          its total, where that is known later; it may be told often
** report{ what =, done =, total =, seconds = }
**                          tell at once, without `around`; where it is called more often
**                          than ten times a second, some calls do nothing
** report()                 what was reported is over
*/
#ifndef RUNNER_SCRIPT_PROGRESS_MODULE_H
#define RUNNER_SCRIPT_PROGRESS_MODULE_H

#include <lua.h>

/* Pushes the module table. */
int progress_open_module(lua_State *L);

#endif

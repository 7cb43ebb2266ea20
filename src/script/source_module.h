/* require("runner.source"): what building a desired schema needs and scripts may not use.
**
** scratch(options)         a new, empty database in memory, to be closed; scripts that use
**                          it are watched as in a revision. options: { trust_schema = }
** open(path, options)      a database file, which is only read; to be closed. Options as above
** copy(path, db)           give the empty `db` the schema of a database file, which is only
**                          read
** run(path, db, make)      run a Lua file like a script of the project, with `db` as its
**                          database; the table that make(op) gives holds its words
** compute(path, words)     run a Lua file that sees nothing but the table of words and what
**                          computes (no db, op, require, print, pcall): any other name is
**                          an error, so nothing can be noticed of its having run
** command(request)         run a program: { arguments..., folder =, variable =, value = }
**                          -> { output =, errors =, exit_code =, signal = }, one of the
**                          last two
** database()               the database of the session
** settings()               the settings of `op` in this project (runner.alter.settings)
** ask(question)            true or false as somebody says, nil if nobody answers
** folder()                 a new folder, removed when its object is closed or collected;
**                          tostring() gives its path
*/
#ifndef RUNNER_SCRIPT_SOURCE_MODULE_H
#define RUNNER_SCRIPT_SOURCE_MODULE_H

#include <lua.h>

/* Pushes the module table. */
int source_open_module(lua_State *L);

#endif

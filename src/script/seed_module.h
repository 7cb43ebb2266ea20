/* require("runner.seed"): files of rows, for op.bulk_insert; kept from scripts, who say
** op.bulk_insert. Memory is that of the longest row.
**
** csv(path, separator, quote)   open one; `separator` is a text of one character, `quote`
**                               too, or nil
** json_lines(path)
**
** Paths start at the project folder, and lead nowhere else unless runner.lua trusts
** scripts with "io"; links are followed before that is decided. Under `runner lua` they
** start at the current folder, and lead anywhere.
**
** file:fields()     the next record of a CSV file as a list of texts; nil at the end
** file:insert(db, sql, targets, null, most)
**                   run `sql` for up to `most` records. Field i is parameter targets[i],
**                   or none for 0; other numbers of fields are errors. `null` is the text
**                   that means NULL where it is not in quotes, or nil. Gives how many
**                   records were read (fewer than `most` at the end) and how many rows
**                   inserted
** file:object()     the next object of a file of JSON lines, as a table; nil at the end.
**                   null is db.null; lists and objects are texts, as they were written
** file:place()      "seeds/t.csv:3": where the last record starts, or what is wrong with it
** file:progress()   bytes read, bytes there are
** file:close()
**
** What these raise does not name the place.
*/
#ifndef RUNNER_SCRIPT_SEED_MODULE_H
#define RUNNER_SCRIPT_SEED_MODULE_H

#include <lua.h>

/* Pushes the module table. */
int seed_open_module(lua_State *L);

#endif

/* What the files of the `db` binding share: the object, its cursors, and how a call finds
** its statement.
**
** A cursor is a borrowed statement. Cursors live in C memory, linked to their db, so that
** db_detach can take every statement back whatever Lua still holds; a cursor that was
** taken back has no statement. Each call of a method borrows anew from the connection's
** cache: loops inside loops over the same text, and functions called from SQL that run
** SQL themselves, cannot disturb each other.
**
** No Lua error may jump over SQLite's frames: a function called from SQL runs protected
** (db_function.c), its error value waits on the stack, and cursor_step raises it once the
** statement has returned.
*/
#ifndef RUNNER_SCRIPT_DB_OBJECT_H
#define RUNNER_SCRIPT_DB_OBJECT_H

#include "sqlite/statement.h"

#include <lua.h>

struct cursor {
  struct statement *statement; /* NULL: not open, finished, or taken back */
  struct db *db;               /* NULL: taken back by db_detach */
  bool held;                   /* by a rows object, which will close it */
  struct cursor *next;         /* among the db's open (or spare) ones */
  struct cursor *previous;
};

/* A statement that is running right now; a chain, as functions called from SQL may run
** statements themselves. */
struct running {
  lua_State *L;          /* the thread that runs it */
  int raised;            /* stack index of the error value a function raised, or 0 */
  struct running *outer; /* the one around it, or NULL */
};

struct db {
  struct connection *connection; /* NULL: closed */
  bool owned;                    /* closing this object closes the connection */
  struct cursor *open;           /* doubly linked */
  struct cursor *spare;          /* for the next call; singly linked */
  struct running *running;       /* innermost, or NULL */
  struct db_function *functions; /* defined through this object */
  unsigned savepoints;           /* depth of db:savepoint */
  int64_t values;                /* names given by db_define_value */
};

/* ---- the object (db.c) ---- */

/* The db at an argument: an argument error if it is something else, an error if it is
** closed. */
struct db *db_check(lua_State *L, int argument);

/* ---- cursors (db_cursor.c) ---- */

/* Whose statement is it? The engine's own are not judged by the authorizer and not noticed
** by the watch. */
enum speaker { SPEAKS_SCRIPT, SPEAKS_ENGINE };

/* Borrow the statement of `sql`. `tail` as statement_prepare takes it. Raises on failure.
** `cursor->statement` is NULL if the text holds no statement. */
struct cursor *cursor_open(lua_State *L, struct db *db, enum speaker speaker,
                           const char *sql, size_t length, const char **tail);
/* Give it back; NULL is fine, and so is one that db_detach has taken back. */
void cursor_close(struct cursor *cursor);

/* One step: true if there is a row. On failure the cursor is closed and the error raised:
** what a function called from SQL raised, else the statement's own. */
bool cursor_step(lua_State *L, struct cursor *cursor);
/* Step to the end. */
void cursor_run(lua_State *L, struct cursor *cursor);

/* Close the cursor and raise. */
_Noreturn void cursor_fail(lua_State *L, struct cursor *cursor,
                           struct runner_error *error);

/* Take every statement of `db` back and release the spare cursors. */
void cursors_take_back(struct db *db);

/* Bind the arguments from `first` on (db_parameters.c): each to its parameter, or one
** table to named parameters. Closes the cursor and raises if they do not fit. */
void cursor_bind(lua_State *L, struct cursor *cursor, int first);

/* ---- methods that db and prepared statements share (db_query.c, db_rows.c) ---- */

/* What a method runs: the second argument of a db's method, the text of a prepared
** statement. Argument 1 keeps all of it alive. */
struct source {
  struct db *db;
  const char *sql;
  size_t length;
  int first; /* argument with the first parameter */
  enum speaker speaker;
};

int query_exec(lua_State *L, const struct source *source);
int query_row(lua_State *L, const struct source *source);
int query_value(lua_State *L, const struct source *source);
int query_rows(lua_State *L, const struct source *source);
int query_nrows(lua_State *L, const struct source *source);
/* Borrow and bind a statement that gives rows; anything else is raised as a mistake. */
struct cursor *query_open(lua_State *L, const struct source *source);

/* ---- further methods of db ---- */

int db_prepare(lua_State *L);            /* db_statement.c */
int db_define(lua_State *L);             /* db_function.c */
void db_functions_remove(struct db *db); /* unregister all; never raises */
int db_define_value(lua_State *L);       /* db_value_function.c */
int db_savepoint(lua_State *L);          /* db_savepoint.c */
void db_statement_register(lua_State *L);
void db_rows_register(lua_State *L);

#endif

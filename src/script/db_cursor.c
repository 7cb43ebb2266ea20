/* Cursors: borrowed statements that a db can take back. */
#include "script/db_object.h"

#include "base/memory.h"
#include "script/failure.h"

/* A spare cursor, or a new one. */
static struct cursor *take_spare(lua_State *L, struct db *db) {
  struct cursor *cursor = db->spare;
  if (cursor != NULL) {
    db->spare = cursor->next;
    return cursor;
  }
  cursor = memory_allocate(sizeof *cursor);
  if (cursor != NULL) return cursor;
  struct runner_error error = RUNNER_ERROR_INIT;
  error_no_memory(&error);
  failure_raise(L, &error);
}

static void link_open(struct db *db, struct cursor *cursor) {
  cursor->db = db;
  cursor->previous = NULL;
  cursor->next = db->open;
  if (db->open != NULL) db->open->previous = cursor;
  db->open = cursor;
}

static void unlink_open(struct db *db, struct cursor *cursor) {
  if (cursor->next != NULL) cursor->next->previous = cursor->previous;
  if (cursor->previous != NULL) {
    cursor->previous->next = cursor->next;
  } else {
    db->open = cursor->next;
  }
}

struct cursor *cursor_open(lua_State *L, struct db *db, enum speaker speaker,
                           const char *sql, size_t length, const char **tail) {
  struct runner_error error = RUNNER_ERROR_INIT;
  struct cursor *cursor = take_spare(L, db);
  cursor->statement = NULL;
  cursor->held = false;
  link_open(db, cursor);
  runner_status (*prepare)(struct connection *, const char *, size_t, struct statement **,
                           const char **, struct runner_error *) =
      speaker == SPEAKS_ENGINE ? statement_prepare_engine : statement_prepare;
  if (prepare(db->connection, sql, length, &cursor->statement, tail, &error) !=
      RUNNER_DONE)
    cursor_fail(L, cursor, &error);
  return cursor;
}

void cursor_close(struct cursor *cursor) {
  if (cursor == NULL) return;
  struct db *db = cursor->db;
  if (db == NULL) {
    memory_release(cursor);
    return;
  }
  statement_release(cursor->statement);
  cursor->statement = NULL;
  unlink_open(db, cursor);
  cursor->next = db->spare;
  db->spare = cursor;
}

_Noreturn void cursor_fail(lua_State *L, struct cursor *cursor,
                           struct runner_error *error) {
  cursor_close(cursor);
  failure_raise(L, error);
}

/* A function called from SQL has raised: its error value waits at `raised`. */
static void raise_original(lua_State *L, struct cursor *cursor, int raised,
                           struct runner_error *error) {
  runner_error_clear(error);
  cursor_close(cursor);
  lua_pushvalue(L, raised);
  lua_error(L);
}

/* Enter and leave the statement, so that functions called from SQL find the thread. */
static runner_status step(lua_State *L, struct cursor *cursor, bool *row,
                          struct runner_error *error, int *raised) {
  struct db *db = cursor->db;
  struct running running = {.L = L, .outer = db->running};
  db->running = &running;
  runner_status status = row != NULL ? statement_step(cursor->statement, row, error)
                                     : statement_run(cursor->statement, error);
  db->running = running.outer;
  *raised = running.raised;
  return status;
}

static bool step_or_raise(lua_State *L, struct cursor *cursor, bool *row) {
  struct runner_error error = RUNNER_ERROR_INIT;
  int raised = 0;
  runner_status status = step(L, cursor, row, &error, &raised);
  if (raised != 0) raise_original(L, cursor, raised, &error);
  if (status != RUNNER_DONE) cursor_fail(L, cursor, &error);
  return row != NULL && *row;
}

bool cursor_step(lua_State *L, struct cursor *cursor) {
  bool row = false;
  return step_or_raise(L, cursor, &row);
}

void cursor_run(lua_State *L, struct cursor *cursor) {
  step_or_raise(L, cursor, NULL);
}

void cursors_take_back(struct db *db) {
  while (db->open != NULL) {
    struct cursor *cursor = db->open;
    unlink_open(db, cursor);
    statement_release(cursor->statement);
    cursor->statement = NULL;
    cursor->db = NULL;
    /* One that nobody holds belongs to a call that an error (no memory) has left. */
    if (!cursor->held) memory_release(cursor);
  }
  while (db->spare != NULL) {
    struct cursor *cursor = db->spare;
    db->spare = cursor->next;
    memory_release(cursor);
  }
}

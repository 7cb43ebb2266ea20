/* All statements of a connection, and which of them wait for another use.
**
** The list runs from the newest to the oldest; an idle statement that is worth keeping is
** also found through a small hash table by mode and text. */
#include "base/memory.h"
#include "sqlite/connection_state.h"

#include <string.h>

/* FNV-1a, https://www.rfc-editor.org/rfc/rfc9923 */
uint64_t cache_hash(const char *sql, size_t length) {
  uint64_t hash = 14695981039346656037u;
  for (size_t i = 0; i < length; i++)
    hash = (hash ^ (unsigned char)sql[i]) * 1099511628211u;
  return hash;
}

static struct statement **bucket_of(struct connection *connection, uint64_t hash) {
  return &connection->buckets[hash % CACHE_BUCKETS];
}

static void unlink_from_list(struct statement *statement) {
  struct connection *connection = statement->connection;
  if (statement->newer != NULL)
    statement->newer->older = statement->older;
  else
    connection->newest = statement->older;
  if (statement->older != NULL)
    statement->older->newer = statement->newer;
  else
    connection->oldest = statement->newer;
  statement->newer = statement->older = NULL;
}

void cache_add(struct statement *statement) {
  struct connection *connection = statement->connection;
  statement->older = connection->newest;
  statement->newer = NULL;
  if (connection->newest != NULL)
    connection->newest->newer = statement;
  else
    connection->oldest = statement;
  connection->newest = statement;
}

/* Out of its bucket: no longer idle. */
static void wake(struct statement *statement) {
  struct statement **place = bucket_of(statement->connection, statement->hash);
  while (*place != statement)
    place = &(*place)->bucket;
  *place = statement->bucket;
  statement->bucket = NULL;
  statement->idle = false;
  statement->connection->idle--;
}

struct statement *cache_take(struct connection *connection, enum connection_mode mode,
                             const char *sql, size_t length, uint64_t hash) {
  struct statement *found = *bucket_of(connection, hash);
  while (found != NULL &&
         !(found->hash == hash && found->mode == mode && found->sql_length == length &&
           memcmp(found->sql, sql, length) == 0))
    found = found->bucket;
  if (found == NULL) return NULL;
  wake(found);
  if (found->generation == connection->generation) return found;
  cache_drop(found); /* SQLite would have to prepare it again anyway */
  return NULL;
}

/* Finalize idle statements, oldest first, until there are no more than `limit`. */
static void shrink(struct connection *connection, size_t limit) {
  struct statement *statement = connection->oldest;
  while (connection->idle > limit && statement != NULL) {
    struct statement *newer = statement->newer;
    if (statement->idle) {
      wake(statement);
      cache_drop(statement);
    }
    statement = newer;
  }
}

void cache_keep(struct statement *statement) {
  struct connection *connection = statement->connection;
  unlink_from_list(statement);
  cache_add(statement);
  struct statement **place = bucket_of(connection, statement->hash);
  statement->bucket = *place;
  *place = statement;
  statement->idle = true;
  connection->idle++;
  shrink(connection, CACHE_LIMIT);
}

void cache_drop(struct statement *statement) {
  unlink_from_list(statement);
  sqlite3_finalize(statement->handle);
  recorder_forget(statement);
  notes_release(&statement->notes);
  memory_release(statement->sql);
  memory_release(statement);
}

void cache_clear(struct connection *connection) {
  while (connection->newest != NULL) {
    if (connection->newest->idle) wake(connection->newest);
    cache_drop(connection->newest);
  }
}

void cache_reset_all(struct connection *connection) {
  for (struct statement *statement = connection->newest; statement != NULL;
       statement = statement->older)
    if (statement->started) statement_reset(statement);
}

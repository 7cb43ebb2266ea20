/* Checkpoints of the write-ahead log apart from COMMIT.
** https://www.sqlite.org/wal.html#automatic_checkpoint */
#include "sqlite/connection_state.h"

/* SQLite's own default; and the size that is worth a checkpoint, which is less, so that
** hardly any COMMIT of the application has to do it. */
enum { AUTOMATIC = 1000, WORTH_IT = 500 };

static int note_size(void *user, sqlite3 *handle, const char *schema, int frames) {
  struct connection *connection = user;
  (void)handle;
  (void)schema;
  connection->log_frames = frames;
  return SQLITE_OK;
}

void connection_part_checkpoints(struct connection *connection) {
  if (connection->adopted || connection->checkpoints_apart) return;
  connection->checkpoints_apart = true;
  connection->log_frames = 0;
  sqlite3_wal_hook(connection->handle, note_size, connection);
}

void checkpoint_join(struct connection *connection) {
  if (!connection->checkpoints_apart) return;
  connection->checkpoints_apart = false;
  sqlite3_wal_autocheckpoint(connection->handle, AUTOMATIC);
}

void connection_checkpoint(struct connection *connection) {
  if (connection->log_frames < WORTH_IT) return;
  connection->log_frames = 0;
  sqlite3_wal_checkpoint_v2(connection->handle, "main", SQLITE_CHECKPOINT_PASSIVE, NULL,
                            NULL);
}

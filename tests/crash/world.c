/* The project of the crash tests. */
#include "world.h"

#include "support/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

/* ---- the project ---- */

static const char first[] =
    "revision = 'aaaa'\n"
    "removes_rows = { 'a' }\n"
    "function upgrade()\n"
    "  db:exec('CREATE TABLE a (id INTEGER PRIMARY KEY, v TEXT)')\n"
    "  for i = 1, 8 do\n"
    "    db:exec('INSERT INTO a (v) VALUES (?)', ('x'):rep(1500) .. i)\n"
    "  end\n"
    "end\n"
    "function downgrade() db:exec('DROP TABLE a') end\n";

static const char second[] = "revision = 'bbbb'\n"
                             "down_revision = 'aaaa'\n"
                             "function upgrade()\n"
                             "  op.add_column('a', { 'w', 'TEXT' })\n"
                             "  db:exec(\"UPDATE a SET w = substr(v, 1, 300)\")\n"
                             "  op.create_index('a_w', 'a', { 'w' })\n"
                             "end\n"
                             "function downgrade()\n"
                             "  op.drop_index('a_w')\n"
                             "  op.drop_column('a', 'w')\n"
                             "end\n";

static const char third[] = "revision = 'cccc'\n"
                            "down_revision = 'bbbb'\n"
                            "transaction = false\n"
                            "function upgrade()\n"
                            "  db:exec('DROP INDEX IF EXISTS a_w')\n"
                            "  db:exec('VACUUM')\n"
                            "end\n"
                            "function downgrade()\n"
                            "  db:exec('CREATE INDEX IF NOT EXISTS a_w ON a (w)')\n"
                            "end\n";

static void write_file(void *const *folder, const char *name, const char *text) {
  char *path = folder_path(folder, name);
  folder_write(path, text, strlen(text));
  free(path);
}

void world_write(const struct world *world, const char *name, const char *text) {
  write_file(&world->folder, name, text);
}

int world_setup(void **state) {
  struct world *world = calloc(1, sizeof *world);
  if (world == NULL || folder_setup(&world->folder) != 0) return -1;
  char *versions = folder_path(&world->folder, "versions");
  if (mkdir(versions, 0755) != 0) return -1;
  free(versions);
  world->config = folder_path(&world->folder, "runner.lua");
  world->database = folder_path(&world->folder, "test.db");
  write_file(&world->folder, "runner.lua", "return { database = 'test.db' }\n");
  write_file(&world->folder, "versions/aaaa.lua", first);
  write_file(&world->folder, "versions/bbbb.lua", second);
  write_file(&world->folder, "versions/cccc.lua", third);
  *state = world;
  return 0;
}

int world_teardown(void **state) {
  struct world *world = *state;
  int result = folder_teardown(&world->folder);
  free(world->config);
  free(world->database);
  free(world->image);
  free(world);
  return result;
}

/* ---- the file ---- */

void world_make(const struct world *world, const char *journal_mode) {
  char sql[100];
  sqlite3 *handle = NULL;
  snprintf(sql, sizeof sql, "PRAGMA journal_mode = %s; CREATE TABLE own(x)",
           journal_mode);
  assert_int_equal(sqlite3_open(world->database, &handle), SQLITE_OK);
  assert_int_equal(sqlite3_exec(handle, sql, NULL, NULL, NULL), SQLITE_OK);
  sqlite3_close(handle);
}

void world_save(struct world *world) {
  FILE *file = fopen(world->database, "rb");
  free(world->image);
  world->image = NULL;
  if (file == NULL) return;
  struct stat facts;
  assert_int_equal(fstat(fileno(file), &facts), 0);
  world->size = (unsigned long)facts.st_size;
  world->image = malloc(world->size + 1);
  assert_non_null(world->image);
  assert_int_equal(fread(world->image, 1, world->size, file), world->size);
  fclose(file);
}

static void remove_file(const struct world *world, const char *name) {
  char *path = folder_path(&world->folder, name);
  unlink(path);
  free(path);
}

void world_remove_shared(const struct world *world) {
  remove_file(world, "test.db-shm");
}

void world_restore(const struct world *world) {
  static const char *const names[] = {"test.db", "test.db-journal", "test.db-wal",
                                      "test.db-shm", "test.db-runner"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    remove_file(world, names[i]);
  if (world->image != NULL) folder_write(world->database, world->image, world->size);
}

/* ---- running ---- */

static runner_status carry_out(struct runner *runner, const struct action *action,
                               struct runner_error *error) {
  const struct runner_texts targets = {.items = (const char **)&action->target,
                                       .count = 1};
  if (action->command == UPGRADE)
    return runner_upgrade(runner, action->target, action->flags, NULL, error);
  if (action->command == DOWNGRADE)
    return runner_downgrade(runner, action->target, action->flags, NULL, error);
  return runner_stamp(runner, &targets, action->flags, NULL, error);
}

runner_status world_run(const struct world *world, const struct action *action,
                        char **message) {
  const struct runner_options options = {.config = world->config, .timeout = 0};
  struct runner_error error = RUNNER_ERROR_INIT;
  struct runner *runner = NULL;
  runner_status status = runner_open(&options, &runner, &error);
  if (status == RUNNER_DONE) status = carry_out(runner, action, &error);
  if (message != NULL) *message = error.message != NULL ? strdup(error.message) : NULL;
  runner_error_clear(&error);
  runner_close(runner);
  return status;
}

/* ---- looking ---- */

/* Append the rows of a statement, one value a line. */
static int dump_rows(sqlite3 *handle, const char *sql, FILE *out) {
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2(handle, sql, -1, &statement, NULL);
  while (code == SQLITE_OK || code == SQLITE_ROW) {
    code = sqlite3_step(statement);
    int count = code == SQLITE_ROW ? sqlite3_column_count(statement) : 0;
    for (int i = 0; i < count; i++)
      fprintf(out, "%s\n", (const char *)sqlite3_column_text(statement, i));
  }
  sqlite3_finalize(statement);
  return code == SQLITE_DONE ? SQLITE_OK : code;
}

static int dump_tables(sqlite3 *handle, FILE *out) {
  sqlite3_stmt *tables = NULL;
  char sql[200];
  int code = sqlite3_prepare_v2(handle,
                                "SELECT name FROM sqlite_schema WHERE type = 'table' AND "
                                "name <> 'runner_history' ORDER BY 1",
                                -1, &tables, NULL);
  while (code == SQLITE_OK && sqlite3_step(tables) == SQLITE_ROW) {
    snprintf(sql, sizeof sql, "SELECT * FROM \"%s\"",
             (const char *)sqlite3_column_text(tables, 0));
    code = dump_rows(handle, sql, out);
  }
  sqlite3_finalize(tables);
  return code;
}

static bool has_journal(sqlite3 *handle) {
  return sqlite3_table_column_metadata(handle, NULL, "runner_history", NULL, NULL, NULL,
                                       NULL, NULL, NULL) == SQLITE_OK;
}

char *world_dump(const struct world *world) {
  char *text = NULL;
  size_t length = 0;
  sqlite3 *handle = NULL;
  FILE *out = open_memstream(&text, &length);
  assert_non_null(out);
  assert_int_equal(sqlite3_open(world->database, &handle), SQLITE_OK);
  int code = dump_rows(handle, "PRAGMA integrity_check", out);
  if (code == SQLITE_OK)
    code = dump_rows(
        handle, "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY 2", out);
  if (code == SQLITE_OK) code = dump_tables(handle, out);
  if (code == SQLITE_OK && has_journal(handle))
    code = dump_rows(
        handle, "SELECT id, revision, direction, state, digest FROM runner_history", out);
  sqlite3_close(handle);
  fclose(out);
  if (code == SQLITE_OK && strncmp(text, "ok\n", 3) == 0) return text;
  free(text);
  return NULL;
}

bool world_is_unfinished(const char *dump) {
  return strstr(dump, "\nstarted\n") != NULL;
}

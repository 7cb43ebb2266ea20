/* Work inside SQLite that writes much of the file at once: it is told of. */
#include "sqlite/progress.h"

#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>
#include <sqlite3.h>

/* What was told of last. */
struct told {
  char what[100];
  struct progress last;
  struct connection *interrupt; /* at a word about COMMIT; NULL: not */
};

static void note(void *user, const struct progress *progress) {
  struct told *told = user;
  if (progress->what == NULL) return;
  told->last = *progress;
  snprintf(told->what, sizeof told->what, "%s", progress->what);
  if (told->interrupt != NULL && strcmp(told->what, "committing") == 0)
    connection_interrupt(told->interrupt);
}

static struct told *open_telling(struct world *world, const char *mode) {
  static struct told told;
  told = (struct told){0};
  world_reopen(world,
               &(struct connection_options){
                   .path = world->path, .create = true, .progress = note, .user = &told});
  run(world, mode);
  return &told;
}

static const char fill[] =
    "CREATE TABLE t (id INTEGER PRIMARY KEY, x);"
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 9000) "
    "INSERT INTO t SELECT i, zeroblob(1000) FROM n";

static int64_t size_of(const char *path, const char *suffix) {
  char name[1000];
  struct stat facts;
  snprintf(name, sizeof name, "%s%s", path, suffix);
  return stat(name, &facts) == 0 ? facts.st_size : 0;
}

static void a_checkpoint_after_commit_is_told_of(void **state) {
  struct world *world = *state;
  struct told *told = open_telling(world, "PRAGMA journal_mode = WAL");
  begin(world);
  run(world, fill);
  commit(world);
  assert_string_equal(told->what, "committing");
  assert_true(told->last.bytes);
  assert_false(told->last.undoing);
  assert_in_range(told->last.done, 1, 9000 * 1200);
  assert_in_range(told->last.total, told->last.done, 9000 * 1200);
}

/* What was committed stays so; its log is left to whoever opens the file next. */
static void an_interrupt_ends_the_checkpoint(void **state) {
  struct world *world = *state;
  struct told *told = open_telling(world, "PRAGMA journal_mode = WAL");
  begin(world);
  run(world, fill);
  told->interrupt = world->connection;
  commit(world);
  told->interrupt = NULL;
  assert_in_range(size_of(world->path, ""), 0, 9000 * 500);
  world_reopen(world, &(struct connection_options){.path = world->path});
  assert_in_range(size_of(world->path, "-wal"), 9000 * 1000, 9000 * 1200);
  assert_int_equal(number(world, "SELECT count(*) FROM t"), 9000);
}

static int die_in_transaction(void *user) {
  sqlite3 *handle = NULL;
  int code = sqlite3_open(user, &handle);
  if (code == SQLITE_OK)
    code = sqlite3_exec(handle,
                        "PRAGMA cache_size = 10; BEGIN; UPDATE t SET x = zeroblob(1001)",
                        NULL, NULL, NULL);
  return code;
}

static void what_a_crash_left_is_told_of(void **state) {
  struct world *world = *state;
  struct told *told = open_telling(world, "PRAGMA journal_mode = DELETE");
  run(world, fill);
  connection_close(world->connection);
  world->connection = NULL;
  assert_int_equal(in_child(die_in_transaction, world->path), SQLITE_OK);
  told = open_telling(world, "PRAGMA journal_mode");
  assert_string_equal(told->what, "rolling back what a program left that crashed");
  assert_true(told->last.bytes);
  assert_true(told->last.undoing);
  assert_in_range(told->last.done, 1, told->last.total);
  assert_int_equal(number(world, "SELECT count(*) FROM t WHERE x = zeroblob(1000)"),
                   9000);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(a_checkpoint_after_commit_is_told_of),
      CASE(an_interrupt_ends_the_checkpoint),
      CASE(what_a_crash_left_is_told_of),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

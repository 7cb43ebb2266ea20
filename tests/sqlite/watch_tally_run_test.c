/* The tally of statements that are kept, fail, or still run; and what a tally costs. */
#include "sqlite/connection_state.h"
#include "sqlite/watch.h"
#include "tally.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void a_statement_that_fails_counts_for_what_it_kept(void **state) {
  struct world *world = *state;
  make_tables(world);
  begin_tally(world, &nothing);
  script(world, "DELETE FROM t WHERE a > 1");
  assert_int_equal(try_script(world, CONNECTION_SCRIPT,
                              "INSERT OR FAIL INTO t(a) VALUES (7), (1), (8)"),
                   RUNNER_FAILED);
  runner_error_clear(&world->error);
  assert_int_equal(
      try_script(world, CONNECTION_SCRIPT, "INSERT INTO t(a) VALUES (9), (1)"),
      RUNNER_FAILED);
  runner_error_clear(&world->error);
  assert_losses(world, "FAIL", "t 3>2");
}

/* While rows of RETURNING are read, the table must be counted for another statement. */
static void a_statement_that_still_runs_is_not_forgotten(void **state) {
  struct world *world = *state;
  make_tables(world);
  begin_tally(world, &nothing);
  struct statement *insert =
      prepare_script(world, "INSERT INTO t(a) VALUES (7), (8) RETURNING a");
  assert_true(step(world, insert));
  script(world, "REPLACE INTO t VALUES (1, 'y', 0)");
  script(world, "DELETE FROM t WHERE a IN (3, 8)");
  statement_release(insert);
  assert_losses(world, "RETURNING", "t 3>2");
  begin_tally(world, &nothing);
  struct statement *delete = prepare_script(world, "DELETE FROM t RETURNING a");
  assert_true(step(world, delete));
  assert_losses(world, "RETURNING", "t 3>0");
  statement_release(delete);
}

static void a_kept_statement_is_counted_each_time(void **state) {
  struct world *world = *state;
  make_tables(world);
  begin_tally(world, &nothing);
  struct statement *delete =
      prepare_script(world, "DELETE FROM t WHERE a = (SELECT max(a) FROM t)");
  for (int i = 0; i < 2; i++) {
    assert_false(step(world, delete));
    statement_reset(delete);
  }
  script(world, "REPLACE INTO t VALUES (1, 'x', 0)"); /* counted from here on */
  assert_false(step(world, delete));
  statement_release(delete);
  assert_losses(world, "kept", "t 3>0");
}

/* Its changes are gone, and so are they when it ends. */
static void a_statement_that_is_undone_while_it_runs_is_not_counted(void **state) {
  struct world *world = *state;
  make_tables(world);
  begin_tally(world, &nothing);
  run(world, "SAVEPOINT one");
  struct statement *delete = prepare_script(world, "DELETE FROM t RETURNING a");
  assert_true(step(world, delete));
  run(world, "ROLLBACK TO one");
  statement_release(delete);
  run(world, "RELEASE one");
  assert_losses(world, "RETURNING", "");
}

/* Counted between its change and the undoing, the table had fewer rows than it began with. */
static void a_count_while_an_undone_statement_runs_is_put_right(void **state) {
  struct world *world = *state;
  make_tables(world);
  begin_tally(world, &nothing);
  run(world, "SAVEPOINT one");
  struct statement *delete = prepare_script(world, "DELETE FROM t RETURNING a");
  assert_true(step(world, delete));
  script(world, "REPLACE INTO t(a) VALUES (9)");
  run(world, "ROLLBACK TO one");
  statement_release(delete);
  run(world, "RELEASE one");
  script(world, "DELETE FROM t WHERE a = 1");
  assert_losses(world, "counted", "t 3>2");
}

/* A DROP that fails leaves the number of the DELETE before it. */
static void a_drop_that_fails_takes_nothing(void **state) {
  struct world *world = *state;
  make_tables(world);
  begin_tally(world, &nothing);
  struct statement *reader = prepare_script(world, "SELECT a FROM t");
  assert_true(step(world, reader));
  script(world, "DELETE FROM u WHERE a = 1");
  watch_announce_drop(world->connection, "t");
  assert_int_equal(try_script(world, CONNECTION_SCRIPT, "DROP TABLE t"), RUNNER_FAILED);
  watch_announce_drop(world->connection, NULL);
  runner_error_clear(&world->error);
  statement_release(reader);
  assert_losses(world, "locked", "u 2>1");
}

static void a_kept_statement_fires_other_triggers_after_a_pragma(void **state) {
  struct world *world = *state;
  make_tables(world);
  run(world, "CREATE TRIGGER tr AFTER DELETE ON t BEGIN DELETE FROM u WHERE a = 1; END");
  begin_tally(world, &nothing);
  connection_set_mode(world->connection, CONNECTION_SCRIPT);
  struct statement *replace = prepare(world, "REPLACE INTO t VALUES (1, 'x', 1)");
  assert_false(step(world, replace));
  statement_reset(replace);
  finish(world, prepare(world, "PRAGMA recursive_triggers = 1"));
  assert_false(step(world, replace));
  statement_release(replace);
  connection_set_mode(world->connection, CONNECTION_ENGINE); /* sets it back */
  assert_losses(world, "recursive_triggers", "u 2>1");
}

/* No definition speaks of REPLACE, and then one does again. */
static void an_undone_drop_brings_replacing_back(void **state) {
  struct world *world = *state;
  make_tables(world);
  run(world, "CREATE TABLE r(a, b UNIQUE ON CONFLICT REPLACE, c UNIQUE ON CONFLICT "
             "REPLACE); INSERT INTO r VALUES (1, 1, 1), (2, 2, 2)");
  begin_tally(world, &nothing);
  run(world, "SAVEPOINT one");
  watch_announce_drop(world->connection, "r");
  script(world, "DROP TABLE r; UPDATE t SET c = 1");
  watch_announce_drop(world->connection, NULL);
  run(world, "ROLLBACK TO one; RELEASE one");
  script(world, "INSERT INTO r VALUES (3, 1, 2)");
  assert_losses(world, "ROLLBACK TO", "r 2>1");
}

/* ---- what it costs ---- */

static int note_count(unsigned kind, void *user, void *statement, void *sql) {
  (void)kind, (void)statement;
  if (strncmp(sql, "SELECT count(*)", 15) == 0) ++*(int *)user;
  return 0;
}

static void only_what_changes_do_not_tell_is_counted(void **state) {
  static const struct {
    const char *sql;
    int counts;
  } examples[] = {
      {"INSERT INTO t(a) VALUES (7); UPDATE t SET c = 1; INSERT OR IGNORE INTO u VALUES "
       "(1, 1)",
       0},
      {"INSERT INTO t(a) VALUES (7); DELETE FROM t WHERE a = 7", 0},
      {"DELETE FROM t WHERE a = 7", 0},
      {"CREATE TABLE n(a); INSERT OR REPLACE INTO n VALUES (1); DROP TABLE n", 0},
      {"ALTER TABLE t RENAME TO s; UPDATE s SET c = replace(c, 'a', 'b')", 0},
      {"DROP TABLE announced", 0},
      {"INSERT INTO t(a) VALUES (7) ON CONFLICT DO UPDATE SET c = 1", 1},
      {"UPDATE u SET b = 1", 1},        /* its trigger inserts into t */
      {"DELETE FROM t WHERE a = 1", 1}, /* to tell how many are left */
      {"DROP TABLE t", 1},
      {"REPLACE INTO t(a) VALUES (7); REPLACE INTO t(a) VALUES (8)", 2},
  };
  const char *names[] = {"announced"};
  const struct runner_texts announced = {names, 1};
  struct world *world = *state;
  make_tables(world);
  run(world,
      "CREATE TABLE announced(x); INSERT INTO announced VALUES (1);"
      "CREATE TRIGGER tr AFTER UPDATE ON u BEGIN INSERT INTO t(c) VALUES (1); END");
  for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
    struct buffer text = {0};
    int counts = 0;
    begin_tally(world, &announced);
    sqlite3_trace_v2(world->connection->handle, SQLITE_TRACE_STMT, note_count, &counts);
    script(world, examples[i].sql);
    end_tally(world, &text);
    sqlite3_trace_v2(world->connection->handle, 0, NULL, NULL);
    buffer_release(&text);
    rollback(world);
    if (counts != examples[i].counts)
      fail_msg("%s: %d counts, not %d", examples[i].sql, counts, examples[i].counts);
  }
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)
  const struct CMUnitTest tests[] = {
      CASE(a_statement_that_fails_counts_for_what_it_kept),
      CASE(a_statement_that_still_runs_is_not_forgotten),
      CASE(a_kept_statement_is_counted_each_time),
      CASE(a_statement_that_is_undone_while_it_runs_is_not_counted),
      CASE(a_count_while_an_undone_statement_runs_is_put_right),
      CASE(a_drop_that_fails_takes_nothing),
      CASE(a_kept_statement_fires_other_triggers_after_a_pragma),
      CASE(an_undone_drop_brings_replacing_back),
      CASE(only_what_changes_do_not_tell_is_counted),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

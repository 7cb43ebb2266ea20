/* Which rows a script takes from which table. */
#include "sqlite/watch.h"
#include "tally.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct example {
  const char *before; /* SQL of the engine, or NULL */
  const char *script;
  const char *losses;
};

/* Each in a transaction that is rolled back. */
static void assert_examples(struct world *world, const struct example *examples,
                            size_t count) {
  make_tables(world);
  for (size_t i = 0; i < count; i++) {
    if (examples[i].before != NULL) run(world, examples[i].before);
    begin_tally(world, &nothing);
    script(world, examples[i].script);
    assert_losses(world, examples[i].script, examples[i].losses);
  }
}

static void deleted_rows_are_known(void **state) {
  static const struct example examples[] = {
      {NULL, "DELETE FROM t WHERE a > 1", "t 3>1"},
      {NULL, "DELETE FROM t", "t 3>0"},
      {NULL, "DELETE FROM u", "u 2>0"},
      {NULL, "DELETE FROM u WHERE a = 1", "u 2>1"},
      {NULL, "DELETE FROM T WHERE a = 9", ""},
      {NULL, "WITH x AS (SELECT 1) DELETE FROM main.t WHERE a IN x", "t 3>2"},
      {NULL, "DELETE FROM t WHERE a = 1; DELETE FROM u; DELETE FROM t WHERE a = 2",
       "t 3>1; u 2>0"},
      {NULL, "DELETE FROM t WHERE a < 3 RETURNING a", "t 3>1"},
      {NULL, "DELETE FROM empty; DELETE FROM log", ""},
      {NULL, "UPDATE t SET c = replace(c, '1', '2')", ""},
  };
  assert_examples(*state, examples, sizeof examples / sizeof *examples);
}

static void inserted_rows_make_up_for_deleted_ones(void **state) {
  static const struct example examples[] = {
      {NULL, "INSERT INTO t(a) VALUES (7), (8); DELETE FROM t WHERE a < 3", ""},
      {NULL, "DELETE FROM t WHERE a < 3; INSERT INTO t(a) VALUES (7), (8)", ""},
      {NULL, "INSERT INTO t(a) VALUES (7); DELETE FROM t WHERE a < 3", "t 3>2"},
      {NULL, "INSERT OR IGNORE INTO t(a) VALUES (1), (7); DELETE FROM t WHERE a < 3",
       "t 3>2"},
      {NULL,
       "INSERT INTO t(a) VALUES (1), (7) ON CONFLICT DO UPDATE SET c = 5;"
       "DELETE FROM t WHERE a < 3",
       "t 3>2"},
      {NULL, "INSERT INTO t(a) VALUES (7) RETURNING a; DELETE FROM t WHERE a < 3",
       "t 3>2"},
      {NULL, "INSERT INTO t(a, b) VALUES (7, 'q'); REPLACE INTO t VALUES (8, 'x', 0)",
       ""},
      {NULL, "DELETE FROM t WHERE a = 1; REPLACE INTO t VALUES (8, 'y', 0)", "t 3>2"},
  };
  assert_examples(*state, examples, sizeof examples / sizeof *examples);
}

static void replaced_rows_are_known(void **state) {
  static const struct example examples[] = {
      {NULL, "REPLACE INTO t VALUES (1, 'y', 0)", "t 3>2"},
      {NULL, "INSERT OR REPLACE INTO t VALUES (1, 'q', 0)", ""},
      {NULL, "INSERT OR REPLACE INTO t SELECT a + 1, 'x', c FROM t", "t 3>1"},
      {NULL, "UPDATE OR REPLACE t SET b = 'x'", "t 3>1"},
      {NULL, "UPDATE OR REPLACE u SET a = 1", "u 2>1"},
      {"CREATE TABLE r(a, b UNIQUE ON CONFLICT REPLACE); INSERT INTO r VALUES (1, 1), "
       "(2, 2)",
       "UPDATE r SET b = 2", "r 2>1"},
      {NULL, "INSERT INTO r VALUES (7, 7); DELETE FROM r WHERE a = 7", ""},
  };
  assert_examples(*state, examples, sizeof examples / sizeof *examples);
}

static void rows_that_triggers_take_are_known(void **state) {
  static const struct example examples[] = {
      {"CREATE TRIGGER tr AFTER INSERT ON log BEGIN DELETE FROM t WHERE a = new.x; END",
       "INSERT INTO log VALUES (1)", "t 3>2"},
      {NULL, "INSERT INTO log VALUES (9)", ""},
      {"CREATE TRIGGER td AFTER DELETE ON u BEGIN INSERT INTO t(a) VALUES (old.a + 7); "
       "END",
       "DELETE FROM u WHERE a = 1; DELETE FROM t WHERE a < 3", "u 2>1; t 3>2"},
      {"DROP TRIGGER td; CREATE TRIGGER ti INSTEAD OF DELETE ON v BEGIN DELETE FROM t "
       "WHERE a = old.a; END",
       "DELETE FROM v WHERE a = 2", "t 3>2"},
      {"DROP TRIGGER tr; CREATE TRIGGER tr BEFORE DELETE ON t WHEN old.a = 1 BEGIN "
       "SELECT RAISE(IGNORE); END",
       "DELETE FROM t", "t 3>1"},
      {"DROP TRIGGER tr; CREATE TRIGGER tr AFTER UPDATE ON u BEGIN INSERT INTO t "
       "VALUES (1, 'y', 0); END",
       "UPDATE OR REPLACE u SET b = 7 WHERE a = 1", "t 3>2"},
  };
  assert_examples(*state, examples, sizeof examples / sizeof *examples);
}

static void tables_are_followed(void **state) {
  static const struct example examples[] = {
      {NULL, "DROP TABLE t", "t 3 dropped"},
      {NULL, "DROP TABLE empty; DROP TABLE IF EXISTS none", ""},
      {NULL, "DELETE FROM t WHERE a = 1; DROP TABLE t", "t 3 dropped"},
      {NULL, "INSERT INTO t(a) VALUES (7); DROP TABLE t", "t 3 dropped"},
      {NULL, "ALTER TABLE t RENAME TO s", ""},
      {NULL, "ALTER TABLE t RENAME TO s; DELETE FROM s WHERE a = 1", "t=s 3>2"},
      {NULL, "DELETE FROM t WHERE a = 1; ALTER TABLE main.t RENAME TO \"S s\"",
       "t=S s 3>2"},
      {NULL, "ALTER TABLE t RENAME TO s; DROP TABLE s", "t=s 3 dropped"},
      {NULL, "ALTER TABLE t RENAME COLUMN c TO d; ALTER TABLE t DROP COLUMN d", ""},
      {NULL,
       "CREATE TABLE n(a, b, c); INSERT INTO n SELECT * FROM t; DROP VIEW v;"
       "DROP TABLE t; ALTER TABLE n RENAME TO t",
       "t 3 dropped"},
      {NULL,
       "ALTER TABLE u RENAME TO w; CREATE TABLE u(a); INSERT INTO u VALUES (1);"
       "DELETE FROM u",
       ""},
      {NULL, "CREATE TABLE n(a); INSERT INTO n VALUES (1); DELETE FROM n; DROP TABLE n",
       ""},
      {NULL, "CREATE TABLE n AS SELECT * FROM t; DELETE FROM n WHERE a = 1", ""},
      {NULL, "CREATE TABLE IF NOT EXISTS t(x); DELETE FROM t WHERE a = 1", "t 3>2"},
      {NULL, "CREATE TEMP TABLE t(x); INSERT INTO t VALUES (1); DELETE FROM t", ""},
      {"CREATE VIRTUAL TABLE f USING fts5(x); INSERT INTO f VALUES ('a')",
       "DELETE FROM f; DROP TABLE f", ""},
  };
  assert_examples(*state, examples, sizeof examples / sizeof *examples);
}

static void what_a_savepoint_undid_is_not_counted(void **state) {
  static const struct {
    const char *in, *after, *losses;
  } examples[] = {
      {"DELETE FROM t", "SELECT 1", ""},
      {"INSERT INTO t(a) VALUES (7), (8)", "DELETE FROM t WHERE a < 3", "t 3>1"},
      {"DROP TABLE u", "DELETE FROM u WHERE a = 1", "u 2>1"},
      {"ALTER TABLE t RENAME TO s; CREATE TABLE t(a)", "DELETE FROM t WHERE a = 1",
       "t 3>2"},
      {"DROP TABLE u; CREATE TABLE u(a)", "DELETE FROM u", "u 2>0"},
      {"CREATE TABLE n(a)", "CREATE TABLE n(a); INSERT INTO n VALUES (1); DELETE FROM n",
       ""},
  };
  struct world *world = *state;
  make_tables(world);
  for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
    begin_tally(world, &nothing);
    run(world, "SAVEPOINT one");
    script(world, examples[i].in);
    run(world, "SAVEPOINT two");
    script(world, "DELETE FROM log");
    run(world, "RELEASE two");
    run(world, "ROLLBACK TO one; RELEASE one");
    script(world, examples[i].after);
    assert_losses(world, examples[i].in, examples[i].losses);
  }
}

static void announced_tables_may_lose_rows(void **state) {
  const char *names[] = {"T", "s", "tickts"};
  const struct runner_texts announced = {names, 3};
  struct world *world = *state;
  make_tables(world);
  begin_tally(world, &announced);
  script(world, "DELETE FROM t; ALTER TABLE u RENAME TO s; DELETE FROM s");
  assert_losses(world, "announced", "tickts unknown");
}

static void a_drop_may_be_announced(void **state) {
  struct world *world = *state;
  make_tables(world);
  begin_tally(world, &nothing);
  watch_announce_drop(world->connection, "T");
  script(world, "DROP TABLE t");
  watch_announce_drop(world->connection, NULL);
  script(world, "DROP TABLE u");
  assert_losses(world, "announced", "u 2 dropped");
}

static void each_tally_is_for_itself(void **state) {
  struct world *world = *state;
  struct buffer text = {0};
  make_tables(world);
  begin_tally(world, &nothing);
  script(world, "DELETE FROM t WHERE a = 1");
  end_tally(world, &text);
  assert_string_equal(text.bytes, "t 3>2");
  buffer_release(&text);
  script(world, "DELETE FROM t WHERE a = 2"); /* nobody tallies */
  assert_int_equal(watch_tally(world->connection, &nothing, &world->error), RUNNER_DONE);
  script(world, "DELETE FROM t WHERE a = 3");
  assert_losses(world, "second", "t 1>0");
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)
  const struct CMUnitTest tests[] = {
      CASE(deleted_rows_are_known),
      CASE(inserted_rows_make_up_for_deleted_ones),
      CASE(replaced_rows_are_known),
      CASE(rows_that_triggers_take_are_known),
      CASE(tables_are_followed),
      CASE(what_a_savepoint_undid_is_not_counted),
      CASE(announced_tables_may_lose_rows),
      CASE(a_drop_may_be_announced),
      CASE(each_tally_is_for_itself),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What scripts may not do, and what they are told. */
#include "sqlite/connection.h"

#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define LOOSE "put it into a revision of its own that says `transaction = false`"
#define OUT "leave it out; for a part that may fail use db:savepoint(fn)"
#define SAVEPOINT                                                                        \
  "use db:savepoint(fn): it is undone when fn fails, also if the script does not notice"
#define WORD "a revision's script may not say "
#define FILES "a transaction over several files can be torn by a crash"
#define ELSEWHERE "copy the data before, or read the other file in a program of your own"

/* Refused in both modes. */
static const struct refused {
  const char *sql, *message, *hint;
} always[] = {
    {"BEGIN", WORD "BEGIN: its transaction is begun and ended for it", OUT},
    {"BEGIN IMMEDIATE", WORD "BEGIN: its transaction is begun and ended for it", OUT},
    {"COMMIT", WORD "COMMIT: its transaction is begun and ended for it", OUT},
    {"END", WORD "COMMIT: its transaction is begun and ended for it", OUT},
    {"ROLLBACK", WORD "ROLLBACK: its transaction is begun and ended for it", OUT},
    {"SAVEPOINT a", WORD "SAVEPOINT by itself", SAVEPOINT},
    {"RELEASE a", WORD "RELEASE by itself", SAVEPOINT},
    {"ROLLBACK TO a", WORD "ROLLBACK TO by itself", SAVEPOINT},
    {"ATTACH ':memory:' AS a", "a revision's script may not ATTACH a database: " FILES,
     ELSEWHERE},
    {"DETACH a", "a revision's script may not DETACH a database: " FILES, ELSEWHERE},
    {"PRAGMA writable_schema = 1", "PRAGMA writable_schema is ignored in defensive mode",
     "change the schema with statements"},
    {"PRAGMA Schema_Version = 9", "PRAGMA schema_version is ignored in defensive mode",
     "change the schema with statements"},
    {"PRAGMA busy_timeout(0)", "PRAGMA busy_timeout would end the waiting for locks",
     "set the time to wait with --timeout"},
    {"PRAGMA query_only = 1",
     "PRAGMA query_only would stop the revision from being recorded", OUT},
    {"PRAGMA trusted_schema = 1",
     "PRAGMA trusted_schema would let the file's own definitions call anything", OUT},
    {"PRAGMA temp_store_directory = '/'",
     "PRAGMA temp_store_directory would change the whole program", OUT},
    {"PRAGMA journal_mode = Memory",
     "PRAGMA journal_mode = Memory would let a crash during any later revision destroy "
     "the "
     "database",
     "choose DELETE, TRUNCATE, PERSIST or WAL"},
    {"PRAGMA main.journal_mode('off')",
     "PRAGMA journal_mode = off would let a crash during any later revision destroy the "
     "database",
     "choose DELETE, TRUNCATE, PERSIST or WAL"},
    {"SELECT load_extension('x')", "extensions cannot be loaded",
     "write the function in Lua and give it to db:define"},
};

/* Refused only inside a transaction. */
static const struct refused inside[] = {
    {"VACUUM", "VACUUM cannot run inside a transaction", LOOSE},
    {"vacuum /* x */ main", "VACUUM cannot run inside a transaction", LOOSE},
    {"PRAGMA foreign_keys = ON",
     "PRAGMA foreign_keys changes nothing inside a transaction",
     "leave it out: foreign keys are off while a revision runs and are checked before it "
     "is committed"},
    {"PRAGMA main.journal_mode = WAL",
     "PRAGMA journal_mode changes nothing inside a transaction", LOOSE},
    {"PRAGMA page_size = 8192", "PRAGMA page_size changes nothing inside a transaction",
     LOOSE},
    {"PRAGMA auto_vacuum = 1", "PRAGMA auto_vacuum changes nothing inside a transaction",
     LOOSE},
    {"PRAGMA encoding = 'UTF-16'", "PRAGMA encoding changes nothing inside a transaction",
     LOOSE},
    {"PRAGMA synchronous = OFF",
     "PRAGMA synchronous cannot be changed inside a transaction", LOOSE},
    {"PRAGMA locking_mode = EXCLUSIVE",
     "PRAGMA locking_mode would keep the database locked after the revision", LOOSE},
    {"PRAGMA secure_delete = ON",
     "PRAGMA secure_delete would stay on for the revisions after this one", LOOSE},
    {"PRAGMA wal_checkpoint", "PRAGMA wal_checkpoint cannot run inside a transaction",
     LOOSE},
};

static void assert_refused(struct world *world, enum connection_mode mode,
                           const struct refused *refused) {
  assert_int_equal(try_script(world, mode, refused->sql), RUNNER_FAILED);
  assert_string_equal(world->error.sql, refused->sql);
  assert_error(world, refused->message, refused->hint);
}

static void scripts_are_refused_with_reason_and_hint(void **state) {
  struct world *world = *state;
  begin(world);
  for (size_t i = 0; i < sizeof always / sizeof *always; i++)
    assert_refused(world, CONNECTION_SCRIPT, &always[i]);
  for (size_t i = 0; i < sizeof inside / sizeof *inside; i++)
    assert_refused(world, CONNECTION_SCRIPT, &inside[i]);
  assert_true(connection_in_transaction(world->connection));
  commit(world);
}

static void loose_scripts_are_refused_less(void **state) {
  struct world *world = *state;
  run(world, "CREATE TABLE t(a); INSERT INTO t VALUES (1)");
  for (size_t i = 0; i < sizeof always / sizeof *always; i++)
    assert_refused(world, CONNECTION_SCRIPT_LOOSE, &always[i]);
  for (size_t i = 0; i < sizeof inside / sizeof *inside; i++)
    assert_int_equal(try_script(world, CONNECTION_SCRIPT_LOOSE, inside[i].sql),
                     RUNNER_DONE);
  assert_int_equal(number(world, "SELECT a FROM t"), 1);
}

static void reading_pragmas_and_ordinary_work_is_allowed(void **state) {
  struct world *world = *state;
  begin(world);
  script(
      world,
      "PRAGMA foreign_keys; PRAGMA journal_mode; PRAGMA user_version = 7;"
      "PRAGMA application_id = 8; PRAGMA table_info(t); PRAGMA legacy_alter_table = 1;"
      "CREATE TABLE t(a); CREATE INDEX i ON t(a); CREATE VIEW v AS SELECT a FROM t;"
      "CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT 1; END;"
      "CREATE TEMP TABLE x(a); INSERT INTO x VALUES (1); INSERT INTO t SELECT a FROM x;"
      "UPDATE t SET a = 2; DELETE FROM t; ANALYZE; REINDEX; DROP TABLE x;"
      "CREATE VIRTUAL TABLE f USING fts5(a); INSERT INTO f VALUES ('x');"
      "DROP TABLE f; ALTER TABLE t RENAME a TO b; EXPLAIN VACUUM;"
      "SELECT * FROM pragma_foreign_keys");
  commit(world);
  assert_int_equal(number(world, "PRAGMA user_version"), 7);
}

static void the_engine_is_not_refused(void **state) {
  struct world *world = *state;
  connection_set_mode(world->connection, CONNECTION_SCRIPT);
  run(world, "SAVEPOINT a; CREATE TABLE t(a); ROLLBACK TO a; RELEASE a;"
             "ATTACH ':memory:' AS x; DETACH x; PRAGMA foreign_keys = 0; VACUUM");
  connection_set_mode(world->connection, CONNECTION_ENGINE);
}

static void what_pragmas_changed_is_undone_after_the_script(void **state) {
  struct world *world = *state;
  script(world, "PRAGMA legacy_alter_table = 1; PRAGMA recursive_triggers = 1;"
                "PRAGMA ignore_check_constraints = 1; PRAGMA case_sensitive_like = 1");
  assert_int_equal(number(world, "PRAGMA legacy_alter_table"), 0);
  assert_int_equal(number(world, "PRAGMA recursive_triggers"), 0);
  assert_int_equal(number(world, "PRAGMA ignore_check_constraints"), 0);
  assert_int_equal(number(world, "SELECT 'a' LIKE 'A'"), 1);
  assert_int_equal(try_script(world, CONNECTION_SCRIPT_LOOSE,
                              "PRAGMA foreign_keys = 1; PRAGMA secure_delete = 1;"
                              "PRAGMA synchronous = 0; PRAGMA locking_mode = EXCLUSIVE"),
                   RUNNER_DONE);
  assert_int_equal(number(world, "PRAGMA foreign_keys"), 0);
  assert_int_equal(number(world, "PRAGMA secure_delete"), 2);
  assert_int_equal(number(world, "PRAGMA synchronous"), 2);
  run(world, "CREATE TABLE t(a)");
  struct connection *second = world_second(world, 0); /* not locked any more */
  connection_close(second);
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)
  const struct CMUnitTest tests[] = {
      CASE(scripts_are_refused_with_reason_and_hint),
      CASE(loose_scripts_are_refused_less),
      CASE(reading_pragmas_and_ordinary_work_is_allowed),
      CASE(the_engine_is_not_refused),
      CASE(what_pragmas_changed_is_undone_after_the_script),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

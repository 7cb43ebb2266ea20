/* Running scripts and comparing. */
#include "ddl_check.h"

#include "ddl_facts.h"
#include "ddl_print.h"
#include "ddl_spans.h"
#include "sqlite/ddl.h"
#include "sqlite/sql_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct check {
  const char *script;
  struct arena *arena;
  sqlite3 *first;  /* made by the script */
  sqlite3 *second; /* made of what was printed */
};

static int compare_bytes(void *user, int length, const void *a, int other_length,
                         const void *b) {
  (void)user;
  int order = memcmp(a, b, (size_t)(length < other_length ? length : other_length));
  return order != 0 ? order : length - other_length;
}

static int give_up(void *user) {
  (void)user;
  return 1;
}

/* A script of the fuzzer may run for ever. */
static sqlite3 *open_database(void) {
  sqlite3 *database = NULL;
  assert_int_equal(sqlite3_open(":memory:", &database), SQLITE_OK);
  sqlite3_progress_handler(database, 10000000, give_up, NULL);
  sqlite3_create_collation(database, "odd one", SQLITE_UTF8, NULL, compare_bytes);
  return database;
}

/* ---- the statements as written ---- */

static bool is_definition(const char *sql, size_t length, struct arena *arena) {
  const char *at = arena_bytes(arena, sql, length);
  if (!sql_token_is(sql_next(&at), "CREATE")) return false;
  struct sql_token kind = sql_next(&at);
  bool temporary = sql_token_is(kind, "TEMP") || sql_token_is(kind, "TEMPORARY");
  if (temporary) kind = sql_next(&at);
  if (!sql_token_is(kind, "TABLE")) return true;
  struct sql_token token;
  do {
    token = sql_next(&at);
  } while (token.kind != SQL_END && token.start[0] != '(' && !sql_token_is(token, "AS"));
  return !sql_token_is(token, "AS"); /* AS SELECT: SQLite stores another text */
}

static void check_written(const struct check *check, const char *sql, size_t length) {
  if (!is_definition(sql, length, check->arena)) return;
  const char *text = arena_bytes(check->arena, sql, length);
  struct runner_error error = RUNNER_ERROR_INIT;
  const struct ddl_statement *statement = NULL;
  if (ddl_parse(text, check->arena, &statement, &error) != RUNNER_DONE)
    fail_msg("%s: %s", error.message, text);
  ddl_assert_spans(text, statement);
}

/* Run all; false if SQLite refuses one. */
static bool run_script(const struct check *check) {
  const char *sql = check->script;
  while (*sql != '\0') {
    sqlite3_stmt *statement = NULL;
    const char *tail = NULL;
    if (sqlite3_prepare_v2(check->first, sql, -1, &statement, &tail) != SQLITE_OK)
      return false;
    int result = statement != NULL ? sqlite3_step(statement) : SQLITE_DONE;
    sqlite3_finalize(statement);
    if (result != SQLITE_DONE && result != SQLITE_ROW) return false;
    check_written(check, sql, (size_t)(tail - sql));
    sql = tail;
  }
  return true;
}

/* Nothing is expected but that it comes back. */
static void read_refused(const struct check *check) {
  struct runner_error error = RUNNER_ERROR_INIT;
  const struct ddl_statement *statement = NULL;
  if (ddl_parse(check->script, check->arena, &statement, &error) == RUNNER_DONE)
    ddl_assert_spans(check->script, statement);
  runner_error_clear(&error);
}

/* ---- what SQLite stored ---- */

static const struct ddl_statement *read_stored(const struct check *check,
                                               const char *text) {
  struct runner_error error = RUNNER_ERROR_INIT;
  const struct ddl_statement *statement = NULL;
  if (ddl_parse(text, check->arena, &statement, &error) != RUNNER_DONE)
    fail_msg("%s: stored as: %s", error.message, text);
  return statement;
}

static const struct ddl_statement *read_table(const struct check *check,
                                              const char *name) {
  char *sql = sqlite3_mprintf("SELECT sql FROM (SELECT * FROM sqlite_schema UNION ALL"
                              " SELECT * FROM sqlite_temp_schema)"
                              " WHERE type = 'table' AND name = %Q",
                              name);
  sqlite3_stmt *row = NULL;
  sqlite3_prepare_v2(check->first, sql, -1, &row, NULL);
  assert_int_equal(sqlite3_step(row), SQLITE_ROW);
  const char *text = arena_text(check->arena, (const char *)sqlite3_column_text(row, 0));
  sqlite3_finalize(row);
  sqlite3_free(sql);
  return read_stored(check, text);
}

static void assert_same(const struct check *check, const char *what,
                        const struct buffer *parts, const struct buffer *facts) {
  if (strcmp(parts->bytes, facts->bytes) == 0) return;
  fprintf(stderr, "%s\n---- %s ----\n%s---- SQLite ----\n%s", check->script, what,
          parts->bytes, facts->bytes);
  fail_msg("the %s differ", what);
}

static void check_parts(const struct check *check, const char *text, const char *name,
                        const struct ddl_statement *statement) {
  if (statement->kind != DDL_TABLE && statement->kind != DDL_INDEX) return;
  struct buffer parts = {0};
  struct buffer facts = {0};
  const struct ddl_statement *table =
      statement->kind == DDL_TABLE ? statement
                                   : read_table(check, statement->index->table.text);
  ddl_facts_of_parts(&parts, text, statement, table);
  ddl_facts_of_sqlite(&facts, check->first, name);
  assert_same(check, "parts", &parts, &facts);
  buffer_release(&parts);
  buffer_release(&facts);
}

static bool exists(sqlite3 *database, const char *name) {
  char *sql = sqlite3_mprintf("SELECT 1 FROM sqlite_schema WHERE name = %Q", name);
  sqlite3_stmt *row = NULL;
  sqlite3_prepare_v2(database, sql, -1, &row, NULL);
  bool found = sqlite3_step(row) == SQLITE_ROW;
  sqlite3_finalize(row);
  sqlite3_free(sql);
  return found;
}

/* A virtual table brings its own tables along, and SQLite makes those named sqlite_. */
static void check_print(const struct check *check, const char *text, const char *name,
                        const struct ddl_statement *statement) {
  struct buffer printed = {0};
  struct buffer again = {0};
  ddl_print(&printed, text, statement);
  ddl_print(&again, printed.bytes, read_stored(check, printed.bytes));
  assert_string_equal(printed.bytes, again.bytes);
  char *message = NULL;
  bool made =
      strncmp(name, "sqlite_", 7) == 0 || exists(check->second, name) ||
      sqlite3_exec(check->second, printed.bytes, NULL, NULL, &message) == SQLITE_OK;
  if (!made) fail_msg("%s\nprinted: %s\nrefused: %s", text, printed.bytes, message);
  sqlite3_free(message);
  buffer_release(&printed);
  buffer_release(&again);
}

static void check_stored(const struct check *check) {
  static const char stored[] = "SELECT name, sql FROM (SELECT * FROM sqlite_schema UNION"
                               " ALL SELECT * FROM sqlite_temp_schema)"
                               " WHERE sql IS NOT NULL";
  sqlite3_stmt *row = NULL;
  sqlite3_prepare_v2(check->first, stored, -1, &row, NULL);
  while (sqlite3_step(row) == SQLITE_ROW) {
    const char *name = (const char *)sqlite3_column_text(row, 0);
    const char *text = (const char *)sqlite3_column_text(row, 1);
    const struct ddl_statement *statement = read_stored(check, text);
    assert_string_equal(statement->name.text, name);
    ddl_assert_spans(text, statement);
    check_parts(check, text, name, statement);
    check_print(check, text, name, statement);
    ddl_assert_edits(text, statement);
  }
  sqlite3_finalize(row);
}

static void compare_databases(const struct check *check) {
  struct buffer first = {0};
  struct buffer second = {0};
  ddl_facts_of_all(&first, check->first);
  ddl_facts_of_all(&second, check->second);
  if (first.length > 0) assert_same(check, "printed", &second, &first);
  buffer_release(&first);
  buffer_release(&second);
}

bool ddl_check(const char *script, const char **refusal) {
  static char message[300];
  struct check check = {script, arena_create(), open_database(), open_database()};
  bool accepted = run_script(&check);
  if (accepted) {
    check_stored(&check);
    compare_databases(&check);
  } else {
    snprintf(message, sizeof message, "%s", sqlite3_errmsg(check.first));
    read_refused(&check);
  }
  if (refusal != NULL) *refusal = accepted ? NULL : message;
  sqlite3_close(check.first);
  sqlite3_close(check.second);
  arena_destroy(check.arena);
  return accepted;
}

static unsigned from_environment(const char *name, unsigned usual) {
  const char *text = getenv(name);
  return text != NULL ? (unsigned)strtoul(text, NULL, 10) : usual;
}

unsigned ddl_rounds(unsigned usual) {
  return from_environment("DDL_ROUNDS", usual);
}

unsigned ddl_seed(void) {
  return from_environment("DDL_SEED", 1);
}

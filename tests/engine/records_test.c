/* What the engine keeps in the database: version rows and journal. */
#include "engine/journal.h"
#include "engine/version_table.h"

#include "base/digest.h"
#include "sqlite/connection_state.h"
#include "support/failing_allocator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct records {
  struct connection *connection;
  struct arena *arena;
  struct runner_error error;
};

static int setup(void **state) {
  struct records *records = calloc(1, sizeof *records);
  struct connection_options options = {.path = ":memory:", .create = true};
  if (records == NULL) return -1;
  records->error = (struct runner_error)RUNNER_ERROR_INIT;
  records->arena = arena_create();
  *state = records;
  return connection_open(&options, &records->connection, &records->error);
}

static int teardown(void **state) {
  struct records *records = *state;
  connection_close(records->connection);
  runner_error_clear(&records->error);
  arena_destroy(records->arena);
  free(records);
  return 0;
}

static void done(struct records *records, runner_status status) {
  if (status != RUNNER_DONE) fail_msg("%s", records->error.message);
}

static void run(struct records *records, const char *sql) {
  done(records, connection_execute(records->connection, sql, &records->error));
}

/* The first column of the first row, as text. */
static const char *ask(struct records *records, const char *sql) {
  struct statement *statement = NULL;
  bool row = false;
  size_t length = 0;
  done(records, statement_prepare(records->connection, sql, strlen(sql), &statement, NULL,
                                  &records->error));
  done(records, statement_step(statement, &row, &records->error));
  const char *text =
      row ? arena_text(records->arena, statement_column_text(statement, 0, &length))
          : "no row";
  statement_release(statement);
  return text;
}

static void expect_rows(struct records *records, const char *expected) {
  struct runner_texts rows = {0};
  const char *text = "";
  done(records,
       version_rows(records->connection, "v", records->arena, &rows, &records->error));
  for (size_t i = 0; i < rows.count; i++)
    text = arena_format(records->arena, "%s%s%s", text, i > 0 ? " " : "", rows.items[i]);
  assert_string_equal(text, expected);
}

/* ---- version rows ---- */

static runner_status change(struct records *records, const char *from, const char *to) {
  struct runner_row_change changes[] = {{from, to}};
  struct runner_step step = {.changes = changes, .change_count = 1};
  return version_change(records->connection, "v", &step, &records->error);
}

static void no_table_and_no_database_are_no_rows(void **state) {
  struct records *records = *state;
  expect_rows(records, "");
  struct runner_texts rows = {.count = 7};
  done(records, version_rows(NULL, "v", records->arena, &rows, &records->error));
  assert_int_equal(rows.count, 0);
  assert_string_equal(ask(records, "SELECT count(*) FROM sqlite_schema"), "0");
}

static void rows_keep_their_order(void **state) {
  struct records *records = *state;
  done(records, version_create(records->connection, "v", &records->error));
  done(records, version_create(records->connection, "v", &records->error));
  static const char *const ids[] = {"d", "b", "e", "a", "c"};
  for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
    done(records, change(records, NULL, ids[i]));
  expect_rows(records, "d b e a c");
  done(records, change(records, "b", "z"));
  done(records, change(records, "e", NULL));
  expect_rows(records, "d z a c");
  done(records, version_purge(records->connection, "v", &records->error));
  expect_rows(records, "");
}

static void what_does_not_touch_one_row_is_refused(void **state) {
  struct records *records = *state;
  run(records, "CREATE TABLE v (version_num); INSERT INTO v VALUES ('a'), ('a')");
  assert_int_equal(change(records, "x", NULL), RUNNER_DATABASE);
  assert_string_equal(records->error.message,
                      "expected one row of v to change from 'x' to ''; 0 did");
  assert_int_equal(change(records, "a", "b"), RUNNER_DATABASE);
  assert_string_equal(records->error.message,
                      "expected one row of v to change from 'a' to 'b'; 2 did");
}

static void a_table_that_is_not_ours_is_refused(void **state) {
  struct records *records = *state;
  struct runner_texts rows = {0};
  run(records, "CREATE TABLE v (other)");
  assert_int_equal(
      version_rows(records->connection, "v", records->arena, &rows, &records->error),
      RUNNER_DATABASE);
  assert_string_equal(records->error.message,
                      "the table v has no column version_num: it is not a version table");
  run(records, "DROP TABLE v; CREATE TABLE v (version_num); INSERT INTO v VALUES (NULL)");
  assert_int_equal(
      version_rows(records->connection, "v", records->arena, &rows, &records->error),
      RUNNER_DATABASE);
  assert_string_equal(records->error.message,
                      "the table v holds a row that names no revision");
}

/* ---- the journal ---- */

static const char SOURCE[] = "revision = 'aaaa'\0with a zero byte";

static struct runner_revision revision = {
    .id = "aaaa", .source = SOURCE, .source_length = sizeof SOURCE - 1};

static struct runner_step step_of(runner_direction direction) {
  return (struct runner_step){.direction = direction, .revision = &revision};
}

static void a_row_tells_what_ran(void **state) {
  struct records *records = *state;
  struct runner_step step = step_of(RUNNER_UPGRADE);
  char digest[DIGEST_TEXT_BYTES];
  done(records, journal_create(records->connection, &records->error));
  done(records, journal_write(records->connection, &step, 1.5, &records->error));
  assert_string_equal(ask(records, "SELECT revision || direction || state || seconds ||"
                                   " runner_version FROM runner_history"),
                      "aaaaupgradedone1.5" RUNNER_VERSION);
  assert_string_equal(ask(records, "SELECT applied_at LIKE '20__-__-__T__:__:__Z' AND"
                                   " applied_by LIKE '_%@_%' FROM runner_history"),
                      "1");
  assert_string_equal(ask(records, "SELECT hex(source) = hex(CAST(x'7265766973696f6e203d2"
                                   "027616161612700776974682061207a65726f2062797465' AS"
                                   " TEXT)) FROM runner_history"),
                      "1");
  digest_sha256(SOURCE, sizeof SOURCE - 1, digest);
  assert_string_equal(ask(records, "SELECT digest FROM runner_history"), digest);
}

static void a_stamp_has_no_source_and_an_offline_step_no_duration(void **state) {
  struct records *records = *state;
  struct runner_step stamp = step_of(RUNNER_STAMP);
  done(records, journal_create(records->connection, &records->error));
  done(records, journal_write(records->connection, &stamp, -1, &records->error));
  stamp.revision = NULL; /* to base */
  done(records, journal_write(records->connection, &stamp, 0, &records->error));
  assert_string_equal(ask(records, "SELECT group_concat(revision || '|' || direction ||"
                                   " '|' || ifnull(digest, '-') || ifnull(source, '-') ||"
                                   " ifnull(seconds, '-'), ' ') FROM runner_history"),
                      "aaaa|stamp|--- |stamp|--0.0");
}

static bool is_unfinished(struct records *records, struct runner_step step) {
  bool unfinished = false;
  done(records,
       journal_is_unfinished(records->connection, &step, &unfinished, &records->error));
  return unfinished;
}

static void what_was_cut_short_is_known(void **state) {
  struct records *records = *state;
  struct runner_step up = step_of(RUNNER_UPGRADE), down = step_of(RUNNER_DOWNGRADE);
  done(records, journal_create(records->connection, &records->error));
  assert_false(is_unfinished(records, up));
  done(records, journal_start(records->connection, &up, &records->error));
  assert_true(is_unfinished(records, up));
  assert_false(is_unfinished(records, down));
  assert_string_equal(ask(records, "SELECT state || ifnull(seconds, '-') FROM"
                                   " runner_history"),
                      "started-");
  done(records, journal_finish(records->connection, &up, 2, &records->error));
  assert_false(is_unfinished(records, up));
  assert_string_equal(ask(records, "SELECT count(*) || state || seconds FROM"
                                   " runner_history"),
                      "1done2.0");
  assert_int_equal(journal_finish(records->connection, &up, 3, &records->error),
                   RUNNER_DATABASE); /* what is done is not finished twice */
  assert_string_equal(ask(records, "SELECT seconds FROM runner_history"), "2.0");
}

static void a_finish_without_a_start_is_noticed(void **state) {
  struct records *records = *state;
  struct runner_step up = step_of(RUNNER_UPGRADE);
  done(records, journal_create(records->connection, &records->error));
  assert_int_equal(journal_finish(records->connection, &up, 2, &records->error),
                   RUNNER_DATABASE);
  assert_string_equal(records->error.message,
                      "the journal has no row that says revision aaaa was started");
}

static void a_revision_is_described_by_its_last_upgrade(void **state) {
  struct records *records = *state;
  struct runner_step up = step_of(RUNNER_UPGRADE), down = step_of(RUNNER_DOWNGRADE);
  assert_null(journal_describe(records->connection, "aaaa"));
  assert_null(journal_describe(NULL, "aaaa"));
  done(records, journal_create(records->connection, &records->error));
  assert_null(journal_describe(records->connection, "aaaa"));
  done(records, journal_write(records->connection, &up, 1, &records->error));
  run(records, "UPDATE runner_history SET applied_at = 'the first day'");
  done(records, journal_write(records->connection, &down, 1, &records->error));
  char *text = journal_describe(records->connection, "aaaa");
  assert_string_equal(text, "on the first day by runner " RUNNER_VERSION);
  memory_release(text);
}

/* ---- memory ---- */

static struct runner_revision parent = {.id = "0000"};

/* Another step was written behind the start of aaaa's upgrade: does that still stand? */
static bool stands_behind(struct records *records, runner_direction direction,
                          struct runner_revision *another, bool depends) {
  const char *parents[] = {parent.id};
  const struct runner_texts texts = {.items = parents, .count = 1};
  struct runner_step step = step_of(RUNNER_UPGRADE), other = step_of(direction);
  struct runner_revision upper = *step.revision;
  if (depends)
    upper.depends_on = texts;
  else
    upper.down = texts;
  step.revision = &upper;
  if (another != NULL) other.revision = another;
  done(records, journal_create(records->connection, &records->error));
  done(records, journal_start(records->connection, &step, &records->error));
  assert_true(is_unfinished(records, step));
  done(records, journal_write(records->connection, &other, 1, &records->error));
  return is_unfinished(records, step);
}

static void what_was_undone_meanwhile_is_not_cut_short(void **state) {
  struct records *records = *state;
  assert_true(stands_behind(records, RUNNER_UPGRADE, &parent, false));
  assert_true(stands_behind(records, RUNNER_STAMP, &parent, false));
  assert_true(stands_behind(records, RUNNER_STAMP, NULL, false));
  assert_false(stands_behind(records, RUNNER_DOWNGRADE, NULL, false));
  assert_false(stands_behind(records, RUNNER_DOWNGRADE, &parent, false));
  assert_false(stands_behind(records, RUNNER_DOWNGRADE, &parent, true));
}

static runner_status write_everything(void *user, struct runner_error *error) {
  struct records *records = user;
  struct runner_row_change changes[] = {{NULL, "aaaa"}, {"aaaa", "bbbb"}};
  struct runner_step step = step_of(RUNNER_UPGRADE);
  struct runner_texts rows = {0};
  struct connection *connection = records->connection;
  struct arena *arena = arena_create();
  bool unfinished = false;
  step.changes = changes;
  step.change_count = 2;
  runner_status status = arena != NULL ? RUNNER_DONE : error_no_memory(error);
  if (status == RUNNER_DONE) status = connection_begin(connection, error);
  if (status == RUNNER_DONE) status = version_create(connection, "v", error);
  if (status == RUNNER_DONE) status = journal_create(connection, error);
  if (status == RUNNER_DONE) status = journal_start(connection, &step, error);
  if (status == RUNNER_DONE)
    status = journal_is_unfinished(connection, &step, &unfinished, error);
  if (status == RUNNER_DONE) assert_true(unfinished);
  if (status == RUNNER_DONE) status = journal_finish(connection, &step, 1, error);
  if (status == RUNNER_DONE) status = journal_write(connection, &step, 1, error);
  if (status == RUNNER_DONE) status = version_change(connection, "v", &step, error);
  if (status == RUNNER_DONE) status = version_rows(connection, "v", arena, &rows, error);
  if (status == RUNNER_DONE) assert_string_equal(rows.items[0], "bbbb");
  if (status == RUNNER_DONE) status = version_purge(connection, "v", error);
  connection_rollback(connection);
  cache_clear(connection);
  arena_destroy(arena);
  return status;
}

static void without_memory_every_status_is_true(void **state) {
  struct records *records = *state;
  cache_clear(records->connection);
  failing_allocator_loop(write_everything, records, RUNNER_DONE, FAILING_STRICT);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(no_table_and_no_database_are_no_rows),
      CASE(rows_keep_their_order),
      CASE(what_does_not_touch_one_row_is_refused),
      CASE(a_table_that_is_not_ours_is_refused),
      CASE(a_row_tells_what_ran),
      CASE(a_stamp_has_no_source_and_an_offline_step_no_duration),
      CASE(what_was_cut_short_is_known),
      CASE(what_was_undone_meanwhile_is_not_cut_short),
      CASE(a_finish_without_a_start_is_noticed),
      CASE(a_revision_is_described_by_its_last_upgrade),
      CASE(without_memory_every_status_is_true),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

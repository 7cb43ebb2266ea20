/* Random scripts: what the tally says is lost is what counting all tables before and after
** says. A model follows which table is which, since names do not tell. */
#include "base/buffer.h"
#include "sqlite/watch.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ROUNDS = 400, STATEMENTS = 25, NAMES = 4, TABLES = 40, DEPTH = 4 };

static const char *const names[NAMES] = {"a", "b", "c", "d"};

/* Small numbers, the same in each run. */
static uint32_t seed;

static int pick(int count) {
  seed = seed * 1664525U + 1013904223U;
  return (int)((seed >> 16) % (uint32_t)count);
}

/* ---- the model ---- */

struct table {
  int64_t before; /* 0 for one that the script made */
  int name;       /* -1: dropped */
};

struct model {
  struct table tables[TABLES];
  int count;
};

struct trial {
  struct world *world;
  struct model now, saved[DEPTH]; /* at the begin of each open savepoint */
  int depth;
  struct buffer log;
};

static int64_t rows_of(struct world *world, int name) {
  char sql[64];
  snprintf(sql, sizeof sql, "SELECT count(*) FROM main.%s", names[name]);
  return number(world, sql);
}

static struct table *find(struct model *model, int name) {
  for (int i = 0; i < model->count; i++)
    if (model->tables[i].name == name) return &model->tables[i];
  return NULL;
}

/* ---- statements ---- */

/* Every way in which rows come and go. %1$s and %2$s are tables. */
static const char *const changes[] = {
    "DELETE FROM %1$s",
    "DELETE FROM %1$s WHERE x %% 2 = %3$d",
    "DELETE FROM %1$s WHERE x < %3$d RETURNING x",
    "DELETE FROM %1$s WHERE x IN (SELECT x FROM %2$s)",
    "INSERT INTO %1$s(x, y) VALUES (%3$d, %3$d), (%3$d + 1, %3$d + 2)",
    "INSERT OR FAIL INTO %1$s(x, y) VALUES (%3$d + 20, 70), (%3$d, %3$d), (80, %3$d)",
    "INSERT OR IGNORE INTO %1$s(x, y) SELECT x + 1, y + 1 FROM %2$s",
    "INSERT OR REPLACE INTO %1$s(x, y) SELECT x + 1, y + 2 FROM %2$s",
    "REPLACE INTO %1$s(x, y) VALUES (%3$d, %3$d + 1)",
    "INSERT INTO %1$s(x, y) VALUES (%3$d, 50 + %3$d) ON CONFLICT(x) DO UPDATE SET z = 1",
    "INSERT INTO %1$s(x, y) VALUES (%3$d, 90) ON CONFLICT DO NOTHING RETURNING x",
    "INSERT INTO %1$s SELECT * FROM %2$s WHERE true ON CONFLICT DO NOTHING",
    "UPDATE %1$s SET z = %3$d",
    "UPDATE OR REPLACE %1$s SET y = %3$d WHERE x < 3",
    "UPDATE OR IGNORE %1$s SET x = x + 1",
    "PRAGMA recursive_triggers = %4$d",
    "DROP TRIGGER IF EXISTS g%3$d",
    "CREATE TRIGGER g%3$d AFTER INSERT ON %1$s BEGIN DELETE FROM %2$s WHERE x = new.x + "
    "1; END",
    "CREATE TRIGGER g%3$d AFTER DELETE ON %1$s BEGIN INSERT OR IGNORE INTO %2$s(x, y) "
    "VALUES (old.x, old.y); END",
    "CREATE TEMP TRIGGER g%3$d BEFORE UPDATE ON main.%1$s BEGIN REPLACE INTO %2$s(x, y) "
    "VALUES (new.x, 3); END",
    "CREATE TRIGGER g%3$d BEFORE DELETE ON %1$s BEGIN DELETE FROM %2$s; END",
};

static void log_line(struct trial *trial, const char *sql, bool done) {
  buffer_format(&trial->log, "%s%s\n", sql, done ? "" : " -- failed");
}

static bool attempt(struct trial *trial, const char *sql) {
  bool done = try_script(trial->world, CONNECTION_SCRIPT, sql) == RUNNER_DONE;
  runner_error_clear(&trial->world->error);
  log_line(trial, sql, done);
  return done;
}

static void change_rows(struct trial *trial) {
  char sql[256];
  int which = pick((int)(sizeof changes / sizeof *changes));
  int first = pick(NAMES), second = pick(NAMES), value = pick(9), bit = pick(2);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#pragma GCC diagnostic ignored "-Wformat-extra-args"
  snprintf(sql, sizeof sql, changes[which], names[first], names[second], value, bit);
#pragma GCC diagnostic pop
  attempt(trial, sql);
}

static const char *const shapes[] = {
    "CREATE TABLE %s(x INTEGER PRIMARY KEY, y UNIQUE, z)",
    "CREATE TABLE %s(x PRIMARY KEY, y UNIQUE, z) WITHOUT ROWID",
    "CREATE TABLE %s(x UNIQUE ON CONFLICT REPLACE, y, z)",
    "CREATE TABLE IF NOT EXISTS %s(x UNIQUE, y UNIQUE, z)",
};

static bool make(struct trial *trial, int name, int shape) {
  char sql[128];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  snprintf(sql, sizeof sql, shapes[shape], names[name]);
#pragma GCC diagnostic pop
  return attempt(trial, sql);
}

static void change_schema(struct trial *trial) {
  struct model *model = &trial->now;
  char sql[128];
  int name = pick(NAMES), other = pick(NAMES);
  struct table *table = find(model, name);
  if (pick(3) == 0) {
    snprintf(sql, sizeof sql, "DROP TABLE %s", names[name]);
    if (attempt(trial, sql)) table->name = -1;
  } else if (pick(2) == 0) {
    snprintf(sql, sizeof sql, "ALTER TABLE main.%s RENAME TO %s", names[name],
             names[other]);
    if (attempt(trial, sql)) table->name = other;
  } else if (make(trial, name, pick(4)) && table == NULL) {
    assert_true(model->count < TABLES);
    model->tables[model->count++] = (struct table){.before = 0, .name = name};
  }
}

static void change_savepoint(struct trial *trial) {
  char sql[64];
  int what = pick(3);
  if (what == 0 && trial->depth < DEPTH) {
    trial->saved[trial->depth++] = trial->now;
    snprintf(sql, sizeof sql, "SAVEPOINT s%d", trial->depth);
  } else if (what == 1 && trial->depth > 0) {
    snprintf(sql, sizeof sql, "RELEASE s%d", trial->depth--);
  } else if (what == 2 && trial->depth > 0) {
    trial->now = trial->saved[--trial->depth];
    snprintf(sql, sizeof sql, "ROLLBACK TO s%d; RELEASE s%d", trial->depth + 1,
             trial->depth + 1);
  } else {
    return;
  }
  log_line(trial, sql, true);
  run(trial->world, sql);
}

/* ---- one round ---- */

/* Two to four tables with a few rows each. */
static void make_tables(struct trial *trial) {
  for (int name = 0; name < 2 + pick(3); name++) {
    char sql[128];
    make(trial, name, pick(4));
    snprintf(sql, sizeof sql,
             "WITH n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 8) "
             "INSERT INTO %s SELECT i, i * 2, 0 FROM n WHERE i > %d",
             names[name], pick(8));
    attempt(trial, sql);
    trial->now.tables[trial->now.count++] =
        (struct table){rows_of(trial->world, name), name};
  }
}

static struct watch_loss *loss_of(const struct watch_losses *losses,
                                  const struct table *table) {
  for (size_t i = 0; i < losses->count; i++) {
    struct watch_loss *loss = &losses->items[i];
    bool same = table->name >= 0
                    ? !loss->dropped && strcmp(loss->table, names[table->name]) == 0
                    : loss->dropped && loss->before == table->before;
    if (same && loss->before >= 0) return loss;
  }
  return NULL;
}

/* cmocka cuts long messages off. */
static void tell(const struct trial *trial) {
  fputs(trial->log.bytes, stderr);
}

/* Each loss is found once, with its numbers, and nothing else is. */
static void compare(struct trial *trial, struct watch_losses *losses) {
  size_t expected = 0;
  for (int i = 0; i < trial->now.count; i++) {
    const struct table *table = &trial->now.tables[i];
    int64_t after = table->name < 0 ? 0 : rows_of(trial->world, table->name);
    if (after >= table->before) continue;
    struct watch_loss *loss = loss_of(losses, table);
    expected++;
    if (loss == NULL || loss->before != table->before || loss->after != after) {
      tell(trial);
      fail_msg("a table (now %s) had %d rows and has %d; said: %d, %d",
               table->name < 0 ? "dropped" : names[table->name], (int)table->before,
               (int)after, loss != NULL ? (int)loss->before : -1,
               loss != NULL ? (int)loss->after : -1);
    }
    loss->before = -1; /* taken */
  }
  if (losses->count != expected) {
    tell(trial);
    fail_msg("%d losses are said, there are %d", (int)losses->count, (int)expected);
  }
}

static void run_round(struct world *world, uint32_t number) {
  static const struct runner_texts nothing = {0};
  static struct trial trial;
  struct watch_losses losses;
  struct arena *arena = arena_create();
  trial = (struct trial){.world = world};
  seed = number * 7919;
  buffer_format(&trial.log, "-- round %u\n", (unsigned)number);
  begin(world);
  make_tables(&trial);
  log_line(&trial, "-- the script", true);
  assert_int_equal(watch_tally(world->connection, &nothing, &world->error), RUNNER_DONE);
  for (int i = 0; i < STATEMENTS; i++) {
    int kind = pick(10);
    if (kind == 0)
      change_schema(&trial);
    else if (kind < 3)
      change_savepoint(&trial);
    else
      change_rows(&trial);
  }
  assert_int_equal(watch_losses(world->connection, arena, &losses, &world->error),
                   RUNNER_DONE);
  compare(&trial, &losses);
  rollback(world);
  run(world, "PRAGMA recursive_triggers = 0");
  buffer_release(&trial.log);
  arena_destroy(arena);
}

static void the_tally_is_what_counting_says(void **state) {
  for (uint32_t number = 1; number <= ROUNDS; number++)
    run_round(*state, number);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(the_tally_is_what_counting_says, world_setup,
                                      world_teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

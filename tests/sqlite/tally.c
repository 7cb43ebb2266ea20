/* A tally around a script, and its outcome as a text. */
#include "tally.h"

#include "sqlite/watch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

const struct runner_texts nothing = {0};

void begin_tally(struct world *world, const struct runner_texts *announced) {
  begin(world);
  assert_int_equal(watch_tally(world->connection, announced, &world->error), RUNNER_DONE);
}

void end_tally(struct world *world, struct buffer *text) {
  struct watch_losses losses;
  struct arena *arena = arena_create();
  if (watch_losses(world->connection, arena, &losses, &world->error) != RUNNER_DONE)
    fail_msg("%s", world->error.message);
  for (size_t i = 0; i < losses.count; i++) {
    const struct watch_loss *loss = &losses.items[i];
    if (text->length > 0) buffer_text(text, "; ");
    if (loss->renamed_from != NULL) buffer_format(text, "%s=", loss->renamed_from);
    buffer_format(text, "%s %d", loss->table, (int)loss->before);
    if (loss->dropped)
      buffer_text(text, " dropped");
    else
      buffer_format(text, ">%d", (int)loss->after);
  }
  for (size_t i = 0; i < losses.unknown.count; i++)
    buffer_format(text, "%s unknown", losses.unknown.items[i]);
  arena_destroy(arena);
}

void assert_losses(struct world *world, const char *sql, const char *expected) {
  struct buffer text = {0};
  end_tally(world, &text);
  const char *found = text.bytes != NULL ? text.bytes : "";
  if (strcmp(found, expected) != 0)
    fail_msg("%s: '%s' is found, not '%s'", sql, found, expected);
  buffer_release(&text);
  rollback(world);
}

void make_tables(struct world *world) {
  run(world, "CREATE TABLE t(a INTEGER PRIMARY KEY, b UNIQUE, c);"
             "INSERT INTO t VALUES (1, 'x', 1), (2, 'y', 2), (3, 'z', 3);"
             "CREATE TABLE u(a PRIMARY KEY, b) WITHOUT ROWID;"
             "INSERT INTO u VALUES (1, 1), (2, 2);"
             "CREATE TABLE log(x); CREATE TABLE empty(x);"
             "CREATE VIEW v AS SELECT a FROM t");
}

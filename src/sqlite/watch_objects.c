/* Views and triggers over what a transaction drops or alters, and those it makes.
**
** integrity_check never looks at them, and SQLite lets a table go that a view needs; so
** each that speaks of the thing, directly or through a view, is prepared before and
** after. Which ones these may be is found by looking for the name in their texts: too
** many are harmless, none is missed. */
#include "sqlite/watch.h"
#include "sqlite/watch_state.h"

#include <string.h>
#include <strings.h>

static runner_status add_object(struct arena *arena, struct schema_objects *objects,
                                struct statement *statement, struct runner_error *error) {
  struct schema_object *items =
      arena_grow(arena, objects->items, objects->count, sizeof *items);
  if (items == NULL) return error_no_memory(error);
  objects->items = items;
  size_t length = 0;
  const char *texts[4];
  for (int i = 0; i < 4; i++) {
    texts[i] = arena_text(arena, statement_column_text(statement, i, &length));
    if (texts[i] == NULL) return error_no_memory(error);
  }
  items[objects->count++] = (struct schema_object){.trigger = texts[0][0] == 't',
                                                   .name = texts[1],
                                                   .table = texts[2],
                                                   .sql = texts[3]};
  return RUNNER_DONE;
}

runner_status objects_load(struct connection *connection, struct arena *arena,
                           struct schema_objects *objects, struct runner_error *error) {
  struct statement *statement = NULL;
  runner_status status = statement_engine(
      connection,
      "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE type IN ('view', "
      "'trigger')",
      &statement, error);
  bool row = status == RUNNER_DONE;
  while (row) {
    status = statement_step(statement, &row, error);
    if (row) status = add_object(arena, objects, statement, error);
    row = row && status == RUNNER_DONE;
  }
  statement_release(statement);
  return status;
}

/* Does the text contain the name, in any case? A name with a quote in it may be written in
** several ways: taken for granted. */
static bool mentions(const char *text, const char *name) {
  size_t length = strlen(name);
  if (strpbrk(name, "\"'`]") != NULL) return true;
  for (; *text != '\0'; text++)
    if (strncasecmp(text, name, length) == 0) return true;
  return false;
}

/* Mark the objects that speak of one of `names`, and those that speak of them. */
static bool mark(struct watch *watch, const struct schema_objects *objects,
                 const struct name_list *names, bool *marked) {
  struct name_list spread = {0};
  for (size_t i = 0; i < names->count; i++)
    if (!names_add(watch, &spread, names->items[i])) return false;
  for (size_t next = 0; next < spread.count; next++) {
    const char *name = spread.items[next];
    for (size_t i = 0; i < objects->count; i++) {
      const struct schema_object *object = &objects->items[i];
      if (marked[i] || !mentions(object->sql, name)) continue;
      marked[i] = true;
      if (!object->trigger && !names_add(watch, &spread, object->name)) return false;
    }
  }
  return true;
}

/* The objects that speak of one of `names`. */
static runner_status select_objects(struct connection *connection,
                                    const struct name_list *names,
                                    struct schema_objects *objects, bool **marked,
                                    struct runner_error *error) {
  runner_status status =
      objects_load(connection, connection->watch->arena, objects, error);
  if (status != RUNNER_DONE) return status;
  *marked = arena_allocate(connection->watch->arena, objects->count + 1);
  bool done = *marked != NULL && mark(connection->watch, objects, names, *marked);
  return done ? RUNNER_DONE : error_no_memory(error);
}

static const struct examined *find_examined(const struct watch *watch, const char *name) {
  for (size_t i = 0; i < watch->examined_count; i++)
    if (strcasecmp(watch->examined[i].name, name) == 0) return &watch->examined[i];
  return NULL;
}

static runner_status examine(struct connection *connection,
                             const struct schema_object *object,
                             struct runner_error *error) {
  struct watch *watch = connection->watch;
  const char *complaint = NULL;
  runner_status status =
      probe_object(connection, watch->arena, object, &complaint, error);
  if (status != RUNNER_DONE) return status;
  struct examined *examined =
      arena_grow(watch->arena, watch->examined, watch->examined_count, sizeof *examined);
  if (examined == NULL) return error_no_memory(error);
  watch->examined = examined;
  examined[watch->examined_count++] =
      (struct examined){.name = object->name, .broken = complaint != NULL};
  return RUNNER_DONE;
}

runner_status objects_touch(struct connection *connection, const char *name,
                            struct runner_error *error) {
  struct watch *watch = connection->watch;
  if (names_contain(&watch->changed, name) || names_contain(&watch->created, name))
    return RUNNER_DONE;
  struct schema_objects objects = {0};
  bool *marked = NULL;
  const struct name_list only = {.items = &name, .count = 1};
  runner_status status = select_objects(connection, &only, &objects, &marked, error);
  for (size_t i = 0; status == RUNNER_DONE && i < objects.count; i++) {
    const struct schema_object *object = &objects.items[i];
    bool fresh = names_contain(&watch->new_objects, object->name);
    if (marked[i] && !fresh && find_examined(watch, object->name) == NULL)
      status = examine(connection, object, error);
  }
  if (status == RUNNER_DONE && !names_add(watch, &watch->changed, name))
    status = error_no_memory(error);
  return status;
}

static runner_status report(const struct schema_object *object, bool fresh,
                            const char *complaint, struct runner_error *error) {
  const char *kind = object->trigger ? "trigger" : "view";
  const char *verdict = fresh ? "does not work" : "is broken by this revision";
  error_set(error, RUNNER_FAILED, "the %s %s %s: %s", kind, object->name, verdict,
            complaint);
  if (fresh)
    error_hint(error, "correct its definition");
  else
    error_hint(error, "drop it, or drop it and make it anew, in the same revision");
  error_statement(error, object->sql, -1, 0);
  return RUNNER_FAILED;
}

static runner_status verify(struct connection *connection,
                            const struct schema_object *object,
                            struct runner_error *error) {
  struct watch *watch = connection->watch;
  const struct examined *before = find_examined(watch, object->name);
  bool fresh = names_contain(&watch->new_objects, object->name);
  if (before != NULL && before->broken && !fresh) return RUNNER_DONE;
  const char *complaint = NULL;
  runner_status status =
      probe_object(connection, watch->arena, object, &complaint, error);
  if (status != RUNNER_DONE || complaint == NULL) return status;
  bool allowed = false;
  status = watch_excuse(connection, object->name, &allowed, error);
  if (status != RUNNER_DONE || allowed) return status;
  return report(object, fresh, complaint, error);
}

runner_status objects_verify(struct connection *connection, struct runner_error *error) {
  struct watch *watch = connection->watch;
  if (watch->changed.count == 0 && watch->new_objects.count == 0) return RUNNER_DONE;
  struct schema_objects objects = {0};
  bool *marked = NULL;
  runner_status status =
      select_objects(connection, &watch->changed, &objects, &marked, error);
  for (size_t i = 0; status == RUNNER_DONE && i < objects.count; i++) {
    bool fresh = names_contain(&watch->new_objects, objects.items[i].name);
    if (marked[i] || fresh) status = verify(connection, &objects.items[i], error);
  }
  if (status == RUNNER_DONE) watch->changed.count = watch->new_objects.count = 0;
  return status;
}

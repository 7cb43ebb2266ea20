/* Which views and triggers of the schema do not work? */
#include "sqlite/schema_edit.h"
#include "sqlite/watch_state.h"

runner_status schema_broken(struct connection *connection, struct arena *arena,
                            struct broken_object **items, size_t *count,
                            struct runner_error *error) {
  struct schema_objects objects = {0};
  *count = 0;
  runner_status status = objects_load(connection, arena, &objects, error);
  if (status != RUNNER_DONE) return status;
  *items = arena_allocate(arena, (objects.count + 1) * sizeof **items);
  if (*items == NULL) return error_no_memory(error);
  for (size_t i = 0; status == RUNNER_DONE && i < objects.count; i++) {
    const struct schema_object *object = &objects.items[i];
    const char *reason = NULL;
    status = probe_object(connection, arena, object, &reason, error);
    if (reason == NULL) continue;
    (*items)[(*count)++] =
        (struct broken_object){.type = object->trigger ? "trigger" : "view",
                               .name = object->name,
                               .table = object->table,
                               .reason = reason};
  }
  return status;
}

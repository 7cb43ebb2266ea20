/* Foreign keys around the tables that a transaction touches.
**
** When a table is touched first, it and the tables whose keys lead to it are checked, so
** that later only what is new counts. At that moment nothing of this transaction can have
** changed the outcome: a change of any of these tables would have been the first touch. */
#include "sqlite/sql_text.h"
#include "sqlite/watch_state.h"

#include <string.h>
#include <strings.h>

static runner_status add_edge(struct watch *watch, const char *child,
                              struct sql_token parent, struct runner_error *error) {
  struct key_edge *edges =
      arena_grow(watch->arena, watch->edges, watch->edge_count, sizeof *edges);
  char *name = sql_unquote(parent);
  char *copy = name != NULL ? arena_text(watch->arena, name) : NULL;
  memory_release(name);
  if (edges == NULL || copy == NULL) return error_no_memory(error);
  watch->edges = edges;
  edges[watch->edge_count++] = (struct key_edge){.child = child, .parent = copy};
  return RUNNER_DONE;
}

/* Every REFERENCES in a table's definition is followed by a parent's name: the word is
** reserved, so it is nothing else. Ten times as quick as asking the pragma. */
static runner_status add_edges(struct watch *watch, const char *child, const char *sql,
                               struct runner_error *error) {
  runner_status status = RUNNER_DONE;
  char *copy = arena_text(watch->arena, child);
  if (copy == NULL) return error_no_memory(error);
  struct sql_token token;
  do {
    token = sql_next(&sql);
    if (sql_token_is(token, "REFERENCES"))
      status = add_edge(watch, copy, sql_next(&sql), error);
  } while (token.kind != SQL_END && status == RUNNER_DONE);
  return status;
}

/* Which table leads to which, read when the schema changed. */
static runner_status know_edges(struct connection *connection,
                                struct runner_error *error) {
  struct watch *watch = connection->watch;
  if (watch->edges_generation == connection->generation) return RUNNER_DONE;
  struct statement *statement = NULL;
  runner_status status =
      statement_engine(connection,
                       "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND "
                       "sql LIKE '%references%'",
                       &statement, error);
  watch->edge_count = 0;
  bool row = status == RUNNER_DONE;
  while (row) {
    size_t length = 0;
    status = statement_step(statement, &row, error);
    if (row)
      status = add_edges(watch, statement_column_text(statement, 0, &length),
                         statement_column_text(statement, 1, &length), error);
    row = row && status == RUNNER_DONE;
  }
  statement_release(statement);
  if (status == RUNNER_DONE) watch->edges_generation = connection->generation;
  return status;
}

const char *keys_first_name(const struct watch *watch, const char *name) {
  for (size_t i = watch->renaming_count; i-- > 0;)
    if (strcasecmp(watch->renamings[i].to, name) == 0) name = watch->renamings[i].from;
  return name;
}

static struct key_table *find_table(struct watch *watch, const char *name) {
  for (size_t i = 0; i < watch->table_count; i++)
    if (strcasecmp(watch->tables[i].name, name) == 0) return &watch->tables[i];
  return NULL;
}

static struct key_table *add_table(struct watch *watch, const char *name) {
  struct key_table *tables =
      arena_grow(watch->arena, watch->tables, watch->table_count, sizeof *tables);
  char *copy = arena_text(watch->arena, name);
  if (tables == NULL || copy == NULL) return NULL;
  watch->tables = tables;
  tables[watch->table_count] = (struct key_table){.name = copy, .dirty = true};
  return &tables[watch->table_count++];
}

/* Look at the keys of this table again; know their state of before. */
static runner_status include(struct connection *connection, const char *name,
                             bool rebuilt, struct runner_error *error) {
  struct watch *watch = connection->watch;
  struct key_table *table = find_table(watch, name);
  if (table == NULL) {
    table = add_table(watch, name);
    if (table == NULL) return error_no_memory(error);
    runner_status status = violations_remember(connection, table, error);
    if (status != RUNNER_DONE) {
      watch->table_count--;
      return status;
    }
  }
  table->dirty = true;
  table->rebuilt = table->rebuilt || rebuilt;
  return RUNNER_DONE;
}

runner_status keys_are_around(struct connection *connection, const char *name,
                              bool *around, struct runner_error *error) {
  const struct watch *watch = connection->watch;
  runner_status status = know_edges(connection, error);
  *around = false;
  for (size_t i = 0; i < watch->edge_count && !*around; i++)
    *around = strcasecmp(watch->edges[i].child, name) == 0 ||
              strcasecmp(watch->edges[i].parent, name) == 0;
  return status;
}

/* Put on the list what `roles` ask for. */
static runner_status include_around(struct connection *connection, const char *name,
                                    int roles, struct runner_error *error) {
  struct watch *watch = connection->watch;
  runner_status status = know_edges(connection, error);
  for (size_t i = 0; status == RUNNER_DONE && i < watch->edge_count; i++) {
    const struct key_edge edge = watch->edges[i];
    bool own = strcasecmp(edge.child, name) == 0;
    bool wanted = (own && (roles & KEY_CHILD) != 0) ||
                  ((roles & KEY_PARENT) != 0 && strcasecmp(edge.parent, name) == 0);
    if (wanted)
      status = include(connection, edge.child, own && (roles & KEY_REBUILT) != 0, error);
  }
  bool added =
      status != RUNNER_DONE ||
      (((roles & KEY_CHILD) == 0 || names_add(watch, &watch->touched_children, name)) &&
       ((roles & KEY_PARENT) == 0 || names_add(watch, &watch->touched_parents, name)));
  return added ? status : error_no_memory(error);
}

/* A table made since the last look needs none: its own keys are on the list, and what
** leads to it was made later or violated its keys before. */
runner_status keys_touch(struct connection *connection, const char *name, int roles,
                         struct runner_error *error) {
  struct watch *watch = connection->watch;
  struct key_table *known = find_table(watch, name);
  if (known != NULL && (roles & KEY_CHILD) != 0) known->dirty = true;
  if (known != NULL && (roles & KEY_REBUILT) != 0) known->rebuilt = true;
  if (names_contain(&watch->created, name)) return RUNNER_DONE;
  if (names_contain(&watch->touched_children, name)) roles &= ~KEY_CHILD;
  if (names_contain(&watch->touched_parents, name)) roles &= ~KEY_PARENT;
  if ((roles & (KEY_CHILD | KEY_PARENT)) == 0) return RUNNER_DONE;
  return include_around(connection, name, roles, error);
}

runner_status keys_create(struct connection *connection, const char *name,
                          struct runner_error *error) {
  struct watch *watch = connection->watch;
  struct key_table *table = find_table(watch, name);
  if (table != NULL) { /* dropped before: what it violated then is excused */
    table->dirty = table->rebuilt = true;
    return RUNNER_DONE;
  }
  table = add_table(watch, name);
  if (table == NULL) return error_no_memory(error);
  table->created = true;
  return RUNNER_DONE;
}

runner_status keys_rename(struct connection *connection, const char *from, const char *to,
                          struct runner_error *error) {
  struct watch *watch = connection->watch;
  struct renaming *renamings = arena_grow(watch->arena, watch->renamings,
                                          watch->renaming_count, sizeof *renamings);
  if (renamings == NULL) return error_no_memory(error);
  watch->renamings = renamings;
  struct renaming *renaming = &renamings[watch->renaming_count++];
  renaming->from = arena_text(watch->arena, from);
  renaming->to = arena_text(watch->arena, to);
  return renaming->from != NULL && renaming->to != NULL ? RUNNER_DONE
                                                        : error_no_memory(error);
}

/* What the table that is now called `name` is measured by. */
static const struct key_table *excuse_for(struct watch *watch, const char *name,
                                          const struct key_table *otherwise) {
  const struct key_table *same = find_table(watch, name);
  if (same != NULL && !same->created) return same;
  const struct key_table *before = find_table(watch, keys_first_name(watch, name));
  return before != NULL && !before->created ? before : otherwise;
}

static runner_status check_name(struct connection *connection,
                                const struct key_table *table, const char *name,
                                struct runner_error *error) {
  struct watch *watch = connection->watch;
  if (names_contain(&watch->checked, name)) return RUNNER_DONE;
  if (!watch_table_exists(connection, name)) return RUNNER_DONE;
  if (!names_add(watch, &watch->checked, name)) return error_no_memory(error);
  return violations_compare(connection, excuse_for(watch, name, table), name, error);
}

/* Under its own name, and under those it may have got. */
static runner_status check_table(struct connection *connection,
                                 const struct key_table *table,
                                 struct runner_error *error) {
  const struct watch *watch = connection->watch;
  runner_status status = check_name(connection, table, table->name, error);
  const char *name = table->name;
  for (size_t i = 0; status == RUNNER_DONE && i < watch->renaming_count; i++) {
    if (strcasecmp(watch->renamings[i].from, name) != 0) continue;
    name = watch->renamings[i].to;
    status = check_name(connection, table, name, error);
  }
  return status;
}

runner_status keys_verify(struct connection *connection, struct runner_error *error) {
  struct watch *watch = connection->watch;
  for (size_t i = 0; i < watch->table_count; i++) {
    struct key_table *table = &watch->tables[i];
    if (!table->dirty) continue;
    runner_status status = check_table(connection, table, error);
    if (status != RUNNER_DONE) return status;
    table->dirty = false;
  }
  watch->created.count = watch->checked.count = 0;
  watch->touched_children.count = watch->touched_parents.count = 0;
  return RUNNER_DONE;
}

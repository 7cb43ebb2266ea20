/* Rows of a CSV file into a prepared INSERT. The fields go from the window over the file
** to SQLite as they stand there: no Lua value, no copy. SQLite makes numbers of them as the
** types of the columns ask (https://www.sqlite.org/datatype3.html#type_affinity). */
#include "script/seed.h"

#include "script/db_object.h"
#include "script/failure.h"

#include <lauxlib.h>

#include <string.h>

/* ---- records ---- */

static const char *plural(uint64_t count) {
  return count == 1 ? "" : "s";
}

/* What keeps the record from being read; it stopped `lines` line ends from its start. */
static runner_status fail_record(struct seed *seed, enum csv_outcome outcome,
                                 struct runner_error *error) {
  size_t field = seed->csv.count + 1;
  seed->line = seed->next_line + seed->csv.lines;
  switch (outcome) {
  case CSV_STRAY_QUOTE:
    error_set(error, RUNNER_FAILED, "there is a quote in the middle of field %zu", field);
    error_hint(error, "a field with quotes in it stands in quotes, and they are doubled; "
                      "with `quote = false` they mean nothing");
    return RUNNER_FAILED;
  case CSV_AFTER_QUOTE:
    error_set(error, RUNNER_FAILED, "field %zu goes on behind its closing quote", field);
    error_hint(error, "quotes within quotes are doubled");
    return RUNNER_FAILED;
  case CSV_OPEN_QUOTE:
    return error_set(error, RUNNER_FAILED,
                     "field %zu begins with a quote that is never closed", field);
  default:
    return error_no_memory(error);
  }
}

static runner_status read_more(struct seed *seed, struct runner_error *error) {
  runner_status status = seed_extend(seed, error);
  if (status != RUNNER_DONE) error_hint(error, "is there a quote that is never closed?");
  return status;
}

/* The next record; *found is false at the end. */
static runner_status next_record(struct seed *seed, bool *found,
                                 struct runner_error *error) {
  struct text_file *text = &seed->text;
  for (;;) {
    char *at = text->bytes + text->start;
    enum csv_outcome outcome =
        csv_read(&seed->csv, &at, text->bytes + text->end, text->over);
    *found = outcome == CSV_RECORD;
    if (outcome == CSV_END) return RUNNER_DONE;
    if (outcome == CSV_RECORD) {
      text->start = (size_t)(at - text->bytes);
      seed->line = seed->next_line;
      seed->next_line += seed->csv.lines;
      return RUNNER_DONE;
    }
    if (outcome != CSV_MORE) return fail_record(seed, outcome, error);
    runner_status status = read_more(seed, error);
    if (status != RUNNER_DONE) return status;
  }
}

int seed_fields(lua_State *L) {
  struct seed *seed = seed_check(L);
  struct runner_error error = RUNNER_ERROR_INIT;
  bool found = false;
  if (next_record(seed, &found, &error) != RUNNER_DONE) failure_raise(L, &error);
  if (!found) return 0;
  lua_createtable(L, (int)seed->csv.count, 0);
  for (size_t i = 0; i < seed->csv.count; i++) {
    const struct csv_field *field = &seed->csv.fields[i];
    lua_pushlstring(L, field->bytes, field->length);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

/* ---- rows ---- */

/* What becomes of a record. */
struct mapping {
  const char *null; /* the text for NULL; NULL: there is none */
  size_t null_length;
  size_t count;  /* of fields */
  int targets[]; /* the parameter of each, or 0 */
};

/* Push what arguments 4 and 5 say. */
static struct mapping *push_mapping(lua_State *L) {
  luaL_checktype(L, 4, LUA_TTABLE);
  size_t count = (size_t)luaL_len(L, 4);
  struct mapping *mapping =
      lua_newuserdatauv(L, sizeof *mapping + count * sizeof mapping->targets[0], 0);
  *mapping = (struct mapping){.count = count};
  mapping->null = luaL_optlstring(L, 5, NULL, &mapping->null_length);
  for (size_t i = 0; i < count; i++) {
    lua_rawgeti(L, 4, (lua_Integer)i + 1);
    mapping->targets[i] = (int)luaL_checkinteger(L, -1);
    lua_pop(L, 1);
  }
  return mapping;
}

static bool is_null(const struct mapping *mapping, const struct csv_field *field) {
  return !field->quoted && mapping->null != NULL &&
         field->length == mapping->null_length &&
         memcmp(field->bytes, mapping->null, field->length) == 0;
}

/* The next record that is a row: a line with nothing in it is none, unless that is what a
** single field looks like. */
static runner_status next_row(struct seed *seed, const struct mapping *mapping,
                              bool *found, struct runner_error *error) {
  const struct csv *csv = &seed->csv;
  runner_status status = RUNNER_DONE;
  bool empty = true;
  do {
    status = next_record(seed, found, error);
    if (status != RUNNER_DONE || !*found) return status;
    empty = csv->count == 1 && csv->fields[0].length == 0 && !csv->fields[0].quoted;
  } while (empty && mapping->count > 1);
  if (csv->count == mapping->count) return RUNNER_DONE;
  error_set(error, RUNNER_FAILED, "the row has %zu field%s, but there %s %zu column%s",
            csv->count, plural(csv->count), mapping->count == 1 ? "is" : "are",
            mapping->count, plural(mapping->count));
  error_hint(error, "a field that holds the separator or a line end stands in quotes");
  return RUNNER_FAILED;
}

static runner_status bind_row(struct statement *statement, const struct csv *csv,
                              const struct mapping *mapping, struct runner_error *error) {
  runner_status status = RUNNER_DONE;
  for (size_t i = 0; i < csv->count && status == RUNNER_DONE; i++) {
    const struct csv_field *field = &csv->fields[i];
    int target = mapping->targets[i];
    if (target == 0) continue;
    status = is_null(mapping, field)
                 ? statement_bind_null(statement, target, error)
                 : statement_bind_text_in_place(statement, target, field->bytes,
                                                field->length, error);
  }
  return status;
}

int seed_insert(lua_State *L) {
  struct seed *seed = seed_check(L);
  struct db *db = db_check(L, 2);
  size_t length = 0;
  const char *sql = luaL_checklstring(L, 3, &length);
  lua_Integer most = luaL_checkinteger(L, 6), read = 0, inserted = 0;
  const struct mapping *mapping = push_mapping(L);
  struct runner_error error = RUNNER_ERROR_INIT;
  struct cursor *cursor = cursor_open(L, db, SPEAKS_SCRIPT, sql, length, NULL);
  for (; read < most; read++) {
    bool found = false;
    runner_status status = next_row(seed, mapping, &found, &error);
    if (status == RUNNER_DONE && !found) break;
    if (status == RUNNER_DONE)
      status = bind_row(cursor->statement, &seed->csv, mapping, &error);
    if (status != RUNNER_DONE) cursor_fail(L, cursor, &error);
    cursor_run(L, cursor);
    inserted += connection_changes(db->connection);
  }
  cursor_close(cursor);
  lua_pushinteger(L, read);
  lua_pushinteger(L, inserted);
  return 2;
}

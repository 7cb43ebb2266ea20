/* Typed reads of the tables of runner.lua. */
#include "script/failure.h"
#include "script/table.h"

#include <lauxlib.h>

#include <stdlib.h>
#include <string.h>

/* ---- fetching a value ---- */

/* (table, key) -> value; a metatable of the author's may have a say. */
static int get_field(lua_State *L) {
  const char *key = lua_touserdata(L, 2);
  lua_getfield(L, 1, key);
  return 1;
}

/* Push table[key]. */
static runner_status fetch(struct script_table *table, const char *key,
                           struct runner_error *error) {
  lua_State *L = table->state->L;
  lua_pushcfunction(L, get_field);
  lua_rawgeti(L, LUA_REGISTRYINDEX, table->reference);
  lua_pushlightuserdata(L, (void *)key);
  return failure_call(L, 2, 1, RUNNER_USAGE, error);
}

/* Pop the value on top and complain of its type. */
static runner_status wrong_type(struct script_table *table, const char *key,
                                const char *wanted, struct runner_error *error) {
  lua_State *L = table->state->L;
  error_set(error, RUNNER_USAGE, "`%s` must be %s, not a %s", key, wanted,
            luaL_typename(L, -1));
  lua_pop(L, 1);
  return RUNNER_USAGE;
}

/* Push table[key]; `*found` is false, and nothing pushed, if it is nil. */
static runner_status fetch_present(struct script_table *table, const char *key,
                                   bool *found, struct runner_error *error) {
  runner_status status = fetch(table, key, error);
  *found = status == RUNNER_DONE && !lua_isnil(table->state->L, -1);
  if (status == RUNNER_DONE && !*found) lua_pop(table->state->L, 1);
  return status;
}

/* Copy the text on top, which stays. */
static runner_status copy_text(lua_State *L, const char *key, struct arena *arena,
                               const char **out, struct runner_error *error) {
  size_t length = 0;
  const char *text = lua_tolstring(L, -1, &length);
  if (strlen(text) != length)
    return error_set(error, RUNNER_USAGE, "`%s` has a zero byte in it", key);
  *out = arena_text(arena, text);
  return *out == NULL ? error_no_memory(error) : RUNNER_DONE;
}

/* ---- plain values ---- */

runner_status script_get_text(struct script_table *table, const char *key,
                              struct arena *arena, const char **out,
                              struct runner_error *error) {
  bool found = false;
  runner_status status = fetch_present(table, key, &found, error);
  if (!found) return status;
  if (lua_type(table->state->L, -1) != LUA_TSTRING)
    return wrong_type(table, key, "a text", error);
  status = copy_text(table->state->L, key, arena, out, error);
  lua_pop(table->state->L, 1);
  return status;
}

runner_status script_get_boolean(struct script_table *table, const char *key, bool *out,
                                 struct runner_error *error) {
  bool found = false;
  runner_status status = fetch_present(table, key, &found, error);
  if (!found) return status;
  if (!lua_isboolean(table->state->L, -1))
    return wrong_type(table, key, "true or false", error);
  *out = lua_toboolean(table->state->L, -1) != 0;
  lua_pop(table->state->L, 1);
  return RUNNER_DONE;
}

runner_status script_get_integer(struct script_table *table, const char *key,
                                 int64_t *out, struct runner_error *error) {
  bool found = false;
  runner_status status = fetch_present(table, key, &found, error);
  if (!found) return status;
  int whole = 0;
  lua_Integer value = lua_tointegerx(table->state->L, -1, &whole);
  if (lua_type(table->state->L, -1) != LUA_TNUMBER)
    return wrong_type(table, key, "a whole number", error);
  lua_pop(table->state->L, 1);
  if (!whole) return error_set(error, RUNNER_USAGE, "`%s` must be a whole number", key);
  *out = value;
  return RUNNER_DONE;
}

runner_status script_get_number(struct script_table *table, const char *key, double *out,
                                struct runner_error *error) {
  bool found = false;
  runner_status status = fetch_present(table, key, &found, error);
  if (!found) return status;
  if (lua_type(table->state->L, -1) != LUA_TNUMBER)
    return wrong_type(table, key, "a number", error);
  *out = lua_tonumber(table->state->L, -1);
  lua_pop(table->state->L, 1);
  return RUNNER_DONE;
}

runner_status script_get_table(struct script_table *table, const char *key,
                               struct script_table **out, struct runner_error *error) {
  bool found = false;
  runner_status status = fetch_present(table, key, &found, error);
  if (!found) return status;
  if (!lua_istable(table->state->L, -1)) return wrong_type(table, key, "a table", error);
  return table_keep(table->state, out, error);
}

runner_status script_get_function(struct script_table *table, const char *key,
                                  struct script_function **out,
                                  struct runner_error *error) {
  bool found = false;
  runner_status status = fetch_present(table, key, &found, error);
  if (!found) return status;
  if (!lua_isfunction(table->state->L, -1))
    return wrong_type(table, key, "a function", error);
  return function_keep(table->state, out, error);
}

runner_status script_get_callable(struct script_table *table, const char *key,
                                  struct script_function **as_function,
                                  struct script_table **as_table,
                                  struct runner_error *error) {
  bool found = false;
  runner_status status = fetch_present(table, key, &found, error);
  if (!found) return status;
  if (lua_isfunction(table->state->L, -1))
    return function_keep(table->state, as_function, error);
  if (lua_istable(table->state->L, -1)) return table_keep(table->state, as_table, error);
  return wrong_type(table, key, "a function or a table", error);
}

runner_status script_get_text_or_table(struct script_table *table, const char *key,
                                       struct arena *arena, const char **as_text,
                                       struct script_table **as_table,
                                       struct runner_error *error) {
  bool found = false;
  runner_status status = fetch_present(table, key, &found, error);
  if (!found) return status;
  if (lua_istable(table->state->L, -1)) return table_keep(table->state, as_table, error);
  if (lua_type(table->state->L, -1) != LUA_TSTRING)
    return wrong_type(table, key, "a text or a table", error);
  status = copy_text(table->state->L, key, arena, as_text, error);
  lua_pop(table->state->L, 1);
  return status;
}

runner_status script_has(struct script_table *table, const char *key, bool *has,
                         struct runner_error *error) {
  runner_status status = fetch_present(table, key, has, error);
  if (*has) lua_pop(table->state->L, 1);
  return status;
}

/* ---- lists ---- */

/* The list on top, which stays. */
static runner_status copy_list(lua_State *L, const char *key, struct arena *arena,
                               struct runner_texts *out, struct runner_error *error) {
  size_t count = lua_rawlen(L, -1);
  struct runner_texts texts = {0};
  runner_status status = RUNNER_DONE;
  texts.items = arena_allocate(arena, count * sizeof *texts.items);
  if (texts.items == NULL) return error_no_memory(error);
  for (; status == RUNNER_DONE && texts.count < count; texts.count++) {
    if (lua_rawgeti(L, -1, (lua_Integer)texts.count + 1) != LUA_TSTRING)
      status = error_set(error, RUNNER_USAGE,
                         "`%s` must be a list of texts, but item %zu of it is a %s", key,
                         texts.count + 1, luaL_typename(L, -1));
    else
      status = copy_text(L, key, arena, &texts.items[texts.count], error);
    lua_pop(L, 1);
  }
  if (status == RUNNER_DONE) *out = texts;
  return status;
}

runner_status script_get_texts(struct script_table *table, const char *key,
                               struct arena *arena, struct runner_texts *out,
                               struct runner_error *error) {
  lua_State *L = table->state->L;
  bool found = false;
  runner_status status = fetch_present(table, key, &found, error);
  if (!found) return status;
  if (lua_istable(L, -1) && table_count_entries(L) != lua_rawlen(L, -1)) {
    status = error_set(error, RUNNER_USAGE,
                       "`%s` must be a list of texts, but has keys or gaps", key);
  } else if (lua_istable(L, -1)) {
    status = copy_list(L, key, arena, out, error);
  } else if (lua_type(L, -1) == LUA_TSTRING) {
    const char **items = arena_allocate(arena, sizeof *items);
    status = items == NULL ? error_no_memory(error)
                           : copy_text(L, key, arena, &items[0], error);
    if (status == RUNNER_DONE) *out = (struct runner_texts){items, 1};
  } else {
    return wrong_type(table, key, "a list of texts", error);
  }
  lua_pop(L, 1);
  return status;
}

size_t script_table_length(struct script_table *table) {
  lua_State *L = table->state->L;
  lua_rawgeti(L, LUA_REGISTRYINDEX, table->reference);
  size_t length = lua_rawlen(L, -1);
  lua_pop(L, 1);
  return length;
}

size_t script_table_count(struct script_table *table) {
  lua_State *L = table->state->L;
  lua_rawgeti(L, LUA_REGISTRYINDEX, table->reference);
  size_t count = table_count_entries(L);
  lua_pop(L, 1);
  return count;
}

runner_status script_get_item(struct script_table *table, const char *name,
                              size_t position, struct arena *arena,
                              struct script_table **as_table,
                              struct script_function **as_function, const char **as_text,
                              struct runner_error *error) {
  lua_State *L = table->state->L;
  lua_rawgeti(L, LUA_REGISTRYINDEX, table->reference);
  int type = lua_rawgeti(L, -1, (lua_Integer)position);
  lua_remove(L, -2);
  if (as_table != NULL && type == LUA_TTABLE)
    return table_keep(table->state, as_table, error);
  if (as_function != NULL && type == LUA_TFUNCTION)
    return function_keep(table->state, as_function, error);
  runner_status status = RUNNER_DONE;
  if (as_text != NULL && type == LUA_TSTRING)
    status = copy_text(L, name, arena, as_text, error);
  else
    status = error_set(error, RUNNER_USAGE, "item %zu of `%s` must not be a %s", position,
                       name, lua_typename(L, type));
  lua_pop(L, 1);
  return status;
}

/* ---- keys ---- */

static int compare_texts(const void *left, const void *right) {
  return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* Copy the text keys of the table on top, which stays; there is room for all. */
static runner_status copy_keys(lua_State *L, struct arena *arena,
                               struct runner_texts *texts, struct runner_error *error) {
  runner_status status = RUNNER_DONE;
  lua_pushnil(L);
  while (lua_next(L, -2)) {
    lua_pop(L, 1);
    if (lua_type(L, -1) != LUA_TSTRING || status != RUNNER_DONE) continue;
    status = copy_text(L, lua_tostring(L, -1), arena, &texts->items[texts->count], error);
    if (status == RUNNER_DONE) texts->count++;
  }
  return status;
}

runner_status script_table_keys(struct script_table *table, struct arena *arena,
                                struct runner_texts *out, struct runner_error *error) {
  lua_State *L = table->state->L;
  runner_status status = RUNNER_DONE;
  struct runner_texts texts = {0};
  lua_rawgeti(L, LUA_REGISTRYINDEX, table->reference);
  texts.items = arena_allocate(arena, (table_count_entries(L) + 1) * sizeof *texts.items);
  if (texts.items == NULL) {
    status = error_no_memory(error);
    goto done;
  }
  status = copy_keys(L, arena, &texts, error);
  if (status != RUNNER_DONE) goto done;
  qsort(texts.items, texts.count, sizeof *texts.items, compare_texts);
  *out = texts;
done:
  lua_pop(L, 1);
  return status;
}

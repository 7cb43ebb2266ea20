/* Checking and copying the variables of a revision. */
#include "script/variable.h"

#include "base/suggest.h"
#include "script/failure.h"
#include "script/table.h"

#include <lauxlib.h>

#include <string.h>

/* What the functions below share. */
struct reader {
  lua_State *L;
  int environment;
  struct arena *arena;
  struct runner_revision *revision;
};

/* The line where `name =` or `function name` stands first, or 0. */
static int line_of(const char *source, const char *name) {
  size_t length = strlen(name);
  int line = 1;
  for (const char *at = source; at != NULL; line++) {
    const char *word = strncmp(at, "function ", 9) == 0 ? at + 9 : at;
    if (strncmp(word, name, length) == 0) {
      const char *after = word + length + strspn(word + length, " \t");
      if (*after == '=' || (word != at && *after == '(')) return line;
    }
    at = strchr(at, '\n');
    if (at != NULL) at++;
  }
  return 0;
}

_Noreturn static void raise_at(struct reader *reader, const char *name,
                               struct runner_error *error) {
  error_place(error, reader->revision->path, line_of(reader->revision->source, name));
  failure_raise(reader->L, error);
}

_Noreturn static void raise_type(struct reader *reader, const char *name,
                                 const char *wanted) {
  struct runner_error error = RUNNER_ERROR_INIT;
  error_set(&error, RUNNER_DONE, "`%s` must be %s, not a %s", name, wanted,
            luaL_typename(reader->L, -1));
  raise_at(reader, name, &error);
}

_Noreturn static void raise_missing(struct reader *reader, const char *name,
                                    const char *hint) {
  struct runner_error error = RUNNER_ERROR_INIT;
  error_set(&error, RUNNER_DONE, "the file does not set `%s`", name);
  error_hint(&error, "%s", hint);
  error_place(&error, reader->revision->path, 0);
  failure_raise(reader->L, &error);
}

_Noreturn static void raise_no_memory(struct reader *reader) {
  struct runner_error error = RUNNER_ERROR_INIT;
  error_no_memory(&error);
  failure_raise(reader->L, &error);
}

/* Push a variable, as the file itself set it; returns its type. */
static int push(struct reader *reader, const char *name) {
  lua_pushstring(reader->L, name);
  return lua_rawget(reader->L, reader->environment);
}

/* Copy the text on top, which stays. */
static const char *copy_text(struct reader *reader, const char *name) {
  size_t length = 0;
  const char *text = lua_tolstring(reader->L, -1, &length);
  if (strlen(text) != length) {
    struct runner_error error = RUNNER_ERROR_INIT;
    error_set(&error, RUNNER_DONE, "`%s` has a zero byte in it", name);
    raise_at(reader, name, &error);
  }
  const char *copy = arena_text(reader->arena, text);
  if (copy == NULL) raise_no_memory(reader);
  return copy;
}

/* NULL if the variable is not set. */
static const char *read_text(struct reader *reader, const char *name) {
  const char *text = NULL;
  int type = push(reader, name);
  if (type == LUA_TSTRING)
    text = copy_text(reader, name);
  else if (type != LUA_TNIL)
    raise_type(reader, name, "a text");
  lua_pop(reader->L, 1);
  return text;
}

/* The list on top, whose `count` entries must be the texts 1 to count. */
static void read_list(struct reader *reader, const char *name, size_t count,
                      struct runner_texts *texts) {
  texts->items = arena_allocate(reader->arena, count * sizeof *texts->items);
  if (texts->items == NULL) raise_no_memory(reader);
  for (; texts->count < count; texts->count++) {
    lua_rawgeti(reader->L, -1, (lua_Integer)texts->count + 1);
    if (lua_type(reader->L, -1) != LUA_TSTRING) {
      struct runner_error error = RUNNER_ERROR_INIT;
      error_set(&error, RUNNER_DONE,
                "`%s` must be a list of texts, but item %zu of it is a %s", name,
                texts->count + 1, luaL_typename(reader->L, -1));
      raise_at(reader, name, &error);
    }
    texts->items[texts->count] = copy_text(reader, name);
    lua_pop(reader->L, 1);
  }
}

_Noreturn static void raise_no_list(struct reader *reader, const char *name) {
  struct runner_error error = RUNNER_ERROR_INIT;
  error_set(&error, RUNNER_DONE, "`%s` must be a list of texts, but has keys or gaps",
            name);
  raise_at(reader, name, &error);
}

/* Nothing, a text or a list of texts. */
static void read_texts(struct reader *reader, const char *name,
                       struct runner_texts *texts) {
  int type = push(reader, name);
  *texts = (struct runner_texts){0};
  if (type == LUA_TTABLE) {
    size_t count = table_count_entries(reader->L);
    if (count != lua_rawlen(reader->L, -1)) raise_no_list(reader, name);
    if (count > 0) read_list(reader, name, count, texts);
  } else if (type == LUA_TSTRING) {
    texts->items = arena_allocate(reader->arena, sizeof *texts->items);
    if (texts->items == NULL) raise_no_memory(reader);
    texts->items[0] = copy_text(reader, name);
    texts->count = 1;
  } else if (type != LUA_TNIL) {
    raise_type(reader, name, "a text or a list of texts");
  }
  lua_pop(reader->L, 1);
}

static bool read_boolean(struct reader *reader, const char *name, bool fallback) {
  bool value = fallback;
  int type = push(reader, name);
  if (type == LUA_TBOOLEAN)
    value = lua_toboolean(reader->L, -1) != 0;
  else if (type != LUA_TNIL)
    raise_type(reader, name, "true or false");
  lua_pop(reader->L, 1);
  return value;
}

/* Is there such a function? */
static bool read_function(struct reader *reader, const char *name) {
  int type = push(reader, name);
  if (type != LUA_TNIL && type != LUA_TFUNCTION) raise_type(reader, name, "a function");
  lua_pop(reader->L, 1);
  return type == LUA_TFUNCTION;
}

/* true, or the names of tables; false is nothing, too. */
static void read_removed_rows(struct reader *reader) {
  static const char name[] = "removes_rows";
  struct runner_revision *revision = reader->revision;
  int type = push(reader, name);
  bool named = type == LUA_TTABLE || type == LUA_TSTRING;
  if (type == LUA_TBOOLEAN)
    revision->removes_any_rows = lua_toboolean(reader->L, -1) != 0;
  else if (!named && type != LUA_TNIL)
    raise_type(reader, name, "a list of tables' names or true");
  lua_pop(reader->L, 1);
  if (named) read_texts(reader, name, &revision->removes_rows);
}

/* What a revision may set, with the type of a misspelt one. */
static const char *const value_names[] = {
    "revision", "down_revision", "branch_labels", "depends_on",
    "created",  "transaction",   "removes_rows",  NULL};
static const char *const function_names[] = {"upgrade", "downgrade", NULL};

static bool is_set(struct reader *reader, const char *name) {
  bool set = push(reader, name) != LUA_TNIL;
  lua_pop(reader->L, 1);
  return set;
}

/* At most two letters off a name that the file does not set itself. */
static const char *meant_name(struct reader *reader, const char *typed,
                              const char *const *names) {
  struct suggestion near = {.typed = typed};
  for (size_t i = 0; names[i] != NULL; i++) {
    if (strcmp(names[i], typed) == 0) return NULL;
    if (!is_set(reader, names[i])) suggestion_consider(&near, names[i]);
  }
  if (near.nearest == NULL || near.distance > 2) return NULL;
  size_t length = strlen(typed), meant = strlen(near.nearest);
  return length + 2 >= meant && meant + 2 >= length ? near.nearest : NULL;
}

/* `down_revison = ...` would silently make a root of a revision. Of several the first by
** name is told: a table has no order. */
static void refuse_misspelt(struct reader *reader) {
  lua_State *L = reader->L;
  const char *first = NULL, *first_meant = NULL;
  lua_pushnil(L);
  for (; lua_next(L, reader->environment); lua_pop(L, 1)) {
    if (lua_type(L, -2) != LUA_TSTRING) continue;
    const char *typed = lua_tostring(L, -2); /* stays: the table holds it */
    const char *meant =
        meant_name(reader, typed, lua_isfunction(L, -1) ? function_names : value_names);
    if (meant == NULL || (first != NULL && strcmp(typed, first) > 0)) continue;
    first = typed;
    first_meant = meant;
  }
  if (first == NULL) return;
  struct runner_error error = RUNNER_ERROR_INIT;
  error_set(&error, RUNNER_DONE, "a revision has no variable `%s`", first);
  error_hint(&error, "did you mean `%s`? if not, make it local", first_meant);
  raise_at(reader, first, &error);
}

void variable_read_all(lua_State *L, int environment, struct arena *arena,
                       struct runner_revision *revision) {
  struct reader reader = {L, lua_absindex(L, environment), arena, revision};
  refuse_misspelt(&reader);
  revision->id = read_text(&reader, "revision");
  if (revision->id == NULL)
    raise_missing(&reader, "revision",
                  "write revision = \"...\" with an id of its own, as `runner revision` "
                  "does; if it is no revision, keep it elsewhere (lib/, say)");
  read_texts(&reader, "down_revision", &revision->down);
  read_texts(&reader, "branch_labels", &revision->labels);
  read_texts(&reader, "depends_on", &revision->depends);
  revision->created = read_text(&reader, "created");
  revision->transaction = read_boolean(&reader, "transaction", true);
  read_removed_rows(&reader);
  revision->has_downgrade = read_function(&reader, "downgrade");
  if (!read_function(&reader, "upgrade"))
    raise_missing(&reader, "upgrade",
                  "define function upgrade() ... end; it may be empty");
}

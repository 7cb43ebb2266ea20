/* Files of rows: opening them, and which may be opened. */
#include "script/seed_module.h"

#include "base/file.h"
#include "script/failure.h"
#include "script/host.h"
#include "script/object.h"
#include "script/seed.h"
#include "script/trust.h"

#include <lauxlib.h>

#include <string.h>

static const char seed_type[] = "runner.seed file";

struct seed *seed_check(lua_State *L) {
  struct seed *seed = luaL_checkudata(L, 1, seed_type);
  if (seed->path == NULL) luaL_error(L, "the file is closed");
  return seed;
}

/* ---- lines ---- */

/* Line ends of all three kinds. */
static uint64_t count_lines(const char *from, const char *end) {
  uint64_t lines = 0;
  for (; from < end; from++)
    lines += *from == '\n' || (*from == '\r' && (from + 1 == end || from[1] != '\n'));
  return lines;
}

runner_status seed_extend(struct seed *seed, struct runner_error *error) {
  struct text_file *text = &seed->text;
  runner_status status = text_file_extend(text, error);
  if (status == RUNNER_DONE) return status;
  seed->line = seed->next_line;
  if (text->unclean)
    seed->line += count_lines(text->bytes + text->start, text->bytes + text->end);
  return status;
}

/* ---- which files ---- */

static bool is_inside(const char *path, const char *folder) {
  size_t length = strlen(folder);
  if (strcmp(folder, "/") == 0) return true;
  return strncmp(path, folder, length) == 0 && path[length] == '/';
}

static runner_status fail_outside(const char *path, struct runner_error *error) {
  error_set(error, RUNNER_FAILED, "cannot read %s: it is not in the project folder",
            path);
  error_hint(error, "copy the file into the project; `trust = { \"io\" }` in runner.lua "
                    "lets scripts read any file");
  return RUNNER_FAILED;
}

static void hint_at_root(const char *root, const char *name, struct runner_error *error) {
  if (root == NULL || name[0] == '/') return;
  error_hint(error, "the path starts at the project folder, where runner.lua is");
}

/* Open the file that a script calls `name`. The path of `seed` is as `root` is: from the
** current folder. */
static runner_status open_named(struct seed *seed, const char *root, bool anywhere,
                                const char *name, struct arena *arena,
                                struct runner_error *error) {
  const char *path = path_join(arena, root != NULL ? root : ".", name);
  const char *real = path != NULL ? path_absolute(arena, path) : NULL;
  const char *folder = path_absolute(arena, root != NULL ? root : ".");
  if (real == NULL || folder == NULL) return error_no_memory(error);
  seed->path = memory_text(path);
  if (seed->path == NULL) return error_no_memory(error);
  if (!anywhere && !is_inside(real, folder)) return fail_outside(path, error);
  bool missing = file_is_missing(real);
  runner_status status = text_file_open(&seed->text, real, path, error);
  if (status != RUNNER_DONE && missing) hint_at_root(root, name, error);
  return status;
}

/* ---- the object ---- */

static void release(struct seed *seed) {
  json_decref(seed->object);
  seed->object = NULL;
  csv_release(&seed->csv);
  text_file_close(&seed->text);
  memory_release(seed->path);
  seed->path = NULL;
}

static int seed_close(lua_State *L) {
  release(luaL_checkudata(L, 1, seed_type));
  return 0;
}

/* Push a new seed over the file at argument 1. */
static struct seed *push_seed(lua_State *L) {
  size_t length = 0;
  const char *name = luaL_checklstring(L, 1, &length);
  luaL_argcheck(L, length > 0 && strlen(name) == length, 1, "must be a path");
  struct script_state *state = script_of(L);
  const char *root = state != NULL ? state->root : NULL;
  bool anywhere = root == NULL || trust_files(L);
  struct seed *seed = lua_newuserdatauv(L, sizeof *seed, 0);
  *seed = (struct seed){.text = {.descriptor = -1}, .line = 1, .next_line = 1};
  luaL_setmetatable(L, seed_type);
  struct runner_error error = RUNNER_ERROR_INIT;
  struct arena *arena = arena_create();
  runner_status status = arena != NULL
                             ? open_named(seed, root, anywhere, name, arena, &error)
                             : error_no_memory(&error);
  arena_destroy(arena);
  if (status == RUNNER_DONE) return seed;
  release(seed);
  failure_raise(L, &error);
}

/* A text of one ASCII character. */
static char check_character(lua_State *L, int argument) {
  size_t length = 0;
  const char *text = luaL_checklstring(L, argument, &length);
  luaL_argcheck(L, length == 1 && text[0] > 0 && strchr("\r\n", text[0]) == NULL,
                argument, "must be one character");
  return text[0];
}

static int open_csv(lua_State *L) {
  char separator = check_character(L, 2);
  int quote = lua_isnoneornil(L, 3) ? CSV_NO_QUOTE : check_character(L, 3);
  luaL_argcheck(L, quote != separator, 3, "must not be the separator");
  csv_start(&push_seed(L)->csv, separator, quote);
  return 1;
}

static int open_json_lines(lua_State *L) {
  push_seed(L);
  return 1;
}

static int seed_place(lua_State *L) {
  const struct seed *seed = seed_check(L);
  lua_pushfstring(L, "%s:%I", seed->path, (lua_Integer)seed->line);
  return 1;
}

static int seed_progress(lua_State *L) {
  const struct text_file *text = &seed_check(L)->text;
  lua_pushinteger(L, (lua_Integer)(text->taken - (text->filled - text->start)));
  lua_pushinteger(L, (lua_Integer)text->size);
  return 2;
}

int seed_open_module(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"csv", open_csv}, {"json_lines", open_json_lines}, {NULL, NULL}};
  static const luaL_Reg methods[] = {{"fields", seed_fields},
                                     {"insert", seed_insert},
                                     {"object", seed_object},
                                     {"place", seed_place},
                                     {"progress", seed_progress},
                                     {"close", seed_close},
                                     {NULL, NULL}};
  static const luaL_Reg events[] = {
      {"__gc", seed_close}, {"__close", seed_close}, {NULL, NULL}};
  object_push_kind(L, seed_type, events, methods);
  lua_pop(L, 1);
  luaL_newlib(L, functions);
  return 1;
}

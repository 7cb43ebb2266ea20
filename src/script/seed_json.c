/* Objects of a file of JSON lines as Lua tables. */
#include "script/seed.h"

#include "script/blob.h"
#include "script/failure.h"

#include <lauxlib.h>

#include <string.h>

/* ---- lines ---- */

/* The next line; *line is NULL at the end. It stays in the window. */
static runner_status next_line(struct seed *seed, const char **line, size_t *length,
                               struct runner_error *error) {
  struct text_file *text = &seed->text;
  const char *end = NULL;
  for (;;) {
    *line = text->bytes + text->start;
    size_t there = text->end - text->start;
    end = there > 0 ? memchr(*line, '\n', there) : NULL;
    if (end != NULL || text->over) break;
    runner_status status = seed_extend(seed, error);
    if (status != RUNNER_DONE) return status;
  }
  seed->line = seed->next_line++;
  if (end == NULL && text->start == text->end) *line = NULL;
  *length = end != NULL ? (size_t)(end - *line) : text->end - text->start;
  text->start += *length + (end != NULL);
  return RUNNER_DONE;
}

static const char *skip_space(const char *at, const char *end) {
  while (at < end && strchr(" \t\r\n", *at) != NULL)
    at++;
  return at;
}

/* The next line that is not empty; it begins with no space. */
static runner_status next_text(struct seed *seed, const char **line, size_t *length,
                               struct runner_error *error) {
  for (;;) {
    runner_status status = next_line(seed, line, length, error);
    if (status != RUNNER_DONE || *line == NULL) return status;
    const char *end = *line + *length;
    *line = skip_space(*line, end);
    *length = (size_t)(end - *line);
    if (*length > 0) return RUNNER_DONE;
  }
}

static const char ONE_OBJECT[] = "each line holds one object: {\"column\": value, ...}";

static runner_status read_object(struct seed *seed, const char *line, size_t length,
                                 struct runner_error *error) {
  json_error_t problem;
  json_decref(seed->object);
  seed->object =
      json_loadb(line, length, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &problem);
  if (json_is_object(seed->object)) return RUNNER_DONE;
  if (seed->object != NULL) {
    error_set(error, RUNNER_FAILED, "there is a list in place of an object");
  } else if (problem.text[0] == '\0') {
    return error_no_memory(error); /* all that jansson has no words for */
  } else {
    error_set(error, RUNNER_FAILED, "the JSON cannot be read: %s (column %d)",
              problem.text, problem.column);
  }
  error_hint(error, "%s", ONE_OBJECT);
  return RUNNER_FAILED;
}

/* ---- the text of a value: the line is known to be right ---- */

/* Behind a text in quotes. */
static const char *skip_text(const char *at) {
  for (at++; *at != '"'; at++)
    if (*at == '\\') at++;
  return at + 1;
}

/* Behind a value; a plain one ends at what cannot belong to it. */
static const char *skip_value(const char *at) {
  int depth = 0;
  do {
    if (*at == '"') {
      at = skip_text(at);
      continue;
    }
    if (*at == '{' || *at == '[') depth++;
    if (*at == '}' || *at == ']') depth--;
    at++;
  } while (depth > 0);
  return at;
}

/* Move from the end of one member ('{' or behind its value) to the value of the next. */
static const char *next_value(const char *at, const char *end) {
  while (*at != '"')
    at++;
  at = skip_text(at);
  while (*at != ':')
    at++;
  return skip_space(at + 1, end);
}

/* ---- values ---- */

static void push_value(lua_State *L, const json_t *value, const char *text,
                       const char *end) {
  switch (json_typeof(value)) {
  case JSON_STRING:
    lua_pushlstring(L, json_string_value(value), json_string_length(value));
    break;
  case JSON_INTEGER:
    lua_pushinteger(L, json_integer_value(value));
    break;
  case JSON_REAL:
    lua_pushnumber(L, json_real_value(value));
    break;
  case JSON_TRUE:
  case JSON_FALSE:
    lua_pushboolean(L, json_is_true(value));
    break;
  case JSON_NULL:
    null_push(L);
    break;
  default:
    lua_pushlstring(L, text, (size_t)(end - text));
    break;
  }
}

/* The members come in the order of the text, so the two are walked side by side. */
static void push_object(lua_State *L, json_t *object, const char *at, const char *end) {
  const char *key = NULL;
  json_t *value = NULL;
  lua_createtable(L, 0, (int)json_object_size(object));
  json_object_foreach(object, key, value) {
    const char *start = next_value(at, end);
    at = skip_value(start);
    push_value(L, value, start, at);
    lua_setfield(L, -2, key);
  }
}

int seed_object(lua_State *L) {
  struct seed *seed = seed_check(L);
  struct runner_error error = RUNNER_ERROR_INIT;
  const char *line = NULL;
  size_t length = 0;
  runner_status status = next_text(seed, &line, &length, &error);
  if (status == RUNNER_DONE && line != NULL)
    status = read_object(seed, line, length, &error);
  if (status != RUNNER_DONE) failure_raise(L, &error);
  if (line == NULL) return 0;
  push_object(L, seed->object, line, line + length);
  return 1;
}

/* Building the JSON answers with jansson. */
#include "cli/answer.h"

#include "base/buffer.h"
#include "base/file.h"
#include "base/texts.h"
#include "base/utf8.h"
#include "cli/exit_codes.h"

enum { ANY_LENGTH = 4 }; /* the texts end with a 0 */

void answer_start(void) {
  json_set_alloc_funcs(memory_allocate, memory_release);
}

static bool is_utf8(const char *text) {
  size_t length = 1;
  for (; *text != '\0' && length != 0; text += length)
    length = utf8_character(text, ANY_LENGTH);
  return length != 0;
}

/* The text with what is not UTF-8 replaced. */
static json_t *repaired(const char *text) {
  struct buffer clean = {0};
  buffer_text(&clean, "");
  while (*text != '\0') {
    size_t length = utf8_character(text, ANY_LENGTH);
    if (length != 0)
      buffer_bytes(&clean, text, length);
    else
      buffer_text(&clean, "\xEF\xBF\xBD");
    text += length != 0 ? length : 1;
  }
  json_t *value = buffer_failed(&clean) ? NULL : json_string(clean.bytes);
  buffer_release(&clean);
  return value;
}

json_t *answer_text(const char *text) {
  if (text == NULL) return json_null();
  return is_utf8(text) ? json_string(text) : repaired(text);
}

json_t *answer_append(json_t *array, json_t *value) {
  if (array != NULL && json_array_append_new(array, value) == 0) return array;
  if (array == NULL) json_decref(value);
  json_decref(array);
  return NULL;
}

json_t *answer_texts(const struct runner_texts *texts) {
  json_t *array = json_array();
  for (size_t i = 0; i < texts->count; i++)
    array = answer_append(array, answer_text(texts->items[i]));
  return array;
}

static json_t *with(json_t *object, const char *key, json_t *value) {
  if (object != NULL && json_object_set_new(object, key, value) == 0) return object;
  if (object == NULL) json_decref(value);
  json_decref(object);
  return NULL;
}

static json_t *answer_revision(struct arena *arena,
                               const struct runner_revision *revision,
                               const struct runner_texts *rows) {
  json_t *object = json_object();
  object = with(object, "revision", answer_text(revision->id));
  object = with(object, "down", answer_texts(&revision->down));
  object = with(object, "depends_on", answer_texts(&revision->depends));
  object = with(object, "labels", answer_texts(&revision->labels));
  object = with(object, "branches", answer_texts(&revision->branches));
  object = with(object, "children", answer_texts(&revision->children));
  object = with(object, "head", json_boolean(revision->is_real_head));
  object = with(object, "effective_head",
                json_boolean(revision->is_head && !revision->is_real_head));
  object = with(object, "branchpoint", json_boolean(revision->is_branch_point));
  object = with(object, "mergepoint", json_boolean(revision->is_merge_point));
  if (rows != NULL)
    object = with(object, "current", json_boolean(texts_contain(rows, revision->id)));
  object = with(object, "message", answer_text(revision->message));
  object = with(object, "document", answer_text(revision->document));
  object = with(object, "created", answer_text(revision->created));
  char *path = path_absolute(arena, revision->path);
  return with(object, "path", path != NULL ? answer_text(path) : NULL);
}

json_t *answer_revisions(struct arena *arena, const struct runner_list *list,
                         const struct runner_texts *rows) {
  json_t *array = json_array();
  for (size_t i = 0; i < list->count; i++)
    array = answer_append(array, answer_revision(arena, list->items[i], rows));
  return array;
}

static json_t *answer_step(const struct runner_step *step, int parts) {
  const struct runner_texts nothing = {0};
  const struct runner_revision *revision = step->revision;
  json_t *object = json_object();
  object = with(object, "direction", answer_text(runner_direction_name(step->direction)));
  object = with(object, "revision", answer_text(revision != NULL ? revision->id : NULL));
  object =
      with(object, "down", answer_texts(revision != NULL ? &revision->down : &nothing));
  object =
      with(object, "message", answer_text(revision != NULL ? revision->message : ""));
  if ((parts & ANSWER_ALTERATIONS) != 0 || step->alterations.count > 0)
    object = with(object, "alterations", answer_texts(&step->alterations));
  if ((parts & ANSWER_FORESEEN) != 0)
    object = with(object, "unforeseen", answer_text(step->unforeseen));
  return object;
}

static json_t *answer_steps(const struct runner_plan *plan, int parts) {
  json_t *array = json_array();
  for (size_t i = 0; i < plan->count; i++)
    array = answer_append(array, answer_step(&plan->steps[i], parts));
  return array;
}

json_t *answer_plan(const char *command, json_t *target, const struct runner_plan *plan,
                    int parts) {
  json_t *object = json_object();
  object = with(object, "command", answer_text(command));
  object = with(object, "target", target);
  object = with(object, "current", answer_texts(&plan->before));
  object = with(object, "steps", answer_steps(plan, parts));
  object = with(object, "after", answer_texts(&plan->after));
  if ((parts & ANSWER_FORESEEN) != 0) object = with(object, "rows_read", json_false());
  if ((parts & ANSWER_APPLIED) != 0) object = with(object, "applied", json_true());
  return object;
}

json_t *answer_error(const struct runner_error *error, runner_status status, bool full) {
  json_t *object = json_object();
  object = with(object, "kind", answer_text(exit_kind(status)));
  object = with(object, "message",
                answer_text(error->message != NULL ? error->message : "out of memory"));
  object = with(object, "hint", answer_text(error->hint));
  object = with(object, "file", answer_text(error->file));
  object =
      with(object, "line", error->line > 0 ? json_integer(error->line) : json_null());
  object = with(object, "revision", answer_text(error->revision));
  object = with(object, "sql", answer_text(error->sql));
  object = with(object, "offset",
                error->offset >= 0 ? json_integer(error->offset) : json_null());
  if (full) object = with(object, "traceback", answer_text(error->traceback));
  return json_pack("{s:o,s:i}", "error", object, "exit", (int)status);
}

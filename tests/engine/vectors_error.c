/* How each kind of error must read: its status, words its message must hold, and the
** names it must give. The kinds are those of spec/vectors/README.md; the words are ours.
*/
#include "vectors.h"

#include <ctype.h>
#include <string.h>

struct error_kind {
  const char *name;
  const char *words; /* somewhere in the message; "^" stands for its beginning */
};

static const struct error_kind error_kinds[] = {
    {"multiple_heads", "multiple head revisions are present"},
    {"unknown_revision", "no such revision or branch"},
    {"unknown_branch", "no such branch"},
    {"unknown_row", "at which the database is recorded"},
    {"ambiguous_prefix", "multiple revisions start with"},
    {"malformed", "malformed revision"},
    {"empty", "the revision is empty"},
    {"not_member", "is not a member of branch"},
    {"not_ancestor", "does not refer to ancestor/descendant revisions"},
    {"not_reachable", "is not a valid downgrade target"},
    {"wrong_distance", "didn't produce"},
    {"too_far", "walked too far"},
    {"ambiguous_start", "from multiple current revisions"},
    {"ambiguous_walk", "ambiguous walk"},
    {"overlap", "overlaps"},
    {"label_taken", "already used by revision"},
    {"label_is_id", "is already the id of a revision"},
    {"illegal", "is not allowed in revision id"},
    {"missing", "is not present"},
    {"duplicate", "is present more than once"},
    {"self_loop", "^self-loop is detected"},
    {"cycle", "^cycle is detected"},
    {"dependency_self_loop", "^dependency self-loop is detected"},
    {"dependency_cycle", "^dependency cycle is detected"},
};

static bool says(const char *message, const char *words) {
  if (words[0] == '^') return strncmp(message, words + 1, strlen(words + 1)) == 0;
  return strstr(message, words) != NULL;
}

static bool is_word_character(char c) {
  return isalnum((unsigned char)c) || c == '_';
}

/* Does `text` hold `name` as a word of its own? */
static bool mentions(const char *text, const char *name) {
  size_t length = strlen(name);
  for (const char *at = strstr(text, name); at != NULL; at = strstr(at + 1, name)) {
    bool starts = at == text || !is_word_character(at[-1]);
    if (starts && !is_word_character(at[length])) return true;
  }
  return false;
}

static void expect_names(struct vector *vector, const char *key, const char *message,
                         bool present) {
  struct runner_texts names = vector_texts(vector, json_object_get(vector->json, key));
  for (size_t i = 0; i < names.count; i++)
    if (mentions(message, names.items[i]) != present)
      vector_fail(vector, "the error %s name %s: %s", present ? "must" : "must not",
                  names.items[i], message);
}

static void expect_error(struct vector *vector, const char *kind, runner_status status,
                         const struct runner_error *error) {
  const char *message = error->message == NULL ? "" : error->message;
  const struct error_kind *known = NULL;
  for (size_t i = 0; i < sizeof error_kinds / sizeof error_kinds[0]; i++)
    if (strcmp(error_kinds[i].name, kind) == 0) known = &error_kinds[i];
  if (known == NULL) {
    vector_fail(vector, "unknown kind of error: %s", kind);
    return;
  }
  if (status != RUNNER_REVISION)
    vector_fail(vector, "status %d instead of %d: %s", status, RUNNER_REVISION, message);
  if (!says(message, known->words))
    vector_fail(vector, "a %s error must say \"%s\": %s", kind, known->words, message);
  expect_names(vector, "names", message, true);
  expect_names(vector, "not_names", message, false);
}

bool vector_succeeds(struct vector *vector, runner_status status,
                     struct runner_error *error) {
  const char *kind = vector_text(vector, "error");
  if (status != RUNNER_DONE && kind == NULL)
    vector_fail(vector, "failed: %s", error->message);
  else if (status != RUNNER_DONE)
    expect_error(vector, kind, status, error);
  else if (kind != NULL)
    vector_fail(vector, "succeeded instead of failing with %s", kind);
  runner_error_clear(error);
  return status == RUNNER_DONE && kind == NULL;
}

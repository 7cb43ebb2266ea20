/* Reading [branch@][name][+N|-N] strictly: the whole text must fit. */
#include "engine/reference.h"

#include <ctype.h>
#include <string.h>

enum { MOST_STEPS = 1000000000 };

bool slice_is(struct slice slice, const char *word) {
  return slice.bytes != NULL && slice.length == strlen(word) &&
         memcmp(slice.bytes, word, slice.length) == 0;
}

/* The step at the end of the text: a sign and digits. Returns its length, or 0. */
static size_t step_length(const char *text, size_t length) {
  size_t digits = 0;
  while (digits < length && isdigit((unsigned char)text[length - 1 - digits]))
    digits++;
  if (digits == 0 || digits == length) return 0;
  char sign = text[length - 1 - digits];
  return sign == '+' || sign == '-' ? digits + 1 : 0;
}

static long read_steps(const char *text, size_t length) {
  long steps = 0;
  for (size_t i = 1; i < length && steps < MOST_STEPS; i++)
    steps = steps * 10 + (text[i] - '0');
  if (steps > MOST_STEPS) steps = MOST_STEPS;
  return text[0] == '-' ? -steps : steps;
}

static runner_status malformed(const char *text, const char *why,
                               struct runner_error *error) {
  runner_status status =
      error_set(error, RUNNER_REVISION, "malformed revision '%s': %s", text, why);
  error_hint(error,
             "write an id, head, heads, base or a label, branch@revision, or steps "
             "like +1, -1, head-2");
  return status;
}

/* What is wrong with the text around '@', or NULL. */
static const char *find_fault(const struct reference *reference) {
  const char *text = reference->text;
  const char *at = strchr(text, '@');
  if (strpbrk(text, " \t\r\n\v\f") != NULL) return "it contains white space";
  if (at != NULL && strchr(at + 1, '@') != NULL) return "it contains more than one '@'";
  if (at == text) return "there is no branch before '@'";
  if (reference->name.length == 0 && !reference->stepped)
    return "there is nothing after '@'";
  const char *plus = strchr(text, '+');
  bool step_is_plus = reference->stepped && reference->step.bytes == plus;
  if (plus != NULL && !step_is_plus)
    return "a step is a sign and a number at the very end";
  if (reference->name.length > 0 && reference->name.bytes[0] == '-')
    return "a step is a sign and a number at the very end";
  return NULL;
}

runner_status reference_parse(const char *text, struct reference *reference,
                              struct runner_error *error) {
  *reference = (struct reference){.text = text};
  size_t length = strlen(text);
  if (length == 0) {
    runner_status status = error_set(error, RUNNER_REVISION, "the revision is empty");
    error_hint(error, "write an id, head, heads or base");
    return status;
  }
  if (strchr(text, ':') != NULL) {
    runner_status status =
        error_set(error, RUNNER_USAGE, "range '%s' is not allowed here", text);
    error_hint(error, "name one revision; ranges are for history and for --sql");
    return status;
  }
  size_t step = step_length(text, length);
  if (step > 0) {
    reference->stepped = true;
    reference->step = (struct slice){text + length - step, step};
    reference->steps = read_steps(reference->step.bytes, step);
    length -= step;
  }
  const char *at = memchr(text, '@', length);
  const char *name = at != NULL ? at + 1 : text;
  if (at != NULL) reference->branch = (struct slice){text, (size_t)(at - text)};
  reference->name = (struct slice){name, length - (size_t)(name - text)};
  const char *fault = find_fault(reference);
  if (fault != NULL) return malformed(text, fault, error);
  if (reference->name.length == 0) reference->name.bytes = NULL;
  return RUNNER_DONE;
}

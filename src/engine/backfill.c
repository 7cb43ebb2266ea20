/* What the rows of backfills mean, and which of them somebody means. Pure. */
#include "engine/backfill.h"

#include "base/buffer.h"
#include "base/suggest.h"

#include <string.h>

static const char *const state_names[] = {"running", "paused", "stopped",  "cancelled",
                                          "failed",  "done",   "abandoned"};
static const char *const action_names[] = {NULL, "pause", "resume", "cancel"};

const char *runner_backfill_state_name(runner_backfill_state state) {
  return state_names[state];
}

const char *runner_backfill_action_name(runner_backfill_action action) {
  return action_names[action];
}

bool backfill_read_state(const char *text, runner_backfill_state *state) {
  for (size_t i = 0; i < sizeof state_names / sizeof *state_names; i++) {
    if (strcmp(state_names[i], text) != 0) continue;
    *state = (runner_backfill_state)i;
    return true;
  }
  return false;
}

/* ---- what follows from a row ---- */

static void derive_done(struct runner_backfill *backfill) {
  backfill->rows_left = 0;
  backfill->percent = 100;
}

/* A request stays in the row when it was heard: it is what the process holds to. */
static bool was_heard(const struct runner_backfill *backfill) {
  return backfill->state == RUNNER_BACKFILL_DONE ||
         backfill->state == RUNNER_BACKFILL_CANCELLED ||
         (backfill->state == RUNNER_BACKFILL_PAUSED &&
          backfill->asked == RUNNER_BACKFILL_PAUSE);
}

static void derive_rows(struct runner_backfill *backfill) {
  int64_t total = backfill->rows_total, done = backfill->rows_done;
  backfill->rows_left = total < 0 ? -1 : total > done ? total - done : 0;
  backfill->percent = total > 0 ? 100.0 * (double)done / (double)total : -1;
  if (backfill->percent > 99) backfill->percent = 99; /* the total was an estimate */
}

void backfill_derive(struct runner_backfill *backfill, bool at_work) {
  bool live = backfill->state == RUNNER_BACKFILL_RUNNING ||
              backfill->state == RUNNER_BACKFILL_PAUSED;
  if (live && !at_work) backfill->state = RUNNER_BACKFILL_STOPPED;
  if (backfill->state == RUNNER_BACKFILL_DONE)
    derive_done(backfill);
  else
    derive_rows(backfill);
  if (was_heard(backfill)) backfill->asked = RUNNER_BACKFILL_NOTHING;
  backfill->rate =
      backfill->seconds > 0 ? (double)backfill->rows_done / backfill->seconds : -1;
  bool known = backfill->state == RUNNER_BACKFILL_RUNNING && backfill->rows_left >= 0 &&
               backfill->rate > 0;
  backfill->remaining = known ? (double)backfill->rows_left / backfill->rate : -1;
}

/* ---- which one is meant ---- */

bool backfill_is_meant(const struct runner_backfill *backfill, const char *name) {
  size_t length = strlen(backfill->revision);
  return strcmp(backfill->name, name) == 0 ||
         (strncmp(backfill->revision, name, length) == 0 && name[length] == '/' &&
          strcmp(backfill->name, name + length + 1) == 0);
}

runner_status backfill_fail_unknown(const struct runner_backfill_list *list,
                                    const char *name, struct runner_error *error) {
  struct suggestion suggestion = {.typed = name};
  for (size_t i = 0; i < list->count; i++)
    suggestion_consider(&suggestion, list->items[i].name);
  error_set(error, RUNNER_USAGE, "there is no backfill \"%s\" in this database", name);
  if (suggestion.nearest != NULL)
    error_hint(error, "did you mean \"%s\"?", suggestion.nearest);
  else if (list->count > 0)
    error_hint(error, "`runner backfill status` lists those that there are");
  else
    error_hint(error, "there is none: they appear when an upgrade runs one online");
  return RUNNER_USAGE;
}

/* Do several of the list have this one's name? */
static bool shares_name(const struct runner_backfill_list *list,
                        const struct runner_backfill *backfill) {
  size_t count = 0;
  for (size_t i = 0; i < list->count; i++)
    if (strcmp(list->items[i].name, backfill->name) == 0) count++;
  return count > 1;
}

/* Is it neither done nor abandoned, and meant by `name` (NULL: all are)? */
static bool is_open(const struct runner_backfill *backfill, const char *name) {
  return (name == NULL || backfill_is_meant(backfill, name)) &&
         backfill->state != RUNNER_BACKFILL_DONE &&
         backfill->state != RUNNER_BACKFILL_ABANDONED;
}

/* Those that are open; how many, and the last. */
static size_t count_open(const struct runner_backfill_list *list, const char *name,
                         size_t *index) {
  size_t count = 0;
  for (size_t i = 0; i < list->count; i++) {
    if (!is_open(&list->items[i], name)) continue;
    *index = i;
    count++;
  }
  return count;
}

/* Say which several there are, in words that mean one each. */
static runner_status fail_several(const struct runner_backfill_list *list,
                                  runner_backfill_action action, const char *name,
                                  struct runner_error *error) {
  struct buffer names = {0};
  for (size_t i = 0; i < list->count; i++) {
    const struct runner_backfill *backfill = &list->items[i];
    if (!is_open(backfill, name)) continue;
    if (names.length > 0) buffer_text(&names, ", ");
    if (shares_name(list, backfill)) buffer_format(&names, "%s/", backfill->revision);
    buffer_text(&names, backfill->name);
  }
  if (buffer_failed(&names)) {
    error_no_memory(error);
  } else {
    error_set(error, RUNNER_USAGE, "several backfills are not done: %s", names.bytes);
    error_hint(error, "name one of them: `runner backfill %s NAME`",
               runner_backfill_action_name(action));
  }
  runner_status status = buffer_failed(&names) ? RUNNER_FAILED : RUNNER_USAGE;
  buffer_release(&names);
  return status;
}

static runner_status fail_over(const struct runner_backfill *backfill,
                               struct runner_error *error) {
  bool done = backfill->state == RUNNER_BACKFILL_DONE;
  bool down = strcmp(backfill->direction, "downgrade") == 0;
  error_set(error, RUNNER_USAGE, "backfill \"%s\" is %s", backfill->name,
            done ? "done already" : "abandoned: nothing goes on with it");
  if (!done)
    error_hint(error, "revision %s counts as %s without it", backfill->revision,
               down ? "downgraded" : "applied");
  return RUNNER_USAGE;
}

static runner_status fail_none(const struct runner_backfill_list *list, const char *name,
                               struct runner_error *error) {
  for (size_t i = 0; name != NULL && i < list->count; i++)
    if (backfill_is_meant(&list->items[i], name))
      return fail_over(&list->items[i], error);
  if (name != NULL) return backfill_fail_unknown(list, name, error);
  bool abandoned = false;
  for (size_t i = 0; i < list->count; i++)
    abandoned = abandoned || list->items[i].state == RUNNER_BACKFILL_ABANDONED;
  if (list->count > 0)
    return error_set(error, RUNNER_USAGE, "all backfills of this database are done%s",
                     abandoned ? " or abandoned" : "");
  error_set(error, RUNNER_USAGE, "there is no backfill in this database");
  error_hint(error, "they appear when an upgrade runs one online");
  return RUNNER_USAGE;
}

runner_status backfill_choose(const struct runner_backfill_list *list,
                              runner_backfill_action action, const char *name,
                              size_t *index, struct runner_error *error) {
  size_t count = count_open(list, name, index);
  if (count == 0) return fail_none(list, name, error);
  if (count > 1) return fail_several(list, action, name, error);
  const struct runner_backfill *chosen = &list->items[*index];
  if (action != RUNNER_BACKFILL_PAUSE || chosen->state != RUNNER_BACKFILL_CANCELLED)
    return RUNNER_DONE;
  error_set(error, RUNNER_USAGE, "backfill \"%s\" is cancelled: it cannot pause",
            chosen->name);
  error_hint(error, "`runner backfill resume` lets the next `runner %s` go on with it",
             chosen->direction);
  return RUNNER_USAGE;
}

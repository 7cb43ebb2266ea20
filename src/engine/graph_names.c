/* Names: which ids and labels are allowed, and the table that finds them. */
#include "engine/graph_internal.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

static const char *const reserved_words[] = {"head", "heads", "base", "current"};

static bool is_reserved(const char *name) {
  for (size_t i = 0; i < sizeof reserved_words / sizeof *reserved_words; i++)
    if (strcmp(name, reserved_words[i]) == 0) return true;
  return false;
}

/* FNV-1a, 64 bit. */
static uint64_t hash_bytes(const char *bytes, size_t length) {
  uint64_t hash = UINT64_C(14695981039346656037);
  for (size_t i = 0; i < length; i++) {
    hash ^= (unsigned char)bytes[i];
    hash *= UINT64_C(1099511628211);
  }
  return hash;
}

/* The place of a name: where it stands, or the free place where it would go. */
static struct graph_name *find_place(const struct graph *graph, const char *name,
                                     size_t length) {
  size_t mask = graph->name_capacity - 1;
  size_t i = (size_t)hash_bytes(name, length) & mask;
  for (;; i = (i + 1) & mask) {
    struct graph_name *place = &graph->names[i];
    if (place->name == NULL) return place;
    if (place->length == length && memcmp(place->name, name, length) == 0) return place;
  }
}

bool graph_find_name(const struct graph *graph, const char *name, size_t length,
                     size_t *node) {
  const struct graph_name *place = find_place(graph, name, length);
  if (place->name == NULL) return false;
  *node = place->node;
  return true;
}

bool graph_find(const struct graph *graph, const char *id, size_t *node) {
  size_t found = 0;
  if (!graph_find_name(graph, id, strlen(id), &found)) return false;
  if (strcmp(graph->revisions[found].id, id) != 0) return false; /* a label */
  *node = found;
  return true;
}

static void place_error(struct runner_error *error,
                        const struct runner_revision *revision) {
  error_place(error, revision->path, 0);
  error_in_revision(error, revision->id);
}

static runner_status refuse_character(const char *kind, const char *name, char character,
                                      struct runner_error *error) {
  runner_status status =
      isspace((unsigned char)character)
          ? error_set(error, RUNNER_REVISION, "white space is not allowed in %s '%s'",
                      kind, name)
          : error_set(error, RUNNER_REVISION, "character '%c' is not allowed in %s '%s'",
                      character, kind, name);
  error_hint(error, "'@', '+', '-' and ':' are used to write branches, steps and ranges");
  return status;
}

static runner_status refuse_reserved(const char *kind, const char *name,
                                     struct runner_error *error) {
  runner_status status = error_set(
      error, RUNNER_REVISION, "'%s' cannot be a %s: it is a reserved word", name, kind);
  error_hint(error, "head, heads, base and current are symbols, choose another name");
  return status;
}

static runner_status check_id(const struct runner_revision *revision,
                              struct runner_error *error) {
  const char *id = revision->id;
  if (id == NULL || id[0] == '\0') {
    runner_status status = error_set(error, RUNNER_REVISION, "the revision id is empty");
    error_hint(error, "give the script a line like revision = \"8c1f0a2b7d3e\"");
    return status;
  }
  const char *bad = strpbrk(id, "@-+: \t\r\n\v\f");
  if (bad != NULL) return refuse_character("revision id", id, *bad, error);
  if (is_reserved(id)) return refuse_reserved("revision id", id, error);
  return RUNNER_DONE;
}

/* A label may hold '-', as in "support-desk", but not read as a step, as in "desk-1". */
static bool reads_as_step(const char *label) {
  size_t length = strlen(label);
  size_t digits = 0;
  while (digits < length && isdigit((unsigned char)label[length - 1 - digits]))
    digits++;
  return label[0] == '-' ||
         (digits > 0 && digits < length && label[length - 1 - digits] == '-');
}

static runner_status check_label(const char *label, struct runner_error *error) {
  if (label[0] == '\0') {
    runner_status status = error_set(error, RUNNER_REVISION, "a branch label is empty");
    error_hint(error, "remove it, or write a name");
    return status;
  }
  const char *bad = strpbrk(label, "@+: \t\r\n\v\f");
  if (bad != NULL) return refuse_character("branch label", label, *bad, error);
  if (is_reserved(label)) return refuse_reserved("branch label", label, error);
  if (!reads_as_step(label)) return RUNNER_DONE;
  runner_status status = error_set(error, RUNNER_REVISION,
                                   "branch label '%s' reads like a step back", label);
  error_hint(error, "do not start it with '-' or end it with '-' and a number");
  return status;
}

static runner_status add_ids(struct graph *graph, struct runner_error *error) {
  for (size_t node = 0; node < graph->count; node++) {
    const struct runner_revision *revision = &graph->revisions[node];
    runner_status status = check_id(revision, error);
    if (status != RUNNER_DONE) {
      place_error(error, revision);
      return status;
    }
    struct graph_name *place = find_place(graph, revision->id, strlen(revision->id));
    if (place->name != NULL) {
      const char *other = graph->revisions[place->node].path;
      status = error_set(error, RUNNER_REVISION, "revision %s is present more than once",
                         revision->id);
      error_hint(error, "it is in %s too: change one of the ids, or remove one file",
                 other != NULL ? other : "another file");
      place_error(error, revision);
      return status;
    }
    *place = (struct graph_name){revision->id, strlen(revision->id), node};
  }
  return RUNNER_DONE;
}

static runner_status add_label(struct graph *graph, size_t node, const char *label,
                               struct runner_error *error) {
  runner_status status = check_label(label, error);
  if (status != RUNNER_DONE) return status;
  struct graph_name *place = find_place(graph, label, strlen(label));
  if (place->name == NULL) {
    *place = (struct graph_name){label, strlen(label), node};
    return RUNNER_DONE;
  }
  const struct runner_revision *other = &graph->revisions[place->node];
  if (strcmp(other->id, label) == 0) {
    status = error_set(error, RUNNER_REVISION,
                       "branch name '%s' in revision %s is already the id of a revision",
                       label, graph->revisions[node].id);
  } else {
    status = error_set(error, RUNNER_REVISION,
                       "branch name '%s' in revision %s already used by revision %s",
                       label, graph->revisions[node].id, other->id);
  }
  error_hint(error, "a branch label stands in one revision only: rename or remove it");
  return status;
}

static runner_status add_labels(struct graph *graph, struct runner_error *error) {
  for (size_t node = 0; node < graph->count; node++) {
    const struct runner_revision *revision = &graph->revisions[node];
    for (size_t i = 0; i < revision->labels.count; i++) {
      runner_status status = add_label(graph, node, revision->labels.items[i], error);
      if (status == RUNNER_DONE) continue;
      place_error(error, revision);
      return status;
    }
  }
  return RUNNER_DONE;
}

runner_status graph_build_names(struct graph *graph, struct runner_error *error) {
  size_t names = graph->count;
  for (size_t node = 0; node < graph->count; node++)
    names += graph->revisions[node].labels.count;
  graph->name_capacity = 8;
  while (graph->name_capacity < names * 2)
    graph->name_capacity *= 2;
  graph->names =
      arena_allocate(graph->arena, graph->name_capacity * sizeof *graph->names);
  if (graph->names == NULL) return error_no_memory(error);
  runner_status status = add_ids(graph, error);
  if (status == RUNNER_DONE) status = add_labels(graph, error);
  return status;
}

/* Prefixes: as in Alembic, names of at least four characters can be shortened. */
runner_status graph_find_prefix(const struct graph *graph, const char *prefix,
                                size_t length, const unsigned char *within,
                                struct numbers *out, struct runner_error *error) {
  for (size_t node = 0; node < graph->count; node++) {
    const struct runner_revision *revision = &graph->revisions[node];
    if (within != NULL && !within[node]) continue;
    bool match = strlen(revision->id) > 3 && strncmp(revision->id, prefix, length) == 0;
    for (size_t i = 0; i < revision->labels.count && !match; i++) {
      const char *label = revision->labels.items[i];
      match = strlen(label) > 3 && strncmp(label, prefix, length) == 0;
    }
    if (match && !numbers_add(out, node)) return error_no_memory(error);
  }
  return RUNNER_DONE;
}

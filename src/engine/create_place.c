/* Where a new revision belongs: its parents, dependencies and folder. */
#include "engine/create.h"

#include "base/file.h"
#include "base/texts.h"

#include <string.h>

static runner_status add_parent(struct runner *runner, size_t node, bool splice,
                                struct draft *draft, struct runner_error *error) {
  const struct runner_revision *parent = graph_revision(runner->graph, node);
  if (texts_contain(&draft->down, parent->id))
    return error_set(error, RUNNER_REVISION, "the parent %s is named twice", parent->id);
  if (!parent->is_head && !splice) {
    error_set(error, RUNNER_REVISION, "revision %s is not a head", parent->id);
    error_hint(error, "add --splice to start a new branch from it");
    return RUNNER_REVISION;
  }
  const char **items =
      arena_allocate(runner->arena, (draft->down.count + 1) * sizeof *items);
  if (items == NULL) return error_no_memory(error);
  if (draft->down.count > 0)
    memcpy(items, draft->down.items, draft->down.count * sizeof *items);
  items[draft->down.count++] = parent->id;
  draft->down.items = items;
  return RUNNER_DONE;
}

/* "base" is no parent, so it goes with none. */
static runner_status refuse_base(struct runner_error *error) {
  runner_status status =
      error_set(error, RUNNER_USAGE, "base cannot be a parent together with others");
  error_hint(error, "leave it out, or the others");
  return status;
}

/* The parents a symbol stands for; "base" stands for none. */
static runner_status add_parents(struct runner *runner, const char *symbol, bool splice,
                                 struct draft *draft, struct runner_error *error) {
  struct numbers nodes = {0};
  runner_status status = RUNNER_DONE;
  if (strcmp(symbol, "base") != 0)
    status = resolve_many(runner->graph, symbol, NULL, &nodes, error);
  for (size_t i = 0; status == RUNNER_DONE && i < nodes.count; i++)
    status = add_parent(runner, nodes.items[i], splice, draft, error);
  numbers_release(&nodes);
  return status;
}

/* Without a parent named: the one head, or none in an empty project. */
static runner_status default_parent(struct runner *runner, struct draft *draft,
                                    struct runner_error *error) {
  struct numbers heads = {0};
  runner_status status = resolve_heads(runner->graph, false, &heads, error);
  if (status == RUNNER_DONE && heads.count > 1) {
    status = error_set(error, RUNNER_REVISION,
                       "there are several heads and none was chosen as the parent");
    error_hint(error, "name it with --head, or join them with `runner merge heads`");
  }
  if (status == RUNNER_DONE && heads.count == 1)
    status = add_parent(runner, heads.items[0], false, draft, error);
  numbers_release(&heads);
  return status;
}

static bool is_label(const struct runner *runner, const char *text) {
  for (size_t i = 0; i < runner->revision_count; i++)
    if (texts_contain(&runner->revisions[i].labels, text)) return true;
  return false;
}

/* Labels stay as they are, since they move with their branch; ids are completed. */
static runner_status complete_dependencies(struct runner *runner,
                                           const struct runner_texts *wanted,
                                           struct draft *draft,
                                           struct runner_error *error) {
  draft->depends.items =
      arena_allocate(runner->arena, (wanted->count + 1) * sizeof(char *));
  if (draft->depends.items == NULL) return error_no_memory(error);
  for (size_t i = 0; i < wanted->count; i++) {
    size_t node = 0;
    const char *text = wanted->items[i];
    if (!is_label(runner, text)) {
      runner_status status = resolve_one(runner->graph, text, NULL, &node, error);
      if (status != RUNNER_DONE) return status;
      text = graph_revision(runner->graph, node)->id;
    }
    draft->depends.items[draft->depends.count++] = text;
  }
  return RUNNER_DONE;
}

/* The version folder that a path is, or lies in; NULL if there is none. */
struct container {
  const char *folder;
  bool is_path; /* the path is the folder itself */
};

static runner_status find_container(struct runner *runner, const char *path,
                                    struct container *found, struct runner_error *error) {
  *found = (struct container){.folder = NULL};
  const char *inside = path_absolute(runner->arena, path);
  if (inside == NULL) return error_no_memory(error);
  for (size_t i = 0; found->folder == NULL && i < runner->config.versions.count; i++) {
    const char *folder = runner->config.versions.items[i];
    const char *outside = path_absolute(runner->arena, folder);
    if (outside == NULL) return error_no_memory(error);
    size_t length = strlen(outside);
    if (strncmp(inside, outside, length) != 0) continue;
    found->is_path = inside[length] == '\0';
    if (found->is_path || inside[length] == '/') found->folder = folder;
  }
  return RUNNER_DONE;
}

static runner_status use_folder(struct runner *runner, const char *wanted,
                                struct draft *draft, struct runner_error *error) {
  struct container container;
  runner_status status = find_container(runner, wanted, &container, error);
  if (status != RUNNER_DONE) return status;
  draft->folder = wanted;
  const char *config = runner->config.path;
  if (container.folder == NULL) {
    status =
        error_set(error, RUNNER_USAGE, "%s is not one of the version folders", wanted);
    error_hint(error, "add it to `versions` in %s", config);
  } else if (!container.is_path && !runner->config.recursive) {
    status = error_set(error, RUNNER_USAGE,
                       "%s is below a version folder, where revisions are not looked for",
                       wanted);
    error_hint(error, "set `recursive = true` in %s, or add it to `versions`", config);
  }
  return status;
}

/* Without a folder named: that of the parent, or the only one. */
static runner_status default_folder(struct runner *runner, struct draft *draft,
                                    struct runner_error *error) {
  const struct runner_texts *folders = &runner->config.versions;
  size_t node = 0;
  if (draft->down.count > 0 && graph_find(runner->graph, draft->down.items[0], &node)) {
    struct container container;
    const char *path = graph_revision(runner->graph, node)->path;
    runner_status status = find_container(runner, path, &container, error);
    if (status != RUNNER_DONE) return status;
    draft->folder = container.folder;
  }
  if (draft->folder == NULL && folders->count == 1) draft->folder = folders->items[0];
  if (draft->folder != NULL) return RUNNER_DONE;
  error_set(error, RUNNER_USAGE, "there are several version folders");
  error_hint(error, "choose one with --version-path, for instance %s", folders->items[0]);
  return RUNNER_USAGE;
}

runner_status create_place(struct runner *runner,
                           const struct runner_new_revision *wanted, struct draft *draft,
                           struct runner_error *error) {
  runner_status status = RUNNER_DONE;
  if (wanted->parents.count == 0 && !wanted->merge)
    status = default_parent(runner, draft, error);
  for (size_t i = 0; status == RUNNER_DONE && i < wanted->parents.count; i++)
    if (wanted->parents.count > 1 && strcmp(wanted->parents.items[i], "base") == 0)
      status = refuse_base(error);
  for (size_t i = 0; status == RUNNER_DONE && i < wanted->parents.count; i++)
    status = add_parents(runner, wanted->parents.items[i], wanted->splice, draft, error);
  if (status == RUNNER_DONE && wanted->merge && draft->down.count == 0)
    status = error_set(error, RUNNER_REVISION, "there is nothing to merge");
  if (status == RUNNER_DONE)
    status = complete_dependencies(runner, &wanted->depends, draft, error);
  if (status != RUNNER_DONE) return status;
  return wanted->folder != NULL ? use_folder(runner, wanted->folder, draft, error)
                                : default_folder(runner, draft, error);
}

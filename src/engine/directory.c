/* Finding and reading revision files. */
#include "engine/directory.h"

#include "base/file.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* One file found, with what the file system knows it by. */
struct found_file {
  const char *path;
  dev_t device;
  ino_t inode;
  size_t order;
  bool repeated;
};

struct search {
  const struct config *config;
  struct arena *arena;
  struct runner_error *error;
  struct found_file *files;
  size_t count;
  size_t capacity;
};

static runner_status add_file(struct search *search, const char *path) {
  struct stat facts;
  if (stat(path, &facts) != 0) facts = (struct stat){0}; /* reading it will say why */
  if (search->count == search->capacity) {
    size_t capacity = search->capacity == 0 ? 16 : search->capacity * 2;
    struct found_file *files =
        memory_resize(search->files, capacity * sizeof *search->files);
    if (files == NULL) return error_no_memory(search->error);
    search->files = files;
    search->capacity = capacity;
  }
  search->files[search->count] = (struct found_file){.path = path,
                                                     .device = facts.st_dev,
                                                     .inode = facts.st_ino,
                                                     .order = search->count};
  search->count++;
  return RUNNER_DONE;
}

static bool is_lua_file(const char *name) {
  size_t length = strlen(name);
  return length > 4 && strcmp(name + length - 4, ".lua") == 0;
}

/* A folder being searched, and those it was reached through. */
struct place {
  const struct place *above;
  dev_t device;
  ino_t inode;
};

/* Does a link lead back to a folder that is being searched? */
static bool leads_back(const struct place *place) {
  for (const struct place *above = place->above; above != NULL; above = above->above)
    if (above->device == place->device && above->inode == place->inode) return true;
  return false;
}

static runner_status search_folder(struct search *search, const char *folder,
                                   const struct place *above) {
  struct file_entry *entries = NULL;
  size_t count = 0;
  struct stat facts;
  if (stat(folder, &facts) != 0) facts = (struct stat){0}; /* listing it will say why */
  const struct place place = {above, facts.st_dev, facts.st_ino};
  if (leads_back(&place)) return RUNNER_DONE;
  runner_status status =
      file_list(folder, search->arena, &entries, &count, search->error);
  for (size_t i = 0; status == RUNNER_DONE && i < count; i++)
    if (!entries[i].folder && is_lua_file(entries[i].name))
      status = add_file(search, entries[i].path);
  if (!search->config->recursive) return status;
  for (size_t i = 0; status == RUNNER_DONE && i < count; i++)
    if (entries[i].folder) status = search_folder(search, entries[i].path, &place);
  return status;
}

static runner_status search_folders(struct search *search) {
  for (size_t i = 0; i < search->config->versions.count; i++) {
    const char *folder = search->config->versions.items[i];
    if (!file_is_folder(folder)) {
      error_set(search->error, RUNNER_USAGE, "the version folder %s does not exist",
                folder);
      error_place(search->error, search->config->path, 0);
      error_hint(search->error, "make it, or correct `versions` in %s",
                 search->config->path);
      return RUNNER_USAGE;
    }
    runner_status status = search_folder(search, folder, NULL);
    if (status != RUNNER_DONE) return status;
  }
  return RUNNER_DONE;
}

static int by_identity(const void *left, const void *right) {
  const struct found_file *a = left, *b = right;
  if (a->device != b->device) return a->device < b->device ? -1 : 1;
  if (a->inode != b->inode) return a->inode < b->inode ? -1 : 1;
  return a->order < b->order ? -1 : a->order > b->order;
}

static int by_order(const void *left, const void *right) {
  const struct found_file *a = left, *b = right;
  return a->order < b->order ? -1 : a->order > b->order;
}

/* Mark all but the first appearance of each real file. */
static void mark_repeated(struct search *search) {
  if (search->count < 2) return;
  qsort(search->files, search->count, sizeof *search->files, by_identity);
  for (size_t i = 1; i < search->count; i++) {
    const struct found_file *before = &search->files[i - 1];
    struct found_file *file = &search->files[i];
    file->repeated = file->inode != 0 && file->inode == before->inode &&
                     file->device == before->device;
  }
  qsort(search->files, search->count, sizeof *search->files, by_order);
}

static runner_status read_file(struct script_state *script, struct arena *arena,
                               const char *path, struct runner_revision *revision,
                               struct runner_error *error) {
  char *source = NULL;
  runner_status status = file_read(path, arena, &source, &revision->source_length, error);
  revision->path = path;
  revision->source = source;
  if (status == RUNNER_DONE) return script_read_revision(script, arena, revision, error);
  if (status == RUNNER_USAGE) status = RUNNER_REVISION;
  if (error != NULL) error->status = status;
  error_place(error, path, 0);
  return status;
}

runner_status directory_read(const struct config *config, struct script_state *script,
                             struct arena *arena, struct runner_revision **revisions,
                             size_t *count, struct runner_error *error) {
  struct search search = {.config = config, .arena = arena, .error = error};
  *count = 0;
  runner_status status = search_folders(&search);
  if (status != RUNNER_DONE) goto done;
  mark_repeated(&search);
  *revisions = arena_allocate(arena, (search.count + 1) * sizeof **revisions);
  if (*revisions == NULL) {
    status = error_no_memory(error);
    goto done;
  }
  for (size_t i = 0; status == RUNNER_DONE && i < search.count; i++) {
    if (search.files[i].repeated) continue;
    status = read_file(script, arena, search.files[i].path, &(*revisions)[*count], error);
    (*count)++;
  }
done:
  memory_release(search.files);
  return status;
}

/* runner_init: start a project from a template. The files of a template are Lua text in
** lua/runner/template/project.lua; their names and descriptions are here. */
#include "engine/project.h"

#include "base/file.h"

#include <string.h>

static const struct runner_template templates[] = {
    {"generic", "one database, one folder of revisions"},
    {"multidb", "two databases in one configuration, chosen with -n"},
    {"own", "generic, with a template of its own for new revisions, a hook, a callback"},
};

enum { TEMPLATE_COUNT = sizeof templates / sizeof *templates };

size_t runner_templates(const struct runner_template **list) {
  *list = templates;
  return TEMPLATE_COUNT;
}

static runner_status check_template(const char *name, struct runner_error *error) {
  for (size_t i = 0; i < TEMPLATE_COUNT; i++)
    if (strcmp(templates[i].name, name) == 0) return RUNNER_DONE;
  error_set(error, RUNNER_USAGE, "there is no template '%s'", name);
  error_hint(error, "`runner list_templates` names them");
  return RUNNER_USAGE;
}

/* The files of a template: a list of { path = , text = }. */
static runner_status template_files(struct script_state *script, const char *name,
                                    struct script_table **files,
                                    struct runner_error *error) {
  struct script_table *module = NULL;
  runner_status status =
      script_module_table(script, "runner.template.project", &module, error);
  if (status != RUNNER_DONE) return status;
  return script_get_table(module, name, files, error);
}

/* One file of a template: where it goes and what it says. */
struct template_file {
  const char *path;
  const char *text;
};

static runner_status read_file(struct script_table *files, size_t position,
                               const char *folder, struct arena *arena,
                               struct template_file *file, struct runner_error *error) {
  struct script_table *item = NULL;
  struct script_function *function = NULL;
  const char *text = NULL, *path = NULL;
  runner_status status = script_get_item(files, "the template", position, arena, &item,
                                         &function, &text, error);
  if (status == RUNNER_DONE) status = script_get_text(item, "path", arena, &path, error);
  if (status == RUNNER_DONE)
    status = script_get_text(item, "text", arena, &file->text, error);
  if (status != RUNNER_DONE) return status;
  file->path = path_join(arena, folder, path);
  return file->path != NULL ? RUNNER_DONE : error_no_memory(error);
}

/* Look at all files before any is written, so that a refused start leaves no half. */
static runner_status write_files(struct script_table *files, const char *folder,
                                 struct arena *arena, runner_writer written, void *user,
                                 struct runner_error *error) {
  size_t count = script_table_length(files);
  runner_status status = RUNNER_DONE;
  struct template_file *list = arena_allocate(arena, (count + 1) * sizeof *list);
  if (list == NULL) return error_no_memory(error);
  for (size_t i = 0; status == RUNNER_DONE && i < count; i++) {
    status = read_file(files, i + 1, folder, arena, &list[i], error);
    if (status != RUNNER_DONE || !file_exists(list[i].path)) continue;
    status = error_set(error, RUNNER_USAGE, "%s exists already", list[i].path);
    error_hint(error, "nothing was written; choose an empty folder");
  }
  for (size_t i = 0; status == RUNNER_DONE && i < count; i++) {
    status = file_write_new(list[i].path, list[i].text, strlen(list[i].text), error);
    if (status == RUNNER_DONE) written(user, list[i].path);
  }
  return status;
}

runner_status runner_init(const char *folder, const char *template_name,
                          runner_writer written, void *user, struct runner_error *error) {
  const char *name = template_name != NULL ? template_name : "generic";
  struct script_state *script = NULL;
  struct script_table *files = NULL;
  struct script_options options = {0};
  runner_status status = check_template(name, error);
  if (status != RUNNER_DONE) return status;
  struct arena *arena = arena_create();
  if (arena == NULL) return error_no_memory(error);
  status = script_create(&options, &script, error);
  if (status == RUNNER_DONE) status = template_files(script, name, &files, error);
  if (status == RUNNER_DONE)
    status = write_files(files, folder, arena, written, user, error);
  script_destroy(script);
  arena_destroy(arena);
  return status;
}

/* runner_init_from_database: a project is opened as soon as it has a configuration, and
** then asked for its own schema. */
#include "engine/database.h"

#include "base/file.h"

#include <string.h>
#include <unistd.h>

/* The files of the new project; those that were written are removed if it fails. */
struct existing {
  struct arena *arena;
  const char *folder;
  const char *database;
  const char *written[3];
  size_t count;
  runner_writer tell;
  void *user;
};

static runner_status refuse_taken(struct existing *existing, struct runner_error *error) {
  static const char *const names[] = {"runner.lua", "schema.lua", "versions"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    const char *path = path_join(existing->arena, existing->folder, names[i]);
    if (path == NULL) return error_no_memory(error);
    if (!file_exists(path)) continue;
    error_set(error, RUNNER_USAGE, "%s exists already", path);
    error_hint(error, "nothing was written; choose an empty folder");
    return RUNNER_USAGE;
  }
  return RUNNER_DONE;
}

static runner_status write_file(struct existing *existing, const char *name,
                                const char *text, struct runner_error *error) {
  const char *path = path_join(existing->arena, existing->folder, name);
  if (path == NULL) return error_no_memory(error);
  runner_status status = file_write_new(path, text, strlen(text), error);
  if (status == RUNNER_DONE) existing->written[existing->count++] = path;
  return status;
}

/* ---- runner.lua ---- */

/* The database as the project sees it: from its folder if it lies there. */
static const char *place_database(struct existing *existing) {
  const char *database = existing->database;
  if (strcmp(existing->folder, ".") == 0 || database[0] == '/') return database;
  const char *file = path_absolute(existing->arena, database);
  const char *folder = path_absolute(existing->arena, existing->folder);
  if (file == NULL || folder == NULL) return NULL;
  size_t length = strlen(folder);
  bool inside = strncmp(file, folder, length) == 0 && file[length] == '/';
  return inside ? file + length + 1 : file;
}

/* Write what a function of the template gives. */
static runner_status write_rendered(struct existing *existing,
                                    struct script_state *script, const char *function,
                                    const char *name, struct runner_error *error) {
  const struct script_field field = {
      .key = "database", .type = SCRIPT_TEXT, .text = place_database(existing)};
  struct script_function *render = NULL;
  const char *text = NULL;
  if (field.text == NULL) return error_no_memory(error);
  runner_status status = script_module_function(
      script, "runner.template.project.existing", function, &render, error);
  if (status == RUNNER_DONE)
    status = script_call(render, &field, 1, NULL, existing->arena, &text, error);
  return status == RUNNER_DONE ? write_file(existing, name, text, error) : status;
}

static runner_status configure(struct existing *existing, struct runner_error *error) {
  struct script_options options = {0};
  struct script_state *script = NULL;
  runner_status status = script_create(&options, &script, error);
  if (status == RUNNER_DONE)
    status = write_rendered(existing, script, "configuration", "runner.lua", error);
  if (status == RUNNER_DONE)
    status = write_rendered(existing, script, "guide", "versions/README.md", error);
  script_destroy(script);
  return status;
}

/* ---- schema.lua and the revision ---- */

static void keep_text(void *user, const char *text) {
  const char **kept = user;
  *kept = text; /* it lives as long as the runner */
}

static runner_status write_schema(struct existing *existing, struct runner *runner,
                                  struct runner_error *error) {
  const struct runner_schema_wanted wanted = {.format = "lua"};
  const char *text = "";
  runner_status status = runner_schema(runner, &wanted, keep_text, (void *)&text, error);
  return status == RUNNER_DONE ? write_file(existing, "schema.lua", text, error) : status;
}

static runner_status make_body(struct runner *runner, const char *direction,
                               const char **text, struct runner_error *error) {
  const struct script_field field = {
      .key = "direction", .type = SCRIPT_TEXT, .text = direction};
  struct script_function *body = NULL;
  runner_status status = script_module_function(
      runner->script, "runner.autogenerate.root", "body", &body, error);
  if (status != RUNNER_DONE) return status;
  return script_call(body, &field, 1, runner->connection, runner->arena, text, error);
}

static runner_status write_revision(struct runner *runner, const char **path,
                                    struct runner_error *error) {
  struct runner_new_revision wanted = {.message = "Make the schema that was there"};
  struct runner_list created = {0};
  runner_status status = make_body(runner, "upgrade", &wanted.upgrades, error);
  if (status == RUNNER_DONE)
    status = make_body(runner, "downgrade", &wanted.downgrades, error);
  if (status == RUNNER_DONE)
    status = runner_create_revision(runner, &wanted, &created, error);
  if (status == RUNNER_DONE) *path = created.items[0]->path;
  return status;
}

static void tell_written(const struct existing *existing, const char *revision) {
  for (size_t i = 0; i < existing->count; i++)
    existing->tell(existing->user, existing->written[i]);
  existing->tell(existing->user, revision);
}

static runner_status fill(struct existing *existing, struct runner_error *error) {
  struct runner_options options = {.config = existing->written[0],
                                   .database = existing->database};
  struct runner *runner = NULL;
  const char *revision = NULL;
  runner_status status = runner_open(&options, &runner, error);
  if (status == RUNNER_DONE) status = write_schema(existing, runner, error);
  if (status == RUNNER_DONE) status = write_revision(runner, &revision, error);
  if (status == RUNNER_DONE) tell_written(existing, revision);
  runner_close(runner);
  return status;
}

/* Remove what was made; `is_new`: the project's folder, too. */
static void take_back(struct existing *existing, bool is_new) {
  if (existing->count == 0) return;
  const char *versions = path_join(existing->arena, existing->folder, "versions");
  for (size_t i = 0; i < existing->count; i++)
    unlink(existing->written[i]);
  if (versions != NULL) rmdir(versions);
  if (is_new) rmdir(existing->folder);
}

runner_status runner_init_from_database(const char *folder, const char *database,
                                        runner_writer written, void *user,
                                        struct runner_error *error) {
  struct existing existing = {
      .folder = folder, .database = database, .tell = written, .user = user};
  bool is_new = file_is_missing(folder);
  if (file_is_missing(database))
    return error_set(error, RUNNER_USAGE, "there is no database %s", database);
  existing.arena = arena_create();
  if (existing.arena == NULL) return error_no_memory(error);
  runner_status status = refuse_taken(&existing, error);
  if (status == RUNNER_DONE) status = configure(&existing, error);
  if (status == RUNNER_DONE) status = fill(&existing, error);
  if (status != RUNNER_DONE) take_back(&existing, is_new);
  arena_destroy(existing.arena);
  return status;
}

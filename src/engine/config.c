/* Reading runner.lua: which file, which section, which key. */
#include "engine/config.h"

#include "base/file.h"
#include "engine/config_hooks.h"
#include "engine/config_source.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const char *const known_keys[] = {
    "commands",     "database",  "databases",        "file_template",
    "memory_limit", "recursive", "on_version_apply", "post_write_hooks",
    "schema",       "template",  "timeout",          "timezone",
    "trust",        "versions",  "version_table",    "truncate_slug_length",
};

static bool is_known(const char *key) {
  for (size_t i = 0; i < sizeof known_keys / sizeof *known_keys; i++)
    if (strcmp(known_keys[i], key) == 0) return true;
  return false;
}

static runner_status check_keys(struct config_source *source, struct script_table *table,
                                const char *where) {
  struct runner_texts keys = {0};
  runner_status status = script_table_keys(table, source->arena, &keys, source->error);
  for (size_t i = 0; status == RUNNER_DONE && i < keys.count; i++) {
    if (is_known(keys.items[i])) continue;
    status = config_wrong(source, "unknown key `%s`%s", keys.items[i], where);
    error_hint(source->error,
               "the keys of runner.lua are listed in docs/configuration.md");
  }
  return status;
}

static runner_status list_sections(struct config_source *source,
                                   struct script_table *sections, const char *wrong) {
  struct runner_texts names = {0};
  runner_status status =
      script_table_keys(sections, source->arena, &names, source->error);
  if (status != RUNNER_DONE) return status;
  const char *all = "";
  for (size_t i = 0; i < names.count && all != NULL; i++)
    all = arena_format(source->arena, "%s%s%s", all, i > 0 ? ", " : "", names.items[i]);
  if (all == NULL) return error_no_memory(source->error);
  if (wrong != NULL)
    config_wrong(source, "no database named %s in the configuration", wrong);
  else
    config_wrong(source, "the configuration has several databases and none was chosen");
  error_hint(source->error, "choose one with -n: %s", all);
  return RUNNER_USAGE;
}

static runner_status choose_section(struct config_source *source, const char *name) {
  struct script_table *sections = NULL;
  runner_status status =
      script_get_table(source->root, "databases", &sections, source->error);
  if (status != RUNNER_DONE) return status;
  if (sections == NULL) {
    if (name == NULL) return RUNNER_DONE;
    return config_wrong(source, "-n %s: the configuration has no `databases`", name);
  }
  if (name == NULL) {
    bool has_default = strcmp(script_get_type(source->root, "database"), "nil") != 0;
    return has_default ? RUNNER_DONE : list_sections(source, sections, NULL);
  }
  status = script_get_table(sections, name, &source->section, source->error);
  if (status != RUNNER_DONE) return status;
  if (source->section == NULL) return list_sections(source, sections, name);
  return check_keys(source, source->section, " in this section of `databases`");
}

/* A path of the configuration, seen from the current folder. */
static const char *relative_path(struct config_source *source, const char *path) {
  if (path == NULL || path[0] == ':' || path[0] == '\0') return path;
  return path_join(source->arena, source->folder, path);
}

static runner_status read_database(struct config_source *source, const char *chosen,
                                   struct config *config) {
  const char *environment = getenv("RUNNER_DATABASE");
  if (chosen == NULL && environment != NULL && environment[0] != '\0')
    chosen = environment;
  config->database = chosen;
  const char *written = NULL;
  runner_status status = script_get_text(config_holder(source, "database"), "database",
                                         source->arena, &written, source->error);
  if (status != RUNNER_DONE || chosen != NULL) return status;
  config->database = relative_path(source, written != NULL ? written : "runner.db");
  return config->database != NULL ? RUNNER_DONE : error_no_memory(source->error);
}

static runner_status read_versions(struct config_source *source, struct config *config) {
  runner_status status =
      script_get_texts(config_holder(source, "versions"), "versions", source->arena,
                       &config->versions, source->error);
  if (status != RUNNER_DONE) return status;
  if (config->versions.count == 0) {
    config->versions.items =
        arena_allocate(source->arena, sizeof *config->versions.items);
    if (config->versions.items == NULL) return error_no_memory(source->error);
    config->versions.items[config->versions.count++] = "versions";
  }
  for (size_t i = 0; i < config->versions.count; i++) {
    config->versions.items[i] = relative_path(source, config->versions.items[i]);
    if (config->versions.items[i] == NULL) return error_no_memory(source->error);
  }
  return RUNNER_DONE;
}

/* The name goes into SQL as it is, so it must be a plain word. */
static runner_status check_version_table(struct config_source *source,
                                         struct config *config) {
  const char *name = config->version_table;
  if (name == NULL) config->version_table = "runner_version";
  if (name == NULL) return RUNNER_DONE;
  bool plain = isalpha((unsigned char)name[0]) || name[0] == '_';
  for (const char *at = name; *at != '\0'; at++)
    plain = plain && (isalnum((unsigned char)*at) || *at == '_');
  if (plain && strncmp(name, "sqlite_", 7) != 0 && strcmp(name, "runner_history") != 0)
    return RUNNER_DONE;
  config_wrong(source, "`version_table` cannot be named '%s'", name);
  error_hint(source->error, "use letters, digits and _, for instance runner_version");
  return RUNNER_USAGE;
}

static runner_status positive(struct config_source *source, const char *key, bool fits) {
  return fits ? RUNNER_DONE : config_wrong(source, "`%s` must not be negative", key);
}

static runner_status read_numbers(struct config_source *source, struct config *config) {
  config->truncate_slug_length = 40;
  config->timeout = 30;
  struct runner_error *error = source->error;
  runner_status status =
      script_get_integer(config_holder(source, "truncate_slug_length"),
                         "truncate_slug_length", &config->truncate_slug_length, error);
  if (status == RUNNER_DONE)
    status = positive(source, "truncate_slug_length", config->truncate_slug_length > 0);
  if (status == RUNNER_DONE)
    status = script_get_number(config_holder(source, "timeout"), "timeout",
                               &config->timeout, error);
  if (status == RUNNER_DONE) status = positive(source, "timeout", config->timeout >= 0);
  if (status == RUNNER_DONE)
    status = script_get_integer(config_holder(source, "memory_limit"), "memory_limit",
                                &config->memory_limit, error);
  if (status == RUNNER_DONE)
    status = positive(source, "memory_limit", config->memory_limit >= 0);
  return status;
}

static runner_status read_texts(struct config_source *source, struct config *config) {
  const struct {
    const char *key;
    const char **place;
  } texts[] = {
      {"version_table", &config->version_table},
      {"file_template", &config->file_template},
      {"timezone", &config->timezone},
      {"template", &config->template_path},
  };
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    runner_status status =
        script_get_text(config_holder(source, texts[i].key), texts[i].key, source->arena,
                        texts[i].place, source->error);
    if (status != RUNNER_DONE) return status;
  }
  if (config->template_path == NULL) return RUNNER_DONE;
  config->template_path = relative_path(source, config->template_path);
  return config->template_path != NULL ? RUNNER_DONE : error_no_memory(source->error);
}

static runner_status read_keys(struct config_source *source, const char *database,
                               struct config *config) {
  runner_status status = read_database(source, database, config);
  if (status == RUNNER_DONE) status = read_versions(source, config);
  if (status == RUNNER_DONE) status = read_texts(source, config);
  if (status == RUNNER_DONE) status = check_version_table(source, config);
  if (status == RUNNER_DONE) status = read_numbers(source, config);
  if (status == RUNNER_DONE)
    status = script_get_boolean(config_holder(source, "recursive"), "recursive",
                                &config->recursive, source->error);
  if (status == RUNNER_DONE)
    status = script_get_texts(config_holder(source, "trust"), "trust", source->arena,
                              &config->trust, source->error);
  if (status == RUNNER_DONE) status = config_read_callbacks(source, config);
  if (status == RUNNER_DONE) status = config_read_hooks(source, config);
  if (status == RUNNER_DONE) status = config_read_commands(source, config);
  return status;
}

static runner_status find_file(const struct config_choice *choice, const char **path,
                               struct runner_error *error) {
  const char *environment = getenv("RUNNER_CONFIG");
  *path = choice->path;
  if (*path == NULL && environment != NULL && environment[0] != '\0') *path = environment;
  if (*path != NULL && file_exists(*path)) return RUNNER_DONE;
  if (*path == NULL) *path = "runner.lua";
  if (file_exists(*path)) return RUNNER_DONE;
  error_set(error, RUNNER_USAGE, "no configuration: there is no file %s", *path);
  error_hint(error, "start a project with `runner init .`, or name its configuration "
                    "with -c FILE");
  return RUNNER_USAGE;
}

runner_status config_read(struct script_state *script, const struct config_choice *choice,
                          struct arena *arena, struct config *config,
                          struct runner_error *error) {
  *config = (struct config){0};
  runner_status status = find_file(choice, &config->path, error);
  if (status != RUNNER_DONE) return status;
  config->path = arena_text(arena, config->path);
  config->folder = config->path != NULL ? path_folder(arena, config->path) : NULL;
  if (config->folder == NULL) return error_no_memory(error);
  struct config_source source = {
      .path = config->path, .folder = config->folder, .arena = arena, .error = error};
  status = script_read_table(script, config->path, &source.root, error);
  if (status == RUNNER_DONE) status = check_keys(&source, source.root, "");
  if (status == RUNNER_DONE) status = choose_section(&source, choice->section);
  if (status == RUNNER_DONE) status = read_keys(&source, choice->database, config);
  if (status != RUNNER_DONE) error_place(error, config->path, 0);
  return status;
}

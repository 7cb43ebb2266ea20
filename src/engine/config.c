/* Reading runner.lua: which file, which section, which key. */
#include "engine/config.h"

#include "base/file.h"
#include "engine/config_alteration.h"
#include "engine/config_collation.h"
#include "engine/config_hooks.h"
#include "engine/config_schema.h"
#include "engine/config_source.h"
#include "sqlite/location.h"
#include "sqlite/sql_text.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *const known_keys[] = {
    "databases", /* a section begins behind it: it cannot have sections */
    "collations",   "commands",      "database",         "file_template",
    "memory_limit", "naming",        "on_version_apply", "post_write_hooks",
    "rebuild",      "recursive",     "schema",           "snapshot",
    "template",     "timeout",       "timezone",         "truncate_slug_length",
    "trust",        "version_table", "versions",         NULL,
};

static runner_status list_sections(struct config_source *source,
                                   struct script_table *sections, const char *wrong) {
  struct runner_texts names = {0};
  runner_status status =
      script_table_keys(sections, source->arena, &names, source->error);
  if (status != RUNNER_DONE) return status;
  if (names.count == 0) return config_wrong(source, "`databases` is empty");
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
  const struct config_shape names = {.name = "`databases`", .has_keys = true};
  status = config_check_shape(source, sections, &names);
  if (status != RUNNER_DONE) return status;
  if (name == NULL) {
    bool has_default = false;
    status = script_has(source->root, "database", &has_default, source->error);
    if (status != RUNNER_DONE || has_default) return status;
    return list_sections(source, sections, NULL);
  }
  status = script_get_table(sections, name, &source->section, source->error);
  if (status != RUNNER_DONE) return status;
  if (source->section == NULL) return list_sections(source, sections, name);
  const struct config_shape shape = {
      .name = "this section of `databases`", .keys = known_keys + 1, .has_keys = true};
  return config_check_shape(source, source->section, &shape);
}

/* --database, $RUNNER_DATABASE or the file's own. What the file says is looked at anyway,
** so that a mistake in it does not wait for the day it is used. */
static runner_status read_database(struct config_source *source, const char *chosen,
                                   struct config *config) {
  const char *environment = getenv("RUNNER_DATABASE");
  const char *written = "runner.db";
  runner_status status = config_get_text(source, "database", &written);
  if (status != RUNNER_DONE) return status;
  if (chosen == NULL && environment != NULL && environment[0] != '\0')
    chosen = environment;
  config->database = arena_text(source->arena, chosen != NULL ? chosen : written);
  if (config->database == NULL) return error_no_memory(source->error);
  if (config->database[0] == '\0')
    return error_set(source->error, RUNNER_USAGE, "the name of the database is empty");
  if (chosen != NULL || !location_is_file(written)) return RUNNER_DONE;
  return config_place_path(source, &config->database);
}

static runner_status read_versions(struct config_source *source, struct config *config) {
  struct runner_texts *versions = &config->versions;
  runner_status status = config_get_texts(source, "versions", versions);
  if (status != RUNNER_DONE) return status;
  if (versions->count == 0) {
    versions->items = arena_allocate(source->arena, sizeof *versions->items);
    if (versions->items == NULL) return error_no_memory(source->error);
    versions->items[versions->count++] = "versions";
  }
  for (size_t i = 0; status == RUNNER_DONE && i < versions->count; i++) {
    status = config_check_text(source, "versions", versions->items[i]);
    if (status == RUNNER_DONE) status = config_place_path(source, &versions->items[i]);
  }
  return status;
}

/* The name goes into SQL as it is, so it must be a plain word. */
static runner_status check_version_table(struct config_source *source, const char *name) {
  bool plain = isalpha((unsigned char)name[0]) || name[0] == '_';
  for (const char *at = name; *at != '\0'; at++)
    plain = plain && (isalnum((unsigned char)*at) || *at == '_');
  if (plain && strncasecmp(name, "sqlite_", 7) != 0 &&
      strcasecmp(name, "runner_history") != 0 && !sql_is_keyword(name))
    return RUNNER_DONE;
  config_wrong(source, "`version_table` cannot be named '%s'", name);
  error_hint(source->error, "use letters, digits and _, and no word of SQL; for instance "
                            "runner_version");
  return RUNNER_USAGE;
}

static runner_status check_number(struct config_source *source, const char *key,
                                  bool fits, const char *wanted) {
  return fits ? RUNNER_DONE : config_wrong(source, "`%s` must be %s", key, wanted);
}

static runner_status read_numbers(struct config_source *source, struct config *config) {
  config->truncate_slug_length = 40;
  config->timeout = 30;
  const int64_t most_mebibytes = (int64_t)(SIZE_MAX >> 20);
  runner_status status =
      config_get_integer(source, "truncate_slug_length", &config->truncate_slug_length);
  if (status == RUNNER_DONE)
    status = check_number(source, "truncate_slug_length",
                          config->truncate_slug_length > 0, "1 or more");
  if (status == RUNNER_DONE)
    status = config_get_number(source, "timeout", &config->timeout);
  if (status == RUNNER_DONE) /* false for what is no number, too */
    status = check_number(source, "timeout", config->timeout >= 0, "0 seconds or more");
  if (status == RUNNER_DONE)
    status = config_get_integer(source, "memory_limit", &config->memory_limit);
  if (status == RUNNER_DONE)
    status =
        check_number(source, "memory_limit",
                     config->memory_limit >= 0 && config->memory_limit <= most_mebibytes,
                     "a number of MiB that this machine can count");
  return status;
}

static runner_status read_texts(struct config_source *source, struct config *config) {
  config->version_table = "runner_version";
  runner_status status = config_get_text(source, "version_table", &config->version_table);
  if (status == RUNNER_DONE) status = check_version_table(source, config->version_table);
  if (status == RUNNER_DONE)
    status = config_get_text(source, "file_template", &config->file_template);
  if (status == RUNNER_DONE)
    status = config_get_text(source, "timezone", &config->timezone);
  if (status == RUNNER_DONE)
    status = config_get_text(source, "template", &config->template_path);
  if (status == RUNNER_DONE) status = config_place_path(source, &config->template_path);
  return status;
}

static runner_status read_keys(struct config_source *source, const char *database,
                               struct config *config) {
  runner_status status = read_database(source, database, config);
  if (status == RUNNER_DONE) status = read_versions(source, config);
  if (status == RUNNER_DONE) status = read_texts(source, config);
  if (status == RUNNER_DONE) status = read_numbers(source, config);
  if (status == RUNNER_DONE)
    status = config_get_boolean(source, "recursive", &config->recursive);
  if (status == RUNNER_DONE) status = config_get_texts(source, "trust", &config->trust);
  if (status == RUNNER_DONE) status = config_read_alteration(source, config);
  if (status == RUNNER_DONE) status = config_read_collations(source, config);
  if (status == RUNNER_DONE) status = config_read_schema(source, config);
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
  const struct config_shape shape = {.keys = known_keys, .has_keys = true};
  if (status == RUNNER_DONE) status = config_check_shape(&source, source.root, &shape);
  if (status == RUNNER_DONE) status = choose_section(&source, choice->section);
  if (status == RUNNER_DONE) status = read_keys(&source, choice->database, config);
  if (status != RUNNER_DONE) error_place(error, config->path, 0);
  return status;
}

/* runner_create_revision: from a wish to a file that is part of the graph. */
#include "engine/create.h"

#include "base/file.h"
#include "engine/autogenerate.h"

#include <string.h>

static struct script_field text_field(const char *key, const char *text) {
  return (struct script_field){.key = key, .type = SCRIPT_TEXT, .text = text};
}

static struct script_field texts_field(const char *key, struct runner_texts texts) {
  return (struct script_field){.key = key, .type = SCRIPT_TEXTS, .texts = texts};
}

static struct script_field integer_field(const char *key, int64_t integer) {
  return (struct script_field){.key = key, .type = SCRIPT_INTEGER, .integer = integer};
}

/* Call a rendering function and insist on a text. */
static runner_status render(struct runner *runner, struct script_function *function,
                            const struct script_field *fields, size_t count,
                            const char **text, struct runner_error *error) {
  runner_status status =
      script_call(function, fields, count, NULL, runner->arena, text, error);
  if (status != RUNNER_DONE || *text != NULL) return status;
  return error_set(error, RUNNER_FAILED, "the template returned nothing");
}

/* The reader of version folders skips what begins with '.', and looks nowhere else. */
static bool is_readable_name(const char *name) {
  for (const char *part = name; part != NULL; part = strchr(part, '/')) {
    if (*part == '/' && part != name) part++;
    if (*part == '\0' || *part == '.' || *part == '/') return false;
  }
  return true;
}

static runner_status check_name(struct runner *runner, const char *name,
                                struct runner_error *error) {
  if (!is_readable_name(name)) {
    error_set(error, RUNNER_USAGE, "a file named %s.lua would not be read again", name);
    error_hint(error, "a name or folder that is empty or begins with '.' is skipped: "
                      "change `file_template` or --rev-id");
    return RUNNER_USAGE;
  }
  if (strchr(name, '/') == NULL || runner->config.recursive) return RUNNER_DONE;
  error_set(error, RUNNER_USAGE, "`file_template` puts revisions into folders (%s)",
            name);
  error_hint(error, "set `recursive = true` in %s too", runner->config.path);
  return RUNNER_USAGE;
}

static runner_status render_path(struct runner *runner, struct draft *draft,
                                 struct runner_error *error) {
  const struct created_time *time = &draft->time;
  const struct script_field fields[] = {
      text_field("template", runner->config.file_template),
      text_field("rev", draft->id),
      text_field("message", draft->message),
      integer_field("length", runner->config.truncate_slug_length),
      integer_field("epoch", time->epoch),
      integer_field("year", time->year),
      integer_field("month", time->month),
      integer_field("day", time->day),
      integer_field("hour", time->hour),
      integer_field("minute", time->minute),
      integer_field("second", time->second),
  };
  struct script_function *function = NULL;
  const char *name = NULL;
  runner_status status = script_module_function(runner->script, "runner.template.name",
                                                "render", &function, error);
  if (status == RUNNER_DONE)
    status =
        render(runner, function, fields, sizeof fields / sizeof *fields, &name, error);
  bool mistake = status == RUNNER_FAILED && error != NULL && error->message != NULL;
  if (mistake) { /* not for want of memory, so it is what the template says */
    error->status = status = RUNNER_USAGE;
    error_place(error, runner->config.path, 0);
  }
  if (status == RUNNER_DONE) status = check_name(runner, name, error);
  if (status != RUNNER_DONE) return status;
  const char *file = arena_format(runner->arena, "%s.lua", name);
  draft->path = file != NULL ? path_join(runner->arena, draft->folder, file) : NULL;
  return draft->path != NULL ? RUNNER_DONE : error_no_memory(error);
}

static runner_status render_text(struct runner *runner, struct draft *draft,
                                 struct runner_error *error) {
  const struct script_field fields[] = {
      text_field("message", draft->message),
      text_field("revision", draft->id),
      texts_field("down_revision", draft->down),
      texts_field("branch_labels", draft->labels),
      texts_field("depends_on", draft->depends),
      text_field("created", draft->time.stamp),
      text_field("upgrades", draft->upgrades),
      text_field("downgrades", draft->downgrades),
  };
  struct script_function *function = NULL;
  runner_status status =
      runner->config.template_path != NULL
          ? script_read_function(runner->script, runner->config.template_path, &function,
                                 error)
          : script_module_function(runner->script, "runner.template.revision", "render",
                                   &function, error);
  if (status != RUNNER_DONE) return status;
  return render(runner, function, fields, sizeof fields / sizeof *fields, &draft->text,
                error);
}

/* Fill path and text by the templates. */
static runner_status render_draft(struct runner *runner, struct draft *draft,
                                  struct runner_error *error) {
  runner_status status = create_time(runner->config.timezone, &draft->time, error);
  if (status == RUNNER_DONE) status = render_path(runner, draft, error);
  if (status == RUNNER_DONE) status = render_text(runner, draft, error);
  if (status == RUNNER_DONE && file_exists(draft->path)) {
    status = error_set(error, RUNNER_USAGE, "the file %s exists already", draft->path);
    error_hint(error, "choose another message or another --rev-id");
  }
  return status;
}

static runner_status choose_identifier(struct runner *runner, const char *wanted,
                                       struct draft *draft, struct runner_error *error) {
  if (wanted == NULL) return create_identifier(runner->arena, &draft->id, error);
  if (wanted[0] == '\0') {
    error_set(error, RUNNER_USAGE, "the revision id is empty");
    error_hint(error, "leave it out, and one is made");
    return RUNNER_USAGE;
  }
  size_t node = 0;
  draft->id = wanted;
  if (!graph_find(runner->graph, wanted, &node)) return RUNNER_DONE;
  error_set(error, RUNNER_REVISION, "revision %s exists already", wanted);
  error_place(error, graph_revision(runner->graph, node)->path, 0);
  return RUNNER_REVISION;
}

/* Tell "Generating PATH ...  done", as Alembic's users know it. */
static void tell_written(struct runner *runner, const char *path) {
  char *absolute = path_absolute(runner->arena, path);
  char *text = arena_format(runner->arena, "Generating %s ...  done",
                            absolute != NULL ? absolute : path);
  if (text == NULL) return;
  project_tell(runner,
               &(struct runner_event){.kind = RUNNER_EVENT_DONE_LINE, .text = text});
}

/* `created` may be NULL: then it is only looked for. */
static runner_status list_created(struct runner *runner, const char *id,
                                  struct runner_list *created,
                                  struct runner_error *error) {
  struct numbers nodes = {0};
  size_t node = 0;
  if (!graph_find(runner->graph, id, &node)) {
    error_set(error, RUNNER_REVISION, "the new revision %s was not found again", id);
    error_hint(error, "did a hook move or change the file?");
    return RUNNER_REVISION;
  }
  nodes.items = &node;
  nodes.count = 1;
  return created != NULL ? project_list(runner, &nodes, created, error) : RUNNER_DONE;
}

/* The bodies that were asked for; draft->upgrades stays NULL if nothing differs. */
static runner_status autogenerate(struct runner *runner,
                                  const struct runner_new_revision *wanted,
                                  struct draft *draft, struct runner_error *error) {
  struct autogenerated found;
  runner_status status = autogenerate_bodies(runner, wanted->autogenerate, &found, error);
  if (status != RUNNER_DONE) return status;
  for (size_t i = 0; i < found.differences.count; i++)
    project_tell(runner, &(struct runner_event){.kind = RUNNER_EVENT_DIFFERENCE,
                                                .text = found.differences.items[i].text});
  draft->upgrades = found.upgrade;
  draft->downgrades = found.downgrade;
  draft->trial = wanted->autogenerate->data;
  if (wanted->differences != NULL) *wanted->differences = found.differences;
  return RUNNER_DONE;
}

/* Write the file and what comes of it. */
static runner_status write_draft(struct runner *runner, struct draft *draft,
                                 struct runner_list *created,
                                 struct runner_error *error) {
  runner_status status = render_draft(runner, draft, error);
  if (status == RUNNER_DONE) status = create_check(runner, draft, error);
  if (status == RUNNER_DONE)
    status = file_write_new(draft->path, draft->text, strlen(draft->text), error);
  if (status != RUNNER_DONE) return status;
  tell_written(runner, draft->path);
  status = create_run_hooks(runner, draft->path, error);
  if (status == RUNNER_DONE) status = project_reload(runner, error);
  return status == RUNNER_DONE ? list_created(runner, draft->id, created, error) : status;
}

runner_status runner_create_revision(struct runner *runner,
                                     const struct runner_new_revision *wanted,
                                     struct runner_list *created,
                                     struct runner_error *error) {
  struct draft draft = {.labels = wanted->labels,
                        .upgrades = wanted->upgrades,
                        .downgrades = wanted->downgrades};
  bool empty = wanted->message == NULL ||
               wanted->message[strspn(wanted->message, " \t\r\n\v\f")] == '\0';
  draft.message = empty ? "empty message" : wanted->message;
  if (created != NULL) *created = (struct runner_list){.items = NULL};
  runner_status status = project_load(runner, error);
  if (status == RUNNER_DONE)
    status = choose_identifier(runner, wanted->id, &draft, error);
  if (status == RUNNER_DONE) status = create_place(runner, wanted, &draft, error);
  if (status == RUNNER_DONE && wanted->autogenerate != NULL) {
    status = autogenerate(runner, wanted, &draft, error);
    if (status == RUNNER_DONE && draft.upgrades == NULL) return RUNNER_DONE;
  }
  return status == RUNNER_DONE ? write_draft(runner, &draft, created, error) : status;
}

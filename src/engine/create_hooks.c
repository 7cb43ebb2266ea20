/* Post-write hooks: commands and functions that run on a new revision file. They get its
** absolute path, since a command may run in another folder. */
#include "engine/create.h"

#include "base/file.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Stands for the file in a hook's arguments; appended if a command does not name it. */
static const char file_token[] = "REVISION_SCRIPT_FILENAME";

/* The arguments with the file in its place; NULL-ended, in the arena. */
static char **hook_arguments(struct runner *runner, const struct config_hook *hook,
                             const char *path) {
  size_t count = hook->command.count;
  char **arguments = arena_allocate(runner->arena, (count + 2) * sizeof *arguments);
  if (arguments == NULL) return NULL;
  bool named = false;
  for (size_t i = 0; i < count; i++) {
    const char *item = hook->command.items[i];
    const char *token = strstr(item, file_token);
    named = named || token != NULL;
    arguments[i] = token == NULL
                       ? arena_text(runner->arena, item)
                       : arena_format(runner->arena, "%.*s%s%s", (int)(token - item),
                                      item, path, token + strlen(file_token));
    if (arguments[i] == NULL) return NULL;
  }
  if (!named) arguments[count] = arena_text(runner->arena, path);
  return !named && arguments[count] == NULL ? NULL : arguments;
}

enum { NO_FOLDER = 126, NO_PROGRAM = 127 }; /* the shell's codes for such things */

/* In the child. */
static _Noreturn void start_program(const struct config_hook *hook, char **arguments) {
  dup2(STDERR_FILENO, STDOUT_FILENO); /* stdout is for the answer alone */
  if (hook->folder != NULL && chdir(hook->folder) != 0) _exit(NO_FOLDER);
  execvp(arguments[0], arguments);
  _exit(NO_PROGRAM);
}

static runner_status describe_failure(const struct config_hook *hook, int outcome,
                                      struct runner_error *error) {
  if (WIFEXITED(outcome) && WEXITSTATUS(outcome) == NO_FOLDER && hook->folder != NULL)
    error_set(error, RUNNER_FAILED, "the hook %s could not be started in the folder %s",
              hook->name, hook->folder);
  else if (WIFEXITED(outcome) && WEXITSTATUS(outcome) == NO_PROGRAM)
    error_set(error, RUNNER_FAILED, "the hook %s could not be started", hook->name);
  else if (WIFEXITED(outcome))
    error_set(error, RUNNER_FAILED, "the hook %s ended with exit code %d", hook->name,
              WEXITSTATUS(outcome));
  else
    error_set(error, RUNNER_FAILED, "the hook %s was ended by signal %d", hook->name,
              WTERMSIG(outcome));
  return RUNNER_FAILED;
}

static runner_status run_program(struct runner *runner, const struct config_hook *hook,
                                 const char *path, struct runner_error *error) {
  char **arguments = hook_arguments(runner, hook, path);
  if (arguments == NULL) return error_no_memory(error);
  pid_t child = fork();
  if (child == 0) start_program(hook, arguments);
  int outcome = 0;
  if (child < 0)
    return error_set(error, RUNNER_FAILED, "cannot start the hook %s: %s", hook->name,
                     strerror(errno));
  while (waitpid(child, &outcome, 0) < 0)
    if (errno != EINTR)
      return error_set(error, RUNNER_FAILED, "cannot wait for the hook %s: %s",
                       hook->name, strerror(errno));
  if (outcome == 0) return RUNNER_DONE;
  return describe_failure(hook, outcome, error);
}

runner_status create_run_hooks(struct runner *runner, const char *path,
                               struct runner_error *error) {
  runner_status status = RUNNER_DONE;
  const char *file = path_absolute(runner->arena, path);
  if (file == NULL) return error_no_memory(error);
  for (size_t i = 0; status == RUNNER_DONE && i < runner->config.hook_count; i++) {
    const struct config_hook *hook = &runner->config.hooks[i];
    const struct script_field field = {.key = "path", .type = SCRIPT_TEXT, .text = file};
    if (hook->function == NULL)
      status = run_program(runner, hook, file, error);
    else
      status = script_call(hook->function, &field, 1, NULL, NULL, NULL, error);
  }
  if (status != RUNNER_DONE)
    error_hint(error, "the revision %s was written and is kept", path);
  return status;
}

/* runner edit: the file of a revision in the user's editor. */
#include "cli/commands/commands.h"

#include "cli/answer.h"

#include <errno.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

extern char **environ;

/* Tried in this order if neither VISUAL nor EDITOR is set. */
static const char *const fallback_editors[] = {"sensible-editor", "editor", "nano", "vim",
                                               "vi"};

/* Take the next word of an editor setting, as a shell would: blanks separate, quotes
** keep them. `*text` moves behind it; the word is unquoted in place. */
static char *next_word(char **text) {
  char *read = *text + strspn(*text, " \t");
  char *word = read;
  char *write = read;
  char quote = 0;
  if (*read == '\0') return NULL;
  for (; *read != '\0' && (quote != 0 || strchr(" \t", *read) == NULL); read++) {
    if (quote == 0 && (*read == '"' || *read == '\''))
      quote = *read;
    else if (*read == quote)
      quote = 0;
    else
      *write++ = *read;
  }
  *text = *read != '\0' ? read + 1 : read;
  *write = '\0';
  return word;
}

/* The words of `editor` and then `path`; NULL if memory ran out. */
static char **make_arguments(struct arena *arena, const char *editor, const char *path) {
  char *text = arena_text(arena, editor);
  char **arguments = arena_allocate(arena, (strlen(editor) + 3) * sizeof *arguments);
  char *file = arena_text(arena, path);
  if (text == NULL || arguments == NULL || file == NULL) return NULL;
  size_t count = 0;
  for (char *word = next_word(&text); word != NULL; word = next_word(&text))
    arguments[count++] = word;
  arguments[count] = file;
  return arguments;
}

static runner_status wait_for(struct cli *cli, pid_t child, const char *editor) {
  int state = 0;
  pid_t ended;
  do
    ended = waitpid(child, &state, 0);
  while (ended < 0 && errno == EINTR);
  if (ended == child && WIFEXITED(state) && WEXITSTATUS(state) == 0) return RUNNER_DONE;
  if (ended == child && WIFEXITED(state))
    return error_set(&cli->error, RUNNER_FAILED, "the editor '%s' ended with status %d",
                     editor, WEXITSTATUS(state));
  return error_set(&cli->error, RUNNER_FAILED, "the editor '%s' was killed", editor);
}

/* `*missing`: there is no such program. */
static runner_status open_with(struct cli *cli, const char *editor, const char *path,
                               bool *missing) {
  char **arguments = make_arguments(cli->arena, editor, path);
  if (arguments == NULL) return error_no_memory(&cli->error);
  pid_t child;
  int failure = posix_spawnp(&child, arguments[0], NULL, NULL, arguments, environ);
  *missing = failure == ENOENT;
  if (failure == 0) return wait_for(cli, child, editor);
  error_set(&cli->error, RUNNER_FAILED, "cannot start the editor '%s': %s", editor,
            strerror(failure));
  error_hint(&cli->error, "set VISUAL or EDITOR to an editor that is installed");
  return RUNNER_FAILED;
}

static const char *setting(const char *name) {
  const char *value = getenv(name);
  return value != NULL && value[strspn(value, " \t")] != '\0' ? value : NULL;
}

static runner_status open_file(struct cli *cli, const char *path) {
  bool missing = false;
  const char *chosen = setting("VISUAL");
  if (chosen == NULL) chosen = setting("EDITOR");
  if (chosen != NULL) return open_with(cli, chosen, path, &missing);
  for (size_t i = 0; i < sizeof fallback_editors / sizeof *fallback_editors; i++) {
    runner_status status = open_with(cli, fallback_editors[i], path, &missing);
    if (!missing) return status;
  }
  error_set(&cli->error, RUNNER_FAILED, "no editor found");
  error_hint(&cli->error, "set VISUAL or EDITOR to an editor that is installed");
  return RUNNER_FAILED;
}

static runner_status answer_files(struct cli *cli, const struct runner_list *list) {
  json_t *files = json_array();
  for (size_t i = 0; i < list->count; i++)
    files = answer_append(files, answer_text(list->items[i]->path));
  return cli_answer(cli, json_pack("{s:s,s:o}", "command", "edit", "files", files));
}

runner_status edit_run(struct cli *cli) {
  const char *symbol = cli_operand(cli, 0);
  struct runner_list list = {0};
  runner_status status = cli_open(cli);
  if (status == RUNNER_DONE)
    status = runner_find(cli->runner, symbol, &list, &cli->error);
  if (status == RUNNER_DONE && list.count == 0)
    status = error_set(&cli->error, RUNNER_REVISION, "no revision file is meant by '%s'",
                       symbol);
  for (size_t i = 0; i < list.count && status == RUNNER_DONE; i++)
    status = open_file(cli, list.items[i]->path);
  if (status != RUNNER_DONE || !cli->output.json) return status;
  return answer_files(cli, &list);
}

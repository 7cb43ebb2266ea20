/* Programs over POSIX. */
#include "base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LOOK_MS = 50 }; /* how long until `stop` is looked at again */

/* The ends we read, and those the program writes to; -1: closed. `failure` tells why it
** could not be started: nothing comes if it could. */
enum { OUTPUT, ERRORS, FAILURE, PIPES };
struct pipes {
  int reading[PIPES];
  int writing[PIPES];
};

static void close_end(int *end) {
  if (*end >= 0) close(*end);
  *end = -1;
}

static void close_pipes(struct pipes *pipes) {
  for (int i = 0; i < PIPES; i++) {
    close_end(&pipes->reading[i]);
    close_end(&pipes->writing[i]);
  }
}

static bool open_pipes(struct pipes *pipes) {
  bool opened = true;
  for (int i = 0; i < PIPES; i++) {
    int ends[2] = {-1, -1};
    opened = pipe(ends) == 0 && opened;
    pipes->reading[i] = ends[0];
    pipes->writing[i] = ends[1];
    for (int end = 0; end < 2 && ends[end] >= 0; end++)
      fcntl(ends[end], F_SETFD, FD_CLOEXEC);
  }
  return opened;
}

/* ---- the child ---- */

/* Tell the parent why: an errno, negative if the folder is to blame. */
static _Noreturn void give_up(int failure, int reason) {
  ssize_t put = write(failure, &reason, sizeof reason);
  _exit(put == (ssize_t)sizeof reason ? 127 : 126);
}

static _Noreturn void start(const struct process *process, const struct pipes *pipes) {
  int failure = pipes->writing[FAILURE];
  setpgid(0, 0);
  int nothing = open("/dev/null", O_RDONLY);
  if (nothing < 0 || dup2(nothing, STDIN_FILENO) < 0 ||
      dup2(pipes->writing[OUTPUT], STDOUT_FILENO) < 0 ||
      dup2(pipes->writing[ERRORS], STDERR_FILENO) < 0)
    give_up(failure, errno);
  if (process->folder != NULL && chdir(process->folder) != 0) give_up(failure, -errno);
  if (process->variable != NULL && setenv(process->variable, process->value, 1) != 0)
    give_up(failure, errno);
  signal(SIGPIPE, SIG_DFL);
  execvp(process->arguments[0], (char *const *)process->arguments);
  give_up(failure, errno);
}

/* ---- listening ---- */

static bool is_stopped(const struct process *process) {
  return process->stop != NULL && *process->stop != 0;
}

/* Memory is not for a program that writes without end. */
static bool writes_too_much(const struct process *process) {
  size_t most = process->most != 0 ? process->most : (size_t)256 << 20;
  return process->output.length > most || process->errors.length > most;
}

static bool must_stop(const struct process *process) {
  return is_stopped(process) || writes_too_much(process);
}

/* Take what is there; at the end of it the pipe is closed. */
static void take(int *end, struct buffer *buffer) {
  char bytes[8192];
  ssize_t got = read(*end, bytes, sizeof bytes);
  if (got < 0 && (errno == EINTR || errno == EAGAIN)) return;
  if (got <= 0)
    close_end(end);
  else
    buffer_bytes(buffer, bytes, (size_t)got);
}

/* Until both pipes are closed, which a program left in the background may keep open. */
static void listen_to(struct process *process, struct pipes *pipes) {
  struct buffer *buffers[] = {&process->output, &process->errors};
  while ((pipes->reading[OUTPUT] >= 0 || pipes->reading[ERRORS] >= 0) &&
         !must_stop(process)) {
    struct pollfd ends[] = {{.fd = pipes->reading[OUTPUT], .events = POLLIN},
                            {.fd = pipes->reading[ERRORS], .events = POLLIN}};
    if (poll(ends, 2, LOOK_MS) <= 0) continue;
    for (int i = 0; i < 2; i++)
      if (ends[i].revents != 0) take(&pipes->reading[i], buffers[i]);
  }
}

/* ---- its end ---- */

static void wait_for(struct process *process, pid_t child) {
  int outcome = 0;
  bool told = false;
  while (waitpid(child, &outcome, WNOHANG) == 0) {
    if (must_stop(process)) {
      kill(-child, told ? SIGKILL : SIGTERM);
      told = true;
    }
    poll(NULL, 0, told ? LOOK_MS * 4 : 1);
  }
  process->exit_code = WIFEXITED(outcome) ? WEXITSTATUS(outcome) : -1;
  process->signal = WIFSIGNALED(outcome) ? WTERMSIG(outcome) : 0;
}

static runner_status cannot_start(const struct process *process, int reason,
                                  struct runner_error *error) {
  if (reason < 0)
    return error_set(error, RUNNER_USAGE, "cannot run %s in %s: %s",
                     process->arguments[0], process->folder, strerror(-reason));
  return error_set(error, RUNNER_USAGE, "cannot start %s: %s", process->arguments[0],
                   strerror(reason));
}

static runner_status judge(const struct process *process, struct pipes *pipes,
                           struct runner_error *error) {
  int reason = 0;
  ssize_t got = read(pipes->reading[FAILURE], &reason, sizeof reason);
  if (got == (ssize_t)sizeof reason) return cannot_start(process, reason, error);
  if (is_stopped(process)) return error_set(error, RUNNER_INTERRUPTED, "interrupted");
  if (writes_too_much(process))
    return error_set(error, RUNNER_USAGE, "%s writes without end, so it was stopped",
                     process->arguments[0]);
  if (buffer_failed(&process->output) || buffer_failed(&process->errors))
    return error_no_memory(error);
  return RUNNER_DONE;
}

runner_status process_run(struct process *process, struct runner_error *error) {
  runner_status status = RUNNER_DONE;
  struct pipes pipes;
  pid_t child = -1;
  if (open_pipes(&pipes)) child = fork();
  if (child == 0) start(process, &pipes);
  if (child > 0) setpgid(child, child); /* whoever of the two comes first */
  if (child < 0) {
    status = cannot_start(process, errno, error);
    goto done;
  }
  for (int i = 0; i < PIPES; i++)
    close_end(&pipes.writing[i]);
  listen_to(process, &pipes);
  wait_for(process, child);
  status = judge(process, &pipes, error);
done:
  close_pipes(&pipes);
  return status;
}

void process_release(struct process *process) {
  buffer_release(&process->output);
  buffer_release(&process->errors);
}

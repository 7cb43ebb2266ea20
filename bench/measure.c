/* Run a program and tell what it took: nothing else runs between the two readings of the
** clock but the program itself.
**
**   measure INPUT OUTPUT PROGRAM [ARGUMENT...]
**
** INPUT and OUTPUT are its standard input and output ("/dev/null"). Prints seconds, those
** of the processor, the largest resident set in KiB, and the exit status; a signal counts
** as 128 plus its number. */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double processor_seconds(const struct rusage *usage) {
  return (double)(usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) +
         (double)(usage->ru_utime.tv_usec + usage->ru_stime.tv_usec) / 1e6;
}

int main(int count, char **arguments) {
  if (count < 4) {
    fputs("usage: measure INPUT OUTPUT PROGRAM [ARGUMENT...]\n", stderr);
    return 2;
  }
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, arguments[1], O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, arguments[2],
                                   O_WRONLY | O_CREAT | O_TRUNC, 0666);
  pid_t child = 0;
  double start = seconds();
  int code = posix_spawnp(&child, arguments[3], &files, NULL, arguments + 3, environ);
  if (code != 0) {
    fprintf(stderr, "measure: cannot run %s: %s\n", arguments[3], strerror(code));
    return 1;
  }
  int status = 0;
  struct rusage usage;
  if (wait4(child, &status, 0, &usage) < 0) {
    perror("measure: wait4");
    return 1;
  }
  double stop = seconds();
  printf("%.6f %.6f %ld %d\n", stop - start, processor_seconds(&usage), usage.ru_maxrss,
         WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
  return 0;
}

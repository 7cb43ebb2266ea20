/* An application that brings its own database up to date when it starts.
**
**   embed DATABASE CONFIG
**
** It opens the database itself, as applications do, lets librunner upgrade that very
** connection, and goes on using it: here to draw the next ticket number of the day.
** Built apart from the project:
**
**   cc examples/embed.c $(pkg-config --cflags --libs runner) -o embed
*/
#include <runner.h>
#include <sqlite3.h>

#include <stdio.h>
#include <stdlib.h>

static void show(void *user, const struct runner_event *event) {
  FILE *out = user;
  if (event->kind == RUNNER_EVENT_STEP) {
    fprintf(out, "upgrading to %s: %s\n", event->step->revision->id,
            event->step->revision->message);
  } else if (event->kind == RUNNER_EVENT_WARNING) {
    fprintf(out, "warning: %s\n", event->text);
  }
}

static void complain(const struct runner_error *error) {
  fprintf(stderr, "embed: cannot upgrade: %s\n", error->message ? error->message : "?");
  if (error->hint != NULL) fprintf(stderr, "embed: %s\n", error->hint);
}

/* Take `handle` to the newest revision; 0 if it could not be done. */
static int upgrade(sqlite3 *handle, const char *config) {
  struct runner_options options = {.config = config, .listener = show, .user = stdout};
  struct runner *runner = NULL;
  struct runner_error error = RUNNER_ERROR_INIT;
  int done = runner_open(&options, &runner, &error) == RUNNER_DONE &&
             runner_use_connection(runner, handle, &error) == RUNNER_DONE &&
             runner_upgrade(runner, "head", 0, NULL, &error) == RUNNER_DONE;
  if (!done) complain(&error);
  runner_close(runner);
  runner_error_clear(&error);
  return done;
}

/* The next ticket number of today, or -1. */
static int next_number(sqlite3 *handle) {
  sqlite3_stmt *statement = NULL;
  int number = -1;
  sqlite3_prepare_v2(handle,
                     "INSERT INTO daily_ticket_counter (day, last_number)"
                     "  VALUES (strftime('%Y%m%d', 'now'), 1)"
                     "  ON CONFLICT (day) DO UPDATE SET last_number = last_number + 1"
                     "  RETURNING last_number",
                     -1, &statement, NULL);
  if (sqlite3_step(statement) == SQLITE_ROW) number = sqlite3_column_int(statement, 0);
  return sqlite3_finalize(statement) == SQLITE_OK ? number : -1;
}

int main(int count, char **arguments) {
  if (count != 3) {
    fputs("usage: embed DATABASE CONFIG\n", stderr);
    return EXIT_FAILURE;
  }
  sqlite3 *handle = NULL;
  int number = -1;
  if (sqlite3_open(arguments[1], &handle) == SQLITE_OK && upgrade(handle, arguments[2])) {
    number = next_number(handle);
  }
  if (number > 0)
    printf("the next ticket of today is number %d\n", number);
  else
    fprintf(stderr, "embed: no ticket number: %s\n", sqlite3_errmsg(handle));
  sqlite3_close(handle);
  return number > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

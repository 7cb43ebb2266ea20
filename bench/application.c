/* An application that goes on writing while another program works on its database.
**
**   application DATABASE WAITS PROGRAM [ARGUMENT...]
**
** Begins a small transaction every 5 ms, on its own connection, until the program ends,
** and writes the 99th percentile of their waits, in seconds, to the file WAITS. A wait is
** counted from the moment at which the transaction was due, so that one long wait is not
** hidden by those that it held up. Exits as the program did; with 3 if a transaction
** failed, or is not there at the end. */
#include <spawn.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

enum { MOST = 1000000 };
static const double interval = 1.0 / 200;

static double waits[MOST];

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void sleep_until(double moment) {
  double left = moment - seconds();
  if (left <= 0) return;
  struct timespec time = {.tv_sec = (time_t)left};
  time.tv_nsec = (long)((left - (double)time.tv_sec) * 1e9);
  nanosleep(&time, NULL);
}

static void fail(sqlite3 *database, const char *what) {
  fprintf(stderr, "application: %s: %s\n", what, sqlite3_errmsg(database));
  exit(3);
}

static void run(sqlite3 *database, const char *sql) {
  if (sqlite3_exec(database, sql, NULL, NULL, NULL) != SQLITE_OK) fail(database, sql);
}

static sqlite3_stmt *prepare(sqlite3 *database, const char *sql) {
  sqlite3_stmt *statement = NULL;
  if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) != SQLITE_OK)
    fail(database, sql);
  return statement;
}

static sqlite3 *open_database(const char *path) {
  sqlite3 *database = NULL;
  if (sqlite3_open(path, &database) != SQLITE_OK) fail(database, path);
  sqlite3_busy_timeout(database, 20000);
  run(database, "PRAGMA synchronous = NORMAL; CREATE TABLE IF NOT EXISTS written (n)");
  return database;
}

static void write_row(sqlite3 *database, sqlite3_stmt *insert, int number) {
  sqlite3_bind_int(insert, 1, number);
  if (sqlite3_step(insert) != SQLITE_DONE) fail(database, "a transaction");
  sqlite3_reset(insert);
}

/* Write while the child lives; returns how many transactions there were. */
static int write_beside(sqlite3 *database, pid_t child, int *status) {
  sqlite3_stmt *insert = prepare(database, "INSERT INTO written VALUES (?)");
  double start = seconds();
  int count = 0;
  while (count < MOST && waitpid(child, status, WNOHANG) == 0) {
    double due = start + count * interval;
    sleep_until(due);
    write_row(database, insert, count);
    waits[count++] = seconds() - due;
  }
  sqlite3_finalize(insert);
  return count;
}

static void check_rows(sqlite3 *database, int count) {
  sqlite3_stmt *select = prepare(database, "SELECT count(*) FROM written");
  if (sqlite3_step(select) != SQLITE_ROW) fail(database, "the count");
  int found = sqlite3_column_int(select, 0);
  sqlite3_finalize(select);
  if (found == count) return;
  fprintf(stderr, "application: %d of %d transactions are there\n", found, count);
  exit(3);
}

static int compare(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

static void report(const char *path, int count) {
  qsort(waits, (size_t)count, sizeof *waits, compare);
  FILE *file = fopen(path, "w");
  if (file == NULL || count == 0) exit(3);
  fprintf(file, "%.6f\n", waits[(long)count * 99 / 100]);
  fclose(file);
}

int main(int argument_count, char **arguments) {
  if (argument_count < 4) {
    fputs("usage: application DATABASE WAITS PROGRAM [ARGUMENT...]\n", stderr);
    return 2;
  }
  sqlite3 *database = open_database(arguments[1]);
  pid_t child = 0;
  if (posix_spawnp(&child, arguments[3], NULL, NULL, arguments + 3, environ) != 0)
    return 1;
  int status = 0;
  int count = write_beside(database, child, &status);
  check_rows(database, count);
  report(arguments[2], count);
  sqlite3_close(database);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

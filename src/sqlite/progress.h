/* How far a long piece of work has come, told while it is under way.
**
** Whoever begins such a piece (a rebuild, the building of an index, a scan) says what it
** is with connection_work_begin; while it, or several one after the other, takes longer than
** `progress_after` seconds the
** connection's `progress` function (connection.h) is called about ten times a second. A
** single statement that takes as long is told of without that, by its text; so is a rollback
** (rollback.c), after an interrupt already if it takes a twentieth of a second.
**
** The connection looks at the clock in SQLite's progress handler, every thousand
** instructions of the virtual machine, and where rows are counted.
** https://www.sqlite.org/c3ref/progress_handler.html
*/
#ifndef RUNNER_SQLITE_PROGRESS_H
#define RUNNER_SQLITE_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct connection;

/* What is told. The text is valid during the call only. */
struct progress {
  const char *what; /* NULL: what was told of is over */
  bool bytes;       /* are what is counted, not rows */
  bool undoing;     /* a rollback, which an interrupt does not end */
  int64_t done;     /* rows or bytes; 0: unknown */
  int64_t total;    /* 0: unknown */
  double seconds;   /* since it began */
};

/* A piece of work. The first fields are set before it begins; it stays where it is, and
** `what` too, until connection_work_end. Rows done are, in this order:
**   `counted`       those given to connection_work_count
**   `row_steps`     by the instructions carried out, of which a row takes so many
**   otherwise       those that the running statement met in its scan of a whole table;
**                   if it scans none, or that is over (an UPDATE may first look for its
**                   rows and then change them), those that were counted, of an unknown
**                   total.
** https://www.sqlite.org/c3ref/c_stmtstatus_counter.html#sqlitestmtstatusfullscanstep */
struct connection_work {
  const char *what;
  int64_t total; /* rows; 0: unknown */
  int64_t row_steps;
  bool counted;
  bool bytes;   /* it is bytes that are counted */
  bool of_file; /* those written to the database's file, which counts them by itself */
  bool undoing; /* it is a rollback */

  int64_t rows;                    /* so far */
  int64_t first_steps;             /* carried out before it */
  int64_t told_rows, told_scanned; /* what they were when it was told of last */
  double began;
  bool told;
  struct connection_work *outer; /* the one that it is a part of */
};

void connection_work_begin(struct connection *connection, struct connection_work *work);
void connection_work_end(struct connection *connection, struct connection_work *work);

/* So many rows more are done, if some work is under way. */
void connection_work_count(struct connection *connection, int64_t rows);
/* The total of the innermost work, when it is known or better known later. */
void connection_work_total(struct connection *connection, int64_t total);

#endif

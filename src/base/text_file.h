/* A text file that is read piece by piece, through a window that moves along.
**
** What is in the window is clean: whole characters of UTF-8, no zero bytes, and no mark of
** the encoding (U+FEFF) at the beginning. Whoever reads takes bytes from the front by
** moving `start`, and asks for more behind `end` if a piece is not complete. So memory is
** that of the longest piece.
*/
#ifndef RUNNER_BASE_TEXT_FILE_H
#define RUNNER_BASE_TEXT_FILE_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text_file {
  int descriptor; /* -1: closed */
  char *bytes;    /* has room for one byte more than `capacity` */
  size_t capacity;
  size_t filled;     /* bytes that were read; those from `end` on are not clean yet */
  size_t start, end; /* the window */
  bool at_end;       /* all of the file was read */
  bool over;         /* nothing comes behind the window */
  bool unclean;      /* what comes behind it is no clean text */
  uint64_t size;     /* of the file when it was opened */
  uint64_t taken;    /* bytes of the file read */
};

/* Open a regular file, which messages call `name`, and fill the window. RUNNER_FAILED if that does not work;
** then it is closed. */
runner_status text_file_open(struct text_file *file, const char *path, const char *name,
                             struct runner_error *error);
void text_file_close(struct text_file *file); /* also one that is closed already */

/* Make the window longer (its bytes may move), or `over`. RUNNER_FAILED if the next bytes
** are no clean text, if reading fails, or if the window would grow beyond 256 MiB; the
** window is as it was then. */
runner_status text_file_extend(struct text_file *file, struct runner_error *error);

#endif

/* Files and folders, with errors that name the path and the reason.
**
** Paths are plain bytes with '/' between their parts. Texts that are returned through an
** arena belong to it.
*/
#ifndef RUNNER_BASE_FILE_H
#define RUNNER_BASE_FILE_H

#include "base/error.h"
#include "base/memory.h"

#include <stdbool.h>
#include <stddef.h>

/* Read a whole file; `*length` excludes the 0 that is added. RUNNER_USAGE on failure. */
runner_status file_read(const char *path, struct arena *arena, char **bytes,
                        size_t *length, struct runner_error *error);

/* Write a new file, complete or not at all. An existing one is an error (RUNNER_USAGE)
** and stays as it is. Missing folders on the way are made. */
runner_status file_write_new(const char *path, const char *bytes, size_t length,
                             struct runner_error *error);

/* The same, but an existing file gives way to the new one, in one moment. */
runner_status file_write(const char *path, const char *bytes, size_t length,
                         struct runner_error *error);

bool file_exists(const char *path);
bool file_is_missing(const char *path); /* surely; not if we may not even look */
bool file_is_folder(const char *path);

/* One entry of a folder listing. */
struct file_entry {
  const char *path; /* folder + '/' + name */
  const char *name;
  bool folder;
};

/* List a folder, sorted by name in byte order; entries starting with '.' are left out.
** RUNNER_USAGE if it is missing or cannot be read. */
runner_status file_list(const char *folder, struct arena *arena,
                        struct file_entry **entries, size_t *count,
                        struct runner_error *error);

/* Path arithmetic; NULL if memory ran out. */
char *path_join(struct arena *arena, const char *folder, const char *name);
char *path_folder(struct arena *arena, const char *path);   /* "." if there is none */
const char *path_name(const char *path);                    /* the last part, in place */
char *path_absolute(struct arena *arena, const char *path); /* need not exist */

#endif

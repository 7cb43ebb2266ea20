/* A window over a file. */
#include "base/text_file.h"

#include "base/memory.h"
#include "base/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FIRST_CAPACITY = 128 * 1024, LARGEST_CAPACITY = 256 * 1024 * 1024 };

static runner_status cannot(struct runner_error *error, const char *name,
                            const char *reason) {
  return error_set(error, RUNNER_FAILED, "cannot read %s: %s", name, reason);
}

/* ---- reading ---- */

/* Bytes that were read go to the front; if nothing is to be gained so, there is more room. */
static runner_status make_room(struct text_file *file, struct runner_error *error) {
  size_t kept = file->filled - file->start;
  if (file->start > 0) memmove(file->bytes, file->bytes + file->start, kept);
  file->end -= file->start;
  file->filled = kept;
  file->start = 0;
  if (kept <= file->capacity / 2) return RUNNER_DONE;
  if (file->capacity >= LARGEST_CAPACITY)
    return error_set(error, RUNNER_FAILED, "the row is longer than %d MiB",
                     LARGEST_CAPACITY / 1024 / 1024);
  char *bytes = memory_resize(file->bytes, file->capacity * 2 + 1);
  if (bytes == NULL) return error_no_memory(error);
  file->bytes = bytes;
  file->capacity *= 2;
  return RUNNER_DONE;
}

/* Read up to the end of the room, or of the file. */
static runner_status fill(struct text_file *file, struct runner_error *error) {
  while (!file->at_end && file->filled < file->capacity) {
    ssize_t got =
        read(file->descriptor, file->bytes + file->filled, file->capacity - file->filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0)
      return error_set(error, RUNNER_FAILED, "reading failed: %s", strerror(errno));
    file->at_end = got == 0;
    file->filled += (size_t)got;
    file->taken += (uint64_t)got;
  }
  return RUNNER_DONE;
}

/* ---- what is clean ---- */

static runner_status fail_unclean(struct text_file *file, struct runner_error *error) {
  file->unclean = true;
  unsigned char byte = (unsigned char)file->bytes[file->end];
  if (byte == 0) {
    error_set(error, RUNNER_FAILED, "there is a zero byte");
  } else {
    error_set(error, RUNNER_FAILED, "the byte 0x%02X is not part of any UTF-8 character",
              byte);
  }
  error_hint(error, "the file must be UTF-8 text; iconv converts other encodings");
  return RUNNER_FAILED;
}

/* Up to four bytes at the end may be the beginning of a character. */
static runner_status extend_window(struct text_file *file, struct runner_error *error) {
  size_t unclean = file->filled - file->end;
  size_t clean = utf8_clean(file->bytes + file->end, unclean);
  if (clean == 0 && unclean > 0) return fail_unclean(file, error);
  file->end += clean;
  file->over = file->at_end && file->end == file->filled;
  return RUNNER_DONE;
}

runner_status text_file_extend(struct text_file *file, struct runner_error *error) {
  runner_status status = RUNNER_DONE;
  if (file->over) return status;
  if (!file->at_end) status = make_room(file, error);
  if (status == RUNNER_DONE) status = fill(file, error);
  if (status == RUNNER_DONE) status = extend_window(file, error);
  return status;
}

/* ---- opening ---- */

static runner_status check_kind(struct text_file *file, const char *name,
                                struct runner_error *error) {
  struct stat facts;
  if (fstat(file->descriptor, &facts) != 0) return cannot(error, name, strerror(errno));
  if (S_ISDIR(facts.st_mode)) return cannot(error, name, "it is a folder");
  if (!S_ISREG(facts.st_mode)) return cannot(error, name, "it is not a regular file");
  file->size = (uint64_t)facts.st_size;
  return RUNNER_DONE;
}

static void skip_mark(struct text_file *file) {
  if (file->filled < 3 || memcmp(file->bytes, "\xEF\xBB\xBF", 3) != 0) return;
  file->start = file->end = 3;
}

static runner_status fail_encoding(const char *name, struct runner_error *error) {
  cannot(error, name, "it is UTF-16");
  error_hint(error, "save it as UTF-8");
  return RUNNER_FAILED;
}

static bool is_utf16(const struct text_file *file) {
  return file->filled >= 2 && (memcmp(file->bytes, "\xFF\xFE", 2) == 0 ||
                               memcmp(file->bytes, "\xFE\xFF", 2) == 0);
}

/* What is unclean in the first piece is told by whoever comes to it, with its line. */
static runner_status read_first(struct text_file *file, const char *name,
                                struct runner_error *error) {
  file->bytes = memory_resize(NULL, FIRST_CAPACITY + 1);
  if (file->bytes == NULL) return error_no_memory(error);
  file->capacity = FIRST_CAPACITY;
  runner_status status = fill(file, error);
  if (status != RUNNER_DONE) return status;
  if (is_utf16(file)) return fail_encoding(name, error);
  skip_mark(file);
  extend_window(file, NULL);
  return RUNNER_DONE;
}

runner_status text_file_open(struct text_file *file, const char *path, const char *name,
                             struct runner_error *error) {
  /* Not to wait for somebody to write, should it be a pipe. */
  *file = (struct text_file){.descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  if (file->descriptor < 0) return cannot(error, name, strerror(errno));
  runner_status status = check_kind(file, name, error);
  if (status == RUNNER_DONE) status = read_first(file, name, error);
  if (status != RUNNER_DONE) text_file_close(file);
  return status;
}

void text_file_close(struct text_file *file) {
  if (file->descriptor >= 0) close(file->descriptor);
  memory_release(file->bytes);
  *file = (struct text_file){.descriptor = -1, .at_end = true, .over = true};
}

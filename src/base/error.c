/* Filling and releasing errors. */
#include "base/error.h"

#include "base/memory.h"

#include <stdarg.h>

void runner_error_clear(struct runner_error *error) {
  if (error == NULL) return;
  memory_release(error->message);
  memory_release(error->hint);
  memory_release(error->file);
  memory_release(error->revision);
  memory_release(error->sql);
  memory_release(error->traceback);
  *error = (struct runner_error)RUNNER_ERROR_INIT;
}

runner_status error_set(struct runner_error *error, runner_status status,
                        const char *format, ...) {
  if (error == NULL) return status;
  runner_error_clear(error);
  va_list arguments;
  va_start(arguments, format);
  error->message = memory_vformat(format, arguments);
  va_end(arguments);
  error->status = status;
  return status;
}

runner_status error_no_memory(struct runner_error *error) {
  runner_error_clear(error);
  if (error != NULL) error->status = RUNNER_FAILED;
  return RUNNER_FAILED;
}

void error_hint(struct runner_error *error, const char *format, ...) {
  if (error == NULL || error->hint != NULL) return;
  va_list arguments;
  va_start(arguments, format);
  error->hint = memory_vformat(format, arguments);
  va_end(arguments);
}

void error_place(struct runner_error *error, const char *file, int line) {
  if (error == NULL || error->file != NULL || file == NULL) return;
  error->file = memory_text(file);
  error->line = line;
}

void error_in_revision(struct runner_error *error, const char *revision) {
  if (error == NULL || error->revision != NULL || revision == NULL) return;
  error->revision = memory_text(revision);
}

void error_statement(struct runner_error *error, const char *sql, int offset,
                     int sqlite_code) {
  if (error == NULL || error->sql != NULL) return;
  if (sql != NULL) error->sql = memory_text(sql);
  error->offset = offset;
  error->sqlite_code = sqlite_code;
}

void error_traceback(struct runner_error *error, const char *traceback) {
  if (error == NULL || error->traceback != NULL || traceback == NULL) return;
  error->traceback = memory_text(traceback);
}

void error_move(struct runner_error *to, struct runner_error *from) {
  if (to == NULL) {
    runner_error_clear(from);
    return;
  }
  runner_error_clear(to);
  *to = *from;
  *from = (struct runner_error)RUNNER_ERROR_INIT;
}
